//! Shares that are not paid: their member is reminded, and after the days of grace suspended alone; what they cannot use any more
//! is not owed.

use domain::credit_note::CreditReason;
use domain::dunning::{self, REMINDER_DAYS, STEP_DAYS, Step};
use domain::fair_share::{self, Bought};
use domain::group_event::GroupEvent;
use domain::id::{GroupId, PeriodId, UserId};
use domain::invoice::{InvoiceKind, ShareStatus};
use domain::ledger::{LedgerError, events};
use domain::money::Money;
use domain::notice::Notice;
use domain::period::PeriodStatus;
use jiff::{SignedDuration, Timestamp};
use store::groups::{Group, Seated};
use store::shares::{self, Locked, Overdue};
use store::{PgConnection, clock, group_activity, groups, invoices, joinings, ledger, papers, periods, pools};

use super::covering::{Covering, cover_by_itself};
use super::crediting::credit;
use super::error::OpenError;
use super::reminding::remind;
use super::topping_up::{end_unpaid, is_order};
use crate::app::{App, commit};
use crate::realtime::{Event, announce};
use crate::telling::tell;

/// Shares that are asked for at once.
const BATCH: i64 = 100;

/// Does what is due about every share that is not paid. A share that cannot be dunned keeps its state and is tried again the
/// next time; the others do not wait for it.
pub async fn dun(app: &App) -> store::Result<()> {
    for (reminded, days) in STEP_DAYS {
        dun_reminded(app, reminded, days_ago(days)).await?;
    }
    Ok(())
}

const fn days_ago(days: u32) -> SignedDuration {
    SignedDuration::from_hours(days as i64 * 24)
}

/// The same for those of which their members were reminded so many times, and that were invoiced this long ago or longer.
async fn dun_reminded(app: &App, reminded: u32, ago: SignedDuration) -> store::Result<()> {
    let mut after = None;
    loop {
        let overdue = {
            let mut connection = app.connection().await?;
            let before = clock::now(&mut connection).await? - ago;
            shares::overdue(&mut connection, reminded, before, after, BATCH).await?
        };
        let Some(last) = overdue.last() else { return Ok(()) };
        after = Some((last.invoiced_at, last.share));
        for share in overdue {
            if let Err(error) = dun_share(app, share).await {
                tracing::error!(group = %share.group, share = %share.share, %error, "a share could not be dunned");
            }
        }
    }
}

/// The same for one group, by its clock; for how many shares the days of grace were over.
pub(super) async fn dun_group(app: &App, group: GroupId) -> Result<u32, OpenError> {
    let overdue = {
        let mut connection = app.connection().await?;
        let before = clock::of_group(&mut connection, group).await? - days_ago(REMINDER_DAYS[0]);
        shares::overdue_of(&mut connection, group, before).await?
    };
    let mut dunned = 0;
    for share in overdue {
        dunned += u32::from(dun_share(app, share).await?);
    }
    Ok(dunned)
}

/// Does the step that is due about one share, in one transaction; whether its days of grace were over.
async fn dun_share(app: &App, overdue: Overdue) -> Result<bool, OpenError> {
    let mut tx = app.begin().await?;
    let Some(group) = groups::lock(&mut tx, overdue.group).await? else { return Ok(false) };
    let now = group.now;
    let Some(locked) = shares::lock(&mut tx, group.id, overdue.share).await? else { return Ok(false) };
    let (invoiced_at, period) = shares::invoiced(&mut tx, &locked).await?;
    let (bills, _) = invoices::bills(&mut tx, group.id, locked.invoice).await?;
    let reminded = shares::reminded(&mut tx, &locked).await?;
    let is_top_up = bills.kind == InvoiceKind::TopUp;
    match dunning::due(locked.share.status(), reminded, invoiced_at, now) {
        None => return Ok(false),
        Some(Step::Remind(times)) => {
            // An order that is not paid lapses; nobody is asked for it.
            if is_top_up && is_order(&mut tx, &locked).await? {
                shares::set_reminded(&mut tx, &locked, times).await?;
            } else {
                remind(app, &mut tx, &group, &locked, invoiced_at, times).await?;
            }
            commit(tx).await?;
            return Ok(false);
        }
        Some(Step::Suspend) if is_top_up => end_top_up(&mut tx, &group, &locked, now).await?,
        Some(Step::Suspend) => match cover_by_itself(app, &mut tx, &group, period, &locked).await? {
            Covering::Nobody => {
                let was_suspended = shares::suspended(&mut tx, group.id).await?.contains(&locked.user);
                suspend(&mut tx, &group, &locked, was_suspended, now).await?;
            }
            Covering::Begun => {}
            Covering::ByCard => return Ok(false),
        },
    }
    let members = groups::members(&mut tx, &[group.id]).await?;
    let users: Vec<UserId> = members.iter().map(Seated::user).collect();
    announce(&mut tx, &users, Event::GroupChanged { group_id: group.id }).await?;
    announce(&mut tx, &users, Event::CreditChanged { group_id: group.id }).await?;
    commit(tx).await?;
    Ok(true)
}

/// A share that was paid is due again, as a bank has taken the payment back for good, and its days of grace are over long since: its
/// member is suspended now, and has had the days until now.
pub async fn suspend_for_lost(
    connection: &mut PgConnection,
    group: &Group,
    locked: &Locked,
    now: Timestamp,
) -> Result<(), OpenError> {
    let (bills, _) = invoices::bills(&mut *connection, group.id, locked.invoice).await?;
    match bills.kind {
        InvoiceKind::TopUp => end_top_up(connection, group, locked, now).await,
        // What it had brought went to those who gave their slices for it.
        InvoiceKind::Joining => {
            set_past_due(connection, locked).await?;
            Ok(())
        }
        InvoiceKind::Period | InvoiceKind::Upgrade => suspend(connection, group, locked, false, now).await,
    }
}

/// The days of grace of a top-up are over: what is to be paid of it then is past due.
async fn end_top_up(
    connection: &mut PgConnection,
    group: &Group,
    locked: &Locked,
    now: Timestamp,
) -> Result<(), OpenError> {
    let left = end_unpaid(&mut *connection, group, locked, now).await?;
    if left.share.status() == ShareStatus::Due {
        set_past_due(connection, &left).await?;
    }
    Ok(())
}

/// The days of grace are over: the share is past due, the days that its member cannot use any more are credited, and their
/// credit leaves the pool. Whoever `was_suspended` before has had none of this period's days. Nobody else's share, credit or access
/// changes.
async fn suspend(
    connection: &mut PgConnection,
    group: &Group,
    locked: &Locked,
    was_suspended: bool,
    now: Timestamp,
) -> Result<(), OpenError> {
    let was_credited = shares::is_credited(&mut *connection, locked, CreditReason::Suspended).await?;
    let past_due = set_past_due(&mut *connection, locked).await?;

    let (bills, period) = invoices::bills(&mut *connection, group.id, locked.invoice).await?;
    let Some((opened, status)) = periods::find(&mut *connection, group.id, period).await? else { return Ok(()) };
    // What goes by usage was used; what was lowered once for this is not again.
    if was_credited || opened.split.is_by_usage() {
        return Ok(());
    }
    let (amount, days, day) = (past_due.share.amount(), opened.period.days, opened.period.day_of(now, &group.zone));
    let stake = joinings::stake_of(&mut *connection, locked, bills.from_day).await?;
    let (unused, from) = if was_suspended { (amount, 0) } else { (stake.unused(day, days)?, day.saturating_add(1)) };
    if status == PeriodStatus::Open {
        let all = left_of(&mut *connection, group, period, locked, from, days).await?;
        let bought = Bought { unpaid: stake.left(from, days)?, all };
        take_coming(&mut *connection, group, period, locked, bills.kind, from, bought).await?;
    }
    credit(connection, group, period, &past_due, CreditReason::Suspended, unused, now).await
}

/// The share is past due, and its member suspended by that.
async fn set_past_due(connection: &mut PgConnection, locked: &Locked) -> store::Result<Locked> {
    let past_due = Locked { share: locked.share.with_status(ShareStatus::PastDue), ..*locked };
    shares::put(&mut *connection, &past_due, &past_due.share).await?;
    note(connection, &past_due).await?;
    tracing::info!(group = %locked.group, "a member was suspended for an unpaid share");
    Ok(past_due)
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

/// What all shares of a member cost for a period's days from one on.
async fn left_of(
    connection: &mut PgConnection,
    group: &Group,
    period: PeriodId,
    locked: &Locked,
    from: u32,
    days: u32,
) -> Result<Money, OpenError> {
    let stakes = joinings::stakes(connection, group.id, period).await?;
    let own = stakes.iter().filter(|held| held.user == locked.user).map(|held| held.stake.left(from, days));
    let own: Vec<Money> = own.collect::<Result<_, _>>()?;
    Ok(Money::sum(locked.share.amount().currency, own).map_err(LedgerError::from)?)
}

/// Takes the credit that an unpaid share bought from a day on from its member: what a joiner took from the others goes back to
/// them, everything else leaves the pool.
async fn take_coming(
    connection: &mut PgConnection,
    group: &Group,
    period: PeriodId,
    locked: &Locked,
    kind: InvoiceKind,
    from: u32,
    bought: Bought,
) -> Result<(), OpenError> {
    let Some(mut found) = pools::lock(&mut *connection, group.id, period).await? else { return Ok(()) };
    let posting = if kind == InvoiceKind::Joining {
        let moved = fair_share::return_coming(&mut found.pool, locked.user, from, bought)?;
        events::credit_returned(locked.id, period, &moved)?
    } else {
        let voided = fair_share::void_coming(&mut found.pool, locked.user, from, bought)?;
        periods::add_voided(&mut *connection, group.id, period, voided).await?;
        events::credit_voided(locked.id, period, locked.user, voided)?
    };
    pools::put(&mut *connection, group.id, period, &found.pool).await?;
    ledger::post(connection, group.id, &posting).await?;
    Ok(())
}
