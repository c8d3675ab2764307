//! `OpenAI`'s embeddings: a small vector of each text, always the same for the same text.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::{
    asked::Asked,
    script::{Fault, Script, Usage},
    tokens::report,
    wire::{self, openai::OpenAi},
};

/// How many numbers a vector has.
const DIMENSIONS: usize = 8;

/// The texts of a request: one or several.
pub(crate) fn texts(body: &Value) -> Option<Vec<String>> {
    match body.get("input")? {
        Value::String(text) => Some(vec![text.clone()]),
        Value::Array(items) => items.iter().map(|item| item.as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}

/// Answers as the script says.
pub(crate) fn answer(model: &str, texts: Vec<String>, body: &Value, script: &Script, number: u64) -> Response {
    if let Fault::ErrorBeforeFirstByte { status } = script.fault {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        return wire::error_response(&OpenAi, number, status, "The texts could not be embedded.", None);
    }
    let in_base64 = body.get("encoding_format") == Some(&json!("base64"));
    let data: Vec<Value> = texts.iter().enumerate().map(|(index, text)| made(index, text, in_base64)).collect();
    let asked = Asked { texts, ..Asked::default() };
    let mut whole = json!({"object": "list", "data": data, "model": model});
    match report(script, &asked, 0, 0) {
        Some(Some(tokens)) => {
            let read = tokens.input + tokens.cached_input;
            whole["usage"] = json!({"prompt_tokens": read, "total_tokens": read});
        }
        Some(None) => whole["usage"] = Value::Null,
        None => {}
    }
    let mut response = Json(whole).into_response();
    wire::name_request(&OpenAi, number, &mut response);
    response
}

fn made(index: usize, text: &str, in_base64: bool) -> Value {
    let vector = vector(text);
    let embedding = if in_base64 {
        let bytes: Vec<u8> = vector.iter().flat_map(|number| number.to_le_bytes()).collect();
        Value::String(STANDARD.encode(bytes))
    } else {
        json!(vector)
    };
    json!({"object": "embedding", "index": index, "embedding": embedding})
}

/// Each number is what the text's bytes at its places come to, between 0 and 1.
fn vector(text: &str) -> Vec<f32> {
    let mut sums = [0_u8; DIMENSIONS];
    for (place, byte) in text.bytes().enumerate() {
        let sum = &mut sums[place % DIMENSIONS];
        *sum = sum.wrapping_add(byte);
    }
    sums.iter().map(|sum| f32::from(*sum) / 256.0).collect()
}

/// How many tokens Anthropic says that a message has: its words.
pub(crate) fn count(asked: &Asked, script: &Script) -> Value {
    let tokens = match script.usage {
        Usage::Custom(tokens) => tokens.input,
        _ => asked.texts.iter().map(|text| text.split_whitespace().count() as u64).sum(),
    };
    json!({"input_tokens": tokens})
}
