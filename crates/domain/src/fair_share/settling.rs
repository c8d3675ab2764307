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

/// Gives back all of a hold, as when a turn ended before its first token.
#[must_use]
pub fn release(hold: &Hold) -> Settlement {
    settle(hold, NanoUsd::ZERO, NanoUsd::ZERO)
}

/// Books the settlement of a hold that was applied to this pool.
pub fn apply_settlement(pool: &mut Pool, user: UserId, hold: &Hold, settlement: &Settlement) {
    let mut returned = NanoUsd::ZERO;
    for loan in &settlement.returned_loans {
        returned = plus(returned, loan.amount);
        if let Some(lender) = pool.member_mut(loan.lender) {
            lender.lent = lender.lent.less(loan.amount);
        }
    }
    let today = pool.day;
    if let Some(member) = pool.member_mut(user) {
        member.own = plus(member.own.less(settlement.returned_own), settlement.overrun_own);
        member.borrowed = member.borrowed.less(returned);
        if hold.day == today {
            member.borrowed_today = member.borrowed_today.less(returned);
        }
    }
}
