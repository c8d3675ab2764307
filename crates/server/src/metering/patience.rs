//! How long an answer that nobody waits for any more is read on for its usage (MONEY.md §4).

use std::time::Duration;

use providers::Kind;

const VENDOR: Duration = Duration::from_mins(1);
/// A model on one's own machine costs nothing, and could do something better.
const OWN_MACHINE: Duration = Duration::from_secs(5);

/// How long to wait for the report of a vendor of this kind.
#[must_use]
pub fn patience(kind: Kind) -> Duration {
    match kind {
        Kind::Ollama | Kind::Demo => OWN_MACHINE,
        Kind::OpenAi | Kind::Anthropic | Kind::Gemini => VENDOR,
    }
}
