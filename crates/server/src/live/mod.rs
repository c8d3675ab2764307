//! `GET /events`: everything that changes for a member, to their open pages.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::http::{Caller, sse};
use crate::realtime::Event;

/// The first event: the stream is open, and nothing from now on is missed.
#[derive(Serialize, ToSchema)]
pub struct Hello {}

/// Everything live for this member: a `hello`, then what changes. The stream ends with the session.
#[utoipa::path(get, path = "/events", tag = "live",
    responses((status = 200, description = "An event stream", body = Event, content_type = "text/event-stream")))]
pub async fn live_events(State(app): State<App>, caller: Caller) -> Response {
    let session = caller.session;
    // Subscribed before the `hello`: whoever asks for everything after it misses nothing.
    let subscription = app.hub.subscribe(caller.user);
    let events = stream::unfold(Some(subscription), move |subscription| async move {
        let mut subscription = subscription?;
        loop {
            let event = subscription.next().await?;
            match event {
                Event::SessionEnded { session_id } if session_id == session => return Some((message(&event), None)),
                // Somebody else's end, and what only nodes tell each other.
                Event::SessionEnded { .. } | Event::TurnStopping { .. } => {}
                event => return Some((message(&event), Some(subscription))),
            }
        }
    });
    let hello = stream::once(async { sse::event("hello", None, &Hello {}) });
    sse::respond(app.lifecycle.clone(), hello.chain(events)).into_response()
}

/// The name goes into `event:`, the rest into `data:`.
fn message(event: &Event) -> axum::response::sse::Event {
    let tagged = serde_json::to_value(event).unwrap_or_default();
    sse::event(event.name(), None, &tagged["data"])
}
