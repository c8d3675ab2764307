//! Credit that a member buys beside their part: ordered and billed at once, given when it is paid, carried on to the next period once.
//! Decision 24 says why.

use domain::carry::Carry;
use domain::credit::NanoUsd;
use domain::credit_note::CreditReason;
use domain::fair_share;
use domain::group::MembershipStatus;
use domain::id::{InvoiceId, PeriodId, RefundId, ShareId, UserId};
use domain::invoice::{self, InvoiceKind, ShareStatus};
use domain::ledger::{LedgerError, Transaction, events};
use domain::money::Money;
use domain::top_up::{Offer, TopUpStatus, Whereabouts, bought_for, whereabouts, worth};
use jiff::Timestamp;
use store::groups::{Group, Seated};
use store::invoices::Bills;
use store::periods::Opened;
use store::pools::PeriodPool;
use store::shares::{self, Locked};
use store::top_ups::{self, TopUp};
use store::{PgConnection, carries, groups, invoices, ledger, periods, pools};
use uuid::Uuid;

use super::bill::{charge, use_balances};
use super::crediting::issue;
use super::error::OpenError;
use crate::realtime::{Event, announce};

/// Bills a member for credit in the open period. What is on their balance pays for it at once. The share to be paid.
pub async fn order_top_up(
    connection: &mut PgConnection,
    group: &Group,
    opened: &Opened,
    user: UserId,
    offer: Offer,
    now: Timestamp,
) -> Result<ShareId, OpenError> {
    let carries = carries::of_group(&mut *connection, group.id).await?;
    let carry = carries.iter().find(|(of, _)| *of == user).map_or(Carry::ZERO, |(_, carry)| *carry);
    let draft = invoice::of_member(&opened.plan, &opened.period, user, offer.price, carry);
    let id = InvoiceId::from_uuid(Uuid::now_v7());
    let bills = Bills { kind: InvoiceKind::TopUp, from_day: opened.period.day_of(now, &group.zone) };
    let issued = charge(&mut *connection, group, opened.id, id, bills, draft, now).await?;
    let share = issued.shares().next().ok_or(store::Error::Unreadable("shares"))?;
    top_ups::insert(&mut *connection, group.id, share, user, offer.credit).await?;
    use_balances(connection, group, issued, now).await?;
    Ok(share)
}

/// Gives the credit that a share pays for, once it is paid: into the period that is open then, or is over and still to be closed. Where its member has gone, or the group
/// is over, the money goes back to whoever paid. For every other share it does nothing.
pub(super) async fn give(
    connection: &mut PgConnection,
    group: &Group,
    locked: &Locked,
    now: Timestamp,
) -> Result<(), OpenError> {
    if !matches!(locked.share.status(), ShareStatus::Paid | ShareStatus::Covered) {
        return Ok(());
    }
    let Some(TopUp { credit, status: TopUpStatus::Ordered }) = top_ups::of_share(&mut *connection, locked).await?
    else {
        return Ok(());
    };
    if let Some(opened) = periods::open(&mut *connection, group.id).await?
        && (now < opened.period.ends_at || goes_on(&mut *connection, group, locked.user).await?)
        && let Some(mut pool) = pools::lock(&mut *connection, group.id, opened.id).await?
        && fair_share::top_up(&mut pool.pool, locked.user, credit).is_ok()
    {
        pools::put(&mut *connection, group.id, pool.id, &pool.pool).await?;
        ledger::post(&mut *connection, group.id, &events::topped_up(locked.id, pool.id, locked.user, credit)?).await?;
        top_ups::set_granted(&mut *connection, locked, pool.id).await?;
        return announce_credit(connection, group).await;
    }
    lapse(connection, group, locked, now).await
}

/// Whether there is a next period for a member of this one.
async fn goes_on(connection: &mut PgConnection, group: &Group, user: UserId) -> Result<bool, OpenError> {
    let members = groups::members(connection, &[group.id]).await?;
    let stays = |member: &Seated| member.user() == user && member.member.status == MembershipStatus::Active;
    Ok(!group.ends_with_period && members.iter().any(stays))
}

/// An order comes to nothing: nobody owes it any more, what was paid of it is on a balance, and nothing else changes.
pub async fn lapse(
    connection: &mut PgConnection,
    group: &Group,
    locked: &Locked,
    now: Timestamp,
) -> Result<(), OpenError> {
    let (_, period) = invoices::bills(&mut *connection, group.id, locked.invoice).await?;
    top_ups::set_status(&mut *connection, locked, TopUpStatus::Lapsed).await?;
    let rest = locked.share.amount().checked_sub(locked.share.credited()).map_err(LedgerError::from)?;
    issue(connection, group, period, locked, CreditReason::Lapsed, rest, now).await
}

/// A member's order that is not paid comes to nothing, if there is one.
async fn lapse_ordered(
    connection: &mut PgConnection,
    group: &Group,
    user: UserId,
    now: Timestamp,
) -> Result<(), OpenError> {
    match top_ups::ordered_by(&mut *connection, group.id, user).await? {
        Some(locked) => lapse(connection, group, &locked, now).await,
        None => Ok(()),
    }
}

/// Whether a share is of an order whose credit has not come yet.
pub(super) async fn is_order(connection: &mut PgConnection, locked: &Locked) -> Result<bool, OpenError> {
    let top_up = top_ups::of_share(connection, locked).await?;
    Ok(top_up.is_some_and(|top_up| top_up.status == TopUpStatus::Ordered))
}

/// The days of grace of a top-up are over; the share as it is then. One that was never paid lapses. Of one whose payment was taken back
/// by a bank goes what is left of its credit, and only what was used of it is to be paid.
pub(super) async fn end_unpaid(
    connection: &mut PgConnection,
    group: &Group,
    locked: &Locked,
    now: Timestamp,
) -> Result<Locked, OpenError> {
    if is_order(&mut *connection, locked).await? {
        lapse(&mut *connection, group, locked, now).await?;
    } else {
        // What is paid of it, if anything is, stays with its credit.
        take_back_share(&mut *connection, group, locked, locked.share.open(), CreditReason::Suspended, now).await?;
    }
    Ok(shares::lock(connection, group.id, locked.id).await?.ok_or(store::Error::Unreadable("top_ups.share_id"))?)
}

/// Takes back what is left of the credit that a member bought in this period, and what they have not paid yet, as they were removed:
/// what that cost is not owed, or on a balance.
pub(super) async fn take_back(
    connection: &mut PgConnection,
    group: &Group,
    period: PeriodId,
    user: UserId,
    now: Timestamp,
) -> Result<(), OpenError> {
    lapse_ordered(&mut *connection, group, user, now).await?;
    for share in top_ups::granted_in(&mut *connection, group.id, period, user).await? {
        let locked = shares::lock(&mut *connection, group.id, share).await?;
        let locked = locked.ok_or(store::Error::Unreadable("top_ups.share_id"))?;
        // What was paid back of it has taken its credit along; what is left is that of other orders.
        let kept = locked.share.amount().checked_sub(locked.share.credited()).map_err(LedgerError::from)?;
        take_back_share(&mut *connection, group, &locked, kept, CreditReason::Removed, now).await?;
    }
    Ok(())
}

/// Takes what is left of the credit that this much of a share pays for, whether it is in the period into which it came or has gone on to
/// the next one; what that cost is not owed, or on a balance.
async fn take_back_share(
    connection: &mut PgConnection,
    group: &Group,
    locked: &Locked,
    of: Money,
    reason: CreditReason,
    now: Timestamp,
) -> Result<(), OpenError> {
    let Some(TopUp { credit, status: TopUpStatus::Granted }) = top_ups::of_share(&mut *connection, locked).await?
    else {
        return Ok(());
    };
    let price = locked.share.amount();
    let elsewhere = bought_for(price, credit, price.checked_sub(of).map_err(LedgerError::from)?);
    let taken = take_left(&mut *connection, group, locked, credit.less(elsewhere)).await?;
    top_ups::set_status(&mut *connection, locked, TopUpStatus::TakenBack).await?;
    let unused = worth(price, credit, taken);
    let unused = Money::new(unused.minor.min(of.minor), unused.currency);
    let (_, billed_for) = invoices::bills(&mut *connection, group.id, locked.invoice).await?;
    issue(connection, group, billed_for, locked, reason, unused, now).await
}

/// Takes at most so much of what is left of a top-up's credit out of the pool that it is in: how much that is.
async fn take_left(
    connection: &mut PgConnection,
    group: &Group,
    locked: &Locked,
    most: NanoUsd,
) -> Result<NanoUsd, OpenError> {
    let Some((opened, is_in)) = whereabouts_of(&mut *connection, group, locked).await? else {
        return Ok(NanoUsd::ZERO);
    };
    let Some(mut pool) = pools::lock(&mut *connection, group.id, opened.id).await? else {
        return Ok(NanoUsd::ZERO);
    };
    let taken = match is_in {
        Whereabouts::Bought(_) => fair_share::take_back(&mut pool.pool, locked.user, most)?,
        Whereabouts::Carried(_) => fair_share::take_back_carried(&mut pool.pool, locked.user, most),
    };
    pools::put(&mut *connection, group.id, opened.id, &pool.pool).await?;
    let posting = events::top_up_taken_back(locked.id, opened.id, locked.user, taken)?;
    ledger::post(&mut *connection, group.id, &posting).await?;
    Ok(taken)
}

/// The period in whose pool the credit of a top-up is, if it is in one.
async fn whereabouts_of(
    connection: &mut PgConnection,
    group: &Group,
    locked: &Locked,
) -> Result<Option<(Opened, Whereabouts)>, OpenError> {
    let Some(came_into) = top_ups::came_into(&mut *connection, locked).await? else { return Ok(None) };
    let unclosed = periods::unclosed(&mut *connection, group.id).await?;
    let numbers: Vec<u32> = unclosed.iter().map(|opened| opened.period.number).collect();
    let Some(is_in) = whereabouts(came_into, &numbers) else { return Ok(None) };
    let (Whereabouts::Bought(number) | Whereabouts::Carried(number)) = is_in;
    Ok(unclosed.into_iter().find(|opened| opened.period.number == number).map(|opened| (opened, is_in)))
}

/// Takes credit back whose money goes back: as much as the money bought, at most what is left of it. What went on to the next period
/// stays, and lapses with that.
pub async fn take_back_refunded(
    connection: &mut PgConnection,
    group: &Group,
    locked: &Locked,
    refund: RefundId,
    refunded: Money,
) -> Result<(), OpenError> {
    let Some(TopUp { credit, status: TopUpStatus::Granted }) = top_ups::of_share(&mut *connection, locked).await?
    else {
        return Ok(());
    };
    let Some((opened, Whereabouts::Bought(_))) = whereabouts_of(&mut *connection, group, locked).await? else {
        return Ok(());
    };
    let Some(mut pool) = pools::lock(&mut *connection, group.id, opened.id).await? else { return Ok(()) };
    let most = bought_for(locked.share.amount(), credit, refunded);
    let taken = fair_share::take_back(&mut pool.pool, locked.user, most)?;
    pools::put(&mut *connection, group.id, opened.id, &pool.pool).await?;
    let posting = events::top_up_refunded(refund, opened.id, locked.user, taken)?;
    ledger::post(&mut *connection, group.id, &posting).await?;
    announce_credit(connection, group).await
}

/// What its members bought in a period that closes and have left of it goes on to the open one; the rest lapses. What that posts.
pub(super) async fn carry_over(
    connection: &mut PgConnection,
    group: &Group,
    closing: &PeriodPool,
) -> Result<Vec<Transaction>, OpenError> {
    if closing.pool.members.iter().all(|member| member.top_up.left().is_zero()) {
        return Ok(Vec::new());
    }
    let mut next = match periods::open(&mut *connection, group.id).await? {
        Some(open) => pools::lock(&mut *connection, group.id, open.id).await?,
        None => None,
    };
    let (mut carried, mut lapsed) = (Vec::new(), Vec::new());
    for member in &closing.pool.members {
        let goes_on = member.top_up.left_of_bought();
        let is_in = next.as_mut().is_some_and(|next| fair_share::carry_over(&mut next.pool, member.user, goes_on));
        let goes_on = if is_in { goes_on } else { NanoUsd::ZERO };
        carried.push((member.user, goes_on));
        lapsed.push((member.user, member.top_up.left().less(goes_on)));
    }
    let mut postings = vec![events::top_ups_lapsed(closing.id, &lapsed)?];
    if let Some(next) = next {
        pools::put(&mut *connection, group.id, next.id, &next.pool).await?;
        postings.push(events::top_ups_carried(closing.id, next.id, &carried)?);
    }
    Ok(postings)
}

async fn announce_credit(connection: &mut PgConnection, group: &Group) -> Result<(), OpenError> {
    let members = groups::members(&mut *connection, &[group.id]).await?;
    let users: Vec<UserId> = members.iter().map(Seated::user).collect();
    announce(connection, &users, Event::CreditChanged { group_id: group.id }).await?;
    Ok(())
}
