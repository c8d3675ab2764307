//! Why an answer is not whole: the codes that are kept with a turn, and what members read.

use providers::{ErrorKind, ProviderError};

use crate::realtime::ErrorBody;

/// The node that ran the turn stopped or died.
pub(super) const SERVER_STOPPED: &str = "server_stopped";
/// The answer took longer than credit is held for.
pub(super) const TOOK_TOO_LONG: &str = "took_too_long";
/// The answer was longer than a message can be.
pub(super) const ANSWER_TOO_LONG: &str = "answer_too_long";
/// The vendor or the model declined.
pub(super) const CONTENT_REFUSED: &str = "content_refused";
/// A picture that goes with the question cannot be read.
pub(super) const FILE_UNREADABLE: &str = "file_unreadable";
/// The vendor broke off in the middle.
pub(super) const ANSWER_INTERRUPTED: &str = "answer_interrupted";

/// The code for a vendor's error, by whether a part of the answer was there already.
pub(super) fn code(error: &ProviderError, delivered: bool) -> &'static str {
    if delivered {
        return ANSWER_INTERRUPTED;
    }
    match error.kind {
        ErrorKind::RateLimited => "provider_busy",
        ErrorKind::ContextTooLong => "context_too_long",
        ErrorKind::ContentRefused => CONTENT_REFUSED,
        ErrorKind::ModelUnknown => "model_unknown",
        ErrorKind::Unreachable
        | ErrorKind::Overloaded
        | ErrorKind::Authentication
        | ErrorKind::BadRequest
        | ErrorKind::Interrupted
        | ErrorKind::Stalled
        | ErrorKind::Malformed
        | ErrorKind::TooLarge => "provider_unavailable",
    }
}

/// What a member reads.
pub(super) fn explain(code: &str) -> ErrorBody {
    let detail = match code {
        SERVER_STOPPED => "The server stopped before the answer was whole. What came is kept; ask again for the rest.",
        TOOK_TOO_LONG => "The answer took too long. What came is kept; ask again for the rest.",
        ANSWER_TOO_LONG => "The answer was too long. What came is kept; ask for a shorter one.",
        CONTENT_REFUSED => "The model declined to answer this. Ask differently, or choose another model.",
        FILE_UNREADABLE => "A picture could not be read. Nothing was charged; try again, or send the picture again.",
        "provider_busy" => "The AI vendor is busy. Nothing was charged; try again in a minute.",
        "context_too_long" => "The conversation is too long for this model. Nothing was charged; begin a new one.",
        "model_unknown" => "The AI vendor does not have this model any more. Nothing was charged; choose another.",
        "provider_unavailable" => {
            "The AI vendor cannot be reached or did not answer. Nothing was charged; try again, or choose another model."
        }
        _ => "The AI vendor broke off. What came is kept; try again.",
    };
    ErrorBody { code: code.to_owned(), detail }
}
