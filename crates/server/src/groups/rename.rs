//! `PATCH /groups/{id}`

use axum::extract::State;
use domain::group_event::GroupEvent;
use serde::Deserialize;
use store::{group_activity, groups};
use utoipa::ToSchema;

use super::view::{GroupBody, view};
use crate::app::{App, commit};
use crate::http::{Fields, Json, Owner, Problem};
use crate::realtime::{Event, announce};

/// What changes.
#[derive(Deserialize, ToSchema)]
pub struct RenameGroup {
    /// Up to 80 characters.
    pub name: String,
}

/// Give the group another name.
#[utoipa::path(patch, path = "/groups/{id}", tag = "groups", params(("id" = String, Path, description = "The group")),
    request_body = RenameGroup, responses((status = 200, body = GroupBody)))]
pub async fn rename_group(
    State(app): State<App>,
    Owner(owner): Owner,
    Json(typed): Json<RenameGroup>,
) -> Result<axum::Json<GroupBody>, Problem> {
    let mut fields = Fields::default();
    let name = fields.line("name", &typed.name, 1, 80);
    fields.finish()?;

    let mut tx = app.begin().await?;
    groups::rename(&mut tx, &owner.membership, &name).await?;
    let event = GroupEvent::Renamed { user_id: owner.user(), name };
    group_activity::record(&mut tx, owner.group(), &event).await?;
    let users: Vec<_> = groups::members(&mut tx, &[owner.group()]).await?.iter().map(groups::Seated::user).collect();
    announce(&mut tx, &users, Event::GroupChanged { group_id: owner.group() }).await?;
    let body = view(&app, &mut tx, &owner.membership).await?;
    commit(tx).await?;
    Ok(axum::Json(body))
}
