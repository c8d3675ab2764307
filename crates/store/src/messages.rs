//! Messages: a tree for each conversation. Every text is sealed.

use std::collections::HashMap;

use domain::conversation::{MessageStatus, Node, Role};
use domain::credit::NanoUsd;
use domain::id::{ConversationId, MessageId, TurnId, UserId};
use domain::price::TokenUsage;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::usage::{self, Charge};
use crate::{Error, Result};

/// A question or an answer.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its place in the conversation.
    pub node: Node,
    /// What state it is in.
    pub status: MessageStatus,
    /// What it says, sealed.
    pub text_sealed: Vec<u8>,
    /// What was thought before it, sealed.
    pub reasoning_sealed: Option<Vec<u8>>,
    /// How long that took, in milliseconds.
    pub thought_ms: Option<u64>,
    /// The turn that it belongs to.
    pub turn: Option<TurnId>,
    /// The model that answered.
    pub model: Option<String>,
    /// What the answer used and cost, once that is settled.
    pub charge: Option<Charge>,
    /// Why the answer is not whole.
    pub error_code: Option<String>,
}

/// The messages of the member's conversation, oldest first: all of them, or only so many of the newest.
pub async fn list(
    connection: &mut PgConnection,
    user: UserId,
    conversation: ConversationId,
    newest: Option<u32>,
) -> Result<Vec<Message>> {
    let rows = sqlx::query!(
        r#"SELECT m.id, m.parent_id, m.role, m.status, m.text_sealed, m.reasoning_sealed, m.thought_ms, m.turn_id, m.model, m.created_at,
                  t.error_code AS "error_code?", u.input_tokens AS "input_tokens?",
                  u.cached_input_tokens AS "cached_input_tokens?", u.cache_write_tokens AS "cache_write_tokens?",
                  u.output_tokens AS "output_tokens?", u.estimated AS "estimated?", u.cost_nanousd AS "cost_nanousd?"
           FROM messages m
           LEFT JOIN turns t ON t.user_id = m.user_id AND t.id = m.turn_id AND m.role = 'assistant'
           LEFT JOIN charged_usage u ON u.group_id = t.group_id AND u.turn_id = t.id
           WHERE m.user_id = $1 AND m.conversation_id = $2
           ORDER BY m.created_at DESC, m.id DESC
           LIMIT $3"#,
        user.uuid(),
        conversation.uuid(),
        newest.map(i64::from),
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .rev()
        .map(|row| {
            let charge = match (
                row.input_tokens,
                row.cached_input_tokens,
                row.cache_write_tokens,
                row.output_tokens,
                row.estimated,
                row.cost_nanousd,
            ) {
                (Some(input), Some(cached_input), Some(cache_write), Some(output), Some(estimated), Some(cost)) => {
                    let usage = TokenUsage {
                        input: usage::counted(input)?,
                        cached_input: usage::counted(cached_input)?,
                        cache_write: usage::counted(cache_write)?,
                        output: usage::counted(output)?,
                    };
                    Some(Charge { usage, estimated, cost: NanoUsd(cost) })
                }
                _ => None,
            };
            Ok(Message {
                node: Node {
                    id: row.id.into(),
                    parent_id: row.parent_id.map(MessageId::from_uuid),
                    role: role(&row.role)?,
                    created_at: row.created_at.to_jiff(),
                },
                status: row.status.parse().map_err(|_| Error::Unreadable("messages.status"))?,
                text_sealed: row.text_sealed,
                reasoning_sealed: row.reasoning_sealed,
                thought_ms: row.thought_ms.map(usage::counted).transpose()?,
                turn: row.turn_id.map(TurnId::from_uuid),
                model: row.model,
                charge,
                error_code: row.error_code,
            })
        })
        .collect()
}

/// The shape of a conversation, and what else it takes to go on in it.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// Its messages, in no order.
    pub nodes: Vec<Node>,
    /// What the short ones of them say, sealed; [`texts`] has the others.
    pub short_texts: HashMap<MessageId, Vec<u8>>,
    /// Whether files belong to it.
    pub has_files: bool,
}

/// Sealed texts up to this length come with the shape of a conversation: nearly all are that short, and one query is enough then.
pub(crate) const SHORT_TEXT_BYTES: i32 = 8 * 1024;

/// The member's message with this id: its place, its turn and its text, sealed.
pub async fn find(
    connection: &mut PgConnection,
    user: UserId,
    id: MessageId,
) -> Result<Option<(Node, Option<TurnId>, Vec<u8>)>> {
    let row = sqlx::query!(
        "SELECT parent_id, role, created_at, turn_id, text_sealed FROM messages WHERE user_id = $1 AND id = $2",
        user.uuid(),
        id.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let node = Node {
            id,
            parent_id: row.parent_id.map(MessageId::from_uuid),
            role: role(&row.role)?,
            created_at: row.created_at.to_jiff(),
        };
        Ok((node, row.turn_id.map(TurnId::from_uuid), row.text_sealed))
    })
    .transpose()
}

/// What these messages of the member's conversation say, sealed, in no order.
pub async fn texts(
    connection: &mut PgConnection,
    user: UserId,
    conversation: ConversationId,
    ids: &[MessageId],
) -> Result<Vec<(MessageId, Vec<u8>)>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows = sqlx::query!(
        "SELECT id, text_sealed FROM messages WHERE user_id = $1 AND conversation_id = $2 AND id = ANY($3)",
        user.uuid(),
        conversation.uuid(),
        &ids,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id.into(), row.text_sealed)).collect())
}

/// Deletes a message of the member's conversation with everything that follows it; how many that were.
pub async fn delete_from(
    connection: &mut PgConnection,
    user: UserId,
    conversation: ConversationId,
    id: MessageId,
) -> Result<u64> {
    let deleted = sqlx::query!(
        "WITH RECURSIVE below AS (
             SELECT id FROM messages WHERE user_id = $1 AND conversation_id = $2 AND id = $3
             UNION
             SELECT m.id FROM messages m JOIN below ON m.parent_id = below.id
             WHERE m.user_id = $1 AND m.conversation_id = $2
         )
         DELETE FROM messages WHERE user_id = $1 AND id IN (SELECT id FROM below)",
        user.uuid(),
        conversation.uuid(),
        id.uuid(),
    )
    .execute(connection)
    .await?;
    Ok(deleted.rows_affected())
}

/// When there was nothing more to read of the member's message: an answer's end, a question's beginning; `None` when it is not
/// in the conversation.
pub async fn read_at(
    connection: &mut PgConnection,
    user: UserId,
    conversation: ConversationId,
    id: MessageId,
) -> Result<Option<Timestamp>> {
    let row = sqlx::query!(
        r#"SELECT m.created_at, t.ended_at AS "ended_at?"
           FROM messages m
           LEFT JOIN turns t ON t.user_id = m.user_id AND t.id = m.turn_id AND m.role = 'assistant'
           WHERE m.user_id = $1 AND m.conversation_id = $2 AND m.id = $3"#,
        user.uuid(),
        conversation.uuid(),
        id.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| row.ended_at.unwrap_or(row.created_at).to_jiff()))
}

/// A message on the way through all of them.
#[derive(Clone, Debug)]
pub struct Passing {
    /// Which one.
    pub id: MessageId,
    /// Its conversation.
    pub conversation: ConversationId,
    /// Who said it.
    pub role: Role,
    /// When.
    pub created_at: Timestamp,
    /// What it says, sealed.
    pub text_sealed: Vec<u8>,
}

/// So many bytes of sealed text are fetched at once, and what goes beyond them with the last message.
const PASS_BYTES: i64 = 8 * 1024 * 1024;

/// The member's messages of all conversations, the newest first, after the one at `after`: at most `limit`, and not more at
/// once than memory has room for. None: that was all.
pub async fn pass(
    connection: &mut PgConnection,
    user: UserId,
    after: Option<(Timestamp, MessageId)>,
    limit: i64,
) -> Result<Vec<Passing>> {
    let rows = sqlx::query!(
        "SELECT id, conversation_id, role, created_at, text_sealed
         FROM (SELECT *, sum(octet_length(text_sealed)) OVER (ORDER BY created_at DESC, id DESC) AS bytes
               FROM (SELECT id, conversation_id, role, created_at, text_sealed FROM messages
                     WHERE user_id = $1 AND (created_at, id) < ($2, $3)
                     ORDER BY created_at DESC, id DESC LIMIT $4) newest) measured
         WHERE bytes - octet_length(text_sealed) < $5
         ORDER BY created_at DESC, id DESC",
        user.uuid(),
        after.map_or(Timestamp::MAX, |(at, _)| at).to_sqlx() as _,
        after.map_or(Uuid::max(), |(_, id)| id.uuid()),
        limit,
        PASS_BYTES,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Passing {
                id: row.id.into(),
                conversation: row.conversation_id.into(),
                role: role(&row.role)?,
                created_at: row.created_at.to_jiff(),
                text_sealed: row.text_sealed,
            })
        })
        .collect()
}

pub(crate) fn role(word: &str) -> Result<Role> {
    word.parse().map_err(|_| Error::Unreadable("messages.role"))
}
