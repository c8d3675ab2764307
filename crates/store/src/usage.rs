//! What turns used and cost: amounts only, never text.

use domain::credit::NanoUsd;
use domain::id::{ApiKeyId, GroupId, PeriodId, TurnId, UsageId, UserId};
use domain::price::{ModelPrice, TokenUsage};
use domain::turn::Purpose;
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
    /// What for.
    pub purpose: Purpose,
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
    /// How many turns, titles among them.
    pub turns: u64,
    /// Their tokens together.
    pub usage: TokenUsage,
    /// Their cost together.
    pub cost: NanoUsd,
    /// What of it titles are.
    pub titles: DailyTitles,
}

/// The part of a day's usage that went into naming conversations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DailyTitles {
    /// How many.
    pub count: u64,
    /// Their input tokens of every kind.
    pub input_tokens: u64,
    /// Their output tokens.
    pub output_tokens: u64,
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
                cost_nanousd, titles, title_input_tokens, title_output_tokens, title_cost_nanousd
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
                titles: DailyTitles {
                    count: counted(row.titles)?,
                    input_tokens: counted(row.title_input_tokens)?,
                    output_tokens: counted(row.title_output_tokens)?,
                    cost: NanoUsd(row.title_cost_nanousd),
                },
            })
        })
        .collect()
}

/// Usage, column by column.
pub(crate) struct Columns<'a> {
    pub(crate) groups: Vec<Uuid>,
    pub(crate) ids: Vec<Uuid>,
    pub(crate) periods: Vec<Uuid>,
    pub(crate) users: Vec<Uuid>,
    pub(crate) turns: Vec<Uuid>,
    pub(crate) providers: Vec<&'a str>,
    pub(crate) models: Vec<&'a str>,
    pub(crate) days: Vec<jiff_sqlx::Date>,
    pub(crate) input: Vec<i64>,
    pub(crate) cached_input: Vec<i64>,
    pub(crate) cache_write: Vec<i64>,
    pub(crate) output: Vec<i64>,
    pub(crate) estimated: Vec<bool>,
    pub(crate) prices: Vec<Json<ModelPrice>>,
    pub(crate) costs: Vec<i64>,
    pub(crate) overruns: Vec<i64>,
    pub(crate) raws: Vec<Option<Json<&'a serde_json::Value>>>,
    pub(crate) vendor_requests: Vec<Option<&'a str>>,
    pub(crate) corrected: Vec<Option<Uuid>>,
    pub(crate) api_keys: Vec<Option<Uuid>>,
    pub(crate) purposes: Vec<&'static str>,
}

impl<'a> Columns<'a> {
    pub(crate) fn of(new: &'a [NewUsage]) -> Self {
        let ids = |id: fn(&NewUsage) -> Uuid| new.iter().map(id).collect();
        let counts = |count: fn(&TokenUsage) -> u64| new.iter().map(|new| tokens(count(&new.charge.usage))).collect();
        let amounts = |amount: fn(&NewUsage) -> NanoUsd| new.iter().map(|new| amount(new).get()).collect();
        Self {
            groups: ids(|new| new.group.uuid()),
            ids: ids(|new| new.id.uuid()),
            periods: ids(|new| new.period.uuid()),
            users: ids(|new| new.user.uuid()),
            turns: ids(|new| new.turn.uuid()),
            providers: new.iter().map(|new| new.provider.as_str()).collect(),
            models: new.iter().map(|new| new.model.as_str()).collect(),
            days: new.iter().map(|new| new.used_on.to_sqlx()).collect(),
            input: counts(|usage| usage.input),
            cached_input: counts(|usage| usage.cached_input),
            cache_write: counts(|usage| usage.cache_write),
            output: counts(|usage| usage.output),
            estimated: new.iter().map(|new| new.charge.estimated).collect(),
            prices: new.iter().map(|new| Json(new.price)).collect(),
            costs: amounts(|new| new.charge.cost),
            overruns: amounts(|new| new.overrun),
            raws: new.iter().map(|new| new.raw.as_ref().map(Json)).collect(),
            vendor_requests: new.iter().map(|new| new.vendor_request_id.as_deref()).collect(),
            corrected: new.iter().map(|new| new.corrects.map(UsageId::uuid)).collect(),
            api_keys: new.iter().map(|new| new.api_key.map(ApiKeyId::uuid)).collect(),
            purposes: new.iter().map(|new| new.purpose.as_str()).collect(),
        }
    }
}

fn tokens(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A count as it is stored; the tables' checks keep it from being negative.
pub(crate) fn counted(count: i64) -> Result<u64> {
    u64::try_from(count).map_err(|_| Error::Unreadable("usage.tokens"))
}
