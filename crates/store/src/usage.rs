//! What turns used and cost: amounts only, never text.

use domain::credit::NanoUsd;
use domain::id::{GroupId, PeriodId, TurnId, UsageId, UserId};
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

/// What one member used of one model on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DailyUsage {
    /// The local date in the group's zone.
    pub day: Date,
    /// Who.
    pub user: UserId,
    /// The model, by Potluck's id.
    pub model: String,
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
pub type DailyKey = (Date, UserId, String);

/// Records what a turn used; once for each turn, and once more when an estimate is corrected.
pub async fn insert(connection: &mut PgConnection, new: &NewUsage) -> Result<()> {
    let tokens = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    sqlx::query!(
        "INSERT INTO usage (group_id, id, period_id, user_id, turn_id, provider, model, used_on, input_tokens,
                            cached_input_tokens, cache_write_tokens, output_tokens, estimated, price, cost_nanousd,
                            overrun_nanousd, raw, vendor_request_id, corrects_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
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

/// What the members of a group used, by day, member and model, the newest day first: at most `limit` rows after `after`.
pub async fn by_day(
    connection: &mut PgConnection,
    membership: &Membership,
    after: Option<&DailyKey>,
    limit: i64,
) -> Result<Vec<DailyUsage>> {
    let rows = sqlx::query!(
        r#"SELECT used_on AS "used_on!", user_id AS "user_id!", model AS "model!", count(*) AS "turns!", sum(input_tokens)::bigint AS "input!",
                  sum(cached_input_tokens)::bigint AS "cached_input!", sum(cache_write_tokens)::bigint AS "cache_write!",
                  sum(output_tokens)::bigint AS "output!", sum(cost_nanousd)::bigint AS "cost!"
           FROM charged_usage
           WHERE group_id = $1
             AND ($2::date IS NULL OR used_on < $2 OR (used_on = $2 AND (user_id, model) > ($3, $4)))
           GROUP BY used_on, user_id, model
           ORDER BY used_on DESC, user_id, model LIMIT $5"#,
        membership.group().uuid(),
        after.map(|(day, _, _)| day.to_sqlx()) as _,
        after.map_or(Uuid::nil(), |(_, user, _)| user.uuid()),
        after.map_or("", |(_, _, model)| model.as_str()),
        limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(DailyUsage {
                day: row.used_on.to_jiff(),
                user: row.user_id.into(),
                model: row.model,
                turns: counted(row.turns)?,
                usage: TokenUsage {
                    input: counted(row.input)?,
                    cached_input: counted(row.cached_input)?,
                    cache_write: counted(row.cache_write)?,
                    output: counted(row.output)?,
                },
                cost: NanoUsd(row.cost),
            })
        })
        .collect()
}

/// A count as it is stored; the tables' checks keep it from being negative.
pub(crate) fn counted(count: i64) -> Result<u64> {
    u64::try_from(count).map_err(|_| Error::Unreadable("usage.tokens"))
}
