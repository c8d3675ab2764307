//! Fair share: who may use how much of a group's pool, and whose credit is lent.
//!
//! Your share comes as one slice a day, and you may use all of it at any time. Slices of past days that you
//! left unused may be lent to the others; today's, the coming ones and a cushion of the last few are always
//! kept for you. What is lent is divided between those who ran out, by what they pay. What you buy beside it is yours alone, and
//! used before you borrow.
//!
//! A [`Pool`] is a period's row and its members' rows, read under one lock. Every function decides on it as it
//! is: [`reserve`] finds a [`Hold`] and [`apply`] books it; [`settle`] turns the hold into what was used and
//! [`apply_settlement`] books that. There is no other counter that could drift.
//!
//! Whatever the order of events: the grants sum to the pool; what is lent sums to what is borrowed; what is held
//! and settled, overruns apart, is never more than the pool; right after a loan the lender still has all that is kept
//! for them; a paid member's request that fits into their own credit is never refused.

mod caps;
mod forecast;
mod loan;
mod moving;
mod settling;
mod slices;
mod top_up;

pub use caps::Caps;
pub use forecast::{Forecast, forecast};
pub use loan::{Hold, Loan, Refused, apply, reserve, standing};
pub use moving::{Bought, Moved, enlarge, join, leave_now, return_coming, void_coming};
pub use settling::{Beside, Correction, Settlement, apply_correction, apply_settlement, correct, release, settle};
pub use slices::{open, weights};
pub use top_up::{TopUp, carry_over, take_back, take_back_carried, top_up};

use crate::apportion::ApportionError;
use crate::credit::NanoUsd;
use crate::id::UserId;
use crate::words::words;

/// How many past days' slices are kept for their owner beside today's and the coming ones.
pub const CUSHION_DAYS: u32 = 3;

words! {
    /// Whether members lend each other what they leave.
    #[derive(Default)]
    Lending {
        /// Unused slices of past days, to those who ran out, by what they pay.
        #[default]
        On = "on",
        /// Nothing: everybody has their own share only.
        Strict = "strict",
        /// Everything: one pot, first come first served. Nothing is kept for anybody.
        Common = "common",
    }
}

/// A period's credit, and what has become of it so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pool {
    /// Today, counted from 0 (`Period::day_of`).
    pub day: u32,
    /// How many days the period has.
    pub days: u32,
    /// Past days kept for their owner, [`CUSHION_DAYS`] unless the group set it; none on the last day.
    pub cushion: u32,
    /// What the group set.
    pub lending: Lending,
    /// Everybody who has had a part of this period's credit, in any order.
    pub members: Vec<MemberCredit>,
}

/// A member's part of a pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberCredit {
    /// Whose.
    pub user: UserId,
    /// What they pay, in minor units; only the proportion counts.
    pub weight: u64,
    /// What comes on each day of the period. The sum is the grant.
    pub slices: Vec<NanoUsd>,
    /// Held and settled from the grant by its owner.
    pub own: NanoUsd,
    /// Held and settled from the grant by others.
    pub lent: NanoUsd,
    /// Held and settled from the others' grants.
    pub borrowed: NanoUsd,
    /// The part of `borrowed` that is held or settled from holds made today.
    pub borrowed_today: NanoUsd,
    /// What they bought beside their part.
    pub top_up: TopUp,
    /// Whether they still belong to the group; of whoever was removed nothing is kept.
    pub present: bool,
    /// Whether this period's share is not paid yet: they can use only slices of days that have come, and neither
    /// borrow nor lend, because an unpaid share buys no credit.
    pub unpaid: bool,
    /// Whether a share of theirs is past due: they can use and borrow nothing until it is paid.
    pub suspended: bool,
}

/// How a member stands: what the credit meter shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Their own part of the pool.
    pub grant: NanoUsd,
    /// Used or held from it by themselves.
    pub own: NanoUsd,
    /// Used or held from it by the others.
    pub lent: NanoUsd,
    /// Used or held from the others' parts.
    pub borrowed: NanoUsd,
    /// What is left of the grant.
    pub available: NanoUsd,
    /// What they bought beside it.
    pub top_up: TopUp,
    /// What they can use of that right now: all that is left, or nothing while suspended.
    pub topped_up: NanoUsd,
    /// What they can use of that right now: all of it, or while unpaid only what has come.
    pub usable: NanoUsd,
    /// What the others can never take today.
    pub kept: NanoUsd,
    /// What the others could borrow now.
    pub lendable: NanoUsd,
    /// What they could borrow now themselves, once their own is used.
    pub surplus: NanoUsd,
    /// The first coming day on which they can use more than now, of their own or as a loan, if nobody uses anything until then;
    /// `None` when there is none in this period.
    pub next_slice_day: Option<u32>,
    /// How much more of their own that is: their slice while they are unpaid, nothing when only loans grow.
    pub next_slice: NanoUsd,
}

/// Why a pool cannot be opened or changed like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PoolError {
    /// A period has days, and this one is not in it.
    #[error("this day is not within the period")]
    NoSuchDay,
    /// The member has a part of the pool already.
    #[error("{0} has a part of this pool already")]
    AlreadyIn(UserId),
    /// The member has no part of the pool.
    #[error("{0} has no part of this pool")]
    NotIn(UserId),
    /// There is nothing to divide, or nobody to divide it over.
    #[error(transparent)]
    Apportion(#[from] ApportionError),
}

impl Pool {
    /// Goes on to a later day; what was borrowed today was then borrowed on a day before. Never back.
    pub fn go_to(&mut self, day: u32) {
        if day > self.day {
            self.day = day;
            for member in &mut self.members {
                member.borrowed_today = NanoUsd::ZERO;
            }
        }
    }

    /// A member's part.
    #[must_use]
    pub fn member(&self, user: UserId) -> Option<&MemberCredit> {
        self.members.iter().find(|member| member.user == user)
    }

    fn member_mut(&mut self, user: UserId) -> Option<&mut MemberCredit> {
        self.members.iter_mut().find(|member| member.user == user)
    }

    /// What is kept for a member: the slices of the cushion, of today and of the days to come.
    fn kept(&self, member: &MemberCredit) -> NanoUsd {
        if !member.present || self.lending == Lending::Common {
            return NanoUsd::ZERO;
        }
        let last_day = self.day.saturating_add(1) >= self.days;
        let cushion = if last_day { 0 } else { self.cushion };
        total(member.slices_since(self.day.saturating_sub(cushion)))
    }

    /// What the others may borrow of a member's part.
    fn lendable(&self, member: &MemberCredit) -> NanoUsd {
        if self.lending == Lending::Strict || member.unpaid {
            return NanoUsd::ZERO;
        }
        member.available().less(self.kept(member))
    }
}

impl MemberCredit {
    /// A member at the beginning of their part: nothing used, lent or borrowed.
    #[must_use]
    pub fn new(user: UserId, weight: u64, slices: Vec<NanoUsd>) -> Self {
        Self {
            user,
            weight,
            slices,
            own: NanoUsd::ZERO,
            lent: NanoUsd::ZERO,
            borrowed: NanoUsd::ZERO,
            borrowed_today: NanoUsd::ZERO,
            top_up: TopUp::default(),
            present: true,
            unpaid: false,
            suspended: false,
        }
    }

    /// Their whole part of the pool.
    #[must_use]
    pub fn grant(&self) -> NanoUsd {
        total(&self.slices)
    }

    /// What is left of the grant: not held, used or lent.
    #[must_use]
    pub fn available(&self) -> NanoUsd {
        self.grant().less(plus(self.own, self.lent))
    }

    /// What they used and hold of the pool: of their own and of what others lent.
    #[must_use]
    pub fn used(&self) -> NanoUsd {
        plus(self.own, self.borrowed)
    }

    /// What they can use right now of what they bought.
    fn topped_up(&self) -> NanoUsd {
        if self.present && !self.suspended { self.top_up.left() } else { NanoUsd::ZERO }
    }

    /// What they can use of their own right now.
    fn usable(&self, day: u32) -> NanoUsd {
        if !self.present || self.suspended {
            return NanoUsd::ZERO;
        }
        if !self.unpaid {
            return self.available();
        }
        let coming = total(self.slices_since(day.saturating_add(1)));
        self.available().less(coming)
    }

    /// The slices from a day on.
    fn slices_since(&self, day: u32) -> &[NanoUsd] {
        let first = usize::try_from(day).unwrap_or(usize::MAX);
        self.slices.get(first..).unwrap_or_default()
    }
}

/// The sum of two amounts of one pool. A pool is at most `plan::CREDIT_MAX`, so what is counted within one never
/// comes near the largest number.
fn plus(one: NanoUsd, other: NanoUsd) -> NanoUsd {
    NanoUsd(one.0.saturating_add(other.0))
}

fn total(amounts: &[NanoUsd]) -> NanoUsd {
    amounts.iter().copied().fold(NanoUsd::ZERO, plus)
}

#[cfg(test)]
mod tests;
