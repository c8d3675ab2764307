//! What is asked of a model, in no vendor's words.

use std::fmt;

use domain::conversation::Role;

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
}

/// One message of the conversation.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// Who wrote it.
    pub role: Role,
    /// What was written, as it is.
    pub text: String,
}

// Written by hand, so that a request that ends up in a log shows its size and not what somebody asked.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("model", &self.model)
            .field("system_bytes", &self.system.as_ref().map(String::len))
            .field("messages", &self.messages)
            .field("max_output_tokens", &self.max_output_tokens)
            .finish()
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}({} bytes)", self.role, self.text.len())
    }
}
