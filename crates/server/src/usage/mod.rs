//! `GET /groups/{id}/usage`: who used how much of which model, day by day. Amounts only, never text.

use axum::extract::{Query, State};
use domain::credit::NanoUsd;
use domain::id::UserId;
use jiff::civil::Date;
use serde::Serialize;
use store::usage::{self, DailyKey, DailyUsage};
use utoipa::ToSchema;

use crate::app::App;
use crate::http::{Member, Page, PageQuery, Problem};

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
    /// How many turns.
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
}

impl From<DailyUsage> for DailyUsageBody {
    fn from(row: DailyUsage) -> Self {
        Self {
            day: row.day,
            user_id: row.user,
            model: row.model,
            turns: row.turns,
            input_tokens: row.usage.input,
            cached_input_tokens: row.usage.cached_input,
            cache_write_tokens: row.usage.cache_write,
            output_tokens: row.usage.output,
            cost_nanousd: row.cost,
        }
    }
}

/// Usage by day, member and model, the newest day first. Every member sees everybody's amounts: they share the pool.
#[utoipa::path(get, path = "/groups/{id}/usage", tag = "usage", params(("id" = String, Path), PageQuery),
    responses((status = 200, body = Page<DailyUsageBody>)))]
pub async fn group_usage(
    State(app): State<App>,
    member: Member,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<DailyUsageBody>>, Problem> {
    let after: Option<DailyKey> = page.after()?;
    let limit = page.limit();
    let rows =
        usage::by_day(&mut *app.connection().await?, &member.membership, after.as_ref(), i64::from(limit) + 1).await?;
    let page = Page::cut(rows, limit as usize, |row| (row.day, row.user, row.model.clone()));
    let items = page.items.into_iter().map(DailyUsageBody::from).collect();
    Ok(axum::Json(Page { items, next: page.next }))
}
