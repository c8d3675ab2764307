//! `POST /conversations/{id}/snapshots`

use std::time::Duration;

use axum::body::Body;
use axum::extract::{Query, State};
use domain::id::SnapshotId;
use http::{HeaderMap, StatusCode};
use jiff::SignedDuration;
use serde::Deserialize;
use store::snapshots::{self, NewSnapshot};
use utoipa::IntoParams;

use super::list::SnapshotBody;
use crate::app::{App, commit};
use crate::chat::own::OwnConversation;
use crate::http::{FieldError, Problem, Unread, body_cut, body_late, read_large};

/// The largest snapshot, sealed.
const BYTES_MAX: usize = 8 * 1024 * 1024;
/// The smallest: nothing that was sealed is shorter.
const BYTES_MIN: usize = 64;
/// The most links of one member that work at a time.
const LINKS_MAX: usize = 100;
const DAYS_MAX: i64 = 365;
const PATIENCE: Duration = Duration::from_mins(2);

/// How a link ends, and whether it opens by itself.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CreateSnapshot {
    /// The link ends after so many days, 1 to 365; absent: when it is taken back.
    pub days: Option<i64>,
    /// Whether a password is needed beside the link. What it is, only those know who have it.
    #[serde(default)]
    pub password: bool,
}

/// Make a link that shows the conversation as it is now. The body is what it shows, sealed by the caller with a key that the server never
/// sees.
#[utoipa::path(post, path = "/conversations/{id}/snapshots", tag = "chat", params(("id" = String, Path), CreateSnapshot),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = SnapshotBody)))]
pub async fn create_snapshot(
    State(app): State<App>,
    own: OwnConversation,
    Query(wish): Query<CreateSnapshot>,
    headers: HeaderMap,
    sent: Body,
) -> Result<(StatusCode, axum::Json<SnapshotBody>), Problem> {
    if wish.days.is_some_and(|days| !(1..=DAYS_MAX).contains(&days)) {
        return Err(refused("days", format!("Use 1 to {DAYS_MAX} days.")));
    }
    let content = read_large(&app, &headers, sent, BYTES_MAX, PATIENCE).await.map_err(unread)?;
    if content.bytes.len() < BYTES_MIN {
        return Err(refused("body", "Send what the link shows, sealed.".to_owned()));
    }
    let mut tx = app.begin().await?;
    if snapshots::count(&mut tx, own.caller.user).await? >= LINKS_MAX {
        let detail = "You have as many links as there can be. Take one back that is not needed any more.";
        return Err(Problem::conflict("too_many_links", detail));
    }
    let now = store::clock::now(&mut tx).await?;
    let new = NewSnapshot {
        user: own.caller.user,
        id: SnapshotId::from_uuid(uuid::Uuid::now_v7()),
        conversation: own.id(),
        content_sealed: &content.bytes,
        has_password: wish.password,
        expires_at: wish.days.map(|days| now + SignedDuration::from_hours(24 * days)),
    };
    snapshots::insert(&mut tx, &new).await?;
    let made = SnapshotBody::new(&new, now, own.found.conversation.title_sealed.as_deref(), &own.sealing())?;
    commit(tx).await?;
    Ok((StatusCode::CREATED, axum::Json(made)))
}

fn unread(why: Unread) -> Problem {
    match why {
        Unread::TooLarge => {
            let detail = "This chat is too long for a link. Save it as a file instead.";
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "chat_too_long", detail)
        }
        Unread::Busy => Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "Try again in a minute.").retry_after(60),
        Unread::Cut => body_cut(),
        Unread::Late => body_late(),
    }
}

fn refused(field: &str, message: String) -> Problem {
    Problem::invalid(vec![FieldError::new(field, "invalid", message)])
}
