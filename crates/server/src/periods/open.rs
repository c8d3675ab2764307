//! Opening a period: one transaction with its snapshot, its members' credit, its final invoice and what they post.

use domain::fair_share::{self, CUSHION_DAYS, Lending, MemberCredit, Pool};
use domain::group_event::GroupEvent;
use domain::id::{PeriodId, UserId};
use domain::ledger::events;
use domain::period::{self, Period};
use domain::plan::Plan;
use domain::split::Split;
use jiff::Timestamp;
use jiff::civil::Date;
use store::groups::{Group, Seated};
use store::{PgConnection, group_activity, groups, ledger, periods, pools, shares};
use uuid::Uuid;

use super::bill::{self, Bill};
use super::error::OpenError;
use super::plans::plan_of;
use crate::app::App;
use crate::realtime::{Event, announce_each};

/// Starts a forming group whose row is locked: its first period begins today, in the group's zone.
pub async fn open_first(
    app: &App,
    connection: &mut PgConnection,
    group: &Group,
    now: Timestamp,
) -> Result<(), OpenError> {
    let anchor = now.to_zoned(group.zone.clone()).date();
    let plan = plan_of(&mut *connection, &app.catalogue, group, None).await?.ok_or(OpenError::PlanGone)?;
    groups::activate(&mut *connection, group.id, anchor).await?;
    let members = groups::members(&mut *connection, &[group.id]).await?;
    let users: Vec<UserId> = members.iter().map(Seated::user).collect();
    open(connection, group, &plan, &users, anchor, 0).await?;
    Ok(())
}

/// Opens period `number` for these members, who are all that a group whose row is locked has.
pub(super) async fn open(
    connection: &mut PgConnection,
    group: &Group,
    plan: &Plan,
    users: &[UserId],
    anchor: Date,
    number: u32,
) -> Result<Period, OpenError> {
    let now = group.now;
    let period = period::bounds(anchor, &group.zone, number)?;
    let split = agreed_split(&mut *connection, group, plan, users).await?;

    let id = PeriodId::from_uuid(Uuid::now_v7());
    periods::insert(&mut *connection, group.id, id, &period, &group.time_zone, plan, &split).await?;
    let bill = bill::open(&mut *connection, group, plan, &period, &split, users).await?;
    let pool = divide_credit(plan, &bill, &period, group, now)?;
    pools::put(&mut *connection, group.id, id, &pool).await?;
    let grants: Vec<_> = pool.members.iter().map(|member| (member.user, member.grant())).collect();
    ledger::post(&mut *connection, group.id, &events::credit_granted(id, &grants)?).await?;
    bill::write(&mut *connection, group, id, plan.price, bill, now).await?;

    group_activity::record(&mut *connection, group.id, &GroupEvent::PeriodOpened { number }).await?;
    let news = [Event::GroupChanged { group_id: group.id }, Event::CreditChanged { group_id: group.id }];
    announce_each(connection, news.into_iter().map(|event| (users.to_vec(), event))).await?;
    tracing::info!(group = %group.id, number, members = users.len(), "a period was opened");
    Ok(period)
}

/// What the members agreed on, fitted to who is there now and to the price; from now on that is what they agreed on. A sponsor who
/// has not paid has stopped.
async fn agreed_split(
    connection: &mut PgConnection,
    group: &Group,
    plan: &Plan,
    users: &[UserId],
) -> Result<Split, OpenError> {
    let unpaying = shares::suspended(&mut *connection, group.id).await?;
    let agreed = unpaying.into_iter().fold(group.split.clone(), |split, user| split.after_default_of(user));
    let split = agreed.fitted(plan.price, users);
    if split != group.split {
        groups::set_split(connection, group.id, &split).await?;
    }
    Ok(split)
}

/// Everybody's part of the plan's credit, in slices, by what they pay.
fn divide_credit(plan: &Plan, bill: &Bill, period: &Period, group: &Group, now: Timestamp) -> Result<Pool, OpenError> {
    let weights = bill.credit_weights();
    let amounts: Vec<u64> = weights.iter().map(|(_, weight)| *weight).collect();
    let slices = fair_share::open(plan.credit, &amounts, period.days)?;
    let members = weights.into_iter().zip(slices);
    Ok(Pool {
        day: period.day_of(now, &group.zone),
        days: period.days,
        cushion: CUSHION_DAYS,
        lending: Lending::default(),
        members: members.map(|((user, weight), slices)| MemberCredit::new(user, weight, slices)).collect(),
    })
}
