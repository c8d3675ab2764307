//! What can go wrong with a vendor, in no vendor's words.

use std::{fmt, time::Duration};

/// A request that was not answered, or an answer that is not whole.
///
/// Holds no text of the question or the answer, and no key: vendors quote all of these in their error messages, so the
/// message is read for its meaning and dropped, and only the vendor's own code survives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderError {
    /// What happened.
    pub kind: ErrorKind,
    /// The vendor's HTTP status, when there was an answer.
    pub status: Option<u16>,
    /// The vendor's word for the error, such as `rate_limit_exceeded`.
    pub code: Option<String>,
    /// How long the vendor asks to wait.
    pub retry_after: Option<Duration>,
    /// The vendor's name for this request, for asking its support.
    pub request_id: Option<String>,
}

/// The kinds of vendor trouble that a turn treats differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// No connection, or none that was answered.
    Unreachable,
    /// Too many requests or tokens; [`ProviderError::retry_after`] says when to come back.
    RateLimited,
    /// The vendor has trouble of its own.
    Overloaded,
    /// The vendor refuses the operator's account: key missing or wrong, not permitted, or out of credit.
    Authentication,
    /// The conversation is longer than the model can take.
    ContextTooLong,
    /// The vendor's filter refused the question.
    ContentRefused,
    /// The vendor does not accept the request for another reason.
    BadRequest,
    /// The vendor has no such model.
    ModelUnknown,
    /// The stream was cut before its end.
    Interrupted,
    /// The vendor fell silent for longer than the endpoint's limit.
    Stalled,
    /// What came is not the format that was promised.
    Malformed,
    /// What came is larger than any real answer.
    TooLarge,
}

impl ErrorKind {
    /// The stable word for it in logs, metrics and rows.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::RateLimited => "rate_limited",
            Self::Overloaded => "overloaded",
            Self::Authentication => "authentication",
            Self::ContextTooLong => "context_too_long",
            Self::ContentRefused => "content_refused",
            Self::BadRequest => "bad_request",
            Self::ModelUnknown => "model_unknown",
            Self::Interrupted => "interrupted",
            Self::Stalled => "stalled",
            Self::Malformed => "malformed",
            Self::TooLarge => "too_large",
        }
    }
}

impl ProviderError {
    /// An error about which only its kind is known.
    #[must_use]
    pub fn new(kind: ErrorKind) -> Self {
        Self { kind, status: None, code: None, retry_after: None, request_id: None }
    }

    /// Whether the same request may succeed when it is sent again. Whether that is right is the turn's decision: only
    /// before the first token, and not before [`Self::retry_after`].
    #[must_use]
    pub fn retryable(&self) -> bool {
        match self.kind {
            ErrorKind::Unreachable
            | ErrorKind::RateLimited
            | ErrorKind::Overloaded
            | ErrorKind::Interrupted
            | ErrorKind::Stalled => true,
            ErrorKind::Authentication
            | ErrorKind::ContextTooLong
            | ErrorKind::ContentRefused
            | ErrorKind::BadRequest
            | ErrorKind::ModelUnknown
            | ErrorKind::Malformed
            | ErrorKind::TooLarge => false,
        }
    }
}

impl fmt::Display for ProviderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the vendor's answer failed: {}", self.kind.name())?;
        if let Some(status) = self.status {
            write!(f, ", status {status}")?;
        }
        if let Some(code) = &self.code {
            write!(f, ", code {code}")?;
        }
        if let Some(request_id) = &self.request_id {
            write!(f, ", request {request_id}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ProviderError {}
