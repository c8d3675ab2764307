//! Requests by API keys that run now. A row is gone once its request has ended: what is left of it is its usage.

use std::collections::{HashMap, HashSet};

use domain::api_key::DayCount;
use domain::id::{ApiKeyId, GroupId, TurnId, UserId};
use domain::price::ModelPrice;
use domain::turn::{HOLD_LIFE_MINUTES, LEASE_SECONDS};
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::Result;
use crate::usage::counted;

/// A running request, with all that it takes to end it.
#[derive(Clone, Debug)]
pub struct Running {
    /// Whose credit it uses.
    pub group: GroupId,
    /// Its name, which its hold and its usage have as their turn.
    pub id: TurnId,
    /// Who asks.
    pub user: UserId,
    /// By which key.
    pub key: ApiKeyId,
    /// The model, by Potluck's id.
    pub model: String,
    /// The vendor.
    pub provider: String,
    /// The tokens that were reserved for the request.
    pub input_estimate: u64,
    /// The prices that it was reserved at.
    pub price: ModelPrice,
    /// The local day whose count its hold is in.
    pub held_on: Date,
}

/// What a key counts from now on.
pub type Counted = (UserId, ApiKeyId, DayCount);

/// What a transaction changes of requests.
#[derive(Clone, Copy, Debug)]
pub struct Changed<'a> {
    /// Those that begin, on this node.
    pub begun: &'a [Running],
    /// Those that end: the transaction has locked the pools of their holds.
    pub ended: &'a [(GroupId, TurnId)],
    /// The counts of the keys, locked by the transaction, that have made or ended any: they are used now.
    pub counts: &'a [Counted],
}

/// Writes it: what has begun is on the list of what runs, and what has ended is not.
pub async fn save(connection: &mut PgConnection, changed: &Changed<'_>, node: Uuid) -> Result<()> {
    let Changed { begun: running, ended, counts } = changed;
    let ids = |id: fn(&Running) -> Uuid| running.iter().map(id).collect::<Vec<_>>();
    let words = |word: fn(&Running) -> &String| running.iter().map(|r| word(r).clone()).collect::<Vec<_>>();
    let prices: Vec<Json<ModelPrice>> = running.iter().map(|running| Json(running.price)).collect();
    let dates: Vec<jiff_sqlx::Date> = running.iter().map(|running| running.held_on.to_sqlx()).collect();
    let estimates: Vec<i64> =
        running.iter().map(|running| i64::try_from(running.input_estimate).unwrap_or(i64::MAX)).collect();
    let days: Vec<jiff_sqlx::Date> = counts.iter().map(|(.., count)| count.day.to_sqlx()).collect();
    sqlx::query!(
        "WITH counted AS (
             UPDATE api_keys k SET counted_on = c.day, counted_nanousd = c.amount, last_used_at = now()
             FROM unnest($12::uuid[], $13::uuid[], $14::date[], $15::bigint[]) AS c(user_id, id, day, amount)
             WHERE k.user_id = c.user_id AND k.id = c.id
         ), ended AS (
             DELETE FROM gateway_requests r USING unnest($16::uuid[], $17::uuid[]) AS e(group_id, id)
             WHERE r.group_id = e.group_id AND r.id = e.id
         )
         INSERT INTO gateway_requests (group_id, id, user_id, api_key_id, model, provider, price, input_estimate_tokens,
                                       held_on, node_id, lease_until)
         SELECT r.*, $10, clock_timestamp() + make_interval(secs => $11)
         FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::jsonb[], $8::bigint[],
                     $9::date[]) AS r",
        &ids(|running| running.group.uuid()),
        &ids(|running| running.id.uuid()),
        &ids(|running| running.user.uuid()),
        &ids(|running| running.key.uuid()),
        &words(|running| &running.model),
        &words(|running| &running.provider),
        &prices as _,
        &estimates,
        &dates as _,
        node,
        f64::from(LEASE_SECONDS),
        &counts.iter().map(|(user, ..)| user.uuid()).collect::<Vec<_>>(),
        &counts.iter().map(|(_, key, _)| key.uuid()).collect::<Vec<_>>(),
        &days as _,
        &counts.iter().map(|(.., count)| count.counted.get()).collect::<Vec<_>>(),
        &ended.iter().map(|(group, _)| group.uuid()).collect::<Vec<_>>(),
        &ended.iter().map(|(_, id)| id.uuid()).collect::<Vec<_>>(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What the node that runs a request notes once in a while.
#[derive(Clone, Copy, Debug)]
pub struct Renewal {
    /// Whose credit it uses.
    pub group: GroupId,
    /// Its name.
    pub id: TurnId,
    /// About as many tokens as were delivered so far.
    pub output_estimate: u64,
}

/// Renews leases, and notes how much was delivered. Gives for each request that runs on this node whether its key is still good.
pub async fn renew(
    connection: &mut PgConnection,
    node: Uuid,
    renewals: &[Renewal],
) -> Result<HashMap<(GroupId, TurnId), bool>> {
    let ids = |id: fn(&Renewal) -> Uuid| renewals.iter().map(id).collect::<Vec<_>>();
    let estimates = renewals.iter().map(|renewal| i64::try_from(renewal.output_estimate).unwrap_or(i64::MAX));
    // One that somebody else has locked is about to end.
    let rows = sqlx::query!(
        r#"WITH asked AS (
               SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS a(group_id, id, output_estimate_tokens)
           ), locked AS MATERIALIZED (
               SELECT a.* FROM asked a JOIN gateway_requests r USING (group_id, id)
               WHERE r.node_id = $4 FOR NO KEY UPDATE OF r SKIP LOCKED
           ), renewed AS (
               UPDATE gateway_requests r SET lease_until = now() + make_interval(secs => $5),
                                             output_estimate_tokens = l.output_estimate_tokens
               FROM locked l WHERE r.group_id = l.group_id AND r.id = l.id
           )
           SELECT r.group_id, r.id,
                  EXISTS (SELECT FROM api_keys k WHERE k.user_id = r.user_id AND k.id = r.api_key_id
                                                   AND k.revoked_at IS NULL) AS "is_good!"
           FROM asked a JOIN gateway_requests r USING (group_id, id) WHERE r.node_id = $4"#,
        &ids(|renewal| renewal.group.uuid()),
        &ids(|renewal| renewal.id.uuid()),
        &estimates.collect::<Vec<_>>(),
        node,
        f64::from(LEASE_SECONDS),
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| ((row.group_id.into(), row.id.into()), row.is_good)).collect())
}

/// Those of these requests that nobody runs any more, locked until the transaction ends: their leases are not renewed meanwhile. One that
/// somebody else has locked is just being renewed.
pub async fn lock_lapsed(
    connection: &mut PgConnection,
    requests: &[(GroupId, TurnId)],
) -> Result<HashSet<(GroupId, TurnId)>> {
    let lapsed = sqlx::query!(
        "SELECT r.group_id, r.id FROM unnest($1::uuid[], $2::uuid[]) AS asked(group_id, id)
         JOIN gateway_requests r USING (group_id, id)
         WHERE lease_until < now() OR started_at < now() - make_interval(mins => $3)
         ORDER BY r.group_id, r.id FOR UPDATE OF r SKIP LOCKED",
        &requests.iter().map(|(group, _)| group.uuid()).collect::<Vec<_>>(),
        &requests.iter().map(|(_, id)| id.uuid()).collect::<Vec<_>>(),
        life_minutes(),
    )
    .fetch_all(connection)
    .await?;
    Ok(lapsed.into_iter().map(|row| (row.group_id.into(), row.id.into())).collect())
}

/// Requests that nobody runs any more, with about as many tokens as each had delivered.
pub async fn lapsed(connection: &mut PgConnection, limit: i64) -> Result<Vec<(Running, u64)>> {
    let rows = sqlx::query!(
        r#"SELECT group_id, id, user_id, api_key_id, model, provider, price AS "price: Json<ModelPrice>",
                  input_estimate_tokens, output_estimate_tokens, held_on
           FROM gateway_requests
           WHERE lease_until < now() OR started_at < now() - make_interval(mins => $2)
           ORDER BY lease_until LIMIT $1"#,
        limit,
        life_minutes(),
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let running = Running {
                group: row.group_id.into(),
                id: row.id.into(),
                user: row.user_id.into(),
                key: row.api_key_id.into(),
                model: row.model,
                provider: row.provider,
                input_estimate: counted(row.input_estimate_tokens)?,
                price: row.price.0,
                held_on: row.held_on.to_jiff(),
            };
            Ok((running, counted(row.output_estimate_tokens)?))
        })
        .collect()
}

fn life_minutes() -> i32 {
    i32::try_from(HOLD_LIFE_MINUTES).unwrap_or(i32::MAX)
}
