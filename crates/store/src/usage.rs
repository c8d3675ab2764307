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

/// Records what turns used, and adds it to their days: once for each turn, and once more when an estimate is corrected, of which
/// only what it changes is added. Titles are never corrected.
pub async fn insert(connection: &mut PgConnection, new: &[NewUsage]) -> Result<()> {
    let ids = |id: fn(&NewUsage) -> Uuid| new.iter().map(id).collect::<Vec<_>>();
    let words = |word: fn(&NewUsage) -> &String| new.iter().map(|new| word(new).clone()).collect::<Vec<_>>();
    let counts =
        |count: fn(&TokenUsage) -> u64| new.iter().map(|new| tokens(count(&new.charge.usage))).collect::<Vec<_>>();
    let amounts = |amount: fn(&NewUsage) -> NanoUsd| new.iter().map(|new| amount(new).get()).collect::<Vec<_>>();
    let dates: Vec<jiff_sqlx::Date> = new.iter().map(|new| new.used_on.to_sqlx()).collect();
    let prices: Vec<Json<ModelPrice>> = new.iter().map(|new| Json(new.price)).collect();
    let raws: Vec<Option<Json<&serde_json::Value>>> = new.iter().map(|new| new.raw.as_ref().map(Json)).collect();
    let requests: Vec<Option<&str>> = new.iter().map(|new| new.vendor_request_id.as_deref()).collect();
    let corrected: Vec<Option<Uuid>> = new.iter().map(|new| new.corrects.map(UsageId::uuid)).collect();
    let keys: Vec<Option<Uuid>> = new.iter().map(|new| new.api_key.map(ApiKeyId::uuid)).collect();
    let purposes: Vec<String> = new.iter().map(|new| new.purpose.as_str().to_owned()).collect();
    sqlx::query!(
        "WITH new AS (
             SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::date[],
                                  $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bool[], $14::jsonb[],
                                  $15::bigint[], $16::bigint[], $17::jsonb[], $18::text[], $19::uuid[], $20::uuid[], $21::text[])
                 AS n(group_id, id, period_id, user_id, turn_id, provider, model, used_on, input_tokens, cached_input_tokens,
                      cache_write_tokens, output_tokens, estimated, price, cost_nanousd, overrun_nanousd, raw,
                      vendor_request_id, corrects_id, api_key_id, purpose)
         ), recorded AS (
             INSERT INTO usage (group_id, id, period_id, user_id, turn_id, provider, model, used_on, input_tokens,
                                cached_input_tokens, cache_write_tokens, output_tokens, estimated, price, cost_nanousd,
                                overrun_nanousd, raw, vendor_request_id, corrects_id, api_key_id, purpose)
             SELECT * FROM new
         )
         INSERT INTO usage_by_day AS d (group_id, used_on, user_id, model, by_api, turns, input_tokens, cached_input_tokens,
                                        cache_write_tokens, output_tokens, cost_nanousd, titles, title_input_tokens,
                                        title_output_tokens, title_cost_nanousd)
         SELECT n.group_id, n.used_on, n.user_id, n.model, n.api_key_id IS NOT NULL, count(*) - count(old.id),
                sum(n.input_tokens - coalesce(old.input_tokens, 0)),
                sum(n.cached_input_tokens - coalesce(old.cached_input_tokens, 0)),
                sum(n.cache_write_tokens - coalesce(old.cache_write_tokens, 0)),
                sum(n.output_tokens - coalesce(old.output_tokens, 0)),
                sum(n.cost_nanousd - coalesce(old.cost_nanousd, 0)), count(*) FILTER (WHERE n.purpose = 'title'),
                coalesce(sum(n.input_tokens + n.cached_input_tokens + n.cache_write_tokens)
                         FILTER (WHERE n.purpose = 'title'), 0),
                coalesce(sum(n.output_tokens) FILTER (WHERE n.purpose = 'title'), 0),
                coalesce(sum(n.cost_nanousd) FILTER (WHERE n.purpose = 'title'), 0)
         FROM new n LEFT JOIN usage old ON old.group_id = n.group_id AND old.id = n.corrects_id
         GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
         ON CONFLICT (group_id, used_on, user_id, model, by_api) DO UPDATE
         SET turns = d.turns + EXCLUDED.turns,
             input_tokens = d.input_tokens + EXCLUDED.input_tokens,
             cached_input_tokens = d.cached_input_tokens + EXCLUDED.cached_input_tokens,
             cache_write_tokens = d.cache_write_tokens + EXCLUDED.cache_write_tokens,
             output_tokens = d.output_tokens + EXCLUDED.output_tokens,
             cost_nanousd = d.cost_nanousd + EXCLUDED.cost_nanousd,
             titles = d.titles + EXCLUDED.titles,
             title_input_tokens = d.title_input_tokens + EXCLUDED.title_input_tokens,
             title_output_tokens = d.title_output_tokens + EXCLUDED.title_output_tokens,
             title_cost_nanousd = d.title_cost_nanousd + EXCLUDED.title_cost_nanousd",
        &ids(|new| new.group.uuid()),
        &ids(|new| new.id.uuid()),
        &ids(|new| new.period.uuid()),
        &ids(|new| new.user.uuid()),
        &ids(|new| new.turn.uuid()),
        &words(|new| &new.provider),
        &words(|new| &new.model),
        &dates as _,
        &counts(|usage| usage.input),
        &counts(|usage| usage.cached_input),
        &counts(|usage| usage.cache_write),
        &counts(|usage| usage.output),
        &new.iter().map(|new| new.charge.estimated).collect::<Vec<_>>(),
        &prices as _,
        &amounts(|new| new.charge.cost),
        &amounts(|new| new.overrun),
        &raws as _,
        &requests as _,
        &corrected as _,
        &keys as _,
        &purposes,
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

fn tokens(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A count as it is stored; the tables' checks keep it from being negative.
pub(crate) fn counted(count: i64) -> Result<u64> {
    u64::try_from(count).map_err(|_| Error::Unreadable("usage.tokens"))
}
