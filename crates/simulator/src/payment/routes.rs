//! The vendor's paths, and the control path of this one.

use std::{io, sync::Arc};

use axum::{
    Json, Router,
    body::Body,
    extract::{Path, RawQuery, State as Shared},
    http::{HeaderMap, Method, StatusCode, Uri},
    response::{IntoResponse, Response},
    routing::{delete, get, post},
};
use bytes::Bytes;
use futures_util::stream;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    disputes, intents,
    objects::{Answer, Fields, Refusal},
    pages, refunds, sessions,
    state::{Inner, PaymentCall, PaymentFault, State},
    webhooks,
};

pub(super) fn router(state: Arc<State>) -> Router {
    Router::new()
        .route("/v1/customers", post(call))
        .route("/v1/customers/{id}", delete(call))
        .route("/v1/checkout/sessions", post(call))
        .route("/v1/checkout/sessions/{id}", get(call))
        .route("/v1/payment_methods/{id}/detach", post(call))
        .route("/v1/payment_intents", post(call).get(call))
        .route("/v1/payment_intents/{id}", get(call))
        .route("/v1/payment_intents/{id}/confirm", post(call))
        .route("/v1/payment_intents/{id}/cancel", post(call))
        .route("/v1/refunds", post(call).get(call))
        .route("/v1/refunds/{id}", get(call))
        .route("/v1/disputes/{id}", get(call))
        .route("/pay/session/{id}", get(pages::show_session).post(pages::save_card))
        .route("/pay/bank/{id}", get(pages::show_bank).post(pages::answer_bank))
        .route("/control/payments/webhooks", post(control_webhooks))
        .route("/control/payments/{intent}/dispute", post(control_dispute))
        .with_state(state)
}

/// Every call of the API goes the same way: who asks, the key, the faults, and then what it is about.
async fn call(
    Shared(state): Shared<Arc<State>>,
    method: Method,
    uri: Uri,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    if header("authorization").and_then(|value| Some(value.strip_prefix("Bearer ")?.to_owned())).is_none() {
        let error = json!({"error": {"type": "invalid_request_error", "message": "You did not provide an API key."}});
        return (StatusCode::UNAUTHORIZED, Json(error)).into_response();
    }
    let path = uri.path().to_owned();
    let text = if method == Method::GET { query.unwrap_or_default().into_bytes() } else { body.to_vec() };
    let fields = Fields::read(&text);
    let key = header("idempotency-key");
    let (fault, answer) = {
        let mut inner = state.lock();
        let fault = inner.receive(PaymentCall {
            method: method.to_string(),
            path: path.clone(),
            idempotency_key: key.clone(),
            fields: fields.0.clone(),
        });
        match fault {
            Some(PaymentFault::LoseCall) => return broken(),
            Some(PaymentFault::Answer { status }) => {
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                let error = json!({"error": {"type": "api_error", "message": "An unknown error occurred."}});
                return (status, Json(error)).into_response();
            }
            _ => {}
        }
        (fault, once(&mut inner, &method, &path, &fields, key, &text))
    };
    webhooks::hand_on(&state, fault == Some(PaymentFault::WebhooksFirst)).await;
    if fault == Some(PaymentFault::LoseAnswer) {
        return broken();
    }
    let (status, value) = answer;
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, Json(value)).into_response()
}

/// Answers a key that came before as it was answered then.
fn once(
    inner: &mut Inner,
    method: &Method,
    path: &str,
    fields: &Fields,
    key: Option<String>,
    text: &[u8],
) -> (u16, Value) {
    let asked = format!("{path} {}", String::from_utf8_lossy(text));
    if let Some((before, status, value)) = key.as_ref().and_then(|key| inner.keys.get(key)) {
        if *before == asked {
            return (*status, value.clone());
        }
        let message =
            "Keys for idempotent requests can only be used with the same parameters they were first used with.";
        return (400, json!({"error": {"type": "idempotency_error", "message": message}}));
    }
    let (status, value) = match act(inner, method, path, fields) {
        Ok(value) => (200, value),
        Err(Refusal(status, value)) => (status.as_u16(), value),
    };
    if let Some(key) = key {
        inner.keys.insert(key, (asked, status, value.clone()));
    }
    (status, value)
}

fn act(inner: &mut Inner, method: &Method, path: &str, fields: &Fields) -> Answer {
    let parts: Vec<&str> = path.trim_start_matches("/v1/").split('/').collect();
    if let (&Method::DELETE, ["customers", id]) = (method, parts.as_slice()) {
        return sessions::delete_customer(inner, id);
    }
    match (method == Method::POST, parts.as_slice()) {
        (true, ["customers"]) => Ok(sessions::create_customer(inner, fields)),
        (true, ["checkout", "sessions"]) => sessions::create(inner, fields),
        (false, ["checkout", "sessions", id]) => sessions::fetch(inner, id, fields),
        (true, ["payment_methods", id, "detach"]) => sessions::detach(inner, id),
        (true, ["payment_intents"]) => intents::create(inner, fields),
        (false, ["payment_intents"]) => Ok(intents::list(inner, fields)),
        (false, ["payment_intents", id]) => intents::fetch(inner, id, fields),
        (true, ["payment_intents", id, "confirm"]) => intents::confirm(inner, id, fields),
        (true, ["payment_intents", id, "cancel"]) => intents::cancel(inner, id),
        (true, ["refunds"]) => refunds::create(inner, fields),
        (false, ["refunds"]) => Ok(refunds::list(inner, fields)),
        (false, ["refunds", id]) => refunds::fetch(inner, id),
        (false, ["disputes", id]) => disputes::fetch(inner, id),
        _ => Err(Refusal::missing("path")),
    }
}

/// A connection that breaks in the middle of its answer.
fn broken() -> Response {
    Body::from_stream(stream::once(async { Err::<Bytes, _>(io::Error::from(io::ErrorKind::ConnectionAborted)) }))
        .into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WebhooksTo {
    url: String,
    secret: String,
}

async fn control_webhooks(Shared(state): Shared<Arc<State>>, Json(to): Json<WebhooksTo>) -> StatusCode {
    state.set_webhooks(&to.url, &to.secret, true);
    StatusCode::NO_CONTENT
}

/// `last` is the charge that was made last.
async fn control_dispute(Shared(state): Shared<Arc<State>>, Path(intent): Path<String>) -> StatusCode {
    let opened = {
        let mut inner = state.lock();
        let last = || inner.all("pi_").last().and_then(|intent| Some(intent["id"].as_str()?.to_owned()));
        let intent = if intent == "last" { last() } else { Some(intent) };
        intent.and_then(|intent| disputes::open(&mut inner, &intent))
    };
    webhooks::hand_on(&state, false).await;
    if opened.is_some() { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND }
}
