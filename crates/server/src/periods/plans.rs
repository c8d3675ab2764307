//! What a group's plan costs and gives: by the offer that is in force, which is not always the newest (MONEY.md §2).

use domain::group::{self, SeatNumber};
use domain::id::PlanChangeId;
use domain::period;
use domain::plan::{Models, Plan, PlanCode};
use domain::plan_change::{self, Offer};
use jiff::Timestamp;
use store::groups::Group;
use store::periods::Opened;
use store::{PgConnection, groups, plan_changes, plan_offers};
use uuid::Uuid;

use crate::catalogue::Catalogue;

/// What a group pays for in the next period that opens: for one that has not started the plan as it is on sale, otherwise by the
/// offer in force then; and when none is, as its last period knew it. A group has the seats that its plan had when it took it.
///
/// `None`: it has not started, and its plan is not sold any more.
pub async fn plan_of(
    connection: &mut PgConnection,
    catalogue: &Catalogue,
    group: &Group,
    last: Option<&Opened>,
) -> store::Result<Option<Plan>> {
    let on_sale = catalogue.plan(&group.plan).map(|plan| Plan { seats: group.seats, ..plan.clone() });
    let Some(last) = last else { return Ok(on_sale) };
    let plan = on_sale.unwrap_or_else(|| Plan {
        code: group.plan.clone(),
        name: group.plan.to_string(),
        seats: group.seats,
        price: last.price,
        credit: last.pool,
        models: Models::All,
    });
    at_its_price(connection, plan, group.plan_since, last).await.map(Some)
}

/// The plan by the offer that is in force when the period after `last` opens.
async fn at_its_price(
    connection: &mut PgConnection,
    plan: Plan,
    since: Option<Timestamp>,
    last: &Opened,
) -> store::Result<Plan> {
    let offers = plan_offers::list(connection, &plan.code).await?;
    Ok(match plan_change::in_force(&offers, since, last.period.ends_at) {
        Some(offer) => Plan { price: offer.price, credit: offer.credit, ..plan },
        None => Plan { price: last.price, credit: last.pool, ..plan },
    })
}

/// Gives the group another plan, and everybody in it one of its seats.
pub async fn take_plan(connection: &mut PgConnection, group: &Group, plan: &Plan) -> store::Result<PlanChangeId> {
    let id = PlanChangeId::from_uuid(Uuid::now_v7());
    plan_changes::set(&mut *connection, group.id, id, &group.plan, plan).await?;
    let members = groups::members(&mut *connection, &[group.id]).await?;
    let taken: Vec<SeatNumber> = members.iter().map(|member| member.seat).collect();
    for (from, to) in group::move_up(&taken, plan.seats) {
        groups::move_seat(&mut *connection, group.id, from, to).await?;
    }
    Ok(id)
}

/// The plan that counts from the next period on, if the owner chose another one and it is still sold.
#[must_use]
pub fn next_plan<'a>(catalogue: &'a Catalogue, next: Option<&PlanCode>) -> Option<&'a Plan> {
    catalogue.plan(next?)
}

/// A price that the group has been told of and does not pay yet, and from when on it does.
pub async fn told_price(
    connection: &mut PgConnection,
    group: &Group,
    opened: &Opened,
) -> store::Result<Option<(Offer, Timestamp)>> {
    let offers = plan_offers::list(connection, &group.plan).await?;
    let Some(newest) = offers.last().copied() else { return Ok(None) };
    let is_agreed = group.plan_since.is_some_and(|since| newest.offered_at <= since);
    if is_agreed || (newest.price, newest.credit) == (opened.price, opened.pool) {
        return Ok(None);
    }
    // A period is longer than the notice, so that the one after the next is always told in time.
    let next_starts_at = opened.period.ends_at;
    if plan_change::in_force(&offers, group.plan_since, next_starts_at) == Some(newest) {
        return Ok(Some((newest, next_starts_at)));
    }
    let Some(anchor) = group.anchor_on else { return Ok(None) };
    let after_next = period::bounds(anchor, &group.zone, opened.period.number.saturating_add(2));
    Ok(after_next.ok().map(|after_next| (newest, after_next.starts_at)))
}
