//! Shares are lowered by credit notes: for the days that somebody who was removed does not have, and for those that somebody who
//! does not pay cannot use.

use domain::cover::refund;
use domain::dunning;
use domain::fair_share::void_coming;
use domain::group::GroupStatus;
use domain::id::{CreditNoteId, PeriodId, UserId};
use domain::invoice::ShareStatus;
use domain::ledger::{Account, events};
use domain::money::Money;

use crate::histories::life::{GROUP, Life};

/// Somebody was removed: the days after this one are not owed, or, where they were paid, on a balance.
pub(super) fn days_not_had(life: &mut Life, user: UserId, month: PeriodId, day: u32) {
    let days = life.months.iter().find(|other| other.id == month).unwrap().period.days;
    for at in 0..life.shares.len() {
        let share = &life.shares[at];
        if share.user == user && share.month == month {
            let unused = dunning::unused(share.stands.amount(), day, days).unwrap();
            credit(life, at, unused);
        }
    }
    life.refresh(user);
}

/// The days of grace are over: the member alone is suspended, and what they cannot use any more is not owed.
pub(crate) fn suspend(life: &mut Life, at: usize) {
    let share = &life.shares[at];
    let (id, user, month) = (share.id, share.user, share.month);
    let was_suspended =
        life.shares.iter().any(|other| other.user == user && other.stands.status() == ShareStatus::PastDue);
    let share = &mut life.shares[at];
    let was_lowered = std::mem::replace(&mut share.lowered, true);
    share.stands = share.stands.with_status(ShareStatus::PastDue);
    let amount = share.stands.amount();
    let all = life.months.iter().chain(&life.closed);
    let (period, by_usage) =
        all.clone().find(|other| other.id == month).map(|found| (found.period, found.split.is_by_usage())).unwrap();
    if !was_lowered && !by_usage {
        let day = period.day_of(life.now, &life.zone);
        let unused = if was_suspended { amount } else { dunning::unused(amount, day, period.days).unwrap() };
        credit(life, at, unused);
        let is_open = life.status == GroupStatus::Active && life.months.last().is_some_and(|last| last.id == month);
        if is_open {
            let found = life.months.last_mut().unwrap();
            let from = if was_suspended { 0 } else { day + 1 };
            let voided = void_coming(&mut found.pool, user, from).unwrap();
            found.voided.0 += voided.get();
            assert!(life.books.post(events::credit_voided(id, month, user, voided).unwrap()));
        }
    }
    life.refresh(user);
}

/// Takes off a share what is unused of it, less what was taken off before.
fn credit(life: &mut Life, at: usize, unused: Money) {
    let amount = unused.checked_sub(life.shares[at].stands.credited()).unwrap();
    if amount.minor > 0 {
        credit_more(life, at, amount);
    }
}

/// Takes so much off a share.
pub(super) fn credit_more(life: &mut Life, at: usize, amount: Money) {
    let note = CreditNoteId::from_uuid(life.id());
    let share = &mut life.shares[at];
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
