//! What another split would change, and who has to approve it.

use super::{Party, Portion, Split, SplitError, divide};
use crate::id::UserId;
use crate::money::Money;

/// What a change means for one member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartChange {
    /// Whose part.
    pub user: UserId,
    /// What it is without the change.
    pub before: Money,
    /// What it is with it.
    pub after: Money,
    /// Whether the change waits for their approval.
    pub asked: bool,
}

/// What a change means for everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Everybody's part, in the order of their ids.
    pub parts: Vec<PartChange>,
    /// Whether one of the two splits goes by usage, so that its amounts are those of the usage so far.
    pub estimated: bool,
}

impl Change {
    /// Who has to approve it; nobody: it is immediate.
    pub fn asks(&self) -> impl Iterator<Item = UserId> {
        self.parts.iter().filter(|part| part.asked).map(|part| part.user)
    }
}

/// Compares two splits of a total as the invoice with this number would have them, the second proposed `by` somebody.
///
/// Whoever's part is raised has to approve, and whoever proposes has done so. Where a part depends on what will be used, nobody
/// can say whom the change raises, so everybody has to; and a fall-back is agreed to when its sponsor is.
pub fn change(
    total: Money,
    current: &Split,
    proposed: &Split,
    members: &[Party],
    period_number: u32,
    by: UserId,
) -> Result<Change, SplitError> {
    let users: Vec<UserId> = members.iter().map(|party| party.user).collect();
    let current = current.fitted(total, &users);
    let before = divide(total, &current, members, period_number)?;
    let after = divide(total, proposed, members, period_number)?;
    let estimated = current.is_by_usage() || proposed.is_by_usage();
    let without_sponsor = match proposed {
        Split::Sponsor { fallback, .. } => divide(total, &fallback.clone().into(), members, period_number)?,
        _ => Vec::new(),
    };
    let differs = current != *proposed;
    let parts = before.iter().zip(&after).map(|(before, after)| {
        let fallen_back = without_sponsor.iter().find(|portion| portion.user == before.user);
        let most = fallen_back.map_or(after.amount.minor, |portion| portion.amount.minor.max(after.amount.minor));
        let raised = estimated || most > before.amount.minor;
        part(before, after, differs && raised && before.user != by)
    });
    Ok(Change { parts: parts.collect(), estimated })
}

const fn part(before: &Portion, after: &Portion, asked: bool) -> PartChange {
    PartChange { user: before.user, before: before.amount, after: after.amount, asked }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::change;
    use crate::credit::NanoUsd;
    use crate::id::UserId;
    use crate::money::Money;
    use crate::split::{Fallback, Party, Split, SplitError};

    const TOTAL: &str = "24.00 USD";

    fn user(n: u128) -> UserId {
        UserId::from_uuid(uuid::Uuid::from_u128(n))
    }

    fn percent(parts: [u32; 3]) -> Split {
        Split::Percent { basis_points: (1..).map(user).zip(parts).collect() }
    }

    /// Whom user 1 has to ask before three members share 24.00 by `proposed`.
    fn asked(current: &Split, proposed: &Split) -> Vec<u128> {
        let members = [1, 2, 3].map(|n| Party { used: NanoUsd(5), ..Party::new(user(n)) });
        let change = change(TOTAL.parse().unwrap(), current, proposed, &members, 4, user(1)).unwrap();
        change.asks().map(|user| user.uuid().as_u128()).collect()
    }

    #[test]
    fn whose_part_is_raised_is_asked_and_who_proposes_is_not() {
        let more_for_me = percent([5000, 2500, 2500]);
        assert_eq!(asked(&Split::Equal, &more_for_me), [0_u128; 0]);
        assert_eq!(asked(&more_for_me, &Split::Equal), [2, 3]);
        assert_eq!(asked(&Split::Equal, &percent([3000, 3000, 4000])), [3]);
        assert_eq!(asked(&Split::Equal, &Split::Equal), [0_u128; 0]);
    }

    #[test]
    fn where_a_part_depends_on_usage_everybody_is_asked() {
        assert_eq!(asked(&Split::Equal, &Split::Usage), [2, 3]);
        assert_eq!(asked(&Split::Usage, &Split::Equal), [2, 3]);
        let base = |base_basis_points| Split::BaseAndUsage { base_basis_points };
        assert_eq!(asked(&base(2000), &base(3000)), [2, 3]);
        assert_eq!(asked(&base(2000), &base(2000)), [0_u128; 0]);
    }

    #[test]
    fn a_sponsor_agrees_to_pay_and_the_others_to_the_fall_back() {
        let by = |payer, fallback| Split::Sponsor { payer: user(payer), cap: None, fallback };
        assert_eq!(asked(&Split::Equal, &by(1, Fallback::Equal)), [0_u128; 0]);
        assert_eq!(asked(&Split::Equal, &by(2, Fallback::Equal)), [2]);
        let weights: BTreeMap<UserId, u32> = [(user(1), 1), (user(2), 1), (user(3), 2)].into();
        assert_eq!(asked(&Split::Equal, &by(1, Fallback::Weights { weights })), [3]);
        assert_eq!(asked(&by(2, Fallback::Equal), &Split::Equal), [3]);
    }

    #[test]
    fn a_split_that_does_not_fit_is_refused_and_one_that_is_out_of_date_is_compared_as_it_would_be_billed() {
        let members = [1, 2, 3].map(|n| Party::new(user(n)));
        let total: Money = TOTAL.parse().unwrap();
        let short = change(total, &Split::Equal, &percent([1, 2, 3]), &members, 0, user(1));
        assert_eq!(short, Err(SplitError::PercentUnder { by: 9994 }));
        let without_three = Split::Percent { basis_points: [(user(1), 5000), (user(2), 5000)].into() };
        let change = change(total, &without_three, &Split::Equal, &members, 0, user(1)).unwrap();
        assert_eq!(change.parts.iter().map(|part| part.before.minor).collect::<Vec<_>>(), [800, 800, 800]);
    }
}
