//! How a request is refused, in the words of the format that it came in: clients act on them.

use std::borrow::Cow;
use std::time::Duration;

use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};
use providers::{ErrorKind, Format, ProviderError};
use serde_json::{Value, json};

use crate::metering::{AdmitError, Exhausted, ReserveError};

/// Why there is no answer, or no more of it.
#[derive(Debug)]
pub(super) struct Refused {
    why: Why,
    message: Cow<'static, str>,
    /// The field that it is about.
    param: Option<String>,
    retry_after: Option<Duration>,
    /// The vendor's own words, with its status, when it speaks the client's format.
    vendors: Option<(StatusCode, Bytes)>,
}

/// The reasons that clients tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// No key, or not a good one.
    Unauthenticated,
    /// A good key, but not for this.
    Forbidden,
    /// Not a request.
    Invalid,
    /// A field that cannot be passed on to this model.
    Unsupported,
    /// There is no such model for this key.
    ModelUnknown,
    /// Not a whole request within the time that the server waits for one.
    Late,
    /// More than is read.
    TooLarge,
    /// More than the model can read.
    ContextTooLong,
    /// The vendor declined.
    ContentRefused,
    /// Not enough credit.
    Exhausted,
    /// The vendor has too much to do.
    Busy,
    /// The vendor does not answer, or broke off.
    Unavailable,
    /// A fault of ours.
    Internal,
}

impl Why {
    /// The status, `OpenAI`'s type and code, and Anthropic's type.
    fn words(self, format: Format) -> (StatusCode, &'static str, Option<&'static str>, &'static str) {
        const INVALID: &str = "invalid_request_error";
        match self {
            Self::Unauthenticated => {
                (StatusCode::UNAUTHORIZED, INVALID, Some("invalid_api_key"), "authentication_error")
            }
            Self::Forbidden => (StatusCode::FORBIDDEN, INVALID, Some("forbidden"), "permission_error"),
            Self::Invalid => (StatusCode::BAD_REQUEST, INVALID, None, INVALID),
            Self::Unsupported => (StatusCode::BAD_REQUEST, INVALID, Some("unsupported_parameter"), INVALID),
            Self::ModelUnknown => (StatusCode::NOT_FOUND, INVALID, Some("model_not_found"), "not_found_error"),
            Self::Late => (StatusCode::REQUEST_TIMEOUT, INVALID, Some("request_timeout"), "timeout_error"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, INVALID, Some("request_too_large"), "request_too_large"),
            Self::ContextTooLong => (StatusCode::BAD_REQUEST, INVALID, Some("context_length_exceeded"), INVALID),
            Self::ContentRefused => (StatusCode::BAD_REQUEST, INVALID, Some("content_filter"), INVALID),
            Self::Exhausted => {
                // Each format has a status of its own for this.
                let status = match format {
                    Format::ChatCompletions | Format::Responses | Format::Embeddings => StatusCode::TOO_MANY_REQUESTS,
                    Format::Messages => StatusCode::PAYMENT_REQUIRED,
                };
                (status, "insufficient_quota", Some("insufficient_quota"), "billing_error")
            }
            Self::Busy => (StatusCode::TOO_MANY_REQUESTS, "requests", Some("rate_limit_exceeded"), "rate_limit_error"),
            Self::Unavailable => {
                (StatusCode::SERVICE_UNAVAILABLE, "server_error", Some("provider_unavailable"), "api_error")
            }
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "server_error", Some("internal"), "api_error"),
        }
    }
}

impl Refused {
    pub(super) fn new(why: Why, message: impl Into<Cow<'static, str>>) -> Self {
        Self { why, message: message.into(), param: None, retry_after: None, vendors: None }
    }

    /// Names the field that it is about.
    pub(super) fn about(self, field: &str) -> Self {
        Self { param: Some(field.to_owned()), ..self }
    }

    /// Says when to try again.
    pub(super) fn after(self, wait: Duration) -> Self {
        Self { retry_after: Some(wait), ..self }
    }

    /// The key does not open anything.
    pub(super) fn unauthenticated() -> Self {
        Self::new(
            Why::Unauthenticated,
            "This is not a valid API key of this server. Make one in the settings of Potluck.",
        )
    }

    /// A fault of ours; its cause goes to the log.
    pub(super) fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "a request by an API key failed");
        Self::new(Why::Internal, "Something went wrong on the server. Nothing was charged; try again.")
    }

    /// What a vendor's error means to the client. `own`: it speaks the client's format.
    pub(super) fn vendor(refused: providers::Refused, own: bool) -> Self {
        let providers::Refused { error, body } = refused;
        let this = Self::of_vendor(&error);
        let status = error.status.and_then(|status| StatusCode::from_u16(status).ok());
        let vendors = status.filter(StatusCode::is_client_error).zip(body.filter(|_| own));
        Self { vendors, ..this }
    }

    /// The same, without the vendor's words.
    pub(super) fn of_vendor(error: &ProviderError) -> Self {
        let (why, message) = match error.kind {
            ErrorKind::RateLimited | ErrorKind::Overloaded => {
                (Why::Busy, "The AI vendor is busy. Try again in a moment.")
            }
            ErrorKind::ContextTooLong => (Why::ContextTooLong, "The request is longer than this model can read."),
            ErrorKind::ContentRefused => (Why::ContentRefused, "The AI vendor declined this request."),
            ErrorKind::BadRequest => (Why::Invalid, "The AI vendor does not accept this request."),
            ErrorKind::ModelUnknown => (Why::ModelUnknown, "The AI vendor does not have this model any more."),
            ErrorKind::Interrupted | ErrorKind::Stalled | ErrorKind::Malformed | ErrorKind::TooLarge => {
                (Why::Unavailable, "The AI vendor broke off.")
            }
            ErrorKind::Unreachable | ErrorKind::Authentication => {
                (Why::Unavailable, "The AI vendor cannot be reached by this server.")
            }
        };
        Self { retry_after: error.retry_after, ..Self::new(why, message) }
    }

    /// The reason.
    #[cfg(test)]
    pub(super) fn why(&self) -> Why {
        self.why
    }

    /// The field that it is about.
    #[cfg(test)]
    pub(super) fn param(&self) -> Option<&str> {
        self.param.as_deref()
    }

    /// The answer, in the format's words.
    pub(super) fn respond(self, format: Format) -> Response {
        let (status, ..) = self.why.words(format);
        let retry_after = self.retry_after.map(|wait| wait.as_secs().max(1));
        let mut response = match self.vendors {
            Some((status, body)) => (status, body).into_response(),
            None => (status, self.body(format).to_string()).into_response(),
        };
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.why == Why::Exhausted {
            // The official clients would ask again at once, and again.
            headers.insert("x-should-retry", HeaderValue::from_static("false"));
        }
        response
    }

    /// The last event of an answer that breaks off.
    pub(super) fn event(&self, format: Format) -> Bytes {
        let body = self.body(format);
        match format {
            Format::ChatCompletions | Format::Embeddings => format!("data: {body}\n\n").into(),
            Format::Messages => format!("event: error\ndata: {body}\n\n").into(),
            Format::Responses => {
                let (_, _, code, _) = self.why.words(format);
                let body = json!({"type": "error", "code": code, "message": self.message, "param": null, "sequence_number": 0});
                format!("event: error\ndata: {body}\n\n").into()
            }
        }
    }

    fn body(&self, format: Format) -> Value {
        let (_, kind, code, anthropic) = self.why.words(format);
        match format {
            Format::ChatCompletions | Format::Responses | Format::Embeddings => json!({
                "error": {"message": self.message, "type": kind, "param": self.param, "code": code},
            }),
            Format::Messages => {
                json!({"type": "error", "error": {"type": anthropic, "message": self.message}, "request_id": null})
            }
        }
    }
}

impl From<store::Error> for Refused {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Nul => Self::new(Why::Invalid, "A text holds a NUL character; leave it out."),
            store::Error::Busy => {
                tracing::warn!("no connection to the database became free in time");
                Self::new(Why::Unavailable, "The server is busy. Try again in a minute.").after(Duration::from_mins(1))
            }
            error => Self::internal(&error),
        }
    }
}

impl From<AdmitError> for Refused {
    fn from(error: AdmitError) -> Self {
        match error {
            AdmitError::KeyGone => Self::unauthenticated(),
            AdmitError::KeyUsedUp => Self::new(Why::Exhausted, "This key has used up what it may use today."),
            AdmitError::Reserve(error) => error.into(),
        }
    }
}

impl From<ReserveError> for Refused {
    fn from(error: ReserveError) -> Self {
        match error {
            ReserveError::NoPeriod => {
                Self::new(Why::Unavailable, "The group's next period has not begun yet.").after(Duration::from_mins(1))
            }
            ReserveError::Suspended => Self::new(
                Why::Exhausted,
                "Your share of this group is past due. Pay it in the web app, and you can go on.",
            ),
            ReserveError::Exhausted(left) => Self::new(Why::Exhausted, exhausted(&left)),
            ReserveError::Capped(_) => Self::new(
                Why::Exhausted,
                "This is more than you allow yourself: see your own limits on the usage page.",
            ),
            ReserveError::Store(error) => error.into(),
            ReserveError::Ledger(error) => Self::internal(&error),
        }
    }
}

fn exhausted(left: &Exhausted) -> String {
    format!(
        "Your share has not enough credit left for this request: {} nano-USD of your own and {} to borrow. More comes at {}.",
        left.own_left.get(),
        left.borrowable.get(),
        left.next_slice_at
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vendors_words_go_out_only_to_clients_of_its_format_and_only_about_the_request() {
        let refused = |status, body: Option<&'static str>| providers::Refused {
            error: ProviderError { status: Some(status), ..ProviderError::new(ErrorKind::BadRequest) },
            body: body.map(Bytes::from),
        };
        let own = Refused::vendor(refused(400, Some("{\"theirs\":1}")), true).respond(Format::ChatCompletions);
        assert_eq!(
            (own.status(), own.headers()["content-type"].as_bytes()),
            (StatusCode::BAD_REQUEST, &b"application/json"[..])
        );
        for (format, body) in [(Format::Messages, "invalid_request_error"), (Format::ChatCompletions, "\"param\":null")]
        {
            let ours = Refused::vendor(refused(422, Some("{\"theirs\":1}")), false);
            assert!(ours.body(format).to_string().contains(body));
            assert_eq!(ours.respond(format).status(), StatusCode::BAD_REQUEST);
        }
    }

    #[test]
    fn a_busy_database_is_no_fault_and_says_when_to_come_again() {
        for format in [Format::ChatCompletions, Format::Messages] {
            let response = Refused::from(store::Error::Busy).respond(format);
            let retry_after = response.headers()["retry-after"].as_bytes();
            assert_eq!((response.status(), retry_after), (StatusCode::SERVICE_UNAVAILABLE, &b"60"[..]));
        }
        assert_eq!(Refused::from(store::Error::Nul).respond(Format::Responses).status(), StatusCode::BAD_REQUEST);
    }

    #[test]
    fn each_format_has_its_own_way_to_say_that_credit_is_used_up() {
        let refused = || Refused::new(Why::Exhausted, "no more");
        for (format, status) in [(Format::ChatCompletions, 429), (Format::Responses, 429), (Format::Messages, 402)] {
            let response = refused().respond(format);
            assert_eq!(
                (response.status().as_u16(), response.headers()["x-should-retry"].as_bytes()),
                (status, &b"false"[..])
            );
        }
        assert_eq!(refused().body(Format::ChatCompletions)["error"]["code"], "insufficient_quota");
        assert_eq!(refused().body(Format::Messages)["error"]["type"], "billing_error");
    }
}
