//! `PATCH /me`

use axum::extract::State;
use serde::Deserialize;
use store::{groups, users};
use utoipa::ToSchema;

use super::session::UserBody;
use crate::app::{App, commit};
use crate::http::{Caller, Fields, Json, Problem};
use crate::realtime::{Event, announce};

/// What changes.
#[derive(Deserialize, ToSchema)]
pub struct UpdateMe {
    /// What the others in a group see, up to 80 characters.
    pub name: String,
}

/// Take another name. The others in the caller's groups see it at once.
#[utoipa::path(patch, path = "/me", tag = "accounts", request_body = UpdateMe, responses((status = 200, body = UserBody)))]
pub async fn update_me(
    State(app): State<App>,
    caller: Caller,
    Json(typed): Json<UpdateMe>,
) -> Result<axum::Json<UserBody>, Problem> {
    let mut fields = Fields::default();
    let name = fields.line("name", &typed.name, 1, 80);
    fields.finish()?;

    let mut tx = app.begin().await?;
    let user = users::rename(&mut tx, caller.user, &name).await?.ok_or_else(Problem::unauthenticated)?;
    announce(&mut tx, &[caller.user], Event::AccountChanged {}).await?;
    for (group_id, members) in groups::companions(&mut tx, caller.user).await? {
        announce(&mut tx, &members, Event::GroupChanged { group_id }).await?;
    }
    commit(tx).await?;
    Ok(axum::Json(user.into()))
}
