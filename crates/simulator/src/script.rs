//! What the simulated vendor is told to do with a request.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// How one request is answered. All fields have a default, in JSON too: `{}` is a plain, fast, whole answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Script {
    /// The answer, as it is. Without it, and without `words`, a canned answer is chosen by the question.
    pub text: Option<String>,
    /// An answer of exactly so many tokens, when there is no `text`.
    pub words: Option<u32>,
    /// Thinking that is shown before the answer; counted as output.
    pub reasoning: Option<String>,
    /// Instead of a text the model calls the tool `look_up` with this JSON; its pieces are the answer's tokens.
    pub tool_call: Option<String>,
    /// Before the first token, in milliseconds.
    pub first_token_delay_ms: u64,
    /// Before each further token, in milliseconds.
    pub token_delay_ms: u64,
    /// What is reported as usage.
    pub usage: Usage,
    /// A stream reports it so many times, one after the other. Without it, once.
    pub usage_reports: Option<u32>,
    /// What goes wrong.
    pub fault: Fault,
    /// The fault meets only so many requests; the next one succeeds. Without it, it meets all.
    pub fail_times: Option<u32>,
    /// After so many tokens the answer waits until [`crate::AiVendor::release`].
    pub hold_after: Option<u32>,
}

impl Script {
    /// An answer of exactly this text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), ..Self::default() }
    }

    /// An answer of exactly so many tokens.
    #[must_use]
    pub fn words(count: u32) -> Self {
        Self { words: Some(count), ..Self::default() }
    }

    /// A canned answer at the speed of a usual model, for people to look at.
    #[must_use]
    pub fn lifelike() -> Self {
        Self { first_token_delay_ms: 350, token_delay_ms: 14, usage: Usage::EchoEstimate, ..Self::default() }
    }

    /// The same with this fault.
    #[must_use]
    pub fn with_fault(self, fault: Fault) -> Self {
        Self { fault, ..self }
    }

    /// The same with this usage.
    #[must_use]
    pub fn with_usage(self, usage: Usage) -> Self {
        Self { usage, ..self }
    }

    /// The script that a model's name asks for, so that a running server can be driven from a browser:
    /// `sim-cut-5`, `sim-end-5`, `sim-stall-5`, `sim-malformed-5`, `sim-giant-5`, `sim-error-5` (after 5 tokens),
    /// `sim-429`, `sim-503` (any error status), `sim-flaky-2` (503 twice, then an answer), `sim-refuse`, `sim-slow`,
    /// `sim-hold-5`, `sim-words-500`, `sim-echo` (the input estimate as usage), `sim-no-usage`, `sim-null-usage`,
    /// `sim-zero-usage`, `sim-think`.
    #[must_use]
    pub fn for_model(model: &str) -> Option<Self> {
        let order = model.strip_prefix("sim-")?;
        let (verb, number) = match order.rsplit_once('-') {
            Some((verb, number)) => match number.parse::<u32>() {
                Ok(number) => (verb, number),
                Err(_) => (order, 0),
            },
            None => (order, 0),
        };
        let fault = |fault| Self::words(40).with_fault(fault);
        Some(match verb {
            "cut" => fault(Fault::CutAfter { tokens: number }),
            "end" => fault(Fault::EndAfter { tokens: number }),
            "stall" => fault(Fault::StallAfter { tokens: number }),
            "malformed" => fault(Fault::MalformedAfter { tokens: number }),
            "giant" => fault(Fault::GiantChunkAfter { tokens: number, bytes: 64 << 20 }),
            "error" => fault(Fault::ErrorEventAfter { tokens: number }),
            "flaky" => Self {
                fail_times: Some(number),
                ..Self::default().with_fault(Fault::ErrorBeforeFirstByte { status: 503 })
            },
            "refuse" => fault(Fault::Refuse),
            "slow" => Self { first_token_delay_ms: 1_000, token_delay_ms: 200, ..Self::default() },
            "hold" => Self { hold_after: Some(number), ..Self::words(40) },
            "words" => Self::words(number),
            "echo" => Self::default().with_usage(Usage::EchoEstimate),
            "no-usage" => Self::default().with_usage(Usage::Missing),
            "null-usage" => Self::default().with_usage(Usage::Null),
            "zero-usage" => Self::default().with_usage(Usage::Zero),
            "think" => Self { reasoning: Some("The question is short. I answer it.".to_owned()), ..Self::default() },
            "429" => fault(Fault::RateLimited { retry_after_s: 1 }),
            status => {
                let status = status.parse().ok().filter(|status| (400..600).contains(status))?;
                fault(Fault::ErrorBeforeFirstByte { status })
            }
        })
    }

    pub(crate) fn first_token_delay(&self) -> Duration {
        Duration::from_millis(self.first_token_delay_ms)
    }

    pub(crate) fn token_delay(&self) -> Duration {
        Duration::from_millis(self.token_delay_ms)
    }
}

/// What is reported as usage. The rule for counting: output tokens are the pieces that were sent, and input tokens the
/// words of all texts of the request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Usage {
    /// Counted by the rule.
    #[default]
    Exact,
    /// Output by the rule; input as Potluck estimates it before a turn, so that a test can predict a reservation to the
    /// token: `ceil(bytes of all texts / 2) + 8 * messages`, where instructions above the conversation are a message.
    EchoEstimate,
    /// Not reported at all.
    Missing,
    /// Reported as null.
    Null,
    /// Reported as zero of everything.
    Zero,
    /// Reported as these numbers, in disjoint kinds; each dialect writes them in its vendor's way.
    Custom(Tokens),
}

/// Tokens in disjoint kinds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tokens {
    /// Input that is neither read from nor written to the cache.
    pub input: u64,
    /// Input read from the cache.
    pub cached_input: u64,
    /// Input written to the cache.
    pub cache_write: u64,
    /// Output without thinking.
    pub output: u64,
    /// Thinking.
    pub reasoning: u64,
}

/// What goes wrong with a request. Tokens are those of the answer; a fault at or beyond its end comes just before the
/// vendor would say how it ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Nothing.
    #[default]
    None,
    /// An error instead of an answer, with the vendor's own body for this status.
    ErrorBeforeFirstByte {
        /// The HTTP status, 400 to 599.
        status: u16,
    },
    /// Status 429 with the wait as this vendor says it.
    RateLimited {
        /// Seconds.
        retry_after_s: u32,
    },
    /// The connection breaks.
    CutAfter {
        /// Tokens before it.
        tokens: u32,
    },
    /// The response ends cleanly, but without the vendor's end: what a proxy makes of a broken connection.
    EndAfter {
        /// Tokens before it.
        tokens: u32,
    },
    /// Silence, for ever.
    StallAfter {
        /// Tokens before it.
        tokens: u32,
    },
    /// An event that is not JSON.
    MalformedAfter {
        /// Tokens before it.
        tokens: u32,
    },
    /// One event of this size, that ends and is valid.
    GiantChunkAfter {
        /// Tokens before it.
        tokens: u32,
        /// Bytes of its text.
        bytes: u64,
    },
    /// The vendor reports trouble of its own inside the stream.
    ErrorEventAfter {
        /// Tokens before it.
        tokens: u32,
    },
    /// The model or the vendor's filter declines, in the vendor's way.
    Refuse,
}
