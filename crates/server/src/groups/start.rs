//! `POST /groups/{id}/start`

use axum::extract::State;
use domain::group;
use store::groups;

use super::view::{GroupBody, view};
use crate::app::{App, commit};
use crate::http::{Owner, Problem};
use crate::periods;

/// Open the first period now, for the members who are there: they share the whole price. Who comes later joins mid-period.
/// (When the last seat is taken, the first period opens by itself.)
#[utoipa::path(post, path = "/groups/{id}/start", tag = "groups",
    params(("id" = String, Path, description = "The group")), responses((status = 200, body = GroupBody)))]
pub async fn start_group(State(app): State<App>, Owner(owner): Owner) -> Result<axum::Json<GroupBody>, Problem> {
    let mut tx = app.begin().await?;
    let group = groups::lock_of(&mut tx, &owner.membership).await?;
    group::start(group.status, owner.membership.role())?;
    periods::open_first(&app, &mut tx, &group, group.now).await?;
    let body = view(&app, &mut tx, &owner.membership).await?;
    commit(tx).await?;
    Ok(axum::Json(body))
}
