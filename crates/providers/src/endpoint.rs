//! Where a vendor is, and how long to wait for it.

use std::time::Duration;

use crate::Secret;

/// Which wire format an endpoint speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `OpenAI`'s chat completions, and everything compatible: llama.cpp, vLLM, `OpenRouter`.
    OpenAi,
    /// Anthropic's messages.
    Anthropic,
    /// Google's Gemini.
    Gemini,
    /// Ollama, by its OpenAI-compatible side.
    Ollama,
    /// The demo model in this process; needs no address and no key.
    Demo,
}

impl Kind {
    /// The word for it in settings and rows: `openai`, `anthropic`, `gemini`, `ollama`, `demo`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OpenAi => "openai",
            Self::Anthropic => "anthropic",
            Self::Gemini => "gemini",
            Self::Ollama => "ollama",
            Self::Demo => "demo",
        }
    }

    /// The kind of a word in settings and rows.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::OpenAi, Self::Anthropic, Self::Gemini, Self::Ollama, Self::Demo]
            .into_iter()
            .find(|kind| kind.name() == name)
    }

    /// Where the vendor itself serves this format; empty for the demo model.
    #[must_use]
    pub fn default_base_url(self) -> &'static str {
        match self {
            Self::OpenAi => "https://api.openai.com/v1",
            Self::Anthropic => "https://api.anthropic.com",
            Self::Gemini => "https://generativelanguage.googleapis.com",
            Self::Ollama => "http://127.0.0.1:11434",
            Self::Demo => "",
        }
    }
}

/// One place that answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// The wire format.
    pub kind: Kind,
    /// The address that the format's paths are added to, as the vendors' own libraries take it: with `/v1` for
    /// `OpenAI`, without a version for the others (a `/v1` or `/v1beta` at their end is understood). Ollama's may lack
    /// `http://`, as `OLLAMA_HOST` does.
    pub base_url: String,
    /// The key, where one is needed.
    pub api_key: Option<Secret>,
    /// How long to wait.
    pub timeouts: Timeouts,
}

impl Endpoint {
    /// The vendor's own address with the usual limits.
    #[must_use]
    pub fn new(kind: Kind, api_key: Option<Secret>) -> Self {
        Self { kind, base_url: kind.default_base_url().to_owned(), api_key, timeouts: Timeouts::default() }
    }
}

/// How long to wait for a vendor before giving up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For the connection, TLS included.
    pub connect: Duration,
    /// From sending the request to the first text or thinking of the answer.
    pub first_token: Duration,
    /// Between two signs of life after that; a vendor's ping is one.
    pub silence: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            // Models that think show nothing for a long while.
            first_token: Duration::from_mins(2),
            silence: Duration::from_mins(1),
        }
    }
}

/// Why an endpoint cannot be used at all. The operator's settings are at fault, not the vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConnectError {
    /// The base URL is not an `http` or `https` address, or has a user or password in it.
    #[error("the base URL is not an http or https address without a user and password")]
    BaseUrl,
    /// The key has characters that no HTTP header can carry, usually a line break from a file.
    #[error("the API key contains characters that cannot be sent, such as a line break")]
    ApiKey,
    /// This machine's TLS could not be set up.
    #[error("TLS could not be set up on this machine")]
    Tls,
}
