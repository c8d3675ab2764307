//! A turn as its member sees it.

use domain::credit::NanoUsd;
use domain::id::{ConversationId, MessageId, TurnId};
use domain::turn::TurnStatus;
use jiff::Timestamp;
use serde::Serialize;
use store::turns::Turn;
use utoipa::ToSchema;

use super::trouble::explain;
use crate::realtime::{ErrorBody, TurnFinished, TurnStarted, UsageBody};

/// A turn.
#[derive(Debug, Serialize, ToSchema)]
pub struct TurnBody {
    /// Which one.
    pub id: TurnId,
    /// Where it was asked.
    pub conversation_id: ConversationId,
    /// The question's message.
    pub question_id: MessageId,
    /// The answer's message.
    pub reply_id: MessageId,
    /// Its state.
    pub status: TurnStatus,
    /// The model.
    pub model: String,
    /// How long the answer can become.
    pub max_output_tokens: u32,
    /// Whether that is less than the model could do, because there was not enough credit for more.
    pub shortened: bool,
    /// What it reserved.
    pub held_nanousd: NanoUsd,
    /// What it used; null while it runs, and when nothing is charged.
    pub usage: Option<UsageBody>,
    /// What it cost; null while it runs.
    pub cost_nanousd: Option<NanoUsd>,
    /// Why the answer is not whole.
    pub error: Option<ErrorBody>,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub started_at: Timestamp,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Timestamp>,
}

impl From<Turn> for TurnBody {
    fn from(turn: Turn) -> Self {
        let finished = (turn.status != TurnStatus::Running).then(|| finished(&turn));
        Self {
            id: turn.id,
            conversation_id: turn.conversation,
            question_id: turn.question,
            reply_id: turn.reply,
            status: turn.status,
            model: turn.model,
            max_output_tokens: turn.max_output_tokens,
            shortened: turn.shortened,
            held_nanousd: turn.held,
            usage: finished.as_ref().and_then(|finished| finished.usage),
            cost_nanousd: finished.as_ref().map(|finished| finished.cost_nanousd),
            error: finished.and_then(|finished| finished.error),
            started_at: turn.started_at,
            ended_at: turn.ended_at,
        }
    }
}

/// The first event of a turn's own stream.
pub(super) fn started(turn: &Turn) -> TurnStarted {
    TurnStarted {
        turn_id: turn.id,
        conversation_id: turn.conversation,
        question_id: turn.question,
        reply_id: turn.reply,
        model: turn.model.clone(),
        max_output_tokens: turn.max_output_tokens,
        shortened: turn.shortened,
        held_nanousd: turn.held,
    }
}

/// The last event of a turn that has ended.
pub(super) fn finished(turn: &Turn) -> TurnFinished {
    TurnFinished {
        turn_id: turn.id,
        status: turn.status,
        usage: turn.charge.map(UsageBody::from),
        cost_nanousd: turn.charge.map_or(NanoUsd::ZERO, |charge| charge.cost),
        error: turn.error_code.as_deref().map(explain),
    }
}
