//! The vendors' wire formats: pure state machines from events to deltas, and the requests that go with them.
//!
//! One file per dialect. Nothing in here does I/O, so that recorded streams can be cut at every byte.

mod anthropic;
mod gemini;
mod openai;
#[cfg(test)]
mod recorded;
mod responses;
mod text;

use std::collections::VecDeque;

use reqwest::{
    Url,
    header::{HeaderName, HeaderValue},
};
use serde_json::Value;

use crate::{
    Delta, ErrorKind, Finish, FinishReason, Format, Kind, Message, ProviderError, Request, TokenUsage, sse, usage,
};

/// The most bytes that text and thinking of one answer may have together: far beyond any model's limit, and what
/// keeps a vendor that ignores the limit of tokens from filling the memory.
pub(crate) const MAX_ANSWER_BYTES: usize = 8 << 20;

/// What is sent to a vendor.
pub(crate) struct Call {
    /// Segments to append to the endpoint's base URL.
    pub(crate) path: Vec<String>,
    /// The query, without `?`.
    pub(crate) query: Option<&'static str>,
    /// The JSON body.
    pub(crate) body: Vec<u8>,
}

/// What a dialect has understood of an answer so far.
#[derive(Debug, Default)]
struct Facts {
    reason: Option<FinishReason>,
    usage: Option<TokenUsage>,
    raw_usage: Option<Value>,
    /// Whether something was reported, sense or nonsense.
    has_report: bool,
    response_id: Option<String>,
    model: Option<String>,
    /// About as many tokens as tools were called with: they are part of the answer, and no text.
    tool_tokens: u64,
    /// The vendor's own sign that nothing follows.
    ended: bool,
    /// Whether the reason alone proves that the answer is whole, because the format has no such sign.
    reason_is_the_end: bool,
}

/// One vendor's stream format.
trait Dialect: Send {
    /// Takes in an event: appends its deltas, and notes everything else in the facts.
    fn event(&mut self, data: &str, facts: &mut Facts, deltas: &mut VecDeque<Delta>) -> Result<(), ProviderError>;
}

/// Reads an answer: bytes in, deltas out, [`Delta::Finished`] last.
pub(crate) struct Reader {
    events: sse::Decoder,
    dialect: Box<dyn Dialect>,
    facts: Facts,
    request_id: Option<String>,
    answer_bytes: usize,
    has_tool_call: bool,
}

impl Reader {
    /// A reader for a new answer. `request_id` is what the response's head said.
    pub(crate) fn new(kind: Kind, request_id: Option<String>) -> Self {
        let (dialect, reason_is_the_end): (Box<dyn Dialect>, bool) = match kind {
            Kind::Anthropic => (Box::new(anthropic::Anthropic::default()), false),
            Kind::Gemini => (Box::new(gemini::Gemini), true),
            Kind::OpenAi | Kind::Ollama | Kind::Demo => (Box::new(openai::OpenAi), false),
        };
        Self::speaking(dialect, reason_is_the_end, request_id)
    }

    /// A reader for a new answer in a format that is relayed.
    pub(crate) fn of(format: Format, request_id: Option<String>) -> Self {
        let dialect: Box<dyn Dialect> = match format {
            // Embeddings never come as events.
            Format::ChatCompletions | Format::Embeddings => Box::new(openai::OpenAi),
            Format::Responses => Box::new(responses::Responses),
            Format::Messages => Box::new(anthropic::Anthropic::default()),
        };
        Self::speaking(dialect, false, request_id)
    }

    fn speaking(dialect: Box<dyn Dialect>, reason_is_the_end: bool, request_id: Option<String>) -> Self {
        Self {
            events: sse::Decoder::default(),
            dialect,
            facts: Facts { reason_is_the_end, ..Facts::default() },
            request_id,
            answer_bytes: 0,
            has_tool_call: false,
        }
    }

    /// Takes in the next bytes and appends the deltas that they complete. What comes after the vendor's sign that
    /// nothing follows is ignored.
    pub(crate) fn push(&mut self, bytes: &[u8], deltas: &mut VecDeque<Delta>) -> Result<(), ProviderError> {
        let Self { events, dialect, facts, answer_bytes, .. } = self;
        let read = events.push(bytes, |data| {
            if facts.ended {
                return Ok(());
            }
            let before = deltas.len();
            dialect.event(data, facts, deltas)?;
            *answer_bytes += deltas.range(before..).map(size).sum::<usize>();
            if *answer_bytes > MAX_ANSWER_BYTES { Err(ProviderError::new(ErrorKind::TooLarge)) } else { Ok(()) }
        });
        match read {
            Err(error) if !self.facts.ended => Err(self.blame(error)),
            _ => Ok(()),
        }
    }

    /// Adds to an error what the response's head said.
    pub(crate) fn blame(&self, mut error: ProviderError) -> ProviderError {
        error.request_id = error.request_id.or_else(|| self.request_id.clone());
        error
    }

    /// Whether the vendor has said that nothing follows.
    pub(crate) fn ended(&self) -> bool {
        self.facts.ended
    }

    /// Whether a report of the usage has come.
    pub(crate) fn has_report(&self) -> bool {
        self.facts.has_report
    }

    /// Whether text, thinking or a call of a tool has come.
    pub(crate) fn has_answer(&self) -> bool {
        self.answer_bytes > 0 || self.has_tool_call || self.facts.tool_tokens > 0
    }

    /// About as many tokens as tools were called with since the last time.
    pub(crate) fn take_tool_tokens(&mut self) -> u64 {
        self.has_tool_call |= self.facts.tool_tokens > 0;
        std::mem::take(&mut self.facts.tool_tokens)
    }

    /// Ends the answer, whether the vendor said so, the connection closed or it fell silent.
    ///
    /// `None` when the answer is not whole. It is whole when the vendor said that nothing follows, and also when all
    /// that matters had come, reason and usage, and only that last sign is missing.
    pub(crate) fn end(&mut self) -> Option<Finish> {
        self.take_tool_tokens();
        let facts = std::mem::take(&mut self.facts);
        let reported = facts.usage.is_some() || facts.reason_is_the_end;
        if !(facts.ended || facts.reason.is_some() && reported) {
            return None;
        }
        let has_answer = self.has_answer();
        Some(Finish {
            reason: facts.reason.unwrap_or(FinishReason::Other),
            // A report of zero for text that was delivered is no report (MONEY.md §4).
            usage: facts.usage.filter(|usage| !has_answer || usage::plausible(usage)),
            raw_usage: facts.raw_usage,
            request_id: self.request_id.clone().or(facts.response_id),
            model: facts.model,
        })
    }
}

/// The kinds of tokens in the usage report of a whole answer.
pub(crate) fn read_usage(format: Format, report: &Value) -> Option<TokenUsage> {
    match format {
        Format::ChatCompletions => openai::read_usage(report),
        Format::Embeddings => openai::read_embedded(report),
        Format::Responses => responses::read_usage(report),
        Format::Messages => anthropic::read_usage(report),
    }
}

/// Whether an endpoint of `OpenAI`'s format is the vendor's own.
pub(crate) use openai::takes_completion_limit as is_vendors_own;

fn size(delta: &Delta) -> usize {
    match delta {
        Delta::Text(text) | Delta::Reasoning(text) => text.len(),
        Delta::Finished(_) => 0,
    }
}

/// Puts a request into the endpoint's words.
pub(crate) fn call(kind: Kind, base: &Url, request: &Request) -> Result<Call, ProviderError> {
    match kind {
        Kind::Anthropic => anthropic::call(request),
        Kind::Gemini => gemini::call(request),
        Kind::OpenAi | Kind::Ollama | Kind::Demo => openai::call(request, base),
    }
}

/// The headers that are the same for every request to an endpoint, with the key if there is one.
pub(crate) fn headers(kind: Kind, key: Option<&str>) -> Option<Vec<(HeaderName, HeaderValue)>> {
    let mut headers = Vec::new();
    if kind == Kind::Anthropic {
        headers.push((HeaderName::from_static("anthropic-version"), HeaderValue::from_static("2023-06-01")));
    }
    if let Some(key) = key {
        let (name, value) = match kind {
            Kind::Anthropic => ("x-api-key", HeaderValue::from_str(key)),
            // Never in the URL, although Google's examples put it there: URLs end up in logs.
            Kind::Gemini => ("x-goog-api-key", HeaderValue::from_str(key)),
            Kind::OpenAi | Kind::Ollama | Kind::Demo => {
                ("authorization", HeaderValue::from_str(&format!("Bearer {key}")))
            }
        };
        let mut value = value.ok()?;
        value.set_sensitive(true);
        headers.push((HeaderName::from_static(name), value));
    }
    Some(headers)
}

/// The messages that say something. An answer that was stopped before its first word is empty, and vendors refuse a
/// whole conversation for one empty message.
fn spoken(request: &Request) -> impl Iterator<Item = &Message> {
    request.messages.iter().filter(|message| !message.is_empty())
}

fn body(body: &impl serde::Serialize) -> Result<Vec<u8>, ProviderError> {
    serde_json::to_vec(body).map_err(|_| ProviderError::new(ErrorKind::BadRequest))
}

fn parse<'data, T: serde::Deserialize<'data>>(data: &'data str) -> Result<T, ProviderError> {
    serde_json::from_str(data).map_err(|_| ProviderError::new(ErrorKind::Malformed))
}
