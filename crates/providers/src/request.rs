//! What is asked of a model, in no vendor's words.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use domain::conversation::Role;
use serde_json::Number;

/// One question with all that went before it.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The vendor's own name of the model, for example `gpt-5-mini`.
    pub model: String,
    /// Instructions that stand above the conversation.
    pub system: Option<String>,
    /// The conversation, oldest first; the last message is the question.
    pub messages: Vec<Message>,
    /// The most tokens that the answer may have, thinking included. The reservation was priced with it, so every
    /// dialect tells the vendor.
    pub max_output_tokens: u32,
    /// How the answer is chosen, where somebody has a wish.
    pub sampling: Sampling,
}

/// How an answer is chosen. Numbers stay as they were written.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Sampling {
    /// How much chance there is in it.
    pub temperature: Option<Number>,
    /// How much of what is likely is considered.
    pub top_p: Option<Number>,
    /// Texts at which it ends.
    pub stop: Vec<String>,
}

/// One message of the conversation.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// Who wrote it.
    pub role: Role,
    /// What was written, as it is.
    pub text: String,
    /// Pictures that come with it, for models that see.
    pub pictures: Vec<Picture>,
}

/// A picture.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its kind, for example `image/png`.
    pub media_type: &'static str,
    /// The file.
    pub bytes: Bytes,
}

impl Message {
    /// A message that is only text.
    #[must_use]
    pub fn text(role: Role, text: impl Into<String>) -> Self {
        Self { role, text: text.into(), pictures: Vec::new() }
    }

    /// Whether it says or shows nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.pictures.is_empty()
    }
}

impl Picture {
    /// As vendors take it.
    pub(crate) fn base64(&self) -> String {
        STANDARD.encode(&self.bytes)
    }

    /// As vendors take it where they want an address.
    pub(crate) fn data_url(&self) -> String {
        format!("data:{};base64,{}", self.media_type, self.base64())
    }
}

// Written by hand, so that a request that ends up in a log shows its size and not what somebody asked.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("model", &self.model)
            .field("system_bytes", &self.system.as_ref().map(String::len))
            .field("messages", &self.messages)
            .field("max_output_tokens", &self.max_output_tokens)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}({} bytes, {} pictures)", self.role, self.text.len(), self.pictures.len())
    }
}
