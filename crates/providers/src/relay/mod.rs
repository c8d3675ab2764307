//! Requests that are passed on in the vendor's own words: for clients that speak its format themselves.
//!
//! Nothing is translated. Of the request only the model's name, the limit of the answer and what makes the vendor report its usage
//! are changed; the answer goes back event by event, as it came, and is read on the way for what it used.

mod edit;
mod fields;
mod stream;
mod whole;

use std::pin::Pin;

use bytes::Bytes;
use futures_util::Stream;

use crate::{Finish, Kind, ProviderError};

pub(crate) use edit::{body, counted};
pub use fields::{Fields, FieldsError};
pub(crate) use stream::relay;
pub(crate) use whole::{count as read_count, read as read_whole};

/// A wire format that clients speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// `OpenAI`'s chat completions.
    ChatCompletions,
    /// `OpenAI`'s responses.
    Responses,
    /// Anthropic's messages.
    Messages,
    /// `OpenAI`'s embeddings: texts become vectors, and nothing is answered.
    Embeddings,
}

impl Format {
    /// The path below the endpoint's base URL.
    pub(crate) fn path(self) -> &'static [&'static str] {
        match self {
            Self::ChatCompletions => &["chat", "completions"],
            Self::Responses => &["responses"],
            Self::Messages => &["v1", "messages"],
            Self::Embeddings => &["embeddings"],
        }
    }

    /// Whether an endpoint speaks this format itself. Of the servers that are compatible with `OpenAI` only some know its
    /// responses.
    pub(crate) fn is_spoken_by(self, kind: Kind, is_vendors_own: bool) -> bool {
        match self {
            Self::ChatCompletions | Self::Embeddings => matches!(kind, Kind::OpenAi | Kind::Ollama),
            Self::Responses => kind == Kind::OpenAi && is_vendors_own,
            Self::Messages => kind == Kind::Anthropic,
        }
    }
}

/// A request in a vendor's own words.
#[derive(Debug)]
pub struct RawRequest {
    /// In which words.
    pub format: Format,
    /// What the client sent.
    pub fields: Fields,
    /// The vendor's own name of the model.
    pub model: String,
    /// The most tokens that the answer may have: what was reserved. Nothing is said of it where nothing is answered.
    pub max_output_tokens: u32,
    /// Whether the answer comes as events.
    pub streams: bool,
    /// The features that the client asks for by Anthropic's `anthropic-beta`.
    pub betas: Option<String>,
}

/// An answer in the vendor's own words.
pub enum Relay {
    /// Event by event.
    Stream(RelayStream),
    /// At once.
    Whole(Whole),
}

/// The answer as it comes in; [`Relayed::Finished`] is the last item of a whole one. Dropping it stops reading and closes the
/// connection.
pub type RelayStream = Pin<Box<dyn Stream<Item = Result<Relayed, ProviderError>> + Send>>;

/// One step of an answer in the vendor's own words.
pub enum Relayed {
    /// Events that came together, as they came.
    Events {
        /// Their bytes, the empty line at the end of each included.
        bytes: Bytes,
        /// About as many tokens of the answer as are in them.
        tokens: u64,
    },
    /// The answer is whole.
    Finished(Finish),
}

/// An answer that came at once.
pub struct Whole {
    /// The body, as it came.
    pub body: Bytes,
    /// How it ended and what it used.
    pub finish: Finish,
    /// About as many tokens as it has.
    pub tokens: u64,
}

/// A request that the vendor refused.
#[derive(Debug)]
pub struct Refused {
    /// What it means.
    pub error: ProviderError,
    /// The vendor's own words, where they are about the request and can be passed on.
    pub body: Option<Bytes>,
}

impl From<ProviderError> for Refused {
    fn from(error: ProviderError) -> Self {
        Self { error, body: None }
    }
}
