//! What becomes of an agreement when the members or the price are not those that it was made for.
//!
//! Somebody left, somebody joined, the price rose: a period must open all the same, on the split that is nearest to what was
//! agreed. It can always be divided.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fallback, Split, WHOLE_BASIS_POINTS};
use crate::apportion::apportion;
use crate::id::UserId;
use crate::money::Money;

impl Split {
    /// This split for these members and this total; itself when it fits.
    ///
    /// - Percentages and weights: those who are not there are left out, those who are new weigh as much as the average.
    /// - Fixed amounts: those who are new share the rest. What nobody pays is shared by all in equal parts; what is too much is
    ///   taken off in proportion.
    /// - A sponsor who is not there any more has stopped: the fall-back counts.
    #[must_use]
    pub fn fitted(&self, total: Money, members: &[UserId]) -> Self {
        match self {
            Self::Percent { basis_points } => percent(basis_points, members).into(),
            Self::Weights { weights } => weighted(weights, members).into(),
            Self::Fixed { amounts, rest } => fixed(amounts, rest, total, members),
            Self::Sponsor { payer, cap, fallback } => {
                let fallback = fallback.fitted(members);
                if members.contains(payer) {
                    Self::Sponsor { payer: *payer, cap: *cap, fallback }
                } else {
                    fallback.into()
                }
            }
            Self::Equal | Self::Usage | Self::BaseAndUsage { .. } => self.clone(),
        }
    }

    /// This split for what an upgrade adds to a bill of `before`: what each pays of both together is what they agreed to.
    ///
    /// - Fixed amounts stay as they are: whoever shares the rest pays more, and all in equal parts where nobody does.
    /// - A sponsor pays up to what their cap leaves.
    #[must_use]
    pub fn for_supplement(&self, before: Money, members: &[UserId]) -> Self {
        match self {
            Self::Fixed { rest, .. } => {
                let rest: BTreeSet<UserId> = members.iter().filter(|user| rest.contains(user)).copied().collect();
                if rest.is_empty() {
                    return Self::Equal;
                }
                let others = members.iter().filter(|user| !rest.contains(user));
                Self::Fixed { amounts: others.map(|user| (*user, 0)).collect(), rest }
            }
            Self::Sponsor { payer, cap: Some(cap), fallback } if members.contains(payer) => Self::Sponsor {
                payer: *payer,
                cap: Some(cap.saturating_sub(before.minor).max(0)),
                fallback: fallback.fitted(members),
            },
            other => other.fitted(before, members),
        }
    }

    /// What counts from the next period on when a sponsor did not pay: the fall-back. Every other split stays as it is, because
    /// nobody's default changes what the others owe.
    #[must_use]
    pub fn after_default_of(&self, user: UserId) -> Self {
        match self {
            Self::Sponsor { payer, fallback, .. } if *payer == user => fallback.clone().into(),
            _ => self.clone(),
        }
    }
}

impl Fallback {
    fn fitted(&self, members: &[UserId]) -> Self {
        match self {
            Self::Equal => Self::Equal,
            Self::Percent { basis_points } => percent(basis_points, members),
            Self::Weights { weights } => weighted(weights, members),
        }
    }
}

fn percent(basis_points: &BTreeMap<UserId, u32>, members: &[UserId]) -> Fallback {
    let Some(weights) = with_newcomers(basis_points, members) else { return Fallback::Equal };
    let whole = i64::from(WHOLE_BASIS_POINTS);
    let parts = apportion(whole, &weights.iter().map(|(_, weight)| u64::from(*weight)).collect::<Vec<_>>());
    let parts = parts.unwrap_or_default().into_iter().map(|part| u32::try_from(part).unwrap_or(0));
    Fallback::Percent { basis_points: weights.into_iter().map(|(user, _)| user).zip(parts).collect() }
}

fn weighted(weights: &BTreeMap<UserId, u32>, members: &[UserId]) -> Fallback {
    match with_newcomers(weights, members) {
        Some(weights) => Fallback::Weights { weights: weights.into_iter().collect() },
        None => Fallback::Equal,
    }
}

/// Each member's weight, new ones with the average of those who were there; `None` when nobody is left who pays anything.
fn with_newcomers(weights: &BTreeMap<UserId, u32>, members: &[UserId]) -> Option<Vec<(UserId, u32)>> {
    let known: Vec<u32> = members.iter().filter_map(|user| weights.get(user).copied()).collect();
    let sum: u64 = known.iter().copied().map(u64::from).sum();
    let average = sum.checked_div(u64::try_from(known.len()).ok()?)?;
    if sum == 0 {
        return None;
    }
    let average = u32::try_from(average.max(1)).unwrap_or(u32::MAX);
    Some(members.iter().map(|user| (*user, weights.get(user).copied().unwrap_or(average))).collect())
}

fn fixed(amounts: &BTreeMap<UserId, i64>, rest: &BTreeSet<UserId>, total: Money, members: &[UserId]) -> Split {
    let mut amounts: BTreeMap<UserId, i64> =
        amounts.iter().filter(|(user, _)| members.contains(user)).map(|(user, part)| (*user, (*part).max(0))).collect();
    let newcomer = |user: &UserId| rest.contains(user) || !amounts.contains_key(user);
    let mut rest: BTreeSet<UserId> = members.iter().filter(|user| newcomer(user)).copied().collect();
    let weights: Vec<u64> = amounts.values().map(|amount| u64::try_from(*amount).unwrap_or(0)).collect();
    let sum: u128 = weights.iter().copied().map(u128::from).sum();
    let whole = u128::try_from(total.minor).unwrap_or(0);
    if sum > whole
        && let Ok(parts) = apportion(total.minor, &weights)
    {
        for (amount, part) in amounts.values_mut().zip(parts) {
            *amount = part;
        }
    } else if sum < whole && rest.is_empty() {
        rest = members.iter().copied().collect();
    }
    Split::Fixed { amounts, rest }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::id::UserId;
    use crate::money::Money;
    use crate::split::{Fallback, Party, Split, divide};

    fn user(n: u128) -> UserId {
        UserId::from_uuid(uuid::Uuid::from_u128(n))
    }

    fn by_user<T: Copy>(values: &[(u128, T)]) -> BTreeMap<UserId, T> {
        values.iter().map(|(n, value)| (user(*n), *value)).collect()
    }

    /// The parts of `total` after fitting the split to these members.
    fn parts(split: &Split, total: &str, members: &[u128]) -> Vec<i64> {
        let total: Money = total.parse().unwrap();
        let users: Vec<UserId> = members.iter().copied().map(user).collect();
        let parties: Vec<Party> = users.iter().copied().map(Party::new).collect();
        let portions = divide(total, &split.fitted(total, &users), &parties, 0).unwrap();
        portions.iter().map(|portion| portion.amount.minor).collect()
    }

    #[test]
    fn who_leaves_is_left_out_and_who_joins_weighs_the_average() {
        let percent = Split::Percent { basis_points: by_user(&[(1, 5000), (2, 3000), (3, 2000)]) };
        assert_eq!(parts(&percent, "10.00 USD", &[1, 2, 3]), [500, 300, 200]);
        assert_eq!(parts(&percent, "8.00 USD", &[1, 2]), [500, 300]);
        assert_eq!(parts(&percent, "40.00 USD", &[1, 2, 3, 4]), [1500, 900, 600, 1000]);
        let weights = Split::Weights { weights: by_user(&[(1, 2), (2, 4)]) };
        assert_eq!(parts(&weights, "9.00 USD", &[1, 2, 3]), [200, 400, 300]);
        // Only those are left who paid nothing, or nobody of those who agreed.
        let free = Split::Weights { weights: by_user(&[(1, 0), (2, 0), (3, 5)]) };
        assert_eq!(parts(&free, "1.00 USD", &[1, 2]), [50, 50]);
        assert_eq!(parts(&percent, "1.00 USD", &[7, 8]), [50, 50]);
    }

    #[test]
    fn fixed_amounts_when_the_price_rises() {
        let all = Split::Fixed { amounts: by_user(&[(1, 1000), (2, 1000), (3, 400)]), rest: [].into() };
        assert_eq!(parts(&all, "24.00 USD", &[1, 2, 3]), [1000, 1000, 400]);
        // What nobody pays is shared by all; what is too much is taken off in proportion.
        assert_eq!(parts(&all, "30.00 USD", &[1, 2, 3]), [1200, 1200, 600]);
        assert_eq!(parts(&all, "12.00 USD", &[1, 2, 3]), [500, 500, 200]);
        let rest = Split::Fixed { amounts: by_user(&[(1, 1000)]), rest: [user(2), user(3)].into() };
        assert_eq!(parts(&rest, "30.00 USD", &[1, 2, 3]), [1000, 1000, 1000]);
        assert_eq!(parts(&rest, "24.00 USD", &[1, 2, 3, 4]), [1000, 467, 467, 466]);
        assert_eq!(parts(&rest, "24.00 USD", &[1]), [2400]);
    }

    #[test]
    fn an_upgrade_is_shared_as_the_bill_is() {
        let usd = |text: &str| text.parse::<Money>().unwrap();
        let more = |split: &Split, amount: &str| {
            let users: Vec<UserId> = [1, 2, 3].map(user).into();
            let parties: Vec<Party> = users.iter().copied().map(Party::new).collect();
            let portions = divide(usd(amount), &split.for_supplement(usd("16.00 USD"), &users), &parties, 0).unwrap();
            portions.iter().map(|portion| portion.amount.minor).collect::<Vec<_>>()
        };
        let percent = Split::Percent { basis_points: by_user(&[(1, 5000), (2, 3000), (3, 2000)]) };
        assert_eq!(more(&percent, "8.00 USD"), [400, 240, 160]);
        // A fixed amount is fixed: the others pay what is more, and all where nobody is named for the rest.
        let rest = Split::Fixed { amounts: by_user(&[(1, 1000)]), rest: [user(2), user(3)].into() };
        assert_eq!(more(&rest, "8.00 USD"), [0, 400, 400]);
        let fixed = Split::Fixed { amounts: by_user(&[(1, 1000), (2, 600), (3, 0)]), rest: [].into() };
        assert_eq!(more(&fixed, "9.00 USD"), [300, 300, 300]);
        let capped = Split::Sponsor { payer: user(1), cap: Some(2000), fallback: Fallback::Equal };
        assert_eq!(more(&capped, "10.00 USD"), [600, 200, 200]);
    }

    #[test]
    fn a_sponsor_who_stops_leaves_the_fall_back() {
        let fallback = Fallback::Percent { basis_points: by_user(&[(1, 2000), (2, 4000), (3, 4000)]) };
        let split = Split::Sponsor { payer: user(1), cap: None, fallback };
        assert_eq!(parts(&split, "10.00 USD", &[1, 2, 3]), [1000, 0, 0]);
        assert_eq!(parts(&split, "10.00 USD", &[2, 3]), [500, 500]);
        assert_eq!(parts(&split.after_default_of(user(2)), "10.00 USD", &[1, 2, 3]), [1000, 0, 0]);
    }

    #[test]
    fn sponsor_card_fails() {
        let split = Split::Sponsor { payer: user(1), cap: Some(5000), fallback: Fallback::Equal };
        assert_eq!(parts(&split, "24.00 USD", &[1, 2, 3]), [2400, 0, 0]);
        // This period's shares stay as they are; from the next one on everybody pays as they agreed for this case.
        assert_eq!(parts(&split.after_default_of(user(1)), "24.00 USD", &[1, 2, 3]), [800, 800, 800]);
    }
}
