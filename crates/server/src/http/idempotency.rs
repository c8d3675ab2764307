//! `Idempotency-Key`: a mutation that is sent again gets its first answer and does nothing twice.
//!
//! The answer is kept sealed with the caller's content key, because it can hold their text. Turns have a key of their own,
//! the id that the browser makes, so streams pass through here.

use std::panic::AssertUnwindSafe;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use sha2::{Digest, Sha256};
use store::idempotency::{self, Hash};
use tokio::sync::oneshot;
use tokio::time::timeout;
use uuid::Uuid;
use vault::Place;

use super::body::{body_too_large, is_too_large};
use super::{Caller, FieldError, Problem, body_cut, body_late, wrapping};
use crate::app::App;
use crate::keys::random;

const KEY: &str = "idempotency-key";
/// The longest key, in bytes.
const KEY_BYTES_MAX: usize = 255;
/// The largest request, in bytes; the router's limit is lower.
const BODY_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Looks up the key before the handler runs, and keeps the answer after it.
pub async fn keep_answers(State(app): State<App>, request: Request, next: Next) -> Response {
    let is_mutation = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let Some(key) = request.headers().get(KEY).filter(|_| is_mutation && !wants_stream(request.headers())) else {
        return next.run(request).await;
    };
    let key = key.as_bytes().to_vec();
    // In a task of its own: when the client goes away in the middle, its retry must find the answer.
    let (answered, answering) = oneshot::channel();
    let task_app = app.clone();
    app.lifecycle.spawn("kept answer", async move {
        let response = answer(&task_app, &key, request, next).await.unwrap_or_else(IntoResponse::into_response);
        let _client_went_away = answered.send(response);
    });
    answering.await.unwrap_or_else(|lost| Problem::internal(lost).into_response())
}

async fn answer(app: &App, key: &[u8], request: Request, next: Next) -> Result<Response, Problem> {
    if key.is_empty() || key.len() > KEY_BYTES_MAX {
        return Err(Problem::invalid(vec![FieldError::new(
            "Idempotency-Key",
            "invalid",
            format!("Use 1 to {KEY_BYTES_MAX} characters."),
        )]));
    }
    let (mut parts, body) = request.into_parts();
    // Whoever is not signed in has no place to keep an answer; the handler decides about them.
    let Ok(caller) = Caller::from_request_parts(&mut parts, app).await else {
        return Ok(next.run(Request::from_parts(parts, body)).await);
    };
    let read = timeout(app.settings.body_patience, to_bytes(body, BODY_BYTES_MAX)).await.map_err(|_| body_late())?;
    let body = read.map_err(|error| if is_too_large(&error) { body_too_large() } else { body_cut() })?;
    let key: Hash = Sha256::digest(key).into();
    let fingerprint: Hash = Sha256::new()
        .chain_update(parts.method.as_str())
        .chain_update([0])
        .chain_update(parts.uri.path())
        .chain_update([0])
        .chain_update(&body)
        .finalize()
        .into();

    let sealed = vault::seal(&caller.content_key, &place(&caller, &key, "fingerprint"), random(), &fingerprint);
    let known = idempotency::begin(&mut *app.connection().await?, caller.user, &key, &sealed).await?;
    match known {
        idempotency::Request::Known { fingerprint_sealed: Some(first), .. }
            if !is_same(&caller, &key, &first, &fingerprint) =>
        {
            Err(Problem::conflict(
                "payload_conflict",
                "This Idempotency-Key came before with another request; use a new key for a new request.",
            ))
        }
        idempotency::Request::Known { answer: None, .. } => Err(Problem::conflict(
            "request_in_progress",
            "The first request with this key is still running, or was cut off; look whether it took effect.",
        )
        .retry_after(1)),
        idempotency::Request::Known { answer: Some((status, sealed)), .. } => open(&caller, &key, status, &sealed),
        idempotency::Request::New => {
            // A panic is a failure of ours like others: the key must not stay taken.
            let running = AssertUnwindSafe(next.run(Request::from_parts(parts, Body::from(body)))).catch_unwind();
            let response = running.await.unwrap_or_else(wrapping::panicked);
            Ok(keep(app, &caller, &key, response).await)
        }
    }
}

/// Keeps a handler's answer, and gives it. A failure of ours, and a refusal, changed nothing: the same key may try again. So it may
/// for a file, which is streamed and too large to keep.
///
/// What the handler did is done: when its answer cannot be kept, the client gets it all the same.
async fn keep(app: &App, caller: &Caller, key: &Hash, response: Response) -> Response {
    if !response.status().is_success() || is_file(response.headers()) {
        if let Err(error) = forget(app, caller, key).await {
            tracing::error!(%error, "an Idempotency-Key cannot be tried again before tomorrow");
        }
        return response;
    }
    let (parts, body) = response.into_parts();
    // Made by our own handlers from values in memory: it ends, and is not long.
    let body = match to_bytes(body, usize::MAX).await {
        Ok(body) => body,
        Err(error) => return Problem::internal(error).into_response(),
    };
    let sealed = vault::seal(&caller.content_key, &place(caller, key, "answer"), random(), &body);
    if let Err(error) = keep_sealed(app, caller, key, parts.status, &sealed).await {
        tracing::error!(%error, "an answer was not kept for its Idempotency-Key");
    }
    Response::from_parts(parts, Body::from(body))
}

async fn keep_sealed(app: &App, caller: &Caller, key: &Hash, status: StatusCode, sealed: &[u8]) -> store::Result<()> {
    idempotency::answer(&mut *app.connection().await?, caller.user, key, status.as_u16(), sealed).await
}

async fn forget(app: &App, caller: &Caller, key: &Hash) -> store::Result<()> {
    idempotency::forget(&mut *app.connection().await?, caller.user, key).await
}

fn open(caller: &Caller, key: &Hash, status: u16, sealed: &[u8]) -> Result<Response, Problem> {
    let body = vault::open(&caller.content_key, &place(caller, key, "answer"), sealed).map_err(Problem::internal)?;
    let status = StatusCode::from_u16(status).map_err(Problem::internal)?;
    let mut response = (status, Body::from(body.to_vec())).into_response();
    if !body.is_empty() {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    response.headers_mut().insert("idempotency-replayed", HeaderValue::from_static("true"));
    Ok(response)
}

/// Whether the first request with this key asked for the same.
fn is_same(caller: &Caller, key: &Hash, first_sealed: &[u8], fingerprint: &Hash) -> bool {
    vault::open(&caller.content_key, &place(caller, key, "fingerprint"), first_sealed)
        .is_ok_and(|first| first.as_slice() == fingerprint)
}

/// What is kept is bound to its member and key.
fn place<'a>(caller: &Caller, key: &Hash, field: &'a str) -> Place<'a> {
    let mut row = [0; 16];
    row.copy_from_slice(&key[..16]);
    Place { member: caller.user.uuid(), conversation: Uuid::nil(), row: Uuid::from_bytes(row), field }
}

fn is_file(headers: &HeaderMap) -> bool {
    headers.contains_key(header::CONTENT_DISPOSITION)
}

fn wants_stream(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).is_some_and(|accept| accept.as_bytes().starts_with(b"text/event-stream"))
}
