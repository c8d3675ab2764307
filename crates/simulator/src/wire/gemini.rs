//! Google's side of `generateContent` and `streamGenerateContent`.

use axum::http::StatusCode;
use bytes::Bytes;
use serde_json::{Value, json};

use super::{Answer, Stop, Wire, text_of};
use crate::{asked::Asked, script::Tokens, tokens::Report};

pub(crate) struct Gemini;

impl Wire for Gemini {
    fn ask(&self, path_model: Option<&str>, body: &Value) -> Result<Asked, String> {
        let contents = body.get("contents").and_then(Value::as_array).ok_or("contents is not specified")?;
        let text = |content: &Value| content.get("parts").map(text_of).unwrap_or_default();
        let question = contents.iter().rev().find(|content| content.get("role") != Some(&json!("model")));
        let system = body.get("systemInstruction").map(text);
        let limit = body.pointer("/generationConfig/maxOutputTokens").and_then(Value::as_u64);
        Ok(Asked {
            model: path_model.unwrap_or_default().to_owned(),
            texts: system.into_iter().chain(contents.iter().map(text)).collect(),
            question: question.map(text).unwrap_or_default(),
            max_output_tokens: limit.and_then(|limit| u32::try_from(limit).ok()),
            stream: true,
            wants_usage: true,
        })
    }

    /// The format has no frame before the first text.
    fn opening(&self, _answer: &Answer) -> Bytes {
        Bytes::new()
    }

    fn text(&self, answer: &Answer, text: &str) -> Bytes {
        frame(&chunk(answer, &json!([{"text": text}]), None, so_far(answer.usage)))
    }

    fn reasoning(&self, answer: &Answer, text: &str) -> Bytes {
        frame(&chunk(answer, &json!([{"text": text, "thought": true}]), None, so_far(answer.usage)))
    }

    fn closing(&self, answer: &Answer) -> Bytes {
        let last = frame(&chunk(answer, &json!([{"text": ""}]), Some(reason(answer.stop)), answer.usage));
        answer.reported(&last).into()
    }

    fn error_event(&self) -> Bytes {
        frame(&json!({"error": {"code": 503, "message": "The model is overloaded.", "status": "UNAVAILABLE"}}))
    }

    fn whole(&self, answer: &Answer, text: &str) -> Value {
        chunk(answer, &json!([{"text": text}]), Some(reason(answer.stop)), answer.usage)
    }

    fn error(&self, _number: u64, status: StatusCode, message: &str, retry_after_s: Option<u32>) -> Value {
        let word = match status.as_u16() {
            401 => "UNAUTHENTICATED",
            403 => "PERMISSION_DENIED",
            404 => "NOT_FOUND",
            429 => "RESOURCE_EXHAUSTED",
            503 => "UNAVAILABLE",
            500.. => "INTERNAL",
            _ => "INVALID_ARGUMENT",
        };
        let mut error = json!({"code": status.as_u16(), "message": message, "status": word});
        if let Some(seconds) = retry_after_s {
            error["details"] = json!([{
                "@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": format!("{seconds}s"),
            }]);
        }
        json!({"error": error})
    }

    fn request_id_header(&self) -> Option<&'static str> {
        None
    }
}

/// The report of a chunk before the last: the input, and an output that is not final.
fn so_far(usage: Report) -> Report {
    usage.map(|tokens| tokens.map(|tokens| Tokens { output: tokens.output.min(1), reasoning: 0, ..tokens }))
}

fn reason(stop: Stop) -> &'static str {
    match stop {
        Stop::Complete | Stop::Tool => "STOP",
        Stop::Length => "MAX_TOKENS",
        Stop::Refused => "SAFETY",
    }
}

fn chunk(answer: &Answer, parts: &Value, reason: Option<&str>, usage: Report) -> Value {
    let mut candidate = json!({"content": {"parts": parts, "role": "model"}, "index": 0});
    if let Some(reason) = reason {
        candidate["finishReason"] = json!(reason);
    }
    let mut chunk = json!({
        "candidates": [candidate], "modelVersion": answer.model,
        "responseId": format!("sim{:016}", answer.number),
    });
    if let Some(report) = usage {
        chunk["usageMetadata"] = report.map_or(Value::Null, |tokens| metadata(&tokens));
    }
    chunk
}

fn metadata(tokens: &Tokens) -> Value {
    let prompt = tokens.input + tokens.cached_input + tokens.cache_write;
    let mut metadata = json!({
        "promptTokenCount": prompt, "candidatesTokenCount": tokens.output,
        "totalTokenCount": prompt + tokens.output + tokens.reasoning,
        "promptTokensDetails": [{"modality": "TEXT", "tokenCount": prompt}],
    });
    // Google leaves out what is zero.
    if tokens.cached_input > 0 {
        metadata["cachedContentTokenCount"] = json!(tokens.cached_input);
    }
    if tokens.reasoning > 0 {
        metadata["thoughtsTokenCount"] = json!(tokens.reasoning);
    }
    metadata
}

fn frame(payload: &Value) -> Bytes {
    format!("data: {payload}\r\n\r\n").into()
}
