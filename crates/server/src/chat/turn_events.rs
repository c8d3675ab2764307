//! `GET /turns/{id}/events`

use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;

use super::own::OwnTurn;
use super::watching;
use crate::app::App;
use crate::realtime::{Position, TurnEvent};

/// Watch a turn, from any device, at any time. Begins with a `turn.snapshot`; with `Last-Event-ID`, with what comes after
/// it. Ends with `turn.finished`.
#[utoipa::path(get, path = "/turns/{id}/events", tag = "chat",
    params(("id" = String, Path), ("Last-Event-ID" = Option<u64>, Header, description = "The last `seq` that arrived")),
    responses((status = 200, description = "An event stream", body = TurnEvent, content_type = "text/event-stream")))]
pub async fn turn_events(State(app): State<App>, own: OwnTurn, headers: HeaderMap) -> Response {
    let seen = headers.get("last-event-id").and_then(|value| value.to_str().ok()).and_then(|seq| seq.parse().ok());
    let position = seen.map_or(Position::Unknown, Position::After);
    watching::any(&app, own.caller, &own.turn, None, position)
}
