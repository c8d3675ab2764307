//! Covering another member's share: somebody pays it for them, and they owe it to each other, outside the operator's books.

use crate::id::UserId;
use crate::invoice::ShareStatus;
use crate::money::{Money, MoneyError};

/// Why a share cannot be covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CoverRefused {
    /// Their own share is paid, not covered.
    #[error("this is your own share")]
    Yours,
    /// A payment of it waits for its answer.
    #[error("a payment of this share is under way")]
    UnderWay,
    /// It is paid, or somebody else covered it first.
    #[error("this share is paid")]
    Settled,
    /// There is nothing to pay any more.
    #[error("there is nothing to pay for this share any more")]
    Closed,
}

/// Whether somebody may cover a share, and what it becomes: processing, until the payee has the money. Of a payer and a coverer
/// at once, one comes first.
pub fn cover(share: ShareStatus, owner: UserId, by: UserId) -> Result<ShareStatus, CoverRefused> {
    if owner == by {
        return Err(CoverRefused::Yours);
    }
    match share {
        ShareStatus::Due | ShareStatus::PastDue => Ok(ShareStatus::Processing),
        ShareStatus::Processing => Err(CoverRefused::UnderWay),
        ShareStatus::Paid | ShareStatus::Covered => Err(CoverRefused::Settled),
        ShareStatus::Voided | ShareStatus::Refunded => Err(CoverRefused::Closed),
    }
}

/// What somebody has said they cover by themselves: other members' shares that are not paid in time, up to so much a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub by: UserId,
    /// Up to how much in a period.
    pub limit: Money,
    /// What they have covered of the period by themselves so far.
    pub used: Money,
}

/// Who covers a share that its member did not pay in time: of those whose limit allows all that is open, whoever has the most
/// left of it; the first by id of several.
#[must_use]
pub fn automatic(owner: UserId, open: Money, standing: &[Standing]) -> Option<UserId> {
    let left = |one: &Standing| one.limit.checked_sub(one.used).map_or(0, |left| left.minor);
    let able = standing.iter().filter(|one| {
        one.by != owner && one.limit.currency == open.currency && open.minor > 0 && left(one) >= open.minor
    });
    able.max_by_key(|one| (left(one), std::cmp::Reverse(one.by))).map(|one| one.by)
}

/// What of a share's payments goes back to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refund {
    /// To whoever covered the share: at most what they paid.
    pub to_coverer: Money,
    /// To the member whose share it is: what they had paid of it themselves.
    pub to_member: Money,
}

/// Divides what a credit note gives back of a share's payments. The cover came last, to pay what was still open, so it goes back
/// first.
pub fn refund(amount: Money, covered: Money) -> Result<Refund, MoneyError> {
    let to_coverer = Money::new(amount.minor.min(covered.minor), covered.currency);
    Ok(Refund { to_coverer, to_member: amount.checked_sub(to_coverer)? })
}

#[cfg(test)]
mod tests {
    use super::{CoverRefused, Refund, Standing, automatic, cover, refund};
    use crate::id::UserId;
    use crate::invoice::ShareStatus;
    use crate::money::{Currency, Money};

    #[test]
    fn nobody_gets_back_more_than_they_paid() {
        let usd = |minor| Money::new(minor, Currency::USD);
        for (amount, covered, to_coverer, to_member) in [(774, 700, 700, 74), (300, 700, 300, 0), (50, 0, 0, 50)] {
            let expected = Refund { to_coverer: usd(to_coverer), to_member: usd(to_member) };
            assert_eq!(refund(usd(amount), usd(covered)), Ok(expected));
        }
        assert!(refund(usd(1), Money::new(1, Currency::EUR)).is_err());
    }

    #[test]
    fn whoever_has_the_most_left_of_their_limit_covers_by_themselves() {
        let [ann, bo, cy] = [1, 2, 3].map(|n| UserId::from_uuid(uuid::Uuid::from_u128(n)));
        let usd = |minor| Money::new(minor, Currency::USD);
        let up_to = |by, limit, used| Standing { by, limit: usd(limit), used: usd(used) };
        let all = [up_to(ann, 1000, 0), up_to(bo, 2000, 1500), up_to(cy, 900, 0)];
        assert_eq!(automatic(cy, usd(800), &all), Some(ann));
        assert_eq!(automatic(ann, usd(800), &all), Some(cy));
        assert_eq!(automatic(cy, usd(1001), &all), None);
        assert_eq!(automatic(ann, usd(901), &all), None);
        assert_eq!(automatic(cy, usd(0), &all), None);
        assert_eq!(automatic(cy, Money::new(1, Currency::EUR), &all), None);
        assert_eq!(automatic(cy, usd(500), &[up_to(bo, 500, 0), up_to(ann, 500, 0)]), Some(ann));
    }

    #[test]
    fn only_what_is_open_and_somebody_elses_can_be_covered() {
        let [ann, bo] = [1, 2].map(|n| UserId::from_uuid(uuid::Uuid::from_u128(n)));
        let table = [
            (ShareStatus::Due, Ok(ShareStatus::Processing)),
            (ShareStatus::Processing, Err(CoverRefused::UnderWay)),
            (ShareStatus::Paid, Err(CoverRefused::Settled)),
            (ShareStatus::PastDue, Ok(ShareStatus::Processing)),
            (ShareStatus::Covered, Err(CoverRefused::Settled)),
            (ShareStatus::Voided, Err(CoverRefused::Closed)),
            (ShareStatus::Refunded, Err(CoverRefused::Closed)),
        ];
        assert_eq!(table.map(|(status, _)| status), ShareStatus::ALL);
        for (status, expected) in table {
            assert_eq!(cover(status, ann, bo), expected, "{status}");
            assert_eq!(cover(status, ann, ann), Err(CoverRefused::Yours));
        }
    }
}
