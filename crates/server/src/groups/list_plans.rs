//! `GET /plans`

use axum::extract::State;

use super::plan_body::PlanBody;
use crate::app::App;
use crate::http::Page;

/// The plans on offer.
#[utoipa::path(get, path = "/plans", tag = "groups", security(()), responses((status = 200, body = Page<PlanBody>)))]
pub async fn list_plans(State(app): State<App>) -> axum::Json<Page<PlanBody>> {
    axum::Json(Page::whole(app.catalogue.plans().iter().map(PlanBody::from).collect()))
}
