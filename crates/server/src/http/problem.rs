//! The one way in which a request is refused: a problem (RFC 9457) with a stable code and a sentence that says what to do.

use std::borrow::Cow;
use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{FieldError, ProblemCode};

/// A refusal on its way out. The body is written at the boundary (`wrapping::complete_problems`), where the request's id is
/// known and where a 5xx is logged once with its cause.
#[derive(Clone, Debug)]
pub struct Problem(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    status: StatusCode,
    code: &'static str,
    detail: Cow<'static, str>,
    errors: Vec<FieldError>,
    more: Map<String, Value>,
    retry_after_seconds: Option<u64>,
    cause: Option<String>,
}

/// How a feature's own errors become problems.
pub type Refusal = Problem;

/// The form of every refusal.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemBody {
    /// A name for the kind of problem: `urn:potluck:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The status in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// Stable, for programs.
    #[schema(value_type = ProblemCode)]
    pub code: String,
    /// For people: what happened and what to do.
    pub detail: String,
    /// Where to look in the server's log.
    pub request_id: Option<String>,
    /// Which fields were refused.
    pub errors: Vec<FieldError>,
    /// Facts that belong to this code.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    pub more: Map<String, Value>,
}

impl Problem {
    /// A refusal with a stable code; `detail` says what to do.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self(Arc::new(Parts {
            status,
            code,
            detail: detail.into(),
            errors: Vec::new(),
            more: Map::new(),
            retry_after_seconds: None,
            cause: None,
        }))
    }

    /// Not there, or not yours: the answer does not tell which.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "There is nothing here, or it belongs to somebody else.")
    }

    /// Sign in first.
    #[must_use]
    pub fn unauthenticated() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthenticated", "Sign in to go on.")
    }

    /// Yours to see, but not to do.
    #[must_use]
    pub fn forbidden(detail: &'static str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", detail)
    }

    /// It does not fit with what is already there.
    #[must_use]
    pub fn conflict(code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::CONFLICT, code, detail)
    }

    /// Fields were refused.
    #[must_use]
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let detail = errors.first().map_or_else(
            || Cow::Borrowed("Something in the request is not valid."),
            |first| Cow::Owned(format!("{}: {}", first.field, first.message)),
        );
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "validation_failed", detail).edit(|parts| parts.errors = errors)
    }

    /// Our fault. The cause goes to the log, never into the body.
    #[must_use]
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        let cause = cause.to_string();
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "Something went wrong on the server. Nothing was changed; try again.",
        )
        .edit(|parts| parts.cause = Some(cause))
    }

    /// Adds a fact that belongs to this code.
    #[must_use]
    pub fn with(self, name: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        self.edit(|parts| {
            parts.more.insert(name.to_owned(), value);
        })
    }

    /// Points at the field that it is about.
    #[must_use]
    pub fn about(self, error: FieldError) -> Self {
        self.edit(|parts| parts.errors.push(error))
    }

    /// Says when trying again makes sense.
    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Self {
        self.edit(|parts| parts.retry_after_seconds = Some(seconds))
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// The sentence for people.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.0.detail
    }

    /// What to log; only problems that are our fault have it.
    pub(super) fn cause(&self) -> Option<&str> {
        self.0.cause.as_deref()
    }

    /// The answer as it goes out.
    pub(super) fn respond(&self, request_id: Option<String>) -> Response {
        let parts = &self.0;
        let body = ProblemBody {
            kind: format!("urn:potluck:problem:{}", parts.code),
            title: parts.status.canonical_reason().unwrap_or("Problem").to_owned(),
            status: parts.status.as_u16(),
            code: parts.code.to_owned(),
            detail: parts.detail.clone().into_owned(),
            request_id,
            errors: parts.errors.clone(),
            more: parts.more.clone(),
        };
        let mut response = (parts.status, axum::Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = parts.retry_after_seconds {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if parts.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }

    fn edit(mut self, change: impl FnOnce(&mut Parts)) -> Self {
        // A problem is only edited while it is being made, before anybody else holds it.
        if let Some(parts) = Arc::get_mut(&mut self.0) {
            change(parts);
        }
        self
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.0.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Self {
        match error {
            // Whichever field it was in: nobody types one by accident.
            store::Error::Nul => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "validation_failed",
                "A text holds a NUL character; leave it out.",
            ),
            // Nor is anything of ours that old; if a time of our own making were, this is where to see it.
            store::Error::TooLongAgo => {
                tracing::warn!("a time is from before the oldest that is kept");
                Self::new(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "validation_failed",
                    "A date is further back than any that is kept; use a later one.",
                )
            }
            store::Error::Busy => {
                tracing::warn!("no connection to the database became free in time");
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "The server is busy. Try again in a minute.")
                    .retry_after(60)
            }
            error => Self::internal(error),
        }
    }
}
