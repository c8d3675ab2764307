//! How a group distributes a price over its members: whole minor units that always sum to the total.
//!
//! [`divide`] is the only place where anybody's part is computed; preview, invoice and export ask it. [`Split::fitted`] says
//! what becomes of an agreement when the members or the price are not those that it was made for, and [`change`] who has to
//! approve another one.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::apportion::{ApportionError, Floors};
use crate::carry::{Carry, CarryError};
use crate::credit::NanoUsd;
use crate::id::UserId;
use crate::money::Money;

mod change;
mod fitting;
mod terms;

pub use change::{Change, PartChange, change};

use terms::sum;

/// All of a percent split: one hundred percent, in basis points.
pub const WHOLE_BASIS_POINTS: u32 = 10_000;

/// What a group agreed on. Every member is named in it, except in an equal split.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mode", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Split {
    /// The same part each.
    #[default]
    Equal,
    /// Hundredths of a percent, which sum to 10,000 exactly.
    Percent {
        /// Each member's part.
        #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, u32>))]
        basis_points: BTreeMap<UserId, u32>,
    },
    /// In proportion to whole numbers; 0 for somebody who pays nothing.
    Weights {
        /// Each member's weight; not all 0.
        #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, u32>))]
        weights: BTreeMap<UserId, u32>,
    },
    /// Fixed amounts, and what they leave of the price in equal parts.
    Fixed {
        /// Minor units, at least 0 each.
        #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, i64>))]
        amounts: BTreeMap<UserId, i64>,
        /// Who shares what is left, beside a fixed amount or without one.
        rest: BTreeSet<UserId>,
    },
    /// By what each member used in the period, billed when it is over. Nobody used anything: the same part each.
    Usage,
    /// A part of the price in equal parts, the rest by usage; billed when the period is over.
    BaseAndUsage {
        /// The equal part, in hundredths of a percent of the price.
        #[cfg_attr(feature = "openapi", schema(maximum = 10_000))]
        base_basis_points: u32,
    },
    /// One member pays for all.
    Sponsor {
        /// Who.
        payer: UserId,
        /// The most minor units that they pay of a bill; null: all of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cap: Option<i64>,
        /// How everybody shares what is beyond the cap, and the whole price once the payer stops.
        fallback: Fallback,
    },
}

/// How a group shares what its sponsor does not pay: a split that fits any amount and waits for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mode", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Fallback {
    /// The same part each.
    #[default]
    Equal,
    /// Hundredths of a percent, which sum to 10,000 exactly.
    Percent {
        /// Each member's part, the sponsor's too.
        #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, u32>))]
        basis_points: BTreeMap<UserId, u32>,
    },
    /// In proportion to whole numbers.
    Weights {
        /// Each member's weight, the sponsor's too; not all 0.
        #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, u32>))]
        weights: BTreeMap<UserId, u32>,
    },
}

impl From<Fallback> for Split {
    fn from(fallback: Fallback) -> Self {
        match fallback {
            Fallback::Equal => Self::Equal,
            Fallback::Percent { basis_points } => Self::Percent { basis_points },
            Fallback::Weights { weights } => Self::Weights { weights },
        }
    }
}

impl Split {
    /// Whether it is billed in arrears: nobody's part is known before the period is over.
    #[must_use]
    pub const fn is_by_usage(&self) -> bool {
        matches!(self, Self::Usage | Self::BaseAndUsage { .. })
    }

    /// Whether everybody gets the same credit, whatever they pay: the sponsor's guests are no lesser members, and what is
    /// paid by usage is not known when the credit is given out.
    #[must_use]
    pub const fn gives_equal_credit(&self) -> bool {
        self.is_by_usage() || matches!(self, Self::Sponsor { .. })
    }
}

/// A member to divide over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Party {
    /// Who.
    pub user: UserId,
    /// What rounding owes them from earlier periods.
    pub carry: Carry,
    /// What they used in the period that is billed; counts only in a split by usage.
    pub used: NanoUsd,
}

impl Party {
    /// Somebody whom rounding owes nothing, and who has used nothing.
    #[must_use]
    pub const fn new(user: UserId) -> Self {
        Self { user, carry: Carry::ZERO, used: NanoUsd::ZERO }
    }
}

/// A member's part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Portion {
    /// Whose.
    pub user: UserId,
    /// What to pay: within one minor unit of the exact part.
    pub amount: Money,
    /// What rounding owes them now, for the next period.
    pub carry: Carry,
}

/// Why a split does not fit the members or the total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SplitError {
    /// There is nobody to divide over.
    #[error("a split needs at least one member")]
    NoMembers,
    /// The same member was given twice.
    #[error("member {0} is there twice")]
    Twice(UserId),
    /// The split says nothing about this member.
    #[error("the split leaves out member {0}")]
    Missing(UserId),
    /// The split names somebody who is not a member.
    #[error("the split names {0}, who is not a member")]
    Stranger(UserId),
    /// The percentages come to more than the whole.
    #[error("the percentages are {by} hundredths of a percent too high")]
    PercentOver {
        /// Basis points too many.
        by: u64,
    },
    /// The percentages come to less than the whole.
    #[error("the percentages are {by} hundredths of a percent too low")]
    PercentUnder {
        /// Basis points missing.
        by: u64,
    },
    /// Every weight is 0.
    #[error("at least one weight must be above 0")]
    NoWeight,
    /// A fixed amount is below zero.
    #[error("member {0} cannot pay less than nothing")]
    NegativeAmount(UserId),
    /// The fixed amounts come to more than the total.
    #[error("the fixed amounts are {by} too high")]
    FixedOver {
        /// What is too much.
        by: Money,
    },
    /// The fixed amounts come to less than the total, and nobody is named for the rest.
    #[error("the fixed amounts are {by} too low, and nobody pays the rest")]
    FixedUnder {
        /// What is missing.
        by: Money,
    },
    /// The total is below zero.
    #[error("an amount below zero cannot be split")]
    NegativeTotal,
    /// More than can be counted.
    #[error("the amounts are too large")]
    TooLarge,
}

impl From<CarryError> for SplitError {
    fn from(_: CarryError) -> Self {
        Self::TooLarge
    }
}

impl From<ApportionError> for SplitError {
    fn from(error: ApportionError) -> Self {
        match error {
            ApportionError::Negative => Self::NegativeTotal,
            ApportionError::NoWeight => Self::NoWeight,
        }
    }
}

/// Divides `total` over `members`, in whole minor units that sum to it, in the order of the members' ids.
///
/// What rounding down leaves goes one unit each to the largest (fraction + carry), ties by
/// (position in id order + period number) mod n, so that the odd cent goes round. The order in which the
/// members are given changes nothing.
pub fn divide(total: Money, split: &Split, members: &[Party], period_number: u32) -> Result<Vec<Portion>, SplitError> {
    if total.minor < 0 {
        return Err(SplitError::NegativeTotal);
    }
    let members = in_id_order(members)?;
    let terms = split.terms(total, &members)?;
    let weights: Vec<u64> = terms.iter().map(|term| term.weight).collect();
    let fixed = sum(terms.iter().map(|term| term.fixed))?;
    let rest = total.minor.checked_sub(fixed).ok_or(SplitError::TooLarge)?;
    let floors = Floors::new(rest, &weights)?;

    // Exact parts less rounded-down ones, with what earlier periods owe.
    let mut dues = Vec::with_capacity(members.len());
    for (party, remainder) in members.iter().zip(&floors.remainders) {
        dues.push(party.carry.plus(*remainder, floors.sum.max(1))?);
    }
    let order = by_due(&dues, &weights, period_number);
    let floor_parts = floors.parts.clone();
    let parts = floors.filled(order);

    let mut portions = Vec::with_capacity(members.len());
    for (index, party) in members.iter().enumerate() {
        let of = |parts: &[i64]| parts.get(index).copied().ok_or(SplitError::TooLarge);
        let (floor, part) = (of(&floor_parts)?, of(&parts)?);
        let extra = part.checked_sub(floor).ok_or(SplitError::TooLarge)?;
        let fixed = terms.get(index).map_or(0, |term| term.fixed);
        let amount = fixed.checked_add(part).ok_or(SplitError::TooLarge)?;
        let due = dues.get(index).copied().unwrap_or(Carry::ZERO);
        portions.push(Portion {
            user: party.user,
            amount: Money::new(amount, total.currency),
            carry: due.plus(i128::from(extra).saturating_neg(), 1)?,
        });
    }
    Ok(portions)
}

/// Who gets a unit that is left, first come first: those with a weight, by what they are due.
fn by_due(dues: &[Carry], weights: &[u64], period_number: u32) -> Vec<usize> {
    let turn = usize::try_from(period_number).unwrap_or(usize::MAX);
    let rotated = |position: usize| {
        // Both reduced first, so that their sum cannot overflow.
        let n = dues.len().max(1);
        let turn = turn.checked_rem(n).unwrap_or(0);
        position.saturating_add(turn).checked_rem(n)
    };
    let mut order: Vec<usize> =
        (0..dues.len()).filter(|&index| weights.get(index).is_some_and(|weight| *weight > 0)).collect();
    order.sort_by_key(|&index| (std::cmp::Reverse(dues.get(index).copied()), rotated(index)));
    order
}

fn in_id_order(members: &[Party]) -> Result<Vec<Party>, SplitError> {
    if members.is_empty() {
        return Err(SplitError::NoMembers);
    }
    let mut sorted = members.to_vec();
    sorted.sort_by_key(|party| party.user);
    let twice = sorted.iter().zip(sorted.iter().skip(1)).find(|(one, next)| one.user == next.user);
    match twice {
        Some((party, _)) => Err(SplitError::Twice(party.user)),
        None => Ok(sorted),
    }
}

#[cfg(test)]
mod tests;
