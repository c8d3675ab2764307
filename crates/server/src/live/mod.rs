//! `GET /events`: everything that changes for a member, to their open pages.

use axum::extract::State;
use axum::response::Response;
use futures_util::{StreamExt, future, stream};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::http::{Caller, session_over, sse};
use crate::realtime::Event;

/// The first event: the stream is open, and nothing from now on is missed.
#[derive(Serialize, ToSchema)]
pub struct Hello {}

/// Everything live for this member: a `hello`, then what changes. The stream ends with the session.
#[utoipa::path(get, path = "/events", tag = "live",
    responses((status = 200, description = "An event stream", body = Event, content_type = "text/event-stream")))]
pub async fn live_events(State(app): State<App>, caller: Caller) -> Response {
    // Subscribed before the `hello`: whoever asks for everything after it misses nothing.
    let subscription = app.hub.subscribe(caller.user);
    let over = session_over(&app, caller.user, caller.session);
    let events = stream::unfold(subscription, |mut subscription| async move {
        loop {
            match subscription.next().await {
                // The session's own end is told last; the others, and what only nodes tell each other, are not for pages.
                Some(Event::SessionEnded { .. } | Event::TurnStopping { .. } | Event::ApiKeyRevoked { .. }) => {}
                Some(event) => return Some((message(&event), subscription)),
                None => future::pending().await,
            }
        }
    });
    let hello = stream::once(async { sse::Events::one("hello", &Hello {}) });
    let ended = stream::once(future::ready(message(&Event::SessionEnded { session_id: caller.session })));
    let until_over = hello.chain(events).take_until(Box::pin(over)).chain(ended);
    sse::respond(app.lifecycle.clone(), until_over)
}

/// The name goes into `event:`, the rest into `data:`.
fn message(event: &Event) -> sse::Events {
    let tagged = serde_json::to_value(event).unwrap_or_default();
    sse::Events::one(event.name(), &tagged["data"])
}
