//! Shares are lowered by credit notes: for the days that somebody who was removed does not have, and for those that somebody who
//! does not pay cannot use.

use domain::cover::refund;
use domain::fair_share::{Bought, return_coming, void_coming};
use domain::group::GroupStatus;
use domain::id::{CreditNoteId, PeriodId, ShareId, UserId};
use domain::invoice::ShareStatus;
use domain::joining::Stake;
use domain::ledger::{Account, events};
use domain::money::Money;

use super::topping_up::take_back_unpaid;
use crate::histories::life::{GROUP, Life, Share};

/// Somebody was removed: the days after this one are not owed, or, where they were paid, on a balance.
pub(super) fn days_not_had(life: &mut Life, user: UserId, month: PeriodId, day: u32) {
    let period = life.months.iter().find(|other| other.id == month).unwrap().period;
    let days = period.days;
    for at in 0..life.shares.len() {
        let share = &life.shares[at];
        if share.user != user {
            continue;
        }
        if share.top_up.is_some() {
            super::topping_up::give_back(life, at, period.number);
        } else if share.month == month {
            let unused = stake(share).unused(day, days).unwrap();
            lower(life, at, unused);
        }
    }
    life.refresh(user);
}

/// A share's days, as the rules see them.
pub(super) fn stake(share: &Share) -> Stake {
    Stake { amount: share.stands.amount(), from_day: share.days.from, given: share.days.given.clone() }
}

/// The days of grace are over: the member alone is suspended, and what they cannot use any more is not owed.
pub(crate) fn suspend(life: &mut Life, at: usize) {
    let user = life.shares[at].user;
    let was_suspended =
        life.shares.iter().any(|other| other.user == user && other.stands.status() == ShareStatus::PastDue);
    if life.shares[at].top_up.is_some() {
        end_top_up(life, at);
    } else {
        suspend_for_days(life, at, was_suspended);
    }
}

/// Those of a share that had been paid were over long since when the payment was taken back.
pub(super) fn suspend_for_lost(life: &mut Life, at: usize) {
    let share = &mut life.shares[at];
    if share.top_up.is_some() {
        end_top_up(life, at);
    } else if share.days.is_joiners {
        share.stands = share.stands.with_status(ShareStatus::PastDue);
    } else {
        suspend_for_days(life, at, false);
    }
}

fn end_top_up(life: &mut Life, at: usize) {
    take_back_unpaid(life, at);
    let share = &mut life.shares[at];
    if share.stands.status() == ShareStatus::Due {
        share.stands = share.stands.with_status(ShareStatus::PastDue);
    }
    let user = share.user;
    life.refresh(user);
}

fn suspend_for_days(life: &mut Life, at: usize, was_suspended: bool) {
    let share = &mut life.shares[at];
    let (id, user, month) = (share.id, share.user, share.month);
    let was_lowered = std::mem::replace(&mut share.lowered, true);
    share.stands = share.stands.with_status(ShareStatus::PastDue);
    let amount = share.stands.amount();
    let all = life.months.iter().chain(&life.closed);
    let (period, by_usage) =
        all.clone().find(|other| other.id == month).map(|found| (found.period, found.split.is_by_usage())).unwrap();
    if !was_lowered && !by_usage {
        let (day, days) = (period.day_of(life.now, &life.zone), period.days);
        let stake = stake(&life.shares[at]);
        let (unused, from) = if was_suspended { (amount, 0) } else { (stake.unused(day, days).unwrap(), day + 1) };
        let is_open = life.status == GroupStatus::Active && life.months.last().is_some_and(|last| last.id == month);
        if is_open {
            let bought = bought(life, at, from, days);
            take_coming(life, at, (id, user, month), from, bought);
        }
        lower(life, at, unused);
    }
    life.refresh(user);
}

/// Which part of the member's coming slices the share bought.
fn bought(life: &Life, at: usize, from: u32, days: u32) -> Bought {
    let (user, month) = (life.shares[at].user, life.shares[at].month);
    let unpaid = stake(&life.shares[at]).left(from, days).unwrap();
    let own = life.shares.iter().filter(|share| {
        share.user == user && share.month == month && !share.days.forfeited && share.stands.amount().minor > 0
    });
    let all = Money::sum(unpaid.currency, own.map(|share| stake(share).left(from, days).unwrap())).unwrap();
    Bought { unpaid, all }
}

fn take_coming(life: &mut Life, at: usize, of: (ShareId, UserId, PeriodId), from: u32, bought: Bought) {
    let ((id, user, month), is_joiners) = (of, life.shares[at].days.is_joiners);
    let found = life.months.last_mut().unwrap();
    let posting = if is_joiners {
        let moved = return_coming(&mut found.pool, user, from, bought).unwrap();
        events::credit_returned(id, month, &moved)
    } else {
        let voided = void_coming(&mut found.pool, user, from, bought).unwrap();
        found.voided.0 += voided.get();
        events::credit_voided(id, month, user, voided)
    };
    assert!(life.books.post(posting.unwrap()));
}

/// Takes off a share what is unused of it, less what was taken off before for such a reason.
fn lower(life: &mut Life, at: usize, unused: Money) {
    let (stands, passed) = (life.shares[at].stands, life.shares[at].days.passed);
    let most = stands.amount().minor - stands.credited().minor;
    let amount = (unused.minor - (stands.credited().minor - passed)).min(most);
    if amount > 0 {
        life.shares[at].days.forfeited = true;
    }
    credit(life, at, Money::new(amount, unused.currency));
}

/// Takes an amount off a share.
pub(super) fn credit(life: &mut Life, at: usize, amount: Money) {
    let note = CreditNoteId::from_uuid(life.id());
    let share = &mut life.shares[at];
    if amount.minor <= 0 {
        return;
    }
    let credited = share.stands.credit(amount).unwrap();
    share.stands = credited.share;
    assert_eq!(credited.to_receivable.minor + credited.to_balance.minor, amount.minor);
    let (user, month, to_balance) = (share.user, share.month, credited.to_balance);
    let refunds = match &mut share.cover {
        Some((coverer, left)) => {
            let refund = refund(to_balance, *left).unwrap();
            *left = left.checked_sub(refund.to_coverer).unwrap();
            assert!(left.minor >= 0, "whoever covered a share gets back more than they paid");
            vec![(*coverer, refund.to_coverer), (user, refund.to_member)]
        }
        None => vec![(user, to_balance)],
    };
    assert_eq!(refunds.iter().map(|(_, amount)| amount.minor).sum::<i64>(), to_balance.minor);
    let from = if let Some(found) = life.months.iter_mut().find(|other| other.id == month) {
        found.credited += amount.minor;
        Account::Deferred { group: GROUP, period: month }
    } else {
        life.earned -= amount.minor;
        Account::Revenue
    };
    assert!(life.books.post(events::credit_note_issued(note, from, user, credited.to_receivable, &refunds).unwrap()));
}
