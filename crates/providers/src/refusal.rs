//! What a vendor's error means.
//!
//! One reading for all vendors: their bodies differ less than their documentation suggests, and compatible servers mix
//! them. The message is read to tell kinds apart that share a status, and dropped: it can quote the question.

use std::time::Duration;

use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::{ErrorKind, ProviderError};

/// The longest wait that a vendor may ask for.
const MAX_RETRY_AFTER: Duration = Duration::from_hours(1);

/// The error of an HTTP answer that is no success. `body` is `None` when it was not JSON.
pub(crate) fn from_response(status: u16, headers: &HeaderMap, body: Option<&Value>) -> ProviderError {
    let said = body.map(Said::read).unwrap_or_default();
    ProviderError {
        kind: said.kind(Some(status)),
        status: Some(status),
        code: said.code(),
        retry_after: retry_after(headers).or(said.retry_delay).map(|wait| wait.min(MAX_RETRY_AFTER)),
        request_id: request_id(headers),
    }
}

/// The error that a vendor reports inside a stream whose head was good.
pub(crate) fn from_event(body: &Value) -> ProviderError {
    let said = Said::read(body);
    ProviderError {
        kind: said.kind(said.status),
        status: said.status,
        code: said.code(),
        retry_after: said.retry_delay.map(|wait| wait.min(MAX_RETRY_AFTER)),
        request_id: None,
    }
}

/// The vendor's name for the request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<String> {
    ["x-request-id", "request-id"].iter().find_map(|name| headers.get(*name)?.to_str().ok().and_then(label))
}

/// A short name without spaces, as ids, codes and models are; `None` for anything that could be a text.
pub(crate) fn label(text: &str) -> Option<String> {
    let plain = (1..=128).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:/@".contains(&byte));
    plain.then(|| text.to_owned())
}

/// Seconds or milliseconds; a date would need a clock, and no vendor sends one.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<f64>().ok();
    number("retry-after-ms")
        .map(|milliseconds| milliseconds / 1_000.0)
        .or_else(|| number("retry-after"))
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
}

/// What an error body says.
#[derive(Default)]
struct Said {
    /// The body is an error in a vendor's shape, and not some web server's page.
    is_vendors: bool,
    /// A status inside the body.
    status: Option<u16>,
    /// Codes and types, most precise first, as they were written.
    words: Vec<String>,
    /// The message in lower case; never leaves this module.
    message: String,
    retry_delay: Option<Duration>,
}

impl Said {
    fn read(body: &Value) -> Self {
        // Gemini wraps the error in a list when it answers a stream before its start.
        let body = body.get(0).unwrap_or(body);
        let error = body.get("error").unwrap_or(body);
        let text = |name: &str| error.get(name).and_then(Value::as_str);
        let details = error.get("details").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let reasons = details.iter().filter_map(|detail| detail.get("reason")?.as_str());
        let message = text("message").or_else(|| error.as_str());
        Self {
            is_vendors: message.is_some(),
            status: error
                .get("code")
                .and_then(Value::as_u64)
                .and_then(|code| u16::try_from(code).ok())
                .filter(|code| (400..600).contains(code)),
            words: reasons
                .chain([text("code"), text("type"), text("status")].into_iter().flatten())
                .filter_map(label)
                .collect(),
            message: message.unwrap_or_default().to_lowercase(),
            retry_delay: details.iter().find_map(|detail| {
                let seconds = detail.get("retryDelay")?.as_str()?.strip_suffix('s')?;
                Duration::try_from_secs_f64(seconds.parse().ok()?).ok()
            }),
        }
    }

    fn code(&self) -> Option<String> {
        self.words.first().cloned()
    }

    fn kind(&self, status: Option<u16>) -> ErrorKind {
        // The words are more precise than the status: vendors answer 400 or 429 for very different reasons.
        if let Some(kind) = self.words.iter().find_map(|word| precise(word)) {
            return kind;
        }
        if CONTEXT_MESSAGES.iter().any(|part| self.message.contains(part)) {
            return ErrorKind::ContextTooLong;
        }
        if self.message.contains("credit balance is too low") {
            return ErrorKind::Authentication;
        }
        match status {
            Some(401..=403) => ErrorKind::Authentication,
            Some(404) if self.is_vendors => ErrorKind::ModelUnknown,
            Some(413) => ErrorKind::ContextTooLong,
            Some(429) => ErrorKind::RateLimited,
            Some(408 | 500..) => ErrorKind::Overloaded,
            // A redirect is not followed; whatever is there does not speak this format.
            Some(..=399) => ErrorKind::Malformed,
            Some(400..) => ErrorKind::BadRequest,
            None => self.words.iter().find_map(|word| broad(word)).unwrap_or(ErrorKind::Overloaded),
        }
    }
}

/// Parts of messages that mean a conversation that is too long, where the code does not say so (Anthropic, Gemini,
/// vLLM).
const CONTEXT_MESSAGES: [&str; 6] = [
    "prompt is too long",
    "exceed context limit",
    "maximum context length",
    "exceeds the maximum number of tokens",
    "context size",
    "context window",
];

/// Words that decide, whatever the status.
fn precise(word: &str) -> Option<ErrorKind> {
    Some(match word {
        "context_length_exceeded" | "exceed_context_size_error" | "request_too_large" => ErrorKind::ContextTooLong,
        "content_policy_violation" | "content_filter" | "invalid_prompt" => ErrorKind::ContentRefused,
        "insufficient_quota"
        | "billing_error"
        | "billing_hard_limit_reached"
        | "API_KEY_INVALID"
        | "invalid_api_key" => ErrorKind::Authentication,
        "model_not_found" => ErrorKind::ModelUnknown,
        "overloaded_error" => ErrorKind::Overloaded,
        _ => return None,
    })
}

/// Words that decide where there is no status: in a stream.
fn broad(word: &str) -> Option<ErrorKind> {
    Some(match word {
        "rate_limit_error" | "rate_limit_exceeded" | "RESOURCE_EXHAUSTED" => ErrorKind::RateLimited,
        "authentication_error" | "permission_error" | "PERMISSION_DENIED" | "UNAUTHENTICATED" => {
            ErrorKind::Authentication
        }
        "invalid_request_error" | "INVALID_ARGUMENT" => ErrorKind::BadRequest,
        "not_found_error" | "NOT_FOUND" => ErrorKind::ModelUnknown,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What vendors answer, shortened.
    const BODIES: &[(u16, &str, ErrorKind)] = &[
        // OpenAI
        (
            401,
            r#"{"error": {"message": "Incorrect API key provided: sk-x", "type": "invalid_request_error", "param": null, "code": "invalid_api_key"}}"#,
            ErrorKind::Authentication,
        ),
        (
            429,
            r#"{"error": {"message": "Rate limit reached", "type": "requests", "param": null, "code": "rate_limit_exceeded"}}"#,
            ErrorKind::RateLimited,
        ),
        (
            429,
            r#"{"error": {"message": "You exceeded your current quota", "type": "insufficient_quota", "code": "insufficient_quota"}}"#,
            ErrorKind::Authentication,
        ),
        (
            400,
            r#"{"error": {"message": "too long", "type": "invalid_request_error", "code": "context_length_exceeded"}}"#,
            ErrorKind::ContextTooLong,
        ),
        (
            400,
            r#"{"error": {"message": "refused", "type": "invalid_request_error", "code": "content_policy_violation"}}"#,
            ErrorKind::ContentRefused,
        ),
        (
            404,
            r#"{"error": {"message": "The model `x` does not exist", "type": "invalid_request_error", "code": "model_not_found"}}"#,
            ErrorKind::ModelUnknown,
        ),
        (
            503,
            r#"{"error": {"message": "The engine is currently overloaded", "type": "server_error"}}"#,
            ErrorKind::Overloaded,
        ),
        (
            400,
            r#"{"error": {"message": "Unknown parameter", "type": "invalid_request_error", "code": "unknown_parameter"}}"#,
            ErrorKind::BadRequest,
        ),
        // Anthropic
        (
            529,
            r#"{"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}"#,
            ErrorKind::Overloaded,
        ),
        (
            400,
            r#"{"type": "error", "error": {"type": "invalid_request_error", "message": "prompt is too long: 208310 tokens > 200000 maximum"}}"#,
            ErrorKind::ContextTooLong,
        ),
        (
            400,
            r#"{"type": "error", "error": {"type": "invalid_request_error", "message": "Your credit balance is too low"}}"#,
            ErrorKind::Authentication,
        ),
        (
            413,
            r#"{"type": "error", "error": {"type": "request_too_large", "message": "Request exceeds the maximum size"}}"#,
            ErrorKind::ContextTooLong,
        ),
        (
            404,
            r#"{"type": "error", "error": {"type": "not_found_error", "message": "model: x"}}"#,
            ErrorKind::ModelUnknown,
        ),
        // Gemini
        (
            400,
            r#"{"error": {"code": 400, "message": "API key not valid", "status": "INVALID_ARGUMENT", "details": [{"reason": "API_KEY_INVALID"}]}}"#,
            ErrorKind::Authentication,
        ),
        (
            400,
            r#"[{"error": {"code": 400, "message": "The input token count (12) exceeds the maximum number of tokens allowed (10)."}}]"#,
            ErrorKind::ContextTooLong,
        ),
        (
            429,
            r#"{"error": {"code": 429, "message": "Resource exhausted", "status": "RESOURCE_EXHAUSTED"}}"#,
            ErrorKind::RateLimited,
        ),
        (
            503,
            r#"{"error": {"code": 503, "message": "The model is overloaded", "status": "UNAVAILABLE"}}"#,
            ErrorKind::Overloaded,
        ),
        // llama.cpp, vLLM, Ollama
        (
            400,
            r#"{"error": {"code": 400, "message": "the request exceeds the size", "type": "exceed_context_size_error"}}"#,
            ErrorKind::ContextTooLong,
        ),
        (
            400,
            r#"{"object": "error", "message": "This model's maximum context length is 4096 tokens", "type": "BadRequestError", "code": 400}"#,
            ErrorKind::ContextTooLong,
        ),
        (404, r#"{"error": {"message": "model 'x' not found", "type": "api_error"}}"#, ErrorKind::ModelUnknown),
        (500, r#"{"error": "llama runner process has terminated"}"#, ErrorKind::Overloaded),
    ];

    #[test]
    fn vendors_bodies_have_their_meaning() {
        for (status, body, expected) in BODIES {
            let read: Value = serde_json::from_str(body).unwrap();
            let error = from_response(*status, &HeaderMap::new(), Some(&read));
            assert_eq!(error.kind, *expected, "{status} {body}");
        }
    }

    #[test]
    fn what_is_no_vendor_is_told_apart() {
        let none = |status| from_response(status, &HeaderMap::new(), None).kind;
        assert_eq!(none(404), ErrorKind::BadRequest);
        assert_eq!(none(302), ErrorKind::Malformed);
        assert_eq!(none(502), ErrorKind::Overloaded);
    }

    #[test]
    fn waits_are_read_from_headers_and_bodies_and_bounded() {
        let wait = |pairs: &[(&'static str, &str)], body: Value| {
            let headers = pairs
                .iter()
                .map(|(name, value)| {
                    let name = reqwest::header::HeaderName::from_static(name);
                    (name, reqwest::header::HeaderValue::from_str(value).unwrap())
                })
                .collect();
            from_response(429, &headers, Some(&body)).retry_after
        };
        let delay = json!({"error": {"details": [{"retryDelay": "34.5s"}]}});
        assert_eq!(wait(&[("retry-after", "7")], json!({})), Some(Duration::from_secs(7)));
        assert_eq!(
            wait(&[("retry-after", "7"), ("retry-after-ms", "250")], json!({})),
            Some(Duration::from_millis(250))
        );
        assert_eq!(wait(&[], delay), Some(Duration::from_millis(34_500)));
        assert_eq!(wait(&[("retry-after", "1e300")], json!({})), None);
        assert_eq!(wait(&[("retry-after", "-1")], json!({})), None);
        assert_eq!(wait(&[("retry-after", "99999999")], json!({})), Some(MAX_RETRY_AFTER));
    }

    #[test]
    fn no_text_survives() {
        let question = "what the member asked";
        let body = json!({"error": {"message": question, "code": question, "type": question, "status": question}});
        let error = from_response(400, &HeaderMap::new(), Some(&body));
        assert!(!format!("{error} {error:?}").contains("member"));
        assert_eq!(from_event(&json!({"error": {"type": "overloaded_error"}})).kind, ErrorKind::Overloaded);
    }
}
