//! `PUT /groups/{id}/plan`

use axum::extract::{Query, State};
use domain::carry::Carry;
use domain::credit::NanoUsd;
use domain::group::{self, MembershipStatus};
use domain::group_event::GroupEvent;
use domain::id::UserId;
use domain::money::Amount;
use domain::plan::{Plan, PlanCode};
use domain::plan_change::{self, Change, ChangeRefused, Supplement};
use domain::split::{Party, divide};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::groups::{self, Group, Seated};
use store::periods::Opened;
use store::plan_changes::{self, Future};
use store::{PgConnection, carries, group_activity, periods, pools, splits};
use utoipa::ToSchema;

use super::change_split::{ChangeQuery, announce_change};
use super::plan_body::PlanBody;
use crate::app::{App, commit};
use crate::http::{Fields, Json, Owner, Problem};
use crate::periods::{OpenError, open_first, plan_of, take_plan, upgrade};

/// Which plan.
#[derive(Deserialize, ToSchema)]
pub struct ChangePlan {
    /// The plan's code.
    #[schema(example = "squad")]
    pub plan: String,
}

/// What became of another plan, or would.
#[derive(Serialize, ToSchema)]
#[schema(as = PlanChange)]
pub struct PlanChangeBody {
    /// The plan.
    pub plan: PlanBody,
    /// From when on it counts.
    pub starts: PlanStarts,
    /// When that is; null before the group has started.
    #[schema(required)]
    pub starts_at: Option<Timestamp>,
    /// What it costs more until the open period ends, for the whole group.
    pub more: Amount,
    /// What it gives more until then, in nano-USD.
    pub more_credit_nanousd: NanoUsd,
    /// What each member pays of that.
    pub parts: Vec<MorePart>,
}

/// What one member pays more.
#[derive(Serialize, ToSchema)]
pub struct MorePart {
    /// Who.
    pub user_id: UserId,
    /// Their name.
    pub name: String,
    /// How much.
    pub amount: Amount,
}

/// From when on another plan counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlanStarts {
    /// From the first period: the group has not started.
    FirstPeriod,
    /// At once.
    Now,
    /// When the open period is over; until then it can be taken back.
    NextPeriod,
}

/// Take another plan. A larger one counts at once, and what it costs more for the days that come is shared as the group agreed; a
/// smaller one counts from the next period, and can be taken back until then. With `preview`, nothing happens but the answer.
#[utoipa::path(put, path = "/groups/{id}/plan", tag = "groups",
    params(("id" = String, Path, description = "The group"), ChangeQuery),
    request_body = ChangePlan, responses((status = 200, body = PlanChangeBody)))]
pub async fn change_plan(
    State(app): State<App>,
    Owner(owner): Owner,
    Query(query): Query<ChangeQuery>,
    Json(typed): Json<ChangePlan>,
) -> Result<axum::Json<PlanChangeBody>, Problem> {
    let mut tx = app.begin().await?;
    let group = groups::lock_of(&mut tx, &owner.membership).await?;
    let wanted = typed.plan.parse::<PlanCode>().ok().and_then(|code| app.catalogue.plan(&code));
    let mut fields = Fields::default();
    fields.check(wanted.is_some(), "plan", "unknown", "There is no such plan; see GET /plans.");
    fields.finish()?;
    let wanted = wanted.ok_or_else(Problem::not_found)?;

    let members = groups::members(&mut tx, &[group.id]).await?;
    let opened = periods::open(&mut tx, group.id).await?;
    let current = plan_of(&mut tx, &app.catalogue, &group, opened.as_ref()).await?.ok_or(OpenError::PlanGone)?;
    let staying = members.iter().filter(|member| member.member.status == MembershipStatus::Active).count();
    let role = owner.membership.role();
    let change = plan_change::change(group.status, role, &current, wanted, staying)?;
    // Somebody who leaves keeps their seat until the period is over.
    if change != Change::NextPeriod && members.len() > usize::from(wanted.seats) {
        return Err(ChangeRefused::TooFewSeats { members: members.len() }.into());
    }
    let body = describe(&mut tx, &group, &members, &current, wanted, change, opened.as_ref()).await?;
    if query.preview {
        return Ok(axum::Json(body));
    }

    match change {
        Change::BeforeStart => take_before_start(&app, &mut tx, &group, wanted, members.len()).await?,
        Change::Now => upgrade(&mut tx, &group, &current, wanted, group.now).await?,
        Change::NextPeriod => {
            plan_changes::set_future(&mut tx, group.id, &Future::Plan(wanted.code.clone())).await?;
        }
    }
    let (user_id, plan) = (owner.user(), wanted.name.clone());
    let event = match change {
        Change::BeforeStart | Change::Now => GroupEvent::PlanChanged { user_id, plan },
        Change::NextPeriod => GroupEvent::PlanChosen { user_id, plan },
    };
    group_activity::record(&mut tx, group.id, &event).await?;
    splits::lapse(&mut tx, group.id).await?;
    announce_change(&mut tx, &group, &members).await?;
    commit(tx).await?;
    Ok(axum::Json(body))
}

/// A group that has not started takes the plan for nothing; one whose seats are all taken then starts.
async fn take_before_start(
    app: &App,
    connection: &mut PgConnection,
    group: &Group,
    wanted: &Plan,
    members: usize,
) -> Result<(), Problem> {
    take_plan(&mut *connection, group, wanted).await?;
    if group::starts_by_itself(group.status, wanted.seats, members) {
        let group = groups::lock(&mut *connection, group.id).await?.ok_or_else(Problem::not_found)?;
        open_first(app, connection, &group, group.now).await?;
    }
    Ok(())
}

/// What the change means for the members.
async fn describe(
    connection: &mut PgConnection,
    group: &Group,
    members: &[Seated],
    current: &Plan,
    wanted: &Plan,
    change: Change,
    opened: Option<&Opened>,
) -> Result<PlanChangeBody, Problem> {
    let mut body = PlanChangeBody {
        plan: wanted.into(),
        starts: match change {
            Change::BeforeStart => PlanStarts::FirstPeriod,
            Change::Now => PlanStarts::Now,
            Change::NextPeriod => PlanStarts::NextPeriod,
        },
        starts_at: opened.map(|opened| if change == Change::Now { group.now } else { opened.period.ends_at }),
        more: domain::money::Money::zero(wanted.price.currency).into(),
        more_credit_nanousd: NanoUsd::ZERO,
        parts: Vec::new(),
    };
    let Some(opened) = opened.filter(|_| change == Change::Now) else { return Ok(body) };
    let day = opened.period.day_of(group.now, &group.zone);
    let more = plan_change::supplement(current, wanted, day, opened.period.days).map_err(Problem::internal)?;
    body.more = more.price.into();
    body.more_credit_nanousd = more.credit;
    body.parts = parts(connection, group, members, opened, more).await?;
    Ok(body)
}

/// What each member pays of an upgrade; nothing is known yet where the bill goes by usage.
async fn parts(
    connection: &mut PgConnection,
    group: &Group,
    members: &[Seated],
    opened: &Opened,
    more: Supplement,
) -> Result<Vec<MorePart>, Problem> {
    if opened.split.is_by_usage() {
        return Ok(Vec::new());
    }
    let carries = carries::of_group(&mut *connection, group.id).await?;
    let pool = pools::load(connection, group.id, opened.id).await?.ok_or_else(Problem::not_found)?;
    let there = pool.pool.members.iter().filter(|member| member.present);
    let parties: Vec<Party> = there
        .map(|member| {
            let carry = carries.iter().find(|(of, _)| *of == member.user).map_or(Carry::ZERO, |(_, carry)| *carry);
            Party { carry, ..Party::new(member.user) }
        })
        .collect();
    let users: Vec<UserId> = parties.iter().map(|party| party.user).collect();
    let split = opened.split.for_supplement(opened.price, &users);
    let portions = divide(more.price, &split, &parties, opened.period.number).map_err(Problem::internal)?;
    Ok(portions
        .into_iter()
        .filter_map(|portion| {
            let name = members.iter().find(|member| member.user() == portion.user)?.name.clone();
            Some(MorePart { user_id: portion.user, name, amount: portion.amount.into() })
        })
        .collect())
}
