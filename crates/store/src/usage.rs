//! What turns used and cost: amounts only, never text.

use domain::credit::NanoUsd;
use domain::id::{ApiKeyId, GroupId, PeriodId, TurnId, UsageId, UserId};
use domain::price::{ModelPrice, TokenUsage};
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::groups::Membership;
use crate::{Error, Result};

/// What one turn was charged for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charge {
    /// Tokens by kind.
    pub usage: TokenUsage,
    /// Whether the tokens are our count, as the vendor told none.
    pub estimated: bool,
    /// What they cost.
    pub cost: NanoUsd,
}

/// A settled turn's usage, with everything that re-prices it for ever.
#[derive(Clone, Debug)]
pub struct NewUsage {
    /// Whose credit.
    pub group: GroupId,
    /// In which period.
    pub period: PeriodId,
    /// Who used it.
    pub user: UserId,
    /// In which turn.
    pub turn: TurnId,
    /// The usage. That of a turn's end has the id of the hold that it settled.
    pub id: UsageId,
    /// The estimate that this is the truth about.
    pub corrects: Option<UsageId>,
    /// The key that asked; `None` for a turn of a chat.
    pub api_key: Option<ApiKeyId>,
    /// The vendor.
    pub provider: String,
    /// The model, by Potluck's id.
    pub model: String,
    /// The local date in the group's zone.
    pub used_on: Date,
    /// What is charged.
    pub charge: Charge,
    /// The prices that were pinned at reservation.
    pub price: ModelPrice,
    /// The part that the operator bears.
    pub overrun: NanoUsd,
    /// The vendor's own report: numbers only.
    pub raw: Option<serde_json::Value>,
    /// The vendor's name for the request.
    pub vendor_request_id: Option<String>,
}

/// What one member used of one model on one day, in chats or by API keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DailyUsage {
    /// The local date in the group's zone.
    pub day: Date,
    /// Who.
    pub user: UserId,
    /// The model, by Potluck's id.
    pub model: String,
    /// Whether a program asked by an API key.
    pub by_api: bool,
    /// How many turns.
    pub turns: u64,
    /// Their tokens together.
    pub usage: TokenUsage,
    /// Their cost together.
    pub cost: NanoUsd,
}

/// A turn's charge that is on record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charged {
    /// The usage.
    pub id: UsageId,
    /// Whether it is our own count, which the vendor's report may still correct.
    pub estimated: bool,
    /// What was charged.
    pub cost: NanoUsd,
    /// The local date that it counts for.
    pub used_on: Date,
}

/// Where a list of daily usage goes on.
pub type DailyKey = (Date, UserId, String, bool);

/// Records what a turn used; once for each turn, and once more when an estimate is corrected.
pub async fn insert(connection: &mut PgConnection, new: &NewUsage) -> Result<()> {
    add_to_day(&mut *connection, new).await?;
    sqlx::query!(
        "INSERT INTO usage (group_id, id, period_id, user_id, turn_id, provider, model, used_on, input_tokens,
                            cached_input_tokens, cache_write_tokens, output_tokens, estimated, price, cost_nanousd,
                            overrun_nanousd, raw, vendor_request_id, corrects_id, api_key_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
        new.group.uuid(),
        new.id.uuid(),
        new.period.uuid(),
        new.user.uuid(),
        new.turn.uuid(),
        new.provider,
        new.model,
        new.used_on.to_sqlx() as _,
        tokens(new.charge.usage.input),
        tokens(new.charge.usage.cached_input),
        tokens(new.charge.usage.cache_write),
        tokens(new.charge.usage.output),
        new.charge.estimated,
        Json(new.price) as _,
        new.charge.cost.get(),
        new.overrun.get(),
        new.raw,
        new.vendor_request_id,
        new.corrects.map(UsageId::uuid),
        new.api_key.map(ApiKeyId::uuid),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What a turn is charged for now; `None` when it is charged nothing.
pub async fn of_turn(connection: &mut PgConnection, group: GroupId, turn: TurnId) -> Result<Option<Charged>> {
    let row = sqlx::query!(
        r#"SELECT id AS "id!", estimated AS "estimated!", cost_nanousd AS "cost!", used_on AS "used_on!"
           FROM charged_usage WHERE group_id = $1 AND turn_id = $2"#,
        group.uuid(),
        turn.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Charged {
        id: row.id.into(),
        estimated: row.estimated,
        cost: NanoUsd(row.cost),
        used_on: row.used_on.to_jiff(),
    }))
}

/// Adds a usage to its day; of a correction only what it changes.
async fn add_to_day(connection: &mut PgConnection, new: &NewUsage) -> Result<()> {
    sqlx::query!(
        "WITH old AS (
             SELECT 1 AS turns, input_tokens, cached_input_tokens, cache_write_tokens, output_tokens, cost_nanousd
             FROM usage WHERE group_id = $1 AND id = $11
         ), change AS (
             SELECT 1 - coalesce(sum(turns), 0)::bigint AS turns,
                    $6 - coalesce(sum(input_tokens), 0)::bigint AS input_tokens,
                    $7 - coalesce(sum(cached_input_tokens), 0)::bigint AS cached_input_tokens,
                    $8 - coalesce(sum(cache_write_tokens), 0)::bigint AS cache_write_tokens,
                    $9 - coalesce(sum(output_tokens), 0)::bigint AS output_tokens,
                    $10 - coalesce(sum(cost_nanousd), 0)::bigint AS cost_nanousd
             FROM old
         )
         INSERT INTO usage_by_day AS d
         SELECT $1, $2, $3, $4, $5, turns, input_tokens, cached_input_tokens, cache_write_tokens, output_tokens, cost_nanousd
         FROM change
         ON CONFLICT (group_id, used_on, user_id, model, by_api) DO UPDATE
         SET turns = d.turns + EXCLUDED.turns,
             input_tokens = d.input_tokens + EXCLUDED.input_tokens,
             cached_input_tokens = d.cached_input_tokens + EXCLUDED.cached_input_tokens,
             cache_write_tokens = d.cache_write_tokens + EXCLUDED.cache_write_tokens,
             output_tokens = d.output_tokens + EXCLUDED.output_tokens,
             cost_nanousd = d.cost_nanousd + EXCLUDED.cost_nanousd",
        new.group.uuid(),
        new.used_on.to_sqlx() as _,
        new.user.uuid(),
        new.model,
        new.api_key.is_some(),
        tokens(new.charge.usage.input),
        tokens(new.charge.usage.cached_input),
        tokens(new.charge.usage.cache_write),
        tokens(new.charge.usage.output),
        new.charge.cost.get(),
        new.corrects.map(UsageId::uuid),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What the members of a group used from a day on, by day, member and model, the newest day first: at most `limit` rows after
/// `after`.
pub async fn by_day(
    connection: &mut PgConnection,
    membership: &Membership,
    from: Option<Date>,
    after: Option<&DailyKey>,
    limit: i64,
) -> Result<Vec<DailyUsage>> {
    let rows = sqlx::query!(
        "SELECT used_on, user_id, model, by_api, turns, input_tokens, cached_input_tokens, cache_write_tokens, output_tokens,
                cost_nanousd
         FROM usage_by_day
         WHERE group_id = $1 AND turns > 0 AND ($6::date IS NULL OR used_on >= $6)
           AND ($2::date IS NULL OR used_on < $2 OR (used_on = $2 AND (user_id, model, by_api) > ($3, $4, $7)))
         ORDER BY used_on DESC, user_id, model, by_api LIMIT $5",
        membership.group().uuid(),
        after.map(|(day, ..)| day.to_sqlx()) as _,
        after.map_or(Uuid::nil(), |(_, user, ..)| user.uuid()),
        after.map_or("", |(_, _, model, _)| model.as_str()),
        limit,
        from.map(ToSqlx::to_sqlx) as _,
        after.is_some_and(|(.., by_api)| *by_api),
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(DailyUsage {
                day: row.used_on.to_jiff(),
                user: row.user_id.into(),
                model: row.model,
                by_api: row.by_api,
                turns: counted(row.turns)?,
                usage: TokenUsage {
                    input: counted(row.input_tokens)?,
                    cached_input: counted(row.cached_input_tokens)?,
                    cache_write: counted(row.cache_write_tokens)?,
                    output: counted(row.output_tokens)?,
                },
                cost: NanoUsd(row.cost_nanousd),
            })
        })
        .collect()
}

fn tokens(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A count as it is stored; the tables' checks keep it from being negative.
pub(crate) fn counted(count: i64) -> Result<u64> {
    u64::try_from(count).map_err(|_| Error::Unreadable("usage.tokens"))
}
