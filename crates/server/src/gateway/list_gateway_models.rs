//! `GET /v1/models`: the models that a key may ask, in a form that `OpenAI`'s and Anthropic's clients both read.

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::asked::models;
use super::holder::{KeyHolder, format};
use super::refused::{Refused, Why};
use crate::app::App;
use crate::catalogue::Model;

/// All of them.
pub async fn list_gateway_models(State(app): State<App>, KeyHolder(holder): KeyHolder) -> Response {
    let data: Vec<Value> = models(&app, &holder).map(listed).collect();
    let id = |model: Option<&Value>| model.map_or(Value::Null, |model| model["id"].clone());
    let (first_id, last_id) = (id(data.first()), id(data.last()));
    axum::Json(json!({"object": "list", "data": data, "has_more": false, "first_id": first_id, "last_id": last_id}))
        .into_response()
}

/// One of them.
pub async fn get_gateway_model(
    State(app): State<App>,
    KeyHolder(holder): KeyHolder,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let found = models(&app, &holder).find(|model| model.id == id).map(listed);
    match found {
        Some(model) => axum::Json(model).into_response(),
        None => Refused::new(Why::ModelUnknown, "There is no such model for this key.")
            .respond(format(&request.into_parts().0)),
    }
}

fn listed(model: &Model) -> Value {
    json!({
        "id": model.id, "object": "model", "created": 0, "owned_by": model.vendor.id,
        "type": "model", "display_name": model.name, "created_at": "1970-01-01T00:00:00Z",
        "context_window": model.context_tokens, "max_output_tokens": model.max_output_tokens,
    })
}
