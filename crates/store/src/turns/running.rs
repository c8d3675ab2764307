//! What happens to a turn while it runs, and its end.

use std::collections::{HashMap, HashSet};

use domain::id::{ConversationId, GroupId, MessageId, TurnId, UserId};
use domain::price::ModelPrice;
use domain::push::ANSWER_WAITS_SECONDS;
use domain::turn::{HOLD_LIFE_MINUTES, LEASE_SECONDS, TurnStatus};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::{reply_status, status};
use crate::usage::counted;
use crate::{Result, WhenLocked};

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
#[derive(Clone, Debug)]
pub struct Checkpoint {
    /// Whose turn.
    pub user: UserId,
    /// Which one.
    pub id: TurnId,
    /// The answer's message.
    pub reply: MessageId,
    /// The answer so far, sealed; `None` when it has not grown.
    pub text_sealed: Option<Vec<u8>>,
    /// The sequence number of the last delta in it.
    pub seq: u64,
    /// About as many tokens as the answer has so far.
    pub output_estimate: u64,
}

/// What a checkpoint found: the turn runs on this node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Whether it was saved; somebody else had locked the turn if not, and has more to say of it soon.
    pub saved: bool,
    /// Whether the member asked to stop.
    pub stop_requested: bool,
}

/// How a turn ends.
#[derive(Debug)]
pub struct Final<'a> {
    /// The turn.
    pub running: &'a Running,
    /// Never `running`.
    pub status: TurnStatus,
    /// Why the answer is not whole.
    pub error_code: Option<&'static str>,
    /// The answer, sealed, with the sequence number of its last delta; `None`: as it was saved last.
    pub text: Option<(&'a [u8], u64)>,
    /// What was thought before it, where anything was.
    pub thoughts: Option<&'a Thoughts>,
    /// Whether it is only ended if nobody runs it any more.
    pub only_if_lapsed: bool,
}

/// What a model thought before it answered.
#[derive(Clone, Debug)]
pub struct Thoughts {
    /// As far as its vendor tells, sealed.
    pub sealed: Vec<u8>,
    /// How long that took, in milliseconds.
    pub ms: u64,
}

/// Saves answers so far and renews the leases. Turns that run are few and found by their ids: `IS TRUE` keeps the planner from
/// going through all that run for each. Turns that are not there do not run on this node any more.
pub async fn checkpoint(
    connection: &mut PgConnection,
    node: Uuid,
    checkpoints: &[Checkpoint],
) -> Result<HashMap<(UserId, TurnId), Kept>> {
    let ids = |id: fn(&Checkpoint) -> Uuid| checkpoints.iter().map(id).collect::<Vec<_>>();
    let texts: Vec<Option<&[u8]>> = checkpoints.iter().map(|checkpoint| checkpoint.text_sealed.as_deref()).collect();
    let estimates = checkpoints.iter().map(|checkpoint| i64::try_from(checkpoint.output_estimate).unwrap_or(i64::MAX));
    let rows = sqlx::query!(
        r#"WITH asked AS (
               SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bytea[], $5::bigint[], $6::bigint[])
                   AS a(user_id, id, reply_id, text_sealed, text_seq, output_estimate_tokens)
           ), locked AS MATERIALIZED (
               SELECT a.* FROM asked a JOIN turns t USING (user_id, id)
               WHERE (t.status = 'running') IS TRUE AND t.node_id = $7 FOR NO KEY UPDATE OF t SKIP LOCKED
           ), kept AS (
               UPDATE turns t SET lease_until = now() + make_interval(secs => $8),
                                  output_estimate_tokens = l.output_estimate_tokens
               FROM locked l WHERE t.user_id = l.user_id AND t.id = l.id
           ), saved AS (
               UPDATE messages m SET text_sealed = l.text_sealed, text_seq = l.text_seq
               FROM locked l WHERE m.user_id = l.user_id AND m.id = l.reply_id AND l.text_sealed IS NOT NULL
           )
           SELECT t.user_id, t.id, t.stop_requested_at IS NOT NULL AS "stop_requested!",
                  (t.user_id, t.id) IN (SELECT user_id, id FROM locked) AS "saved!"
           FROM asked a JOIN turns t USING (user_id, id) WHERE (t.status = 'running') IS TRUE AND t.node_id = $7"#,
        &ids(|checkpoint| checkpoint.user.uuid()),
        &ids(|checkpoint| checkpoint.id.uuid()),
        &ids(|checkpoint| checkpoint.reply.uuid()),
        &texts as _,
        &checkpoints.iter().map(|checkpoint| seq_column(checkpoint.seq)).collect::<Vec<_>>(),
        &estimates.collect::<Vec<_>>(),
        node,
        f64::from(LEASE_SECONDS),
    )
    .fetch_all(connection)
    .await?;
    let kept = rows.into_iter().map(|row| {
        ((row.user_id.into(), row.id.into()), Kept { saved: row.saved, stop_requested: row.stop_requested })
    });
    Ok(kept.collect())
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

/// Ends running turns and their replies, and gives those that it has ended; whole answers are to be pushed. Those that somebody else has ended, and those that are
/// alive and should not be, stay as they are; those that somebody else has locked too, unless they are waited for.
pub async fn end(
    connection: &mut PgConnection,
    ends: &[Final<'_>],
    when_locked: WhenLocked,
) -> Result<HashSet<(GroupId, TurnId)>> {
    let ids = |id: fn(&Running) -> Uuid| ends.iter().map(|end| id(end.running)).collect::<Vec<_>>();
    if when_locked == WhenLocked::Wait {
        sqlx::query!(
            "SELECT t.id FROM unnest($1::uuid[], $2::uuid[]) AS wanted(user_id, id) JOIN turns t USING (user_id, id)
             ORDER BY t.user_id, t.id FOR NO KEY UPDATE OF t",
            &ids(|running| running.user.uuid()),
            &ids(|running| running.id.uuid()),
        )
        .fetch_all(&mut *connection)
        .await?;
    }
    let statuses: Vec<&str> = ends.iter().map(|end| end.status.as_str()).collect();
    let reply_statuses: Vec<&str> = ends.iter().map(|end| reply_status(end.status).as_str()).collect();
    let codes: Vec<Option<&str>> = ends.iter().map(|end| end.error_code).collect();
    let texts: Vec<Option<&[u8]>> = ends.iter().map(|end| Some(end.text?.0)).collect();
    let seqs: Vec<Option<i64>> = ends.iter().map(|end| Some(seq_column(end.text?.1))).collect();
    let reasonings: Vec<Option<&[u8]>> = ends.iter().map(|end| Some(end.thoughts?.sealed.as_slice())).collect();
    let thinking_times: Vec<Option<i64>> =
        ends.iter().map(|end| Some(i64::try_from(end.thoughts?.ms).unwrap_or(i64::MAX))).collect();
    let ended = sqlx::query!(
        r#"WITH ends AS (
               SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::bool[], $6::uuid[], $7::text[], $8::bytea[],
                                    $9::bigint[], $11::bytea[], $12::bigint[])
                   AS e(user_id, id, status, error_code, only_if_lapsed, reply_id, reply_status, text_sealed, text_seq,
                        reasoning_sealed, thought_ms)
           ), locked AS MATERIALIZED (
               SELECT e.* FROM ends e JOIN turns t USING (user_id, id)
               WHERE (t.status = 'running') IS TRUE
                 AND (NOT e.only_if_lapsed OR t.lease_until < now() OR t.started_at < now() - make_interval(mins => $10))
               ORDER BY t.user_id, t.id FOR NO KEY UPDATE OF t SKIP LOCKED
           ), ended AS (
               UPDATE turns t SET status = l.status, error_code = l.error_code, ended_at = now()
               FROM locked l WHERE t.user_id = l.user_id AND t.id = l.id
               RETURNING t.group_id, l.*
           ), replied AS (
               UPDATE messages m
               SET status = e.reply_status, text_sealed = coalesce(e.text_sealed, m.text_sealed),
                   text_seq = coalesce(e.text_seq, m.text_seq),
                   reasoning_sealed = e.reasoning_sealed, thought_ms = e.thought_ms
               FROM ended e WHERE m.user_id = e.user_id AND m.id = e.reply_id
           ), pushed AS (
               INSERT INTO pushes (user_id, session_id, about, kind, due_at)
               SELECT d.user_id, d.session_id, e.id, 'answer', now() + make_interval(secs => $13)
               FROM ended e JOIN push_devices d ON d.user_id = e.user_id AND d.answers
               WHERE e.status = 'finished'
           )
           SELECT group_id, id AS "id!" FROM ended"#,
        &ids(|running| running.user.uuid()),
        &ids(|running| running.id.uuid()),
        &statuses as _,
        &codes as _,
        &ends.iter().map(|end| end.only_if_lapsed).collect::<Vec<_>>(),
        &ids(|running| running.reply.uuid()),
        &reply_statuses as _,
        &texts as _,
        &seqs as _,
        life_minutes(),
        &reasonings as _,
        &thinking_times as _,
        f64::from(ANSWER_WAITS_SECONDS),
    )
    .fetch_all(connection)
    .await?;
    Ok(ended.into_iter().map(|row| (row.group_id.into(), row.id.into())).collect())
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
