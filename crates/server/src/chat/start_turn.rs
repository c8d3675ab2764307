//! `POST /conversations/{id}/turns`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use store::messages::Tree;
use tokio::sync::oneshot;

use super::asking::StartTurn;
use super::beginning::{Begun, begin};
use super::own::{OwnConversation, OwnToGoOn};
use super::running;
use super::turn::{TurnBody, started};
use super::watching;
use crate::app::App;
use crate::http::Problem;
use crate::realtime::{Position, TurnEvent};

/// Ask. With `Accept: text/event-stream` the answer is the turn's events; else it is the turn, and
/// `GET /turns/{id}/events` has its events.
#[utoipa::path(post, path = "/conversations/{id}/turns", tag = "chat", params(("id" = String, Path)),
    request_body = StartTurn, responses(
        (status = 200, description = "The turn's events", body = TurnEvent, content_type = "text/event-stream"),
        (status = 202, description = "The turn", body = TurnBody)))]
pub async fn start_turn(
    State(app): State<App>,
    headers: HeaderMap,
    OwnToGoOn { own, tree, typed }: OwnToGoOn<StartTurn>,
) -> Result<Response, Problem> {
    let wants_events =
        headers.get(header::ACCEPT).is_some_and(|accept| accept.as_bytes().starts_with(b"text/event-stream"));
    // In a task of its own: a browser that goes away in the middle must not leave a turn that nobody runs.
    let (answered, answering) = oneshot::channel();
    let task_app = app.clone();
    app.lifecycle.spawn("beginning of a turn", async move {
        let _browser_went_away = answered.send(start(&task_app, own, tree, &typed, wants_events).await);
    });
    answering.await.map_err(Problem::internal)?
}

async fn start(
    app: &App,
    own: OwnConversation,
    tree: Tree,
    typed: &StartTurn,
    wants_events: bool,
) -> Result<Response, Problem> {
    let accepted = |turn| (StatusCode::ACCEPTED, axum::Json(TurnBody::from(turn))).into_response();
    match begin(app, &own, tree, typed).await? {
        Begun::New { turn, job } => {
            let watcher = job.live.live().watch(Position::After(0));
            app.lifecycle.spawn("turn", running::run(app.clone(), own.caller.content_key, *job));
            if !wants_events {
                return Ok(accepted(turn));
            }
            let first = TurnEvent::Started(started(&turn));
            Ok(watching::live(app, own.caller.user, own.caller.session, Some(first), watcher))
        }
        Begun::Known(turn) if wants_events => {
            let first = TurnEvent::Started(started(&turn));
            Ok(watching::any(app, own.caller, &turn, Some(first), Position::Unknown))
        }
        Begun::Known(turn) => Ok(accepted(turn)),
    }
}
