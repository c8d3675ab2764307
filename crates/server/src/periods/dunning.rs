//! Shares that were not paid in time: their member alone is suspended, and what they cannot use any more is not owed.

use domain::credit_note::CreditReason;
use domain::dunning::{self, Step};
use domain::fair_share;
use domain::group_event::GroupEvent;
use domain::id::{PeriodId, UserId};
use domain::invoice::{GRACE_DAYS, ShareStatus};
use domain::ledger::events;
use domain::notice::Notice;
use domain::period::PeriodStatus;
use jiff::{SignedDuration, Timestamp};
use store::groups::{Group, Seated};
use store::shares::{self, Locked, Overdue};
use store::{PgConnection, clock, group_activity, groups, ledger, papers, periods, pools};

use super::crediting::credit;
use super::error::OpenError;
use crate::app::{App, commit};
use crate::notices::tell;
use crate::realtime::{Event, announce};

/// Shares that are asked for at once.
const BATCH: i64 = 100;

/// Does what is due about every share that is not paid. A share that cannot be dunned keeps its state and is tried again the
/// next time; the others do not wait for it.
pub async fn dun(app: &App) -> store::Result<()> {
    let mut after = None;
    loop {
        let overdue = {
            let mut connection = app.connection().await?;
            let grace = SignedDuration::from_hours(i64::from(GRACE_DAYS) * 24);
            let before = clock::now(&mut connection).await? - grace;
            shares::overdue(&mut connection, before, after, BATCH).await?
        };
        let Some(last) = overdue.last() else { return Ok(()) };
        after = Some(last.share);
        for share in overdue {
            if let Err(error) = dun_share(app, share).await {
                tracing::error!(group = %share.group, share = %share.share, %error, "a share could not be dunned");
            }
        }
    }
}

/// Does the step that is due about one share, in one transaction.
async fn dun_share(app: &App, overdue: Overdue) -> Result<(), OpenError> {
    let mut tx = app.begin().await?;
    let Some(group) = groups::lock(&mut tx, overdue.group).await? else { return Ok(()) };
    let now = clock::now(&mut tx).await?;
    let Some(locked) = shares::lock(&mut tx, group.id, overdue.share).await? else { return Ok(()) };
    let (invoiced_at, _) = shares::invoiced(&mut tx, &locked).await?;
    if dunning::due(locked.share.status(), u32::MAX, invoiced_at, now) != Some(Step::Suspend) {
        return Ok(());
    }
    suspend(&mut tx, &group, &locked, now).await?;
    let members = groups::members(&mut tx, &[group.id]).await?;
    let users: Vec<UserId> = members.iter().map(Seated::user).collect();
    announce(&mut tx, &users, Event::GroupChanged { group_id: group.id }).await?;
    announce(&mut tx, &users, Event::CreditChanged { group_id: group.id }).await?;
    commit(tx).await?;
    Ok(())
}

/// The days of grace are over: the share is past due, the days that its member cannot use any more are credited, and their
/// credit leaves the pool. Nobody else's share, credit or access changes.
async fn suspend(
    connection: &mut PgConnection,
    group: &Group,
    locked: &Locked,
    now: Timestamp,
) -> Result<(), OpenError> {
    let was_suspended = shares::suspended(&mut *connection, group.id).await?.contains(&locked.user);
    let was_credited = shares::is_credited(&mut *connection, locked, CreditReason::Suspended).await?;
    let past_due = Locked { share: locked.share.with_status(ShareStatus::PastDue), ..*locked };
    shares::put(&mut *connection, &past_due, &past_due.share).await?;
    note(&mut *connection, &past_due).await?;
    tracing::info!(group = %group.id, "a member was suspended for an unpaid share");

    let (_, period) = shares::invoiced(&mut *connection, locked).await?;
    let Some((opened, status)) = periods::find(&mut *connection, group.id, period).await? else { return Ok(()) };
    // What goes by usage was used; what was lowered once for this is not again.
    if was_credited || opened.split.is_by_usage() {
        return Ok(());
    }
    // Whoever was suspended before has had none of this period's days.
    let (amount, day) = (past_due.share.amount(), opened.period.day_of(now, &group.zone));
    let unused = if was_suspended { amount } else { dunning::unused(amount, day, opened.period.days)? };
    credit(&mut *connection, group, period, &past_due, CreditReason::Suspended, unused, now).await?;
    if status == PeriodStatus::Open {
        let from = if was_suspended { 0 } else { day.saturating_add(1) };
        void_coming(connection, group, period, locked, from, now).await?;
    }
    Ok(())
}

/// Tells the member, and the group's activity.
async fn note(connection: &mut PgConnection, locked: &Locked) -> store::Result<()> {
    let suspended = Notice::Suspended {
        share_id: locked.id,
        invoice: papers::invoice_number(&mut *connection, locked).await?,
        amount: locked.share.open().into(),
    };
    group_activity::record(&mut *connection, locked.group, &GroupEvent::Suspended { user_id: locked.user }).await?;
    tell(connection, locked.group, locked.user, suspended).await
}

/// Takes the suspended member's credit from a day on out of the pool.
async fn void_coming(
    connection: &mut PgConnection,
    group: &Group,
    period: PeriodId,
    locked: &Locked,
    from: u32,
    now: Timestamp,
) -> Result<(), OpenError> {
    let Some(mut found) = pools::lock(&mut *connection, group.id, period, now).await? else { return Ok(()) };
    let voided = fair_share::void_coming(&mut found.pool, locked.user, from)?;
    pools::put(&mut *connection, group.id, period, &found.pool).await?;
    periods::add_voided(&mut *connection, group.id, period, voided).await?;
    ledger::post(connection, group.id, &events::credit_voided(locked.id, period, locked.user, voided)?).await?;
    Ok(())
}
