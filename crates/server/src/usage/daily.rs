//! `GET /groups/{id}/usage`

use axum::extract::{Query, State};
use domain::credit::NanoUsd;
use domain::id::UserId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::usage::{self, DailyKey, DailyUsage};
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::http::{Member, Page, PageQuery, Problem};

/// Which usage.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UsageQuery {
    /// Only from this local date on.
    #[param(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// Where to go on: `next` of the page before.
    pub cursor: Option<String>,
    /// How many rows at most, 1 to 200.
    pub limit: Option<u32>,
}

/// What one member used of one model on one day.
#[derive(Serialize, ToSchema)]
pub struct DailyUsageBody {
    /// The local date in the group's time zone.
    #[schema(value_type = String, format = Date)]
    pub day: Date,
    /// Who.
    pub user_id: UserId,
    /// The model.
    pub model: String,
    /// Whether a program asked by an API key, and not a person in a chat.
    pub by_api: bool,
    /// How many turns, titles among them.
    pub turns: u64,
    /// Tokens read anew.
    pub input_tokens: u64,
    /// Tokens read from vendors' caches.
    pub cached_input_tokens: u64,
    /// Tokens read anew and put into vendors' caches.
    pub cache_write_tokens: u64,
    /// Tokens answered.
    pub output_tokens: u64,
    /// What it cost.
    pub cost_nanousd: NanoUsd,
    /// How many of the turns named a conversation.
    pub titles: u64,
    /// Tokens read for them, of every kind.
    pub title_input_tokens: u64,
    /// Tokens answered for them.
    pub title_output_tokens: u64,
    /// What of the cost is theirs.
    pub title_cost_nanousd: NanoUsd,
}

impl From<DailyUsage> for DailyUsageBody {
    fn from(row: DailyUsage) -> Self {
        Self {
            day: row.day,
            user_id: row.user,
            model: row.model,
            by_api: row.by_api,
            turns: row.turns,
            input_tokens: row.usage.input,
            cached_input_tokens: row.usage.cached_input,
            cache_write_tokens: row.usage.cache_write,
            output_tokens: row.usage.output,
            cost_nanousd: row.cost,
            titles: row.titles.count,
            title_input_tokens: row.titles.input_tokens,
            title_output_tokens: row.titles.output_tokens,
            title_cost_nanousd: row.titles.cost,
        }
    }
}

/// Usage by day, member and model, the newest day first. Every member sees everybody's amounts: they share the pool.
#[utoipa::path(get, path = "/groups/{id}/usage", tag = "usage", params(("id" = String, Path), UsageQuery),
    responses((status = 200, body = Page<DailyUsageBody>)))]
pub async fn group_usage(
    State(app): State<App>,
    member: Member,
    Query(query): Query<UsageQuery>,
) -> Result<axum::Json<Page<DailyUsageBody>>, Problem> {
    let page = PageQuery { cursor: query.cursor, limit: query.limit };
    let after: Option<DailyKey> = page.after()?;
    let limit = page.limit();
    let connection = &mut *app.connection().await?;
    let rows = usage::by_day(connection, &member.membership, query.from, after.as_ref(), i64::from(limit) + 1).await?;
    let page = Page::cut(rows, limit as usize, |row| (row.day, row.user, row.model.clone(), row.by_api));
    let items = page.items.into_iter().map(DailyUsageBody::from).collect();
    Ok(axum::Json(Page { items, next: page.next }))
}
