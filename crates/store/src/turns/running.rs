//! What happens to a turn while it runs, and its end.

use domain::id::{ConversationId, GroupId, MessageId, TurnId, UserId};
use domain::price::ModelPrice;
use domain::turn::{HOLD_LIFE_MINUTES, LEASE_SECONDS, TurnStatus};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::{reply_status, status};
use crate::Result;
use crate::usage::counted;

/// A running turn, with all that it takes to end it.
#[derive(Clone, Debug)]
pub struct Running {
    /// Whose.
    pub user: UserId,
    /// The browser's name for it.
    pub id: TurnId,
    /// Whose credit it uses.
    pub group: GroupId,
    /// Where it was asked.
    pub conversation: ConversationId,
    /// The answer's message.
    pub reply: MessageId,
    /// The model, by Potluck's id.
    pub model: String,
    /// The vendor.
    pub provider: String,
    /// The tokens that were reserved for the request.
    pub input_estimate: u64,
    /// The prices that it was reserved at.
    pub price: ModelPrice,
}

/// What the node that runs a turn saves once in a while.
#[derive(Debug)]
pub struct Checkpoint<'a> {
    /// The answer so far, sealed; `None` when it has not grown.
    pub text_sealed: Option<&'a [u8]>,
    /// The sequence number of the last delta in it.
    pub seq: u64,
    /// About as many tokens as the answer has so far.
    pub output_estimate: u64,
}

/// What a checkpoint found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Whether the member asked to stop.
    pub stop_requested: bool,
}

/// How a turn ends.
#[derive(Debug)]
pub struct Final<'a> {
    /// Never `running`.
    pub status: TurnStatus,
    /// Why the answer is not whole.
    pub error_code: Option<&'static str>,
    /// The answer, sealed, with the sequence number of its last delta; `None`: as it was saved last.
    pub text: Option<(&'a [u8], u64)>,
    /// What was thought before it, where anything was.
    pub thoughts: Option<Thoughts<'a>>,
    /// Whether it is only ended if nobody runs it any more.
    pub only_if_lapsed: bool,
}

/// What a model thought before it answered.
#[derive(Clone, Copy, Debug)]
pub struct Thoughts<'a> {
    /// As far as its vendor tells, sealed.
    pub sealed: &'a [u8],
    /// How long that took, in milliseconds.
    pub ms: u64,
}

/// Saves the answer so far and renews the lease, in one statement. `None`: the turn is not running on this node any more.
pub async fn checkpoint(
    connection: &mut PgConnection,
    running: &Running,
    node: Uuid,
    checkpoint: &Checkpoint<'_>,
) -> Result<Option<Kept>> {
    let stop_requested = sqlx::query_scalar!(
        r#"WITH kept AS (
               UPDATE turns SET lease_until = now() + make_interval(secs => $8), output_estimate_tokens = $7
               WHERE user_id = $1 AND id = $2 AND status = 'running' AND node_id = $3
               RETURNING user_id, stop_requested_at
           ), saved AS (
               UPDATE messages m SET text_sealed = $5, text_seq = $6 FROM kept
               WHERE m.user_id = kept.user_id AND m.id = $4 AND $5::bytea IS NOT NULL
           )
           SELECT stop_requested_at IS NOT NULL AS "stop_requested!" FROM kept"#,
        running.user.uuid(),
        running.id.uuid(),
        node,
        running.reply.uuid(),
        checkpoint.text_sealed,
        seq_column(checkpoint.seq),
        i64::try_from(checkpoint.output_estimate).unwrap_or(i64::MAX),
        f64::from(LEASE_SECONDS),
    )
    .fetch_optional(connection)
    .await?;
    Ok(stop_requested.map(|stop_requested| Kept { stop_requested }))
}

/// Hands a running turn to another model, before anything of its answer has come: from now on it is asked and charged. `false`: it
/// does not run on this node any more.
pub async fn take_over(connection: &mut PgConnection, running: &Running, node: Uuid) -> Result<bool> {
    let taken_over = sqlx::query!(
        "WITH taken_over AS (
             UPDATE turns SET model = $4, provider = $5, price = $6
             WHERE user_id = $1 AND id = $2 AND status = 'running' AND node_id = $3 AND output_estimate_tokens = 0
             RETURNING user_id
         )
         UPDATE messages m SET model = $4 FROM taken_over t WHERE m.user_id = t.user_id AND m.id = $7",
        running.user.uuid(),
        running.id.uuid(),
        node,
        running.model,
        running.provider,
        Json(running.price) as _,
        running.reply.uuid(),
    )
    .execute(connection)
    .await?;
    Ok(taken_over.rows_affected() == 1)
}

/// Asks for a turn to stop. The turn's state; `None` when the member has no such turn.
pub async fn request_stop(connection: &mut PgConnection, user: UserId, id: TurnId) -> Result<Option<TurnStatus>> {
    let word = sqlx::query_scalar!(
        "UPDATE turns SET stop_requested_at = CASE WHEN status = 'running' THEN coalesce(stop_requested_at, now())
                                                   ELSE stop_requested_at END
         WHERE user_id = $1 AND id = $2 RETURNING status",
        user.uuid(),
        id.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    word.map(|word| status(&word)).transpose()
}

/// Asks for whatever runs in a conversation to stop.
pub async fn request_stops(
    connection: &mut PgConnection,
    user: UserId,
    conversation: ConversationId,
) -> Result<Option<TurnId>> {
    let id = sqlx::query_scalar!(
        "UPDATE turns SET stop_requested_at = coalesce(stop_requested_at, now())
         WHERE user_id = $1 AND conversation_id = $2 AND status = 'running' RETURNING id",
        user.uuid(),
        conversation.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(id.map(TurnId::from_uuid))
}

/// Ends a running turn and its reply. `false`: somebody else has ended it, and nothing was changed.
pub async fn end(connection: &mut PgConnection, running: &Running, end: &Final<'_>) -> Result<bool> {
    let ended = sqlx::query_scalar!(
        r#"WITH ended AS (
               UPDATE turns SET status = $3, error_code = $4, ended_at = now()
               WHERE user_id = $1 AND id = $2 AND status = 'running'
                 AND (NOT $5 OR lease_until < now() OR started_at < now() - make_interval(mins => $10))
               RETURNING user_id
           ), replied AS (
               UPDATE messages m
               SET status = $7, text_sealed = coalesce($8, m.text_sealed), text_seq = coalesce($9, m.text_seq),
                   reasoning_sealed = $11, thought_ms = $12
               FROM ended WHERE m.user_id = ended.user_id AND m.id = $6
           )
           SELECT count(*) AS "ended!" FROM ended"#,
        running.user.uuid(),
        running.id.uuid(),
        end.status.as_str(),
        end.error_code,
        end.only_if_lapsed,
        running.reply.uuid(),
        reply_status(end.status).as_str(),
        end.text.map(|(sealed, _)| sealed),
        end.text.map(|(_, seq)| seq_column(seq)),
        life_minutes(),
        end.thoughts.map(|thoughts| thoughts.sealed),
        end.thoughts.map(|thoughts| i64::try_from(thoughts.ms).unwrap_or(i64::MAX)),
    )
    .fetch_one(connection)
    .await?;
    Ok(ended == 1)
}

/// Turns that nobody runs any more, or that have run for longer than their hold lives; with the tokens that their answers had
/// when they were last saved.
pub async fn lapsed(connection: &mut PgConnection, limit: i64) -> Result<Vec<(Running, u64)>> {
    let rows = sqlx::query!(
        r#"SELECT user_id, id, group_id, conversation_id, reply_id, model, provider, input_estimate_tokens,
                  price AS "price: Json<ModelPrice>", output_estimate_tokens
           FROM turns
           WHERE status = 'running' AND (lease_until < now() OR started_at < now() - make_interval(mins => $2))
           ORDER BY lease_until LIMIT $1"#,
        limit,
        life_minutes(),
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let running = Running {
                user: row.user_id.into(),
                id: row.id.into(),
                group: row.group_id.into(),
                conversation: row.conversation_id.into(),
                reply: row.reply_id.into(),
                model: row.model,
                provider: row.provider,
                input_estimate: counted(row.input_estimate_tokens)?,
                price: row.price.0,
            };
            Ok((running, counted(row.output_estimate_tokens)?))
        })
        .collect()
}

fn seq_column(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

fn life_minutes() -> i32 {
    i32::try_from(HOLD_LIFE_MINUTES).unwrap_or(i32::MAX)
}
