//! Attempts to pay a share, and the rules of those by hand: the payer claims to have paid, the payee confirms or rejects.
//! [`crate::charge`] has the rules of those by card.

use crate::invoice::ShareStatus;
use crate::words::words;

/// The most characters of the note that a payer adds.
pub const REFERENCE_CHARS_MAX: usize = 140;
/// The most characters of the reason that a payee gives for rejecting.
pub const REASON_CHARS_MAX: usize = 280;

words! {
    /// What became of an attempt to pay.
    PaymentStatus {
        /// By hand: the payer says that it is paid; waits for the payee.
        Claimed = "claimed",
        /// The payee has the money.
        Confirmed = "confirmed",
        /// By hand: the payee does not have it.
        Rejected = "rejected",
        /// By card: written down before the vendor is asked; its answer is not here yet.
        Sending = "sending",
        /// By card: the payer's bank wants them to confirm it.
        ActionRequired = "action_required",
        /// By card: declined, or not confirmed in time.
        Failed = "failed",
        /// By card: too little to charge; it goes with the payer's next charge.
        PutOff = "put_off",
        /// By card: it arrived, and the payer's bank has taken it back until it is decided who keeps it.
        Disputed = "disputed",
        /// By card: it arrived, and was taken back for good.
        Lost = "lost",
    }
}

impl PaymentStatus {
    /// Whether its answer is still to come. A share has one such attempt at most.
    #[must_use]
    pub const fn is_under_way(self) -> bool {
        matches!(self, Self::Claimed | Self::Sending | Self::ActionRequired)
    }
}

/// Why a share cannot be claimed as paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClaimRefused {
    /// Only the member whose share it is.
    #[error("only the member whose share this is can say that it is paid")]
    NotYours,
    /// A claim is waiting already.
    #[error("this share has been claimed as paid and waits for confirmation")]
    AlreadyClaimed,
    /// It is paid, or somebody covered it.
    #[error("this share is paid")]
    Settled,
    /// There is nothing to pay any more.
    #[error("there is nothing to pay for this share any more")]
    Closed,
}

/// Whether a share can be claimed as paid, and what it becomes: processing.
pub const fn claim(share: ShareStatus, is_payer: bool) -> Result<ShareStatus, ClaimRefused> {
    if !is_payer {
        return Err(ClaimRefused::NotYours);
    }
    match share {
        ShareStatus::Due | ShareStatus::PastDue => Ok(ShareStatus::Processing),
        ShareStatus::Processing => Err(ClaimRefused::AlreadyClaimed),
        ShareStatus::Paid | ShareStatus::Covered => Err(ClaimRefused::Settled),
        ShareStatus::Voided | ShareStatus::Refunded => Err(ClaimRefused::Closed),
    }
}

/// Why a claim can be neither confirmed nor rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecisionRefused {
    /// Only whoever gets the money decides.
    #[error("only the payee can confirm or reject a payment")]
    NotPayee,
    /// Confirmed before.
    #[error("this payment has been confirmed")]
    AlreadyConfirmed,
    /// Rejected before; the payer can claim again.
    #[error("this payment has been rejected")]
    AlreadyRejected,
    /// It is by card: the payment vendor answers it.
    #[error("the payment vendor answers this payment")]
    ByCard,
}

/// Whether a claim can be confirmed or rejected by this person.
pub const fn decide(payment: PaymentStatus, is_payee: bool) -> Result<(), DecisionRefused> {
    if !is_payee {
        return Err(DecisionRefused::NotPayee);
    }
    match payment {
        PaymentStatus::Claimed => Ok(()),
        PaymentStatus::Confirmed => Err(DecisionRefused::AlreadyConfirmed),
        PaymentStatus::Rejected => Err(DecisionRefused::AlreadyRejected),
        PaymentStatus::Sending
        | PaymentStatus::ActionRequired
        | PaymentStatus::Failed
        | PaymentStatus::PutOff
        | PaymentStatus::Disputed
        | PaymentStatus::Lost => Err(DecisionRefused::ByCard),
    }
}

#[cfg(test)]
mod tests {
    use super::{ClaimRefused, DecisionRefused, PaymentStatus, claim, decide};
    use crate::invoice::ShareStatus;

    #[test]
    fn open_shares_are_claimed_once_and_by_their_member() {
        let table = [
            (ShareStatus::Due, Ok(ShareStatus::Processing)),
            (ShareStatus::Processing, Err(ClaimRefused::AlreadyClaimed)),
            (ShareStatus::Paid, Err(ClaimRefused::Settled)),
            (ShareStatus::PastDue, Ok(ShareStatus::Processing)),
            (ShareStatus::Covered, Err(ClaimRefused::Settled)),
            (ShareStatus::Voided, Err(ClaimRefused::Closed)),
            (ShareStatus::Refunded, Err(ClaimRefused::Closed)),
        ];
        for (share, expected) in table {
            assert_eq!(claim(share, true), expected, "{share}");
            assert_eq!(claim(share, false), Err(ClaimRefused::NotYours));
            if let Ok(next) = expected {
                assert_eq!(share.change_to(next), Ok(next));
            }
        }
    }

    #[test]
    fn claims_are_decided_once_and_by_the_payee() {
        assert_eq!(decide(PaymentStatus::Claimed, true), Ok(()));
        assert_eq!(decide(PaymentStatus::Claimed, false), Err(DecisionRefused::NotPayee));
        assert_eq!(decide(PaymentStatus::Confirmed, true), Err(DecisionRefused::AlreadyConfirmed));
        assert_eq!(decide(PaymentStatus::Rejected, true), Err(DecisionRefused::AlreadyRejected));
        for by_card in &PaymentStatus::ALL[3..] {
            assert_eq!(decide(*by_card, true), Err(DecisionRefused::ByCard));
        }
    }
}
