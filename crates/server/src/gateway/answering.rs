//! One request of any format, from its body to the beginning of its answer.

use std::time::Duration;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, header};
use providers::Format;
use store::api_keys::Holder;
use tokio::sync::oneshot;

use super::admit::admit;
use super::asked::Asked;
use super::holder::RecentKeyHolder;
use super::refused::{Refused, Why};
use super::running::{self, Answer, Job, body};
use crate::app::App;
use crate::http::{LargeBody, Unread, read_large, room_for};

/// The largest body that is read: a long conversation with pictures in it.
const BODY_BYTES_MAX: usize = 32 * 1024 * 1024;
/// How long a body may take: it keeps others waiting.
const BODY_PATIENCE: Duration = Duration::from_mins(1);

/// Answers, or refuses in the format's words.
pub(super) async fn answer(
    app: App,
    holder: RecentKeyHolder,
    format: Format,
    headers: HeaderMap,
    sent: Body,
) -> Response {
    // In a task of its own: a client that goes away in the middle must not leave a request that nobody runs.
    let (answered, answering) = oneshot::channel();
    let task_app = app.clone();
    app.lifecycle.spawn("beginning of a request", async move {
        let beginning = begin(&task_app, &holder.0, format, &headers, sent).await;
        match beginning {
            Ok((job, told)) => {
                let (asking, answering) = oneshot::channel();
                task_app.lifecycle.spawn("request", running::run(task_app.clone(), job, asking));
                let _client_went_away = answered.send(Ok((answering, told)));
            }
            Err(refused) => {
                let _client_went_away = answered.send(Err(refused));
            }
        }
    });
    let lost = || Refused::internal(&"a request's task ended without an answer");
    let begun = answering.await.unwrap_or_else(|_| Err(lost()));
    let answer = match begun {
        Ok((answering, told)) => answering.await.unwrap_or_else(|_| Err(lost())).map(|answer| (answer, told)),
        Err(refused) => Err(refused),
    };
    match answer {
        Ok((answer, told)) => respond(answer, told),
        Err(refused) => refused.respond(format),
    }
}

/// What the client is told in the head of its answer.
#[derive(Clone, Copy)]
struct Told {
    max_output_tokens: u32,
    shortened: bool,
}

async fn begin(
    app: &App,
    holder: &Holder,
    format: Format,
    headers: &HeaderMap,
    sent: Body,
) -> Result<(Job, Told), Refused> {
    let LargeBody { bytes, mut room } = read(app, headers, sent).await?;
    let asked = Asked::read(app, holder, format, headers, &bytes)?;
    drop(bytes);
    // Not waited for: others that wait for theirs may have what is missing.
    room.merge(room_for(app, asked.answer_bytes).ok_or_else(busy)?);
    let admitted = admit(app, holder, &asked).await?;
    let max_output_tokens = admitted.reserved.max_output_tokens;
    let told = Told { max_output_tokens, shortened: max_output_tokens < asked.max_output_tokens };
    let call = asked.call(admitted.running.id, max_output_tokens, room);
    Ok((Job { running: admitted.running, call }, told))
}

fn respond(answer: Answer, told: Told) -> Response {
    let (content_type, length, body) = match answer {
        Answer::Events(events) => ("text/event-stream", None, body(events)),
        Answer::Whole(taking) => ("application/json", Some(taking.length()), taking.into_body()),
    };
    let mut response = body.into_response();
    let headers = response.headers_mut();
    if let Some(length) = length {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if told.max_output_tokens > 0 {
        headers.insert("x-potluck-max-output-tokens", HeaderValue::from(told.max_output_tokens));
    }
    if told.shortened {
        headers.insert("x-potluck-shortened", HeaderValue::from_static("true"));
    }
    response
}

/// Reads the body, when there is room for it beside all others.
pub(super) async fn read(app: &App, headers: &HeaderMap, sent: Body) -> Result<LargeBody, Refused> {
    read_large(app, headers, sent, BODY_BYTES_MAX, BODY_PATIENCE).await.map_err(|unread| match unread {
        Unread::TooLarge => Refused::new(Why::TooLarge, "The request is larger than 32 MiB. Send less at once."),
        Unread::Busy => busy(),
        Unread::Cut => Refused::new(Why::Invalid, "The body did not arrive whole."),
        Unread::Late => Refused::new(Why::Late, "The body did not arrive in time."),
    })
}

fn busy() -> Refused {
    Refused::new(Why::Busy, "The server has too many large requests; try again in a moment.")
}
