//! Anthropic's side of messages.

use axum::http::StatusCode;
use bytes::Bytes;
use serde_json::{Value, json};

use super::{Answer, Stop, TOOL, Wire, limit, request_id, text_of};
use crate::{asked::Asked, script::Tokens};

pub(crate) struct Anthropic;

impl Wire for Anthropic {
    fn ask(&self, _path_model: Option<&str>, body: &Value) -> Result<Asked, String> {
        let model = body.get("model").and_then(Value::as_str).ok_or("model: Field required")?;
        let messages = body.get("messages").and_then(Value::as_array).ok_or("messages: Field required")?;
        let max_tokens = limit(body, &["max_tokens"]).ok_or("max_tokens: Field required")?;
        let text = |message: &Value| message.get("content").map(text_of).unwrap_or_default();
        let is_text = |message: &Value| {
            let parts = message.get("content").and_then(Value::as_array);
            parts.is_none_or(|parts| parts.iter().all(|part| part.get("type") == Some(&json!("text"))))
        };
        if messages.iter().any(|message| is_text(message) && text(message).trim().is_empty()) {
            return Err("messages: text content blocks must be non-empty".into());
        }
        let system = body.get("system").map(text_of);
        let question = messages.iter().rev().find(|message| message.get("role") == Some(&json!("user")));
        Ok(Asked {
            model: model.to_owned(),
            texts: system.into_iter().chain(messages.iter().map(text)).collect(),
            question: question.map(text).unwrap_or_default(),
            max_output_tokens: Some(max_tokens),
            stream: body.get("stream") == Some(&json!(true)),
            wants_usage: true,
        })
    }

    fn opening(&self, answer: &Answer) -> Bytes {
        let mut message = message(answer);
        match answer.usage {
            // The output of the start is what it is with the vendor too: one token or so, and not the truth.
            Some(Some(tokens)) => message["usage"] = usage(tokens, tokens.output.min(1)),
            Some(None) => message["usage"] = Value::Null,
            None => {}
        }
        [
            event("message_start", &json!({"type": "message_start", "message": message})),
            event("ping", &json!({"type": "ping"})),
        ]
        .concat()
        .into()
    }

    fn reasoning_opening(&self) -> Bytes {
        block_start(0, "thinking").into()
    }

    fn reasoning_closing(&self) -> Bytes {
        let signature = block_delta(0, &json!({"type": "signature_delta", "signature": "c2ltdWxhdG9y"}));
        [signature, block_stop(0)].concat().into()
    }

    fn text_opening(&self, answer: &Answer) -> Bytes {
        if answer.stop == Stop::Tool {
            let block = json!({"type": "tool_use", "id": "toolu_sim", "name": TOOL, "input": {}});
            let start = json!({"type": "content_block_start", "index": text_index(answer), "content_block": block});
            return event("content_block_start", &start).into();
        }
        block_start(text_index(answer), "text").into()
    }

    fn text(&self, answer: &Answer, text: &str) -> Bytes {
        let delta = match answer.stop {
            Stop::Tool => json!({"type": "input_json_delta", "partial_json": text}),
            Stop::Complete | Stop::Length | Stop::Refused => json!({"type": "text_delta", "text": text}),
        };
        block_delta(text_index(answer), &delta).into()
    }

    fn reasoning(&self, _answer: &Answer, text: &str) -> Bytes {
        block_delta(0, &json!({"type": "thinking_delta", "thinking": text})).into()
    }

    fn closing(&self, answer: &Answer) -> Bytes {
        let mut last = json!({
            "type": "message_delta", "delta": {"stop_reason": reason(answer.stop), "stop_sequence": null},
        });
        match answer.usage {
            Some(Some(tokens)) => last["usage"] = json!({"output_tokens": tokens.output + tokens.reasoning}),
            Some(None) => last["usage"] = Value::Null,
            None => {}
        }
        [
            block_stop(text_index(answer)).into_bytes(),
            answer.reported(event("message_delta", &last).as_bytes()),
            event("message_stop", &json!({"type": "message_stop"})).into_bytes(),
        ]
        .concat()
        .into()
    }

    fn error_event(&self) -> Bytes {
        let error = json!({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}});
        event("error", &error).into()
    }

    fn whole(&self, answer: &Answer, text: &str) -> Value {
        let mut message = message(answer);
        message["content"] = match answer.stop {
            Stop::Tool => {
                let input: Value = serde_json::from_str(text).unwrap_or_default();
                json!([{"type": "tool_use", "id": "toolu_sim", "name": TOOL, "input": input}])
            }
            Stop::Complete | Stop::Length | Stop::Refused => json!([{"type": "text", "text": text}]),
        };
        message["stop_reason"] = json!(reason(answer.stop));
        message["usage"] =
            answer.tokens().map_or(Value::Null, |tokens| usage(tokens, tokens.output + tokens.reasoning));
        message
    }

    fn error(&self, number: u64, status: StatusCode, message: &str, _retry_after_s: Option<u32>) -> Value {
        let kind = match status.as_u16() {
            401 => "authentication_error",
            402 => "billing_error",
            403 => "permission_error",
            404 => "not_found_error",
            413 => "request_too_large",
            429 => "rate_limit_error",
            529 => "overloaded_error",
            500.. => "api_error",
            _ => "invalid_request_error",
        };
        json!({"type": "error", "error": {"type": kind, "message": message}, "request_id": request_id(number)})
    }

    fn request_id_header(&self) -> Option<&'static str> {
        Some("request-id")
    }
}

fn message(answer: &Answer) -> Value {
    json!({
        "id": format!("msg_sim{:016}", answer.number), "type": "message", "role": "assistant",
        "model": answer.model, "content": [], "stop_reason": null, "stop_sequence": null,
    })
}

fn reason(stop: Stop) -> &'static str {
    match stop {
        Stop::Complete => "end_turn",
        Stop::Length => "max_tokens",
        Stop::Tool => "tool_use",
        Stop::Refused => "refusal",
    }
}

fn usage(tokens: Tokens, output: u64) -> Value {
    json!({
        "input_tokens": tokens.input,
        "cache_creation_input_tokens": tokens.cache_write,
        "cache_read_input_tokens": tokens.cached_input,
        "cache_creation": {"ephemeral_5m_input_tokens": tokens.cache_write, "ephemeral_1h_input_tokens": 0},
        "output_tokens": output, "service_tier": "standard",
    })
}

fn block_start(index: u32, kind: &str) -> String {
    let block = json!({"type": "content_block_start", "index": index, "content_block": {"type": kind, kind: ""}});
    event("content_block_start", &block)
}

fn block_delta(index: u32, delta: &Value) -> String {
    event("content_block_delta", &json!({"type": "content_block_delta", "index": index, "delta": delta}))
}

fn block_stop(index: u32) -> String {
    event("content_block_stop", &json!({"type": "content_block_stop", "index": index}))
}

/// The text's block: thinking is a block of its own before it.
fn text_index(answer: &Answer) -> u32 {
    u32::from(answer.thinks)
}

fn event(name: &str, payload: &Value) -> String {
    format!("event: {name}\ndata: {payload}\n\n")
}
