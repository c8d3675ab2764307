//! Event streams: `text/event-stream` with a sign of life, closed when the server stops.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt};
use http::{HeaderValue, header};
use serde::Serialize;

use crate::lifecycle::Lifecycle;

/// Below the idle limits of common proxies.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// So many events go out together at most.
const TOGETHER_MAX: usize = 128;

/// One event. `id` is what the client sends as `Last-Event-ID` when it comes back.
pub fn event<T: Serialize>(name: &str, id: Option<u64>, data: &T) -> Event {
    let event = Event::default().event(name);
    let event = match id {
        Some(id) => event.id(id.to_string()),
        None => event,
    };
    // Our own types always have a JSON form; an empty event would be noticed by every client test.
    event.json_data(data).unwrap_or_default()
}

/// Sends the events until they end or the server stops.
pub fn respond<S>(lifecycle: Lifecycle, events: S) -> Response
where
    S: Stream<Item = Event> + Send + 'static,
{
    let until_stop = events.take_until(async move { lifecycle.stopping().await }).map(Ok::<_, Infallible>);
    let mut response =
        Sse::new(until_stop).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response().map(gathered);
    // Proxies must hand every event on as it comes.
    response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A body whose pieces go out together when they are there together: each costs a chunk of its own on the way, and the client a wake-up.
fn gathered(body: Body) -> Body {
    Body::from_stream(body.into_data_stream().ready_chunks(TOGETHER_MAX).map(|pieces| {
        let pieces: Vec<Bytes> = pieces.into_iter().collect::<Result<_, axum::Error>>()?;
        Ok::<_, axum::Error>(match <[Bytes; 1]>::try_from(pieces) {
            Ok([piece]) => piece,
            Err(pieces) => pieces.concat().into(),
        })
    }))
}
