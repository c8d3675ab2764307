//! How a group distributes a price over its members: whole minor units that always sum to the total.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::apportion::{ApportionError, Floors};
use crate::carry::{Carry, CarryError};
use crate::id::UserId;
use crate::money::Money;

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
}

/// A member to divide over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Party {
    /// Who.
    pub user: UserId,
    /// What rounding owes them from earlier periods.
    pub carry: Carry,
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

/// One member's terms: a fixed amount, and a weight in what the fixed amounts leave.
struct Term {
    fixed: i64,
    weight: u64,
}

impl Split {
    /// The terms of each member, in their order; refused when they do not come to the total.
    fn terms(&self, total: Money, members: &[Party]) -> Result<Vec<Term>, SplitError> {
        let weighted = |weight: u64| Term { fixed: 0, weight };
        match self {
            Self::Equal => Ok(members.iter().map(|_| weighted(1)).collect()),
            Self::Percent { basis_points } => {
                let parts = of_each(basis_points, members)?;
                let whole = u64::from(WHOLE_BASIS_POINTS);
                let given: u64 = parts.iter().copied().map(u64::from).sum();
                match (given.checked_sub(whole), whole.checked_sub(given)) {
                    (Some(by), _) if by > 0 => Err(SplitError::PercentOver { by }),
                    (_, Some(by)) if by > 0 => Err(SplitError::PercentUnder { by }),
                    _ => Ok(parts.into_iter().map(|part| weighted(part.into())).collect()),
                }
            }
            Self::Weights { weights } => {
                let weights = of_each(weights, members)?;
                if weights.iter().all(|weight| *weight == 0) {
                    return Err(SplitError::NoWeight);
                }
                Ok(weights.into_iter().map(|w| weighted(w.into())).collect())
            }
            Self::Fixed { amounts, rest } => fixed_terms(amounts, rest, total, members),
        }
    }
}

fn fixed_terms(
    amounts: &BTreeMap<UserId, i64>,
    rest: &BTreeSet<UserId>,
    total: Money,
    members: &[Party],
) -> Result<Vec<Term>, SplitError> {
    only_members(amounts.keys().chain(rest), members)?;
    if let Some((user, _)) = amounts.iter().find(|(_, amount)| **amount < 0) {
        return Err(SplitError::NegativeAmount(*user));
    }
    let fixed = sum(amounts.values().copied())?;
    let left = total.minor.checked_sub(fixed).ok_or(SplitError::TooLarge)?;
    if left < 0 {
        let by = left.checked_neg().ok_or(SplitError::TooLarge)?;
        return Err(SplitError::FixedOver { by: Money::new(by, total.currency) });
    }
    if left > 0 && rest.is_empty() {
        return Err(SplitError::FixedUnder { by: Money::new(left, total.currency) });
    }
    members
        .iter()
        .map(|party| {
            let amount = amounts.get(&party.user).copied();
            let shares_rest = rest.contains(&party.user);
            if amount.is_none() && !shares_rest {
                return Err(SplitError::Missing(party.user));
            }
            Ok(Term { fixed: amount.unwrap_or(0), weight: u64::from(shares_rest) })
        })
        .collect()
}

/// What the map holds for each member; refused when it names others or leaves one out.
fn of_each(map: &BTreeMap<UserId, u32>, members: &[Party]) -> Result<Vec<u32>, SplitError> {
    only_members(map.keys(), members)?;
    let of_one = |party: &Party| map.get(&party.user).copied();
    members.iter().map(|party| of_one(party).ok_or(SplitError::Missing(party.user))).collect()
}

fn only_members<'a>(mut named: impl Iterator<Item = &'a UserId>, members: &[Party]) -> Result<(), SplitError> {
    match named.find(|user| members.iter().all(|party| party.user != **user)) {
        Some(user) => Err(SplitError::Stranger(*user)),
        None => Ok(()),
    }
}

fn sum(amounts: impl Iterator<Item = i64>) -> Result<i64, SplitError> {
    amounts.into_iter().try_fold(0_i64, i64::checked_add).ok_or(SplitError::TooLarge)
}

#[cfg(test)]
mod tests;
