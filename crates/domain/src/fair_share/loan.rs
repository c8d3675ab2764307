//! Reserving: from one's own part first, then from what one bought beside it, then from what the others lend.

use super::{Lending, MemberCredit, Pool, Standing, plus};
use crate::apportion::apportion;
use crate::credit::NanoUsd;
use crate::id::UserId;

/// Credit that a running turn reserves; whose it is stays pinned until it is settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// The day of the period on which it was made.
    pub day: u32,
    /// From the member's own part.
    pub own: NanoUsd,
    /// From what they bought beside it.
    pub topped_up: NanoUsd,
    /// From the others' parts; none of nothing.
    pub loans: Vec<Loan>,
}

/// What one lender gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loan {
    /// From whose part.
    pub lender: UserId,
    /// How much.
    pub amount: NanoUsd,
}

/// There is not so much to use now, and this is what there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, thiserror::Error)]
#[error("{own_left} USD of your own credit and {surplus} USD to borrow are left")]
pub struct Refused {
    /// What can still be used of the member's own part, and of what they bought beside it.
    pub own_left: NanoUsd,
    /// What they could borrow beside it.
    pub surplus: NanoUsd,
    /// The first coming day on which there is more, of their own or to borrow; `None` when there is none in this period.
    pub next_slice_day: Option<u32>,
}

impl Hold {
    /// What is borrowed, from all lenders together.
    #[must_use]
    pub fn borrowed(&self) -> NanoUsd {
        self.loans.iter().map(|loan| loan.amount).fold(NanoUsd::ZERO, plus)
    }

    /// All that is held: the most that the turn can be charged without a vendor's report.
    #[must_use]
    pub fn total(&self) -> NanoUsd {
        plus(plus(self.own, self.topped_up), self.borrowed())
    }
}

/// How a member stands now; all zero for somebody without a part in the pool.
#[must_use]
pub fn standing(pool: &Pool, user: UserId) -> Standing {
    let Some(member) = pool.member(user) else {
        return Standing::default();
    };
    let more = more(pool, member);
    Standing {
        grant: member.grant(),
        own: member.own,
        lent: member.lent,
        borrowed: member.borrowed,
        available: member.available(),
        top_up: member.top_up,
        topped_up: member.topped_up(),
        usable: member.usable(pool.day),
        kept: pool.kept(member).min(member.available()),
        lendable: pool.lendable(member),
        surplus: borrowable(pool, member),
        next_slice_day: more.map(|(day, _)| day),
        next_slice: more.map_or(NanoUsd::ZERO, |(_, own)| own),
    }
}

/// Finds the credit for a turn's worst case: the member's own first, then what they bought, then loans. Changes nothing; see
/// [`apply`].
///
/// Refused as a whole when it does not fit; `own_left + surplus` is then the most that would.
pub fn reserve(pool: &Pool, user: UserId, worst_case: NanoUsd) -> Result<Hold, Refused> {
    let Some(member) = pool.member(user).filter(|member| member.present) else {
        return Err(Refused::default());
    };
    let usable = member.usable(pool.day);
    let worst_case = worst_case.max(NanoUsd::ZERO);
    let own = worst_case.min(usable);
    let topped_up = worst_case.less(own).min(member.topped_up());
    let wanted = worst_case.less(plus(own, topped_up));
    let surplus = borrowable(pool, member);
    if wanted > surplus {
        let own_left = plus(usable, member.topped_up());
        return Err(Refused { own_left, surplus, next_slice_day: more(pool, member).map(|(day, _)| day) });
    }
    Ok(Hold { day: pool.day, own, topped_up, loans: draw(pool, user, wanted) })
}

/// Books a hold that [`reserve`] found on this very pool.
pub fn apply(pool: &mut Pool, user: UserId, hold: &Hold) {
    for loan in &hold.loans {
        if let Some(lender) = pool.member_mut(loan.lender) {
            lender.lent = plus(lender.lent, loan.amount);
        }
    }
    if let Some(member) = pool.member_mut(user) {
        member.own = plus(member.own, hold.own);
        member.top_up.used = plus(member.top_up.used, hold.topped_up);
        member.borrowed = plus(member.borrowed, hold.borrowed());
        member.borrowed_today = plus(member.borrowed_today, hold.borrowed());
    }
}

/// The most that a member can borrow now.
///
/// There are `S`, what the others can lend, and of `S` and all that was borrowed today the member's part by weight,
/// among all who ran out: so whoever runs out first does not take what the next one needs.
fn borrowable(pool: &Pool, member: &MemberCredit) -> NanoUsd {
    if !member.present || member.unpaid || member.suspended {
        return NanoUsd::ZERO;
    }
    let others = pool.members.iter().filter(|other| other.user != member.user);
    let surplus = others.clone().map(|other| pool.lendable(other)).fold(NanoUsd::ZERO, plus);
    if pool.lending == Lending::Common {
        return surplus;
    }
    let ran_out = |other: &&MemberCredit| other.available().is_zero() && other.topped_up().is_zero();
    let hungry = others.filter(|other| other.present).filter(ran_out);
    let (mut weights, mut borrowed_today) = (u128::from(member.weight), member.borrowed_today);
    for other in hungry {
        weights = weights.saturating_add(u128::from(other.weight));
        borrowed_today = plus(borrowed_today, other.borrowed_today);
    }
    let to_share = u128::try_from(plus(surplus, borrowed_today).get()).unwrap_or(0);
    // A weight of 0 borrows nothing, also when it is the only one. An i64 times a u64 fits.
    let part = to_share.saturating_mul(u128::from(member.weight)).checked_div(weights).unwrap_or(0);
    let part = NanoUsd(i64::try_from(part).unwrap_or(i64::MAX));
    part.less(member.borrowed_today).min(surplus)
}

/// Divides a loan over the lenders, by what each can lend.
fn draw(pool: &Pool, user: UserId, wanted: NanoUsd) -> Vec<Loan> {
    let lenders: Vec<(UserId, NanoUsd)> = pool
        .members
        .iter()
        .filter(|other| other.user != user)
        .map(|other| (other.user, pool.lendable(other)))
        .collect();
    let weights: Vec<u64> = lenders.iter().map(|(_, lendable)| u64::try_from(lendable.get()).unwrap_or(0)).collect();
    // Cannot fail: the caller has seen that the lenders have at least so much.
    let parts = apportion(wanted.get(), &weights).unwrap_or_default();
    lenders
        .into_iter()
        .zip(parts)
        .filter(|(_, part)| *part > 0)
        .map(|((lender, _), part)| Loan { lender, amount: NanoUsd(part) })
        .collect()
}

/// The first coming day on which a member can use more than now, if nobody uses anything until then, and how much more of their own.
fn more(pool: &Pool, member: &MemberCredit) -> Option<(u32, NanoUsd)> {
    let usable = member.usable(pool.day);
    let all = plus(usable, borrowable(pool, member));
    let mut later = pool.clone();
    (pool.day.saturating_add(1)..pool.days).find_map(|day| {
        later.go_to(day);
        let member = later.member(member.user)?;
        let usable_then = member.usable(day);
        let all_then = plus(usable_then, borrowable(&later, member));
        (all_then > all).then_some((day, usable_then.less(usable)))
    })
}
