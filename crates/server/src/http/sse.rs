//! Event streams: `text/event-stream` with a sign of life, closed when the server stops.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::response::{IntoResponse, Response};
use bytes::{BufMut, BytesMut};
use futures_util::{Stream, StreamExt, stream};
use http::{HeaderValue, header};
use serde::Serialize;
use tokio::time::timeout;

use crate::lifecycle::Lifecycle;

/// Below the idle limits of common proxies.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// A comment, which means nothing.
const SIGN_OF_LIFE: Bytes = Bytes::from_static(b":\n\n");
/// About as long as one event with a piece of text.
const EVENT_BYTES: usize = 96;

/// Events that go out together: each step costs a chunk of its own on the way, and the client a wake-up.
#[derive(Debug, Default)]
pub struct Events(BytesMut);

impl Events {
    /// One event alone.
    pub fn one<T: Serialize>(name: &str, data: &T) -> Self {
        let mut events = Self::default();
        events.add(name, None, data);
        events
    }

    /// Adds an event. `id` is what the client sends as `Last-Event-ID` when it comes back.
    pub fn add<T: Serialize>(&mut self, name: &str, id: Option<u64>, data: &T) {
        self.0.reserve(EVENT_BYTES);
        self.line("event: ", name);
        if let Some(id) = id {
            self.line("id: ", &id.to_string());
        }
        self.0.put_slice(b"data: ");
        // Our own types always have a JSON form, which has no line breaks; an empty event would be noticed by every client test.
        let _ = serde_json::to_writer((&mut self.0).writer(), data);
        self.0.put_slice(b"\n\n");
    }

    fn line(&mut self, field: &str, value: &str) {
        self.0.put_slice(field.as_bytes());
        self.0.put_slice(value.as_bytes());
        self.0.put_u8(b'\n');
    }
}

/// Sends the events until they end or the server stops.
pub fn respond<S>(lifecycle: Lifecycle, events: S) -> Response
where
    S: Stream<Item = Events> + Send + 'static,
{
    let until_stop = Box::pin(events.take_until(async move { lifecycle.stopping().await }));
    let with_signs_of_life = stream::unfold(until_stop, |mut events| async move {
        let bytes = match timeout(KEEP_ALIVE, events.next()).await {
            Ok(next) => next?.0.freeze(),
            Err(_) => SIGN_OF_LIFE,
        };
        Some((Ok::<_, Infallible>(bytes), events))
    });
    let mut response = Body::from_stream(with_signs_of_life).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Proxies must hand every event on as it comes.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn events_go_out_as_the_standard_has_them() {
        let mut events = Events::one("hello", &json!({}));
        events.add("text.delta", Some(7), &json!({"text": "a\nb"}));
        let expected = "event: hello\ndata: {}\n\nevent: text.delta\nid: 7\ndata: {\"text\":\"a\\nb\"}\n\n";
        assert_eq!(events.0, expected);
    }

    #[tokio::test(start_paused = true)]
    async fn silence_is_broken_by_signs_of_life() {
        let events = stream::iter([Events::one("hello", &json!({}))]).chain(stream::pending());
        let mut body = respond(Lifecycle::default(), events).into_body().into_data_stream();
        assert!(body.next().await.unwrap().unwrap().starts_with(b"event: hello\n"));
        let began = tokio::time::Instant::now();
        assert_eq!(body.next().await.unwrap().unwrap(), SIGN_OF_LIFE);
        assert_eq!(began.elapsed(), KEEP_ALIVE);
    }
}
