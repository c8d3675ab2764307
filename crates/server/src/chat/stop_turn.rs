//! `POST /turns/{id}/stop`

use axum::extract::State;
use domain::id::TurnId;
use domain::turn::TurnStatus;
use serde::Serialize;
use store::turns;
use utoipa::ToSchema;

use super::own::OwnTurn;
use crate::app::{App, commit};
use crate::http::Problem;
use crate::realtime::{Event, announce};

/// What became of a turn that was asked to stop.
#[derive(Serialize, ToSchema)]
pub struct StoppedTurn {
    /// Which one.
    pub id: TurnId,
    /// Still `running` when it has just been asked to stop; `turn.finished` follows at once.
    pub status: TurnStatus,
}

/// Stop an answer. What was seen of it is kept, and charged by an estimate until the vendor reports what was used. A turn that has
/// ended stays as it is.
#[utoipa::path(post, path = "/turns/{id}/stop", tag = "chat", params(("id" = String, Path)),
    responses((status = 200, body = StoppedTurn)))]
pub async fn stop_turn(State(app): State<App>, own: OwnTurn) -> Result<axum::Json<StoppedTurn>, Problem> {
    let (user, id) = (own.caller.user, own.turn.id);
    let mut tx = app.begin().await?;
    let status = turns::request_stop(&mut tx, user, id).await?.ok_or_else(Problem::not_found)?;
    if status == TurnStatus::Running {
        announce(&mut tx, &[user], Event::TurnStopping { turn_id: id }).await?;
    }
    commit(tx).await?;
    if let Some(live) = app.turns.find(user, id) {
        live.request_stop();
    }
    Ok(axum::Json(StoppedTurn { id, status }))
}
