//! What happens when a period is over: open, closing, closed; those who leave have left, and the next one opens.

use domain::group::{MembershipStatus, Role};
use domain::group_event::GroupEvent;
use domain::id::{GroupId, UserId};
use domain::ledger::events;
use domain::period::Period;
use domain::plan::Plan;
use futures_util::StreamExt;
use jiff::Timestamp;
use store::groups::{Group, Seated};
use store::ledger::Posting;
use store::periods::Opened;
use store::plan_changes::{self, Future};
use store::{PgConnection, clock, group_activity, groups, invitations, invoices, ledger, periods, pools, statistics};

use super::bill;
use super::error::OpenError;
use super::open::open;
use super::plans::{next_plan, plan_of, take_plan};
use super::topping_up::carry_over;
use crate::app::{App, commit};
use crate::realtime::{Event, announce};

/// Groups that are asked for at once.
const BATCH: i64 = 500;
/// So many at once are many: their tables may have grown much since anybody looked at them.
const MANY: usize = 100;
/// Groups that are moved on at once: enough to keep the database busy, few enough to leave connections to people.
const AT_ONCE: usize = 4;

/// Moves on every group whose period is over, missed periods one by one. Returns when the next period ends.
///
/// Every node does this, and a group's lock decides who comes first. A group that cannot be moved on keeps its state and
/// is tried again the next time; the others do not wait for it.
pub async fn roll_over(app: &App) -> store::Result<Option<Timestamp>> {
    let mut after = None;
    loop {
        let due = {
            let mut connection = app.connection().await?;
            let now = clock::now(&mut connection).await?;
            periods::groups_due(&mut connection, now, after, BATCH).await?
        };
        let Some(last) = due.last() else { break };
        if after.is_none() && due.len() >= MANY {
            statistics::refresh(&mut *app.connection().await?).await?;
        }
        after = Some(*last);
        let one = |(_, group)| async move {
            if let Err(error) = move_on_to_now(app, group).await {
                tracing::error!(%group, %error, "the group's period could not be moved on");
            }
        };
        futures_util::stream::iter(due).for_each_concurrent(AT_ONCE, one).await;
    }
    periods::next_end(&mut *app.connection().await?).await
}

async fn move_on_to_now(app: &App, group: GroupId) -> Result<(), OpenError> {
    while move_on(app, group).await? == Moved::MoreIsDue {}
    Ok(())
}

/// What became of a group whose next step may have been due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// Nothing was due.
    Nothing,
    /// A step was done, and nothing is due any more.
    ToNow,
    /// A step was done, and the next one is due already.
    MoreIsDue,
}

/// Does the next step that is due for a group, in one transaction.
pub async fn move_on(app: &App, group: GroupId) -> Result<Moved, OpenError> {
    // What a crash would undo is due again at the next start.
    let mut tx = app.begin_without_waiting().await?;
    let Some(group) = groups::lock(&mut tx, group).await? else { return Ok(Moved::Nothing) };
    let now = group.now;
    let members = groups::members(&mut tx, &[group.id]).await?;
    let over = periods::open(&mut tx, group.id).await?.filter(|opened| opened.period.ends_at <= now);
    let mut next = None;
    if let Some(over) = &over {
        next = end(app, &mut tx, &group, &members, over).await?;
    }
    let closable = periods::closable(&mut tx, group.id).await?;
    for closing in &closable {
        close(&mut tx, &group, closing, now).await?;
    }
    if over.is_some() {
        // Those who have left see it too.
        let users: Vec<UserId> = members.iter().map(Seated::user).collect();
        announce(&mut tx, &users, Event::GroupChanged { group_id: group.id }).await?;
    }
    commit(tx).await?;
    Ok(match next {
        Some(next) if next.ends_at <= now => Moved::MoreIsDue,
        None if over.is_none() && closable.is_empty() => Moved::Nothing,
        _ => Moved::ToNow,
    })
}

/// Ends an open period: no new holds, those who were leaving have left, and the next one opens for those who stay. Returns that.
async fn end(
    app: &App,
    connection: &mut PgConnection,
    group: &Group,
    members: &[Seated],
    over: &Opened,
) -> Result<Option<Period>, OpenError> {
    // Waits for reservations that are being made; those that come later find the period closing.
    pools::lock(&mut *connection, group.id, over.id).await?;
    periods::set_closing(&mut *connection, group.id, over.id).await?;
    let (leaving, staying): (Vec<_>, Vec<_>) =
        members.iter().partition(|member| member.member.status == MembershipStatus::Leaving);
    for member in leaving {
        groups::set_membership_status(&mut *connection, group.id, member.membership, MembershipStatus::Ended).await?;
        group_activity::record(&mut *connection, group.id, &GroupEvent::Left { user_id: member.user() }).await?;
    }
    let Some(longest) = staying.iter().min_by_key(|member| (member.joined_at, member.membership)) else {
        archive(connection, group).await?;
        return Ok(None);
    };
    // An owner who was alone when they left, and was joined since: whoever is there longest takes the group over.
    if staying.iter().all(|member| member.member.role != Role::Owner) {
        groups::set_role(&mut *connection, group.id, longest.membership, Role::Owner).await?;
        let event = GroupEvent::OwnerChanged { user_id: longest.user() };
        group_activity::record(&mut *connection, group.id, &event).await?;
    }
    if group.ends_with_period {
        archive(connection, group).await?;
        return Ok(None);
    }
    let plan = match take_next_plan(app, &mut *connection, group, staying.len()).await? {
        Some(plan) => plan,
        None => plan_of(&mut *connection, &app.catalogue, group, Some(over)).await?.ok_or(OpenError::PlanGone)?,
    };
    let anchor = group.anchor_on.ok_or(store::Error::Unreadable("groups.anchor_on"))?;
    let users: Vec<UserId> = staying.iter().map(|member| member.user()).collect();
    open(connection, group, &plan, &users, anchor, over.period.number.saturating_add(1)).await.map(Some)
}

/// Ends the group. Whoever is in it can still see it, and pay.
async fn archive(connection: &mut PgConnection, group: &Group) -> Result<(), OpenError> {
    groups::archive(&mut *connection, group.id).await?;
    invitations::revoke_all(connection, group.id).await?;
    tracing::info!(group = %group.id, "a group is over");
    Ok(())
}

/// Gives the group the plan that its owner chose for the next period, if it is still sold and has the seats. Otherwise it keeps
/// what it has.
async fn take_next_plan(
    app: &App,
    connection: &mut PgConnection,
    group: &Group,
    staying: usize,
) -> Result<Option<Plan>, OpenError> {
    if group.next_plan.is_none() {
        return Ok(None);
    }
    let next = next_plan(&app.catalogue, group.next_plan.as_ref()).filter(|next| staying <= usize::from(next.seats));
    match next {
        Some(next) => {
            take_plan(connection, group, next).await?;
        }
        None => plan_changes::set_future(connection, group.id, &Future::Same).await?,
    }
    Ok(next.cloned())
}

/// Closes a period in which nothing is held any more: what its members have left expires, what they bought goes on once, and its
/// price is earned.
async fn close(
    connection: &mut PgConnection,
    group: &Group,
    closing: &Opened,
    now: Timestamp,
) -> Result<(), OpenError> {
    let mut postings = Vec::new();
    let mut post = |transaction| postings.push(Posting { group: group.id, transaction });
    if let Some(pool) = pools::lock(&mut *connection, group.id, closing.id).await? {
        let left: Vec<_> = pool.pool.members.iter().map(|member| (member.user, member.available())).collect();
        post(events::credit_expired(closing.id, &left)?);
        for transaction in carry_over(&mut *connection, group, &pool).await? {
            post(transaction);
        }
        bill::finalize(&mut *connection, group, closing, &pool, now).await?;
    }
    if let Some(billed) = invoices::billed_of_period(&mut *connection, group.id, closing.id).await? {
        post(events::revenue_earned(group.id, closing.id, billed)?);
    }
    ledger::post_all(&mut *connection, &postings).await?;
    periods::set_closed(connection, group.id, closing.id).await?;
    tracing::info!(group = %group.id, number = closing.period.number, "a period was closed");
    Ok(())
}
