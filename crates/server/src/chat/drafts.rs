//! `GET` and `PUT /drafts/{place}`: what was typed and not sent yet, on every device.

use axum::extract::State;
use domain::id::UserId;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use store::{PgConnection, conversations, drafts, groups};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::{App, commit};
use crate::http::{Caller, Fields, Json, PathId, Problem, unless_sealed};
use crate::realtime::{Event, announce};
use crate::sealing::{open_draft, seal_draft};

/// The longest draft that is kept, in bytes: longer than any message that can be sent in one go.
const BYTES_MAX: usize = 512 * 1024;

/// A draft, opened.
#[derive(Serialize, ToSchema)]
pub struct DraftBody {
    /// What was typed; empty: nothing.
    pub text: String,
}

/// A draft to keep.
#[derive(Deserialize, ToSchema)]
pub struct SaveDraft {
    /// What was typed; empty: nothing any more.
    pub text: String,
}

/// What the caller has typed at a conversation, or in a new chat of a group, and not sent yet.
#[utoipa::path(get, path = "/drafts/{place}", tag = "chat",
    params(("place" = String, Path, description = "The conversation, or the group of a new chat")),
    responses((status = 200, body = DraftBody)))]
pub async fn get_draft(
    State(app): State<App>,
    caller: Caller,
    PathId(place): PathId<Uuid>,
) -> Result<axum::Json<DraftBody>, Problem> {
    let mut connection = app.connection().await?;
    check_place(&mut connection, caller.user, place).await?;
    let text = match drafts::find(&mut connection, caller.user, place).await? {
        // From before a lost password: there is nothing to go on with.
        Some(sealed) => {
            unless_sealed(open_draft(&caller.content_key, caller.user, place, &sealed))?.unwrap_or_default()
        }
        None => String::new(),
    };
    Ok(axum::Json(DraftBody { text }))
}

/// Keep what was typed; the last to save wins. The caller's other devices hear of it.
#[utoipa::path(put, path = "/drafts/{place}", tag = "chat",
    params(("place" = String, Path, description = "The conversation, or the group of a new chat")),
    request_body = SaveDraft, responses((status = 204)))]
pub async fn save_draft(
    State(app): State<App>,
    caller: Caller,
    PathId(place): PathId<Uuid>,
    Json(typed): Json<SaveDraft>,
) -> Result<StatusCode, Problem> {
    let mut fields = Fields::default();
    fields.check(typed.text.len() <= BYTES_MAX, "text", "too_long", "This is too long to be kept.");
    fields.finish()?;
    let sealed = seal_draft(&caller.content_key, caller.user, place, &typed.text);

    let mut tx = app.begin().await?;
    check_place(&mut tx, caller.user, place).await?;
    let is_news = if typed.text.is_empty() {
        drafts::delete(&mut tx, caller.user, place).await?
    } else {
        drafts::put(&mut tx, caller.user, place, &sealed).await?;
        true
    };
    if is_news {
        announce(&mut tx, &[caller.user], Event::DraftChanged { place_id: place }).await?;
    }
    commit(tx).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A draft is at the member's own conversation or group; other places are not there.
async fn check_place(connection: &mut PgConnection, user: UserId, place: Uuid) -> Result<(), Problem> {
    let is_here = conversations::find(connection, user, place.into()).await?.is_some()
        || groups::membership(connection, place.into(), user).await?.is_some();
    is_here.then_some(()).ok_or_else(Problem::not_found)
}
