//! Settling: what a turn really used, and what goes back to whom.

use super::{Hold, Loan, Pool, plus};
use crate::apportion::apportion;
use crate::credit::NanoUsd;
use crate::id::UserId;

/// Who pays what a turn really cost, and what they get back of the hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settlement {
    /// Of the held own part: used.
    pub own: NanoUsd,
    /// Of the held loans: used, from each lender who really lent something.
    pub loans: Vec<Loan>,
    /// Of the held own part: back.
    pub returned_own: NanoUsd,
    /// Of the held loans: back, to each lender who gets something back.
    pub returned_loans: Vec<Loan>,
    /// Above the hold, from what the member had left.
    pub overrun_own: NanoUsd,
    /// Above that, from the operator; never from the other members.
    pub overrun_operator: NanoUsd,
}

impl Settlement {
    /// All that the turn used: what the member is shown as its cost.
    #[must_use]
    pub fn spent(&self) -> NanoUsd {
        let lent = self.loans.iter().map(|loan| loan.amount).fold(NanoUsd::ZERO, plus);
        plus(plus(self.own, lent), plus(self.overrun_own, self.overrun_operator))
    }
}

/// Settles a hold: the own part is used first, and the borrowed rest goes back to the pinned lenders.
///
/// `available_after` is what the member has left of their own while the hold stands (0 when its period is over or they
/// may not use it); only a cost above the hold touches it.
#[must_use]
pub fn settle(hold: &Hold, available_after: NanoUsd, actual: NanoUsd) -> Settlement {
    let actual = actual.max(NanoUsd::ZERO);
    let own = actual.min(hold.own);
    let from_loans = actual.less(own).min(hold.borrowed());
    let weights: Vec<u64> = hold.loans.iter().map(|loan| u64::try_from(loan.amount.get()).unwrap_or(0)).collect();
    // Cannot fail, as the loans come to at least so much; and no part is above its loan.
    let parts = apportion(from_loans.get(), &weights).unwrap_or_default();
    let mut loans = Vec::new();
    let mut returned_loans = Vec::new();
    for (loan, used) in hold.loans.iter().zip(parts.into_iter().map(NanoUsd)) {
        for (list, amount) in [(&mut loans, used), (&mut returned_loans, loan.amount.less(used))] {
            if !amount.is_zero() {
                list.push(Loan { amount, ..*loan });
            }
        }
    }
    let above = actual.less(hold.total());
    let overrun_own = above.min(available_after.max(NanoUsd::ZERO));
    Settlement {
        own,
        loans,
        returned_own: hold.own.less(own),
        returned_loans,
        overrun_own,
        overrun_operator: above.less(overrun_own),
    }
}

/// What changes when the truth about a settled turn arrives after an estimate was charged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Correction {
    /// Too much was charged: back to the member's own part.
    pub returned_own: NanoUsd,
    /// Too much was charged: back to each lender who gets something back.
    pub returned_loans: Vec<Loan>,
    /// Too little was charged: from what the member has left.
    pub more_own: NanoUsd,
    /// Above that, from the operator; never from the other members.
    pub more_operator: NanoUsd,
}

/// Corrects an estimate that was charged to a hold, and was not above it.
///
/// What was too much goes back the way it came: borrowed credit first, as a settlement by the truth would have used the
/// own part first. `available_now` is what the member has left of their own (0 when its period is over or they may not use
/// it). The rest of the hold was given back when the estimate was charged, so more comes from the member, or from the
/// operator.
#[must_use]
pub fn correct(hold: &Hold, estimate: NanoUsd, available_now: NanoUsd, actual: NanoUsd) -> Correction {
    let charged = settle(hold, NanoUsd::ZERO, estimate);
    let lent = charged.loans.iter().map(|loan| loan.amount).fold(NanoUsd::ZERO, plus);
    let too_much = charged.spent().less(actual.max(NanoUsd::ZERO));
    let to_lenders = too_much.min(lent);
    let weights: Vec<u64> = charged.loans.iter().map(|loan| u64::try_from(loan.amount.get()).unwrap_or(0)).collect();
    // Cannot fail, as the loans come to at least so much; and no part is above its loan.
    let parts = apportion(to_lenders.get(), &weights).unwrap_or_default();
    let more = actual.less(charged.spent());
    let more_own = more.min(available_now.max(NanoUsd::ZERO));
    Correction {
        returned_own: too_much.less(to_lenders),
        returned_loans: charged
            .loans
            .iter()
            .zip(parts)
            .filter(|(_, part)| *part > 0)
            .map(|(loan, part)| Loan { amount: NanoUsd(part), ..*loan })
            .collect(),
        more_own,
        more_operator: more.less(more_own),
    }
}

/// Books the correction of a settlement that was booked on this pool.
pub fn apply_correction(pool: &mut Pool, user: UserId, hold: &Hold, correction: &Correction) {
    give_back(pool, user, hold, correction.returned_own, &correction.returned_loans);
    if let Some(member) = pool.member_mut(user) {
        member.own = plus(member.own, correction.more_own);
    }
}

/// Gives back all of a hold, as when a turn ended before its first token.
#[must_use]
pub fn release(hold: &Hold) -> Settlement {
    settle(hold, NanoUsd::ZERO, NanoUsd::ZERO)
}

/// Books the settlement of a hold that was applied to this pool.
pub fn apply_settlement(pool: &mut Pool, user: UserId, hold: &Hold, settlement: &Settlement) {
    give_back(pool, user, hold, settlement.returned_own, &settlement.returned_loans);
    if let Some(member) = pool.member_mut(user) {
        member.own = plus(member.own, settlement.overrun_own);
    }
}

/// Returns a part of what a hold took: to the member, and to those who lent it.
fn give_back(pool: &mut Pool, user: UserId, hold: &Hold, own: NanoUsd, loans: &[Loan]) {
    let mut returned = NanoUsd::ZERO;
    for loan in loans {
        returned = plus(returned, loan.amount);
        if let Some(lender) = pool.member_mut(loan.lender) {
            lender.lent = lender.lent.less(loan.amount);
        }
    }
    let today = pool.day;
    if let Some(member) = pool.member_mut(user) {
        member.own = member.own.less(own);
        member.borrowed = member.borrowed.less(returned);
        if hold.day == today {
            member.borrowed_today = member.borrowed_today.less(returned);
        }
    }
}
