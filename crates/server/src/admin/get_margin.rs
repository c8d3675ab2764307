//! `GET /admin/margin`

use axum::extract::{Query, State};
use domain::credit::NanoUsd;
use domain::id::GroupId;
use domain::margin::margin;
use domain::money::Amount;
use domain::operator_action::OperatorAction;
use domain::plan::PlanCode;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use store::margins::{self, Came, OfGroup, OfPlan};
use store::{clock, operator_actions};
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::http::{Fields, Operator, Page, PageQuery, Problem};

/// Which month.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MarginQuery {
    /// The month in which the periods began, such as `2026-11`; without it, the running one in UTC.
    pub month: Option<String>,
}

/// What the groups' periods of a month came to: names and amounts only.
#[derive(Serialize, ToSchema)]
pub struct Margins {
    /// The month in which they began.
    #[schema(example = "2026-11")]
    pub month: String,
    /// All of them together, by plan.
    pub plans: Vec<PlanMargin>,
    /// Each group's, by its id.
    pub items: Vec<GroupMargin>,
    /// Give this as `cursor` for more groups; null at the end.
    pub next: Option<String>,
}

/// What all groups on a plan came to.
#[derive(Serialize, ToSchema)]
pub struct PlanMargin {
    /// The plan's code.
    pub plan: PlanCode,
    /// How many groups.
    pub groups: u64,
    /// What it came to.
    #[serde(flatten)]
    pub came: CameBody,
}

/// What one group came to.
#[derive(Serialize, ToSchema)]
pub struct GroupMargin {
    /// Which one.
    pub group_id: GroupId,
    /// Its name.
    pub group_name: String,
    /// Its plan's code then.
    pub plan: PlanCode,
    /// What it came to.
    #[serde(flatten)]
    pub came: CameBody,
}

/// Price against list cost.
#[derive(Serialize, ToSchema)]
#[schema(as = Came)]
pub struct CameBody {
    /// What members were billed, credit notes taken off, with what they bought beside the plan.
    pub billed: Amount,
    /// What they have paid of that.
    pub paid: Amount,
    /// What they used, at the vendors' list prices, in nano-USD; with what the operator bears of it.
    pub list_cost_nanousd: NanoUsd,
    /// What is left of the bill after that; null in other currencies than USD.
    #[schema(required)]
    pub margin: Option<Amount>,
}

/// What members pay and what they used, at the vendors' list prices, in the periods that began in a month. Sandboxes do not count. That
/// somebody looked is noted for the other operators.
#[utoipa::path(get, path = "/admin/margin", tag = "admin", params(MarginQuery, PageQuery),
    responses((status = 200, body = Margins)))]
pub async fn get_margin(
    State(app): State<App>,
    Operator(operator): Operator,
    Query(wanted): Query<MarginQuery>,
    Query(query): Query<PageQuery>,
) -> Result<axum::Json<Margins>, Problem> {
    let mut connection = app.connection().await?;
    let first = match &wanted.month {
        Some(text) => parse_month(text),
        None => Some(clock::now(&mut connection).await?.to_zoned(TimeZone::UTC).date().first_of_month()),
    };
    let month = first.and_then(month_from);
    let mut fields = Fields::default();
    fields.check(month.is_some(), "month", "invalid", "Write the month like 2026-11.");
    fields.finish()?;
    let month = month.ok_or_else(Problem::not_found)?;
    let (limit, after) = (query.limit(), query.after()?);

    operator_actions::record_hourly(&mut connection, operator.user, &OperatorAction::MarginListed {}).await?;
    let groups = margins::by_group(&mut connection, month, after, i64::from(limit) + 1).await?;
    let plans = margins::by_plan(&mut connection, month).await?;
    let groups = groups.into_iter().map(GroupMargin::from).collect();
    let page = Page::cut(groups, limit as usize, |group: &GroupMargin| group.group_id);
    Ok(axum::Json(Margins {
        month: month.0.strftime("%Y-%m").to_string(),
        plans: plans.into_iter().map(PlanMargin::from).collect(),
        items: page.items,
        next: page.next,
    }))
}

/// The first day of a month that is written like `2026-11`.
#[must_use]
pub fn parse_month(text: &str) -> Option<Date> {
    (text.len() == 7).then(|| format!("{text}-01").parse().ok()).flatten()
}

/// A month's first day, and the next one's.
#[must_use]
pub fn month_from(first: Date) -> Option<(Date, Date)> {
    Some((first, first.checked_add(1.month()).ok()?))
}

impl From<OfPlan> for PlanMargin {
    fn from(of: OfPlan) -> Self {
        Self { plan: of.plan, groups: of.groups, came: of.came.into() }
    }
}

impl From<OfGroup> for GroupMargin {
    fn from(of: OfGroup) -> Self {
        Self { group_id: of.group, group_name: of.name, plan: of.plan, came: of.came.into() }
    }
}

impl From<Came> for CameBody {
    fn from(came: Came) -> Self {
        Self {
            billed: came.billed.into(),
            paid: came.paid.into(),
            list_cost_nanousd: came.list_cost,
            margin: margin(came.billed, came.list_cost).map(Amount::from),
        }
    }
}
