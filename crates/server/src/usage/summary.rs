//! `GET /groups/{id}/usage/summary`

use std::collections::BTreeMap;

use axum::extract::State;
use domain::credit::NanoUsd;
use domain::fair_share::Forecast;
use domain::period::Period;
use jiff::civil::Date;
use serde::Serialize;
use store::usage::{self, DailyUsage};
use store::{groups, periods, pools};
use utoipa::ToSchema;

use super::pace::{Paces, forecasts};
use crate::app::App;
use crate::http::{Member, Problem};

/// Rows of one period at most: its days, members and models.
const ROWS_MAX: i64 = 10_000;

/// This period at a glance.
#[derive(Serialize, ToSchema)]
#[schema(as = UsageSummary)]
pub struct UsageSummaryBody {
    /// Of everybody.
    pub group: TotalBody,
    /// Of the caller.
    pub mine: TotalBody,
    /// What a question of each model cost the caller, the most used model first.
    pub typical: Vec<TypicalBody>,
}

/// Used so far, and where that leads.
#[derive(Clone, Copy, Default, Serialize, ToSchema)]
#[schema(as = UsageTotal)]
pub struct TotalBody {
    /// In chats, with their titles.
    pub chat_nanousd: NanoUsd,
    /// By API keys.
    pub api_nanousd: NanoUsd,
    /// All of it by the end, if every coming day is like the days so far, and no more than can be had.
    pub forecast_nanousd: NanoUsd,
    /// The day on which the part and what was bought beside it, or the whole pool, is used up at that pace; null: it lasts.
    #[schema(value_type = Option<String>, format = Date, required)]
    pub used_up_on: Option<Date>,
}

/// What a question of a model costs.
#[derive(Serialize, ToSchema)]
#[schema(as = TypicalCost)]
pub struct TypicalBody {
    /// The model.
    pub model: String,
    /// How many questions.
    pub turns: u64,
    /// What one cost on average.
    pub cost_nanousd: NanoUsd,
}

/// What was used in the open period, in chats and by API keys, and where that leads by its end.
#[utoipa::path(get, path = "/groups/{id}/usage/summary", tag = "usage", params(("id" = String, Path)),
    responses((status = 200, body = UsageSummaryBody)))]
pub async fn group_usage_summary(
    State(app): State<App>,
    member: Member,
) -> Result<axum::Json<UsageSummaryBody>, Problem> {
    let mut connection = app.connection().await?;
    let Some(current) = periods::open(&mut connection, member.group()).await? else {
        return Err(Problem::conflict("no_period", "There is no usage before the group's first month has begun."));
    };
    let group = groups::find(&mut connection, member.group()).await?.ok_or_else(Problem::not_found)?;
    let rows =
        usage::by_day(&mut connection, &member.membership, Some(current.period.starts_on), None, ROWS_MAX).await?;
    let pool = pools::load(&mut connection, group.id, current.id).await?.ok_or_else(Problem::not_found)?;
    let (mut all, mut mine) = (total(rows.iter()), total(rows.iter().filter(|row| row.user == member.user())));
    let used = Paces { group: all.used(), mine: mine.used() };
    let led = forecasts(&pool.pool, current.pool, member.user(), &used).map_err(Problem::internal)?;
    all.lead(led.group, &current.period)?;
    mine.lead(led.mine, &current.period)?;
    let typical = typical(rows.iter().filter(|row| row.user == member.user()));
    Ok(axum::Json(UsageSummaryBody { group: all, mine, typical }))
}

impl TotalBody {
    fn used(&self) -> NanoUsd {
        NanoUsd(self.chat_nanousd.get().saturating_add(self.api_nanousd.get()))
    }

    fn lead(&mut self, forecast: Forecast, period: &Period) -> Result<(), Problem> {
        self.forecast_nanousd = forecast.by_end;
        let used_up_on = forecast.used_up_on.map(|day| period.date_of(day)).transpose();
        self.used_up_on = used_up_on.map_err(Problem::internal)?;
        Ok(())
    }
}

fn total<'a>(rows: impl Iterator<Item = &'a DailyUsage>) -> TotalBody {
    let mut total = TotalBody::default();
    for row in rows {
        let part = if row.by_api { &mut total.api_nanousd } else { &mut total.chat_nanousd };
        *part = NanoUsd(part.get().saturating_add(row.cost.get()));
    }
    total
}

fn typical<'a>(rows: impl Iterator<Item = &'a DailyUsage>) -> Vec<TypicalBody> {
    let mut models: BTreeMap<&str, (u64, i64)> = BTreeMap::new();
    for row in rows {
        let (turns, cost) = models.entry(&row.model).or_default();
        // A title is no question, and says nothing about what one costs.
        *turns = turns.saturating_add(row.turns.saturating_sub(row.titles.count));
        *cost = cost.saturating_add(row.cost.get().saturating_sub(row.titles.cost.get()));
    }
    models.retain(|_, (turns, _)| *turns > 0);
    let mut typical: Vec<TypicalBody> = models
        .into_iter()
        .map(|(model, (turns, cost))| {
            let each = cost.checked_div(i64::try_from(turns).unwrap_or(i64::MAX)).unwrap_or_default();
            TypicalBody { model: model.to_owned(), turns, cost_nanousd: NanoUsd(each) }
        })
        .collect();
    typical.sort_by_key(|model| std::cmp::Reverse(model.turns));
    typical
}
