//! `GET /groups/{id}`

use axum::extract::State;

use super::view::{GroupBody, view};
use crate::app::App;
use crate::http::{Member, Problem};

/// A group, with its members, their parts of price and credit, and the open period.
#[utoipa::path(get, path = "/groups/{id}", tag = "groups", params(("id" = String, Path, description = "The group")),
    responses((status = 200, body = GroupBody)))]
pub async fn get_group(State(app): State<App>, member: Member) -> Result<axum::Json<GroupBody>, Problem> {
    Ok(axum::Json(view(&app, &mut *app.connection().await?, &member.membership).await?))
}
