//! `GET /auth/content-key`

use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use store::key_rotations;
use utoipa::ToSchema;

use super::resealing::SETTLES_AFTER;
use crate::app::App;
use crate::http::{Caller, Problem};

/// Whether the caller's content key is being replaced.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContentKeyStatus {
    /// How far that is; null: it is not.
    pub rotation: Option<RotationProgress>,
}

/// How far the old key is on its way out.
#[derive(Debug, Serialize, ToSchema)]
pub struct RotationProgress {
    /// When the new key took its place.
    pub began_at: Timestamp,
    /// Texts that are looked through in this round.
    pub done_rows: i64,
    /// Of how many.
    pub total_rows: i64,
    /// Everything was sealed anew; a last look for what was still being written waits until the old key cannot be in use any more.
    pub is_settling: bool,
    /// When the old key goes, at the earliest.
    pub settles_at: Timestamp,
}

/// How far a replacement of the caller's key is. It goes on while they are signed in somewhere.
#[utoipa::path(get, path = "/auth/content-key", tag = "accounts", responses((status = 200, body = ContentKeyStatus)))]
pub async fn get_content_key(State(app): State<App>, caller: Caller) -> Result<axum::Json<ContentKeyStatus>, Problem> {
    let rotation = key_rotations::find(&mut *app.connection().await?, caller.user).await?;
    let progress = rotation.map(|rotation| RotationProgress {
        began_at: rotation.began_at,
        done_rows: rotation.done_rows,
        total_rows: rotation.total_rows,
        is_settling: rotation.round_ended_at.is_some() || rotation.round_began_at > rotation.began_at,
        settles_at: rotation.began_at.saturating_add(SETTLES_AFTER).unwrap_or(rotation.began_at),
    });
    Ok(axum::Json(ContentKeyStatus { rotation: progress }))
}
