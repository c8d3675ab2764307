//! The vendors' paths, and the control path of this one.

use std::sync::Arc;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, Query, State as Shared},
    http::{HeaderMap, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    embeddings,
    play::{self, Plan},
    script::{Fault, Script},
    state::{ReceivedRequest, State},
    wire::{self, Wire, anthropic::Anthropic, gemini::Gemini, openai::OpenAi},
};

/// The largest request that is read; long conversations have megabytes.
const MAX_REQUEST_BYTES: usize = 64 << 20;

/// The models that are listed; any other name is answered too.
const MODELS: [&str; 3] = ["sim-small", "sim-large", "sim-slow"];

pub(crate) fn router(state: Arc<State>) -> Router {
    Router::new()
        .route("/v1/chat/completions", post(chat_completions))
        .route("/v1/embeddings", post(embeddings))
        .route("/v1/messages", post(messages))
        .route("/v1/messages/count_tokens", post(count_tokens))
        .route("/v1/models", get(models))
        .route("/v1beta/models", get(gemini_models))
        .route("/v1beta/models/{model_and_verb}", post(generate_content))
        .route("/control/script", post(control_script))
        .route("/control/release", post(control_release))
        .route("/control/reset", post(control_reset))
        .route("/control/requests", get(control_requests))
        .layer(DefaultBodyLimit::max(MAX_REQUEST_BYTES))
        .with_state(state)
}

async fn chat_completions(Shared(state): Shared<Arc<State>>, headers: HeaderMap, body: Bytes) -> Response {
    let key = header(&headers, "authorization").and_then(|value| Some(value.strip_prefix("Bearer ")?.to_owned()));
    answer(&OpenAi, &state, Call { path: "/v1/chat/completions".into(), model: None, streams: None, key }, &body)
}

async fn messages(Shared(state): Shared<Arc<State>>, headers: HeaderMap, body: Bytes) -> Response {
    let key = header(&headers, "x-api-key");
    let call = Call { path: "/v1/messages".into(), model: None, streams: None, key };
    if header(&headers, "anthropic-version").is_none() {
        let message = "anthropic-version: header is required";
        return wire::error_response(&Anthropic, 0, StatusCode::BAD_REQUEST, message, None);
    }
    answer(&Anthropic, &state, call, &body)
}

async fn embeddings(Shared(state): Shared<Arc<State>>, headers: HeaderMap, body: Bytes) -> Response {
    let key = header(&headers, "authorization").and_then(|value| Some(value.strip_prefix("Bearer ")?.to_owned()));
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let (Some(model), Some(texts)) = (body.get("model").and_then(Value::as_str), embeddings::texts(&body)) else {
        return wire::error_response(&OpenAi, 0, StatusCode::BAD_REQUEST, "'$.input' is invalid.", None);
    };
    let model = model.to_owned();
    let request =
        ReceivedRequest { path: "/v1/embeddings".into(), model: model.clone(), api_key: key, body: body.clone() };
    let (number, script) = state.receive(request);
    embeddings::answer(&model, texts, &body, &script, number)
}

async fn count_tokens(Shared(state): Shared<Arc<State>>, headers: HeaderMap, body: Bytes) -> Response {
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    // Counting takes no limit of an answer.
    let refuse = |message: &str| wire::error_response(&Anthropic, 0, StatusCode::BAD_REQUEST, message, None);
    if !body.is_object() || body.get("max_tokens").is_some() {
        return refuse("max_tokens: Extra inputs are not permitted");
    }
    let mut asking = body.clone();
    asking["max_tokens"] = json!(1);
    let asked = match Anthropic.ask(None, &asking) {
        Ok(asked) => asked,
        Err(message) => return refuse(&message),
    };
    let key = header(&headers, "x-api-key");
    let path = "/v1/messages/count_tokens".into();
    let (number, script) = state.receive(ReceivedRequest { path, model: asked.model.clone(), api_key: key, body });
    let mut response = match script.fault {
        Fault::ErrorBeforeFirstByte { status } => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            return wire::error_response(&Anthropic, number, status, "The tokens could not be counted.", None);
        }
        _ => Json(embeddings::count(&asked, &script)).into_response(),
    };
    wire::name_request(&Anthropic, number, &mut response);
    response
}

#[derive(Deserialize)]
struct GeminiQuery {
    alt: Option<String>,
    key: Option<String>,
}

async fn generate_content(
    Shared(state): Shared<Arc<State>>,
    Path(model_and_verb): Path<String>,
    Query(query): Query<GeminiQuery>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let (model, verb) = model_and_verb.split_once(':').unwrap_or((&model_and_verb, ""));
    let streams = match (verb, query.alt.as_deref()) {
        ("streamGenerateContent", Some("sse")) => true,
        ("generateContent", _) => false,
        _ => return wire::error_response(&Gemini, 0, StatusCode::NOT_FOUND, "no such method", None),
    };
    let call = Call {
        path: format!("/v1beta/models/{model_and_verb}"),
        model: Some(model.to_owned()),
        streams: Some(streams),
        key: header(&headers, "x-goog-api-key").or(query.key),
    };
    answer(&Gemini, &state, call, &body)
}

/// What the paths and headers of a request say.
struct Call {
    path: String,
    /// The model, where it is in the path.
    model: Option<String>,
    /// Whether to stream, where the path says so.
    streams: Option<bool>,
    key: Option<String>,
}

fn answer(wire: &dyn Wire, state: &Arc<State>, call: Call, body: &[u8]) -> Response {
    let refuse = |message: &str| wire::error_response(wire, 0, StatusCode::BAD_REQUEST, message, None);
    let Ok(body) = serde_json::from_slice::<Value>(body) else {
        return refuse("We could not parse the JSON body of your request.");
    };
    let asked = match wire.ask(call.model.as_deref(), &body) {
        Ok(asked) => asked,
        Err(message) => return refuse(&message),
    };
    let request = ReceivedRequest { path: call.path, model: asked.model.clone(), api_key: call.key, body };
    let (number, script) = state.receive(request);
    match script.fault {
        Fault::ErrorBeforeFirstByte { status } => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            // As the vendors do: the message quotes what was asked.
            let message = format!("The request could not be answered: {}", asked.question);
            return wire::error_response(wire, number, status, &message, None);
        }
        Fault::RateLimited { retry_after_s } => {
            let status = StatusCode::TOO_MANY_REQUESTS;
            return wire::error_response(wire, number, status, "Rate limit reached", Some(retry_after_s));
        }
        _ => {}
    }
    let plan = Plan::new(&script, &asked, number);
    let mut response = if call.streams.unwrap_or(asked.stream) {
        let body = play::body(&plan, wire, &script, state);
        ([(CONTENT_TYPE, "text/event-stream; charset=utf-8")], body).into_response()
    } else {
        Json(wire.whole(&plan.answer, &plan.text())).into_response()
    };
    wire::name_request(wire, number, &mut response);
    response
}

/// `OpenAI`'s list, or Anthropic's for its clients; they share the path.
async fn models(headers: HeaderMap) -> Json<Value> {
    if header(&headers, "anthropic-version").is_some() {
        let models = MODELS
            .map(|id| json!({"type": "model", "id": id, "display_name": id, "created_at": "2026-01-01T00:00:00Z"}));
        return Json(json!({"data": models, "has_more": false, "first_id": MODELS[0], "last_id": MODELS[2]}));
    }
    let created = wire::openai::CREATED;
    let models = MODELS.map(|id| json!({"id": id, "object": "model", "created": created, "owned_by": "simulator"}));
    Json(json!({"object": "list", "data": models}))
}

async fn gemini_models() -> Json<Value> {
    let models = MODELS.map(|id| json!({"name": format!("models/{id}"), "displayName": id}));
    Json(json!({"models": models}))
}

/// What `POST /control/script` takes: a script as the new default, or for the next request only.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Control {
    Default(Script),
    Queue(Script),
}

async fn control_script(Shared(state): Shared<Arc<State>>, Json(control): Json<Control>) -> StatusCode {
    match control {
        Control::Default(script) => state.set_default(script),
        Control::Queue(script) => state.queue(script),
    }
    StatusCode::NO_CONTENT
}

async fn control_release(Shared(state): Shared<Arc<State>>) -> StatusCode {
    state.release();
    StatusCode::NO_CONTENT
}

async fn control_reset(Shared(state): Shared<Arc<State>>) -> StatusCode {
    state.clear();
    StatusCode::NO_CONTENT
}

async fn control_requests(Shared(state): Shared<Arc<State>>) -> Json<Value> {
    let counts = *state.counts().borrow();
    Json(json!({"counts": counts, "requests": state.requests()}))
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}
