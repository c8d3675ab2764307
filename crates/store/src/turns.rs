//! Turns: one question and its answer being made. Only a running turn ever changes, and exactly one ends it.

mod beginning;
mod running;

use domain::conversation::MessageStatus;
use domain::credit::NanoUsd;
use domain::id::{ConversationId, GroupId, MessageId, TurnId, UserId};
use domain::price::TokenUsage;
use domain::turn::TurnStatus;
use jiff::Timestamp;
use sqlx::PgConnection;

pub use beginning::{Granted, NewQuestion, NewTurn, Obstacle, insert, obstacles, wait_for_conversations};
pub use running::{
    Checkpoint, Final, Kept, Running, Thoughts, checkpoint, end, lapsed, request_stop, request_stops, take_over,
};

use crate::usage::{self, Charge};
use crate::{Error, Result};

/// The name of the constraint that keeps a member's turn id to one turn.
pub const ID_KEY: &str = "turns_pkey";

/// A turn, whole or running.
#[derive(Clone, Debug)]
pub struct Turn {
    /// The browser's name for it.
    pub id: TurnId,
    /// Whose credit it uses.
    pub group: GroupId,
    /// Where it was asked.
    pub conversation: ConversationId,
    /// The question.
    pub question: MessageId,
    /// The answer's message.
    pub reply: MessageId,
    /// The model, by Potluck's id.
    pub model: String,
    /// Its state.
    pub status: TurnStatus,
    /// Why the answer is not whole.
    pub error_code: Option<String>,
    /// The tokens that the answer may have at most.
    pub max_output_tokens: u32,
    /// Whether that is less than the model could do.
    pub shortened: bool,
    /// What it reserved.
    pub held: NanoUsd,
    /// What it used and cost, once that is settled.
    pub charge: Option<Charge>,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

/// A turn's answer as it is in the database.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The answer so far, sealed; `None` once the conversation is deleted.
    pub text_sealed: Option<Vec<u8>>,
    /// The sequence number of the last delta in it.
    pub seq: u64,
    /// The turn's state.
    pub status: TurnStatus,
}

/// The member's turn with this id.
pub async fn find(connection: &mut PgConnection, user: UserId, id: TurnId) -> Result<Option<Turn>> {
    let row = sqlx::query!(
        r#"SELECT t.group_id, t.conversation_id, t.question_id, t.reply_id, t.model, t.status, t.error_code,
                  t.max_output_tokens, t.shortened, t.started_at, t.ended_at, h.total_nanousd AS "held?",
                  u.input_tokens AS "input_tokens?", u.cached_input_tokens AS "cached_input_tokens?",
                  u.cache_write_tokens AS "cache_write_tokens?", u.output_tokens AS "output_tokens?",
                  u.estimated AS "estimated?", u.cost_nanousd AS "cost_nanousd?"
           FROM turns t
           LEFT JOIN holds h ON h.group_id = t.group_id AND h.turn_id = t.id
           LEFT JOIN charged_usage u ON u.group_id = t.group_id AND u.turn_id = t.id
           WHERE t.user_id = $1 AND t.id = $2"#,
        user.uuid(),
        id.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let tokens = |count: Option<i64>| usage::counted(count.unwrap_or_default());
        let charge = match (row.estimated, row.cost_nanousd) {
            (Some(estimated), Some(cost)) => Some(Charge {
                usage: TokenUsage {
                    input: tokens(row.input_tokens)?,
                    cached_input: tokens(row.cached_input_tokens)?,
                    cache_write: tokens(row.cache_write_tokens)?,
                    output: tokens(row.output_tokens)?,
                },
                estimated,
                cost: NanoUsd(cost),
            }),
            _ => None,
        };
        Ok(Turn {
            id,
            group: row.group_id.into(),
            conversation: row.conversation_id.into(),
            question: row.question_id.into(),
            reply: row.reply_id.into(),
            model: row.model,
            status: status(&row.status)?,
            error_code: row.error_code,
            max_output_tokens: u32::try_from(row.max_output_tokens)
                .map_err(|_| Error::Unreadable("turns.max_output_tokens"))?,
            shortened: row.shortened,
            held: NanoUsd(row.held.unwrap_or_default()),
            charge,
            started_at: row.started_at.to_jiff(),
            ended_at: row.ended_at.map(jiff_sqlx::Timestamp::to_jiff),
        })
    })
    .transpose()
}

/// The turn that is running in the member's conversation.
pub async fn find_running(
    connection: &mut PgConnection,
    user: UserId,
    conversation: ConversationId,
) -> Result<Option<TurnId>> {
    let id = sqlx::query_scalar!(
        "SELECT id FROM turns WHERE user_id = $1 AND conversation_id = $2 AND status = 'running'",
        user.uuid(),
        conversation.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(id.map(TurnId::from_uuid))
}

/// A turn's answer so far, for whoever watches it from another node or after its end. The text is left out when it has not
/// grown beyond `seen`.
pub async fn answer(
    connection: &mut PgConnection,
    user: UserId,
    id: TurnId,
    seen: Option<u64>,
) -> Result<Option<Answer>> {
    let row = sqlx::query!(
        r#"SELECT t.status, CASE WHEN m.text_seq IS DISTINCT FROM $3 THEN m.text_sealed END AS text_sealed,
                  m.text_seq AS "text_seq?"
           FROM turns t LEFT JOIN messages m ON m.user_id = t.user_id AND m.id = t.reply_id
           WHERE t.user_id = $1 AND t.id = $2"#,
        user.uuid(),
        id.uuid(),
        seen.map(|seq| i64::try_from(seq).unwrap_or(i64::MAX)),
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(Answer {
            text_sealed: row.text_sealed,
            seq: u64::try_from(row.text_seq.unwrap_or_default()).map_err(|_| Error::Unreadable("messages.text_seq"))?,
            status: status(&row.status)?,
        })
    })
    .transpose()
}

/// How a message looks whose turn ended like this.
#[must_use]
pub fn reply_status(status: TurnStatus) -> MessageStatus {
    match status {
        TurnStatus::Running => MessageStatus::Running,
        TurnStatus::Finished => MessageStatus::Complete,
        TurnStatus::Stopped => MessageStatus::Stopped,
        TurnStatus::Interrupted => MessageStatus::Interrupted,
        TurnStatus::Failed => MessageStatus::Failed,
    }
}

fn status(word: &str) -> Result<TurnStatus> {
    word.parse().map_err(|_| Error::Unreadable("turns.status"))
}
