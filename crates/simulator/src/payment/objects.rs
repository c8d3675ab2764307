//! Fields of a request, and answers in the vendor's form.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

/// The fields of a form or a query, nested ones as `metadata[payment]`.
#[derive(Debug, Default)]
pub(super) struct Fields(pub(super) Vec<(String, String)>);

impl Fields {
    pub(super) fn read(text: &[u8]) -> Self {
        Self(form_urlencoded::parse(text).into_owned().collect())
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.get(name)?.parse().ok()
    }

    pub(super) fn is(&self, name: &str) -> bool {
        self.get(name) == Some("true")
    }

    /// Whether an answer is to hold something whole.
    pub(super) fn expands(&self, what: &str) -> bool {
        self.0.iter().any(|(name, value)| name.starts_with("expand[") && value.ends_with(what))
    }

    pub(super) fn metadata(&self) -> Value {
        let inner = |name: &str| Some(name.strip_prefix("metadata[")?.strip_suffix(']')?.to_owned());
        let found = self.0.iter().filter_map(|(name, value)| Some((inner(name)?, json!(value))));
        Value::Object(found.collect::<Map<_, _>>())
    }
}

/// An answer that is no success.
#[derive(Debug)]
pub(super) struct Refusal(pub(super) StatusCode, pub(super) Value);

pub(super) type Answer = Result<Value, Refusal>;

impl Refusal {
    pub(super) fn invalid(code: &str, message: &str) -> Self {
        let error = json!({"error": {"type": "invalid_request_error", "code": code, "message": message}});
        Self(StatusCode::BAD_REQUEST, error)
    }

    pub(super) fn missing(what: &str) -> Self {
        let message = format!("No such {what}");
        let error = json!({"error": {"type": "invalid_request_error", "code": "resource_missing", "message": message}});
        Self(StatusCode::NOT_FOUND, error)
    }

    pub(super) fn card(code: &str, decline_code: &str, intent: &Value) -> Self {
        let error = json!({"error": {
            "type": "card_error", "code": code, "decline_code": decline_code, "message": "Your card was declined.",
            "payment_intent": intent,
        }});
        Self(StatusCode::PAYMENT_REQUIRED, error)
    }
}
