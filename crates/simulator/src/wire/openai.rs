//! `OpenAI`'s side of chat completions.

use axum::http::StatusCode;
use bytes::Bytes;
use serde::Serialize;
use serde_json::{Value, json};

use super::{Answer, Stop, TOOL, Wire, limit, text_of};
use crate::{asked::Asked, script::Tokens};

/// A fixed time: answers must be the same in every run.
pub(crate) const CREATED: u64 = 1_795_000_000;

pub(crate) struct OpenAi;

impl Wire for OpenAi {
    fn ask(&self, _path_model: Option<&str>, body: &Value) -> Result<Asked, String> {
        let model = body.get("model").and_then(Value::as_str).ok_or("you must provide a model parameter")?;
        let messages =
            body.get("messages").and_then(Value::as_array).ok_or("Missing required parameter: 'messages'.")?;
        if body.get("max_tokens").is_some() && body.get("max_completion_tokens").is_some() {
            return Err("Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.".into());
        }
        let text = |message: &Value| message.get("content").map(text_of).unwrap_or_default();
        let question = messages.iter().rev().find(|message| message.get("role") == Some(&json!("user")));
        Ok(Asked {
            model: model.to_owned(),
            texts: messages.iter().map(text).collect(),
            question: question.map(text).unwrap_or_default(),
            max_output_tokens: limit(body, &["max_completion_tokens", "max_tokens"]),
            stream: body.get("stream") == Some(&json!(true)),
            wants_usage: body.pointer("/stream_options/include_usage") == Some(&json!(true)),
        })
    }

    fn opening(&self, answer: &Answer) -> Bytes {
        if answer.stop == Stop::Tool {
            return choice(answer, &json!({"role": "assistant", "content": null, "tool_calls": [call("")]}), None);
        }
        choice(answer, &json!({"role": "assistant", "content": "", "refusal": null}), None)
    }

    fn text(&self, answer: &Answer, text: &str) -> Bytes {
        if answer.stop == Stop::Refused {
            return choice(answer, &json!({"refusal": text}), None);
        }
        if answer.stop == Stop::Tool {
            let more = json!({"tool_calls": [{"index": 0, "function": {"arguments": text}}]});
            return choice(answer, &more, None);
        }
        piece(answer, text)
    }

    fn reasoning(&self, answer: &Answer, text: &str) -> Bytes {
        choice(answer, &json!({"reasoning_content": text}), None)
    }

    fn closing(&self, answer: &Answer) -> Bytes {
        let mut closing = choice(answer, &json!({}), Some(reason(answer.stop))).to_vec();
        if answer.wants_usage
            && let Some(report) = answer.usage
        {
            let mut chunk = chunk(answer, &json!([]));
            chunk["usage"] = report.map_or(Value::Null, usage);
            closing.extend_from_slice(&answer.reported(&frame(&chunk)));
        }
        closing.extend_from_slice(b"data: [DONE]\n\n");
        closing.into()
    }

    fn error_event(&self) -> Bytes {
        frame(&json!({"error": {
            "message": "The server had an error while processing your request. Sorry about that!",
            "type": "server_error", "param": null, "code": null,
        }}))
    }

    fn whole(&self, answer: &Answer, text: &str) -> Value {
        let refused = answer.stop == Stop::Refused;
        let (content, refusal) = if refused { (None, Some(text)) } else { (Some(text), None) };
        let mut whole = json!({
            "id": id(answer), "object": "chat.completion", "created": CREATED, "model": answer.model,
            "choices": [{
                "index": 0,
                "message": {"role": "assistant", "content": content, "refusal": refusal, "annotations": []},
                "logprobs": null, "finish_reason": reason(answer.stop),
            }],
            "service_tier": "default", "system_fingerprint": "fp_simulator",
        });
        if answer.stop == Stop::Tool {
            let message = json!({"role": "assistant", "content": null, "refusal": null, "tool_calls": [call(text)]});
            whole["choices"][0]["message"] = message;
        }
        if let Some(report) = answer.usage {
            whole["usage"] = report.map_or(Value::Null, usage);
        }
        whole
    }

    fn error(&self, _number: u64, status: StatusCode, message: &str, _retry_after_s: Option<u32>) -> Value {
        let (kind, code) = match status.as_u16() {
            401 => ("invalid_request_error", Some("invalid_api_key")),
            404 => ("invalid_request_error", Some("model_not_found")),
            429 => ("requests", Some("rate_limit_exceeded")),
            500.. => ("server_error", None),
            _ => ("invalid_request_error", None),
        };
        json!({"error": {"message": message, "type": kind, "param": null, "code": code}})
    }

    fn request_id_header(&self) -> Option<&'static str> {
        Some("x-request-id")
    }
}

fn id(answer: &Answer) -> String {
    format!("chatcmpl-sim{:016}", answer.number)
}

fn reason(stop: Stop) -> &'static str {
    match stop {
        // A model's refusal is an ordinary stop; its text is in a field of its own.
        Stop::Complete | Stop::Refused => "stop",
        Stop::Length => "length",
        Stop::Tool => "tool_calls",
    }
}

fn call(arguments: &str) -> Value {
    json!({"index": 0, "id": "call_sim", "type": "function", "function": {"name": TOOL, "arguments": arguments}})
}

fn chunk(answer: &Answer, choices: &Value) -> Value {
    let mut chunk = json!({
        "id": id(answer), "object": "chat.completion.chunk", "created": CREATED, "model": answer.model,
        "service_tier": "default", "system_fingerprint": "fp_simulator", "choices": choices,
    });
    // Only who asks for usage gets the field, null until the end.
    if answer.wants_usage {
        chunk["usage"] = Value::Null;
    }
    chunk
}

fn choice(answer: &Answer, delta: &Value, reason: Option<&str>) -> Bytes {
    let choice = json!([{"index": 0, "delta": delta, "logprobs": null, "finish_reason": reason}]);
    frame(&chunk(answer, &choice))
}

/// What [`choice`] makes of a piece of text, without a tree in between: most of what a vendor sends is this.
fn piece(answer: &Answer, text: &str) -> Bytes {
    let usage = answer.wants_usage.then_some(());
    let mut frame = b"data: ".to_vec();
    let choice = Choice { delta: Delta { content: text }, finish_reason: (), index: 0, logprobs: () };
    let chunk = Chunk {
        choices: [choice],
        created: CREATED,
        id: &id(answer),
        model: &answer.model,
        object: "chat.completion.chunk",
        service_tier: "default",
        system_fingerprint: "fp_simulator",
        usage,
    };
    // Texts and numbers always have a form.
    let _ = serde_json::to_writer(&mut frame, &chunk);
    frame.extend_from_slice(b"\n\n");
    frame.into()
}

/// `()` is null.
#[derive(Serialize)]
struct Chunk<'a> {
    choices: [Choice<'a>; 1],
    created: u64,
    id: &'a str,
    model: &'a str,
    object: &'a str,
    service_tier: &'a str,
    system_fingerprint: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    usage: Option<()>,
}

#[derive(Serialize)]
struct Choice<'a> {
    delta: Delta<'a>,
    finish_reason: (),
    index: u32,
    logprobs: (),
}

#[derive(Serialize)]
struct Delta<'a> {
    content: &'a str,
}

fn frame(payload: &Value) -> Bytes {
    format!("data: {payload}\n\n").into()
}

fn usage(tokens: Tokens) -> Value {
    let prompt = tokens.input + tokens.cached_input + tokens.cache_write;
    let completion = tokens.output + tokens.reasoning;
    json!({
        "prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion,
        "prompt_tokens_details": {"cached_tokens": tokens.cached_input, "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": tokens.reasoning, "audio_tokens": 0,
            "accepted_prediction_tokens": 0, "rejected_prediction_tokens": 0,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::Tokens;

    #[test]
    fn a_piece_of_text_is_what_any_other_choice_is() {
        for wants_usage in [false, true] {
            let (model, usage) = ("sim".to_owned(), Some(Some(Tokens::default())));
            let answer =
                Answer { number: 7, model, stop: Stop::Complete, usage, reports: 1, wants_usage, thinks: false };
            for text in ["share ", "\"quoted\" \n", "日本 🎉"] {
                let read = |frame: &Bytes| {
                    let data = frame.strip_prefix(b"data: ").and_then(|frame| frame.strip_suffix(b"\n\n")).unwrap();
                    serde_json::from_slice::<Value>(data).unwrap()
                };
                assert_eq!(read(&piece(&answer, text)), read(&choice(&answer, &json!({"content": text}), None)));
            }
        }
    }
}
