//! What comes back from a model, in no vendor's words.

use std::fmt;

use domain::price::TokenUsage;

/// One step of an answer.
#[derive(Clone, PartialEq, Eq)]
pub enum Delta {
    /// More text of the answer; never empty.
    Text(String),
    /// More of the model's thinking, where the vendor shows it; never empty, and no part of the answer.
    Reasoning(String),
    /// The answer is whole. Always the last item, and only of a stream that the vendor ended itself.
    Finished(Finish),
}

/// How an answer ended and what it used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finish {
    /// Why the model stopped.
    pub reason: FinishReason,
    /// Tokens by kind. `None` when the vendor reported nothing or nonsense: the turn is then priced by estimate.
    pub usage: Option<TokenUsage>,
    /// The vendor's own usage report, numbers only, kept as evidence beside the cost.
    pub raw_usage: Option<serde_json::Value>,
    /// The vendor's name for this request, for asking its support.
    pub request_id: Option<String>,
    /// The exact model that answered, when the vendor says so.
    pub model: Option<String>,
}

/// Why the model stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FinishReason {
    /// It had said everything.
    Complete,
    /// The limit of output tokens, or of the model's context, was reached.
    Length,
    /// The vendor's filter or the model itself declined to go on.
    Refused,
    /// A reason of the vendor's that Potluck does not know.
    Other,
}

// Written by hand, so that a delta that ends up in a log shows its size and not what somebody was told.
impl fmt::Debug for Delta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
            Self::Reasoning(text) => write!(f, "Reasoning({} bytes)", text.len()),
            Self::Finished(finish) => f.debug_tuple("Finished").field(finish).finish(),
        }
    }
}
