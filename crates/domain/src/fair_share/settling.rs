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
    /// Of what is held of what the member bought: used.
    pub topped_up: NanoUsd,
    /// Of the held loans: used, from each lender who really lent something.
    pub loans: Vec<Loan>,
    /// Of the held own part: back.
    pub returned_own: NanoUsd,
    /// Of what is held of what the member bought: back.
    pub returned_top_up: NanoUsd,
    /// Of the held loans: back, to each lender who gets something back.
    pub returned_loans: Vec<Loan>,
    /// Above the hold, from what the member had left of their own part.
    pub overrun_own: NanoUsd,
    /// Above that, from what they had left of what they bought.
    pub overrun_top_up: NanoUsd,
    /// Above that, from the operator; never from the other members.
    pub overrun_operator: NanoUsd,
}

impl Settlement {
    /// All that the turn used: what the member is shown as its cost.
    #[must_use]
    pub fn spent(&self) -> NanoUsd {
        let lent = self.loans.iter().map(|loan| loan.amount).fold(NanoUsd::ZERO, plus);
        let overrun = plus(plus(self.overrun_own, self.overrun_top_up), self.overrun_operator);
        plus(plus(plus(self.own, self.topped_up), lent), overrun)
    }
}

/// What a member has left beside a hold that stands: none when its period is over or they may not use it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// Of their own part.
    pub own: NanoUsd,
    /// Of what they bought.
    pub topped_up: NanoUsd,
}

impl Beside {
    /// Nothing.
    pub const NOTHING: Self = Self { own: NanoUsd::ZERO, topped_up: NanoUsd::ZERO };

    /// So much of their own part, and nothing that they bought.
    #[must_use]
    pub const fn own(own: NanoUsd) -> Self {
        Self { own, topped_up: NanoUsd::ZERO }
    }

    /// What a member can use of a pool now.
    #[must_use]
    pub fn of(pool: &Pool, user: UserId) -> Self {
        pool.member(user)
            .map_or(Self::NOTHING, |member| Self { own: member.usable(pool.day), topped_up: member.topped_up() })
    }

    /// How much of an amount comes from each of the two, and what neither has.
    fn bear(self, amount: NanoUsd) -> (NanoUsd, NanoUsd, NanoUsd) {
        let own = amount.min(self.own.max(NanoUsd::ZERO));
        let topped_up = amount.less(own).min(self.topped_up.max(NanoUsd::ZERO));
        (own, topped_up, amount.less(plus(own, topped_up)))
    }
}

/// Settles a hold: the own part is used first, then what the member bought, and the borrowed rest goes back to the pinned lenders.
///
/// `beside` is what the member has left while the hold stands; only a cost above the hold touches it.
#[must_use]
pub fn settle(hold: &Hold, beside: Beside, actual: NanoUsd) -> Settlement {
    let actual = actual.max(NanoUsd::ZERO);
    let own = actual.min(hold.own);
    let topped_up = actual.less(own).min(hold.topped_up);
    let from_loans = actual.less(plus(own, topped_up)).min(hold.borrowed());
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
    let (overrun_own, overrun_top_up, overrun_operator) = beside.bear(actual.less(hold.total()));
    Settlement {
        own,
        topped_up,
        loans,
        returned_own: hold.own.less(own),
        returned_top_up: hold.topped_up.less(topped_up),
        returned_loans,
        overrun_own,
        overrun_top_up,
        overrun_operator,
    }
}

/// What changes when the truth about a settled turn arrives after an estimate was charged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Correction {
    /// Too much was charged: back to the member's own part.
    pub returned_own: NanoUsd,
    /// Too much was charged: back to what the member bought.
    pub returned_top_up: NanoUsd,
    /// Too much was charged: back to each lender who gets something back.
    pub returned_loans: Vec<Loan>,
    /// Too little was charged: from what the member has left of their own part.
    pub more_own: NanoUsd,
    /// Above that, from what they have left of what they bought.
    pub more_top_up: NanoUsd,
    /// Above that, from the operator; never from the other members.
    pub more_operator: NanoUsd,
}

/// Corrects an estimate that was charged to a hold, and was not above it.
///
/// What was too much goes back the way it came: borrowed credit first, then what was bought, as a settlement by the truth would
/// have used the own part first. `beside` is what the member has left now. The rest of the hold was given back when the estimate
/// was charged, so more comes from the member, or from the operator.
#[must_use]
pub fn correct(hold: &Hold, estimate: NanoUsd, beside: Beside, actual: NanoUsd) -> Correction {
    let charged = settle(hold, Beside::NOTHING, estimate);
    let lent = charged.loans.iter().map(|loan| loan.amount).fold(NanoUsd::ZERO, plus);
    let too_much = charged.spent().less(actual.max(NanoUsd::ZERO));
    let to_lenders = too_much.min(lent);
    let weights: Vec<u64> = charged.loans.iter().map(|loan| u64::try_from(loan.amount.get()).unwrap_or(0)).collect();
    // Cannot fail, as the loans come to at least so much; and no part is above its loan.
    let parts = apportion(to_lenders.get(), &weights).unwrap_or_default();
    let returned_top_up = too_much.less(to_lenders).min(charged.topped_up);
    let (more_own, more_top_up, more_operator) = beside.bear(actual.less(charged.spent()));
    Correction {
        returned_own: too_much.less(plus(to_lenders, returned_top_up)),
        returned_top_up,
        returned_loans: charged
            .loans
            .iter()
            .zip(parts)
            .filter(|(_, part)| *part > 0)
            .map(|(loan, part)| Loan { amount: NanoUsd(part), ..*loan })
            .collect(),
        more_own,
        more_top_up,
        more_operator,
    }
}

/// Books the correction of a settlement that was booked on this pool.
pub fn apply_correction(pool: &mut Pool, user: UserId, hold: &Hold, correction: &Correction) {
    let Correction { returned_own, returned_top_up, returned_loans, .. } = correction;
    give_back(pool, user, hold, (*returned_own, *returned_top_up), returned_loans);
    if let Some(member) = pool.member_mut(user) {
        member.own = plus(member.own, correction.more_own);
        member.top_up.used = plus(member.top_up.used, correction.more_top_up);
    }
}

/// Gives back all of a hold, as when a turn ended before its first token.
#[must_use]
pub fn release(hold: &Hold) -> Settlement {
    settle(hold, Beside::NOTHING, NanoUsd::ZERO)
}

/// Books the settlement of a hold that was applied to this pool.
pub fn apply_settlement(pool: &mut Pool, user: UserId, hold: &Hold, settlement: &Settlement) {
    let Settlement { returned_own, returned_top_up, returned_loans, .. } = settlement;
    give_back(pool, user, hold, (*returned_own, *returned_top_up), returned_loans);
    if let Some(member) = pool.member_mut(user) {
        member.own = plus(member.own, settlement.overrun_own);
        member.top_up.used = plus(member.top_up.used, settlement.overrun_top_up);
    }
}

/// Returns a part of what a hold took: to the member's own part and to what they bought, and to those who lent it.
fn give_back(pool: &mut Pool, user: UserId, hold: &Hold, (own, topped_up): (NanoUsd, NanoUsd), loans: &[Loan]) {
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
        member.top_up.used = member.top_up.used.less(topped_up);
        member.borrowed = member.borrowed.less(returned);
        if hold.day == today {
            member.borrowed_today = member.borrowed_today.less(returned);
        }
    }
}
