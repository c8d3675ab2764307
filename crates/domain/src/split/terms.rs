//! What a split asks of each member: fixed amounts, and weights in what these leave.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fallback, Party, Split, SplitError, WHOLE_BASIS_POINTS};
use crate::id::UserId;
use crate::money::Money;

/// The most nano-USD that are told apart in a split by usage, so that weights made of them can be counted: a month of
/// 280,000 USD. What is above is halved until it fits, for all members alike.
const USAGE_MAX: u128 = 1 << 48;

/// One member's terms: a fixed amount, and a weight in what the fixed amounts leave.
pub(super) struct Term {
    pub fixed: i64,
    pub weight: u64,
}

impl Split {
    /// The terms of each member, in their order; refused when they do not come to the total.
    pub(super) fn terms(&self, total: Money, members: &[Party]) -> Result<Vec<Term>, SplitError> {
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
            Self::Usage => Ok(usage_or_equal(members).into_iter().map(weighted).collect()),
            Self::BaseAndUsage { base_basis_points } => base_and_usage(*base_basis_points, members),
            Self::Sponsor { payer, cap, fallback } => sponsored(*payer, *cap, fallback, total, members),
        }
    }
}

const fn weighted(weight: u64) -> Term {
    Term { fixed: 0, weight }
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

/// What each used, or 1 each when nobody used anything.
fn usage_or_equal(members: &[Party]) -> Vec<u64> {
    let used: Vec<u64> = members.iter().map(|party| u64::try_from(party.used.get()).unwrap_or(0)).collect();
    let mut sum: u128 = used.iter().copied().map(u128::from).sum();
    if sum == 0 {
        return vec![1; used.len()];
    }
    let mut halvings = 0_u32;
    while sum > USAGE_MAX {
        sum = sum.checked_shr(1).unwrap_or(0);
        halvings = halvings.saturating_add(1);
    }
    used.into_iter().map(|used| used.checked_shr(halvings).unwrap_or(0)).collect()
}

/// `base` of the price over all alike, the rest by usage, as one weight each: `base * U + rest * n * u`.
fn base_and_usage(base: u32, members: &[Party]) -> Result<Vec<Term>, SplitError> {
    let Some(rest) = WHOLE_BASIS_POINTS.checked_sub(base) else {
        return Err(SplitError::PercentOver { by: u64::from(base.saturating_sub(WHOLE_BASIS_POINTS)) });
    };
    let used = usage_or_equal(members);
    let all: u64 = used.iter().sum();
    let count = u64::try_from(members.len()).unwrap_or(u64::MAX);
    used.into_iter()
        .map(|used| {
            let equal = u64::from(base).checked_mul(all);
            let by_usage = u64::from(rest).checked_mul(count).and_then(|factor| factor.checked_mul(used));
            let weight = equal.zip(by_usage).and_then(|(equal, by_usage)| equal.checked_add(by_usage));
            Ok(weighted(weight.ok_or(SplitError::TooLarge)?))
        })
        .collect()
}

/// The sponsor's amount is fixed; what is beyond it is shared by the fall-back.
fn sponsored(
    payer: UserId,
    cap: Option<i64>,
    fallback: &Fallback,
    total: Money,
    members: &[Party],
) -> Result<Vec<Term>, SplitError> {
    only_members(std::iter::once(&payer), members)?;
    let pays = cap.unwrap_or(total.minor).min(total.minor);
    if pays < 0 {
        return Err(SplitError::NegativeAmount(payer));
    }
    let mut terms = Split::from(fallback.clone()).terms(total, members)?;
    for (term, party) in terms.iter_mut().zip(members) {
        if party.user == payer {
            term.fixed = pays;
        }
    }
    Ok(terms)
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

pub(super) fn sum(amounts: impl Iterator<Item = i64>) -> Result<i64, SplitError> {
    amounts.into_iter().try_fold(0_i64, i64::checked_add).ok_or(SplitError::TooLarge)
}
