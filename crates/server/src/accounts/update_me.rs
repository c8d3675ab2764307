//! `PATCH /me`

use axum::extract::State;
use domain::language::Language;
use serde::Deserialize;
use store::{groups, users};
use utoipa::ToSchema;

use super::session::UserBody;
use crate::app::{App, commit};
use crate::http::{Caller, Fields, Json, Problem};
use crate::realtime::{Event, announce};

/// What changes; what is left out stays.
#[derive(Deserialize, ToSchema)]
pub struct UpdateMe {
    /// What the others in a group see, up to 80 characters.
    #[serde(default)]
    pub name: Option<String>,
    /// The language to be written to in.
    #[serde(default)]
    pub language: Option<Language>,
    /// Whether a model names the caller's new conversations, at their cost.
    #[serde(default)]
    pub automatic_titles: Option<bool>,
}

/// Take another name, which the others in the caller's groups see at once; be written to in another language; have conversations
/// named by a model, or not.
#[utoipa::path(patch, path = "/me", tag = "accounts", request_body = UpdateMe, responses((status = 200, body = UserBody)))]
pub async fn update_me(
    State(app): State<App>,
    caller: Caller,
    Json(typed): Json<UpdateMe>,
) -> Result<axum::Json<UserBody>, Problem> {
    let mut fields = Fields::default();
    let name = typed.name.map(|typed| fields.line("name", &typed, 1, 80));
    fields.finish()?;

    let mut tx = app.begin().await?;
    if let Some(language) = typed.language {
        users::set_language(&mut tx, caller.user, language).await?;
    }
    if let Some(on) = typed.automatic_titles {
        users::set_automatic_titles(&mut tx, caller.user, on).await?;
    }
    if let Some(name) = name {
        users::rename(&mut tx, caller.user, &name).await?;
        for (group_id, members) in groups::companions(&mut tx, caller.user).await? {
            announce(&mut tx, &members, Event::GroupChanged { group_id }).await?;
        }
    }
    let user = users::find(&mut tx, caller.user).await?.ok_or_else(Problem::unauthenticated)?;
    announce(&mut tx, &[caller.user], Event::AccountChanged {}).await?;
    commit(tx).await?;
    Ok(axum::Json(user.into()))
}
