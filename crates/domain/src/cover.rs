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
    use super::{CoverRefused, Refund, cover, refund};
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
