//! Covering another member's share: somebody pays it for them, and they owe it to each other, outside the operator's books.

use crate::id::UserId;
use crate::invoice::ShareStatus;

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

#[cfg(test)]
mod tests {
    use super::{CoverRefused, cover};
    use crate::id::UserId;
    use crate::invoice::ShareStatus;

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
