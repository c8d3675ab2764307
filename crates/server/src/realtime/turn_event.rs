//! What the watchers of a turn are sent.

use domain::credit::NanoUsd;
use domain::id::{ConversationId, MessageId, TurnId};
use domain::turn::TurnStatus;
use serde::Serialize;
use store::usage::Charge;
use utoipa::ToSchema;

/// One step of an answer, in the order in which it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "event", content = "data")]
pub enum TurnEvent {
    /// The question is accepted and its credit reserved.
    #[serde(rename = "turn.started")]
    Started(TurnStarted),
    /// The answer so far: replaces everything that is shown of it.
    #[serde(rename = "turn.snapshot")]
    Snapshot(AnswerText),
    /// What comes next: appended to what is shown.
    #[serde(rename = "text.delta")]
    Delta(AnswerText),
    /// The model has thought, and answers from now on.
    #[serde(rename = "turn.thought")]
    Thought(TurnThought),
    /// How it ended. Nothing follows.
    #[serde(rename = "turn.finished")]
    Finished(TurnFinished),
}

/// A turn that begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TurnStarted {
    /// The turn.
    pub turn_id: TurnId,
    /// Where it is asked.
    pub conversation_id: ConversationId,
    /// The question's message.
    pub question_id: MessageId,
    /// The answer's message.
    pub reply_id: MessageId,
    /// The model.
    pub model: String,
    /// How long the answer can become.
    pub max_output_tokens: u32,
    /// Whether that is less than the model could do, because there is not enough credit for more.
    pub shortened: bool,
    /// What is reserved: the most that it costs unless the vendor reports more.
    pub held_nanousd: NanoUsd,
}

/// Thinking that is over. What was thought is with the message, once the answer has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TurnThought {
    /// How long it took, in milliseconds.
    pub thought_ms: u64,
}

/// Text of an answer, up to a sequence number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnswerText {
    /// The sequence number of the last piece in `text`; the stream can be resumed after it.
    pub seq: u64,
    /// The text.
    pub text: String,
}

/// A turn that has ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TurnFinished {
    /// The turn.
    pub turn_id: TurnId,
    /// How it ended.
    pub status: TurnStatus,
    /// What it used; null when nothing is charged.
    pub usage: Option<UsageBody>,
    /// What it cost.
    pub cost_nanousd: NanoUsd,
    /// Why the answer is not whole.
    pub error: Option<ErrorBody>,
}

/// Tokens by kind; each is in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct UsageBody {
    /// Read anew.
    pub input_tokens: u64,
    /// Read from the vendor's cache.
    pub cached_input_tokens: u64,
    /// Read anew and put into the vendor's cache.
    pub cache_write_tokens: u64,
    /// Answered, thinking included.
    pub output_tokens: u64,
    /// Whether this is our count, because the vendor reported none.
    pub estimated: bool,
}

/// Why an answer is not whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ErrorBody {
    /// Stable, for programs.
    pub code: String,
    /// For people: what happened and what to do.
    pub detail: &'static str,
}

impl From<Charge> for UsageBody {
    fn from(charge: Charge) -> Self {
        Self {
            input_tokens: charge.usage.input,
            cached_input_tokens: charge.usage.cached_input,
            cache_write_tokens: charge.usage.cache_write,
            output_tokens: charge.usage.output,
            estimated: charge.estimated,
        }
    }
}
