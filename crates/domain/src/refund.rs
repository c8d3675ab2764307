//! Refunds: a payment, or a part of it, goes back to whoever made it, at most what they paid.

use crate::money::Money;
use crate::payment::PaymentStatus;
use crate::share::Share;
use crate::words::words;

words! {
    /// Whether the money is back.
    RefundStatus {
        /// Written down, and asked of the vendor; the answer is not here yet.
        Sending = "sending",
        /// It went back.
        Sent = "sent",
        /// The vendor could not give it back: it is on the payer's balance again.
        Failed = "failed",
    }
}

words! {
    /// Where a refund comes from.
    RefundFrom {
        /// The share is lowered by a credit note first.
        Share = "share",
        /// The payer's balance: what credit notes or a double payment have left there.
        Balance = "balance",
    }
}

/// What a refund is decided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// How the payment stands.
    pub payment: PaymentStatus,
    /// What it brought.
    pub paid: Money,
    /// What of it paid the share; the rest was more than was owed.
    pub settled: Money,
    /// What of it went back, or is on its way.
    pub refunded: Money,
    /// Its share.
    pub share: Share,
    /// What is on its payer's balance.
    pub balance: Money,
}

/// Why a payment cannot be given back like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefundRefused {
    /// Only what arrived, and was not taken back, can be given back.
    #[error("this payment did not arrive, or was taken back")]
    NotPaid,
    /// Nothing, less than nothing, or another currency.
    #[error("this is no amount that can be given back")]
    NoAmount,
    /// More than they paid.
    #[error("at most {} can be given back", most.minor)]
    TooMuch {
        /// What can be.
        most: Money,
    },
}

/// Whether so much of a payment can be given back.
pub fn decide(facts: &Facts, from: RefundFrom, amount: Money) -> Result<(), RefundRefused> {
    if facts.payment != PaymentStatus::Confirmed {
        return Err(RefundRefused::NotPaid);
    }
    if amount.currency != facts.paid.currency || amount.minor <= 0 {
        return Err(RefundRefused::NoAmount);
    }
    let most = most(facts, from);
    if amount.minor > most.minor { Err(RefundRefused::TooMuch { most }) } else { Ok(()) }
}

/// The most that can be given back of a payment.
#[must_use]
pub fn most(facts: &Facts, from: RefundFrom) -> Money {
    let left = facts.paid.minor.saturating_sub(facts.refunded.minor);
    let there = match from {
        RefundFrom::Share => facts.share.paid().minor.min(facts.settled.minor),
        RefundFrom::Balance => facts.balance.minor,
    };
    // A credit note takes what is open first, and gives nothing back for it.
    let is_open = from == RefundFrom::Share && facts.share.open().minor > 0;
    let is_there = facts.payment == PaymentStatus::Confirmed && !is_open;
    Money::new(if is_there { left.min(there).max(0) } else { 0 }, facts.paid.currency)
}

/// What the vendor's word makes of a refund; `None`: nothing that is not so already. One that was sent can still come back.
#[must_use]
pub const fn hear(status: RefundStatus, said: RefundStatus) -> Option<RefundStatus> {
    match (status, said) {
        (RefundStatus::Sending, RefundStatus::Sent) => Some(RefundStatus::Sent),
        (RefundStatus::Sending | RefundStatus::Sent, RefundStatus::Failed) => Some(RefundStatus::Failed),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    use super::most as most_of;

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    #[test]
    fn at_most_what_was_paid_goes_back() {
        let share = Share::new(usd(800)).settle(usd(800)).unwrap().share;
        let facts = Facts {
            payment: PaymentStatus::Confirmed,
            paid: usd(800),
            settled: usd(800),
            refunded: usd(0),
            share,
            balance: usd(0),
        };
        let most = |most| Err(RefundRefused::TooMuch { most: usd(most) });
        assert_eq!(decide(&facts, RefundFrom::Share, usd(800)), Ok(()));
        assert_eq!(decide(&facts, RefundFrom::Share, usd(801)), most(800));
        assert_eq!(decide(&facts, RefundFrom::Balance, usd(1)), most(0));
        for nothing in [usd(0), usd(-5), Money::new(5, Currency::EUR)] {
            assert_eq!(decide(&facts, RefundFrom::Share, nothing), Err(RefundRefused::NoAmount));
        }
        // 500 went back before.
        let lowered = Facts { refunded: usd(500), share: share.credit(usd(500)).unwrap().share, ..facts };
        assert_eq!(decide(&lowered, RefundFrom::Share, usd(300)), Ok(()));
        assert_eq!(decide(&lowered, RefundFrom::Share, usd(301)), most(300));
        // A balance is given back as far as this payment goes.
        let rich = Facts { balance: usd(5000), refunded: usd(500), ..facts };
        assert_eq!(decide(&rich, RefundFrom::Balance, usd(300)), Ok(()));
        assert_eq!(decide(&rich, RefundFrom::Balance, usd(301)), most(300));
        // It came late, when somebody else had paid the share: theirs is not given back for it.
        let late = Facts { settled: usd(0), balance: usd(800), ..facts };
        assert_eq!(decide(&late, RefundFrom::Share, usd(1)), most(0));
        assert_eq!(decide(&late, RefundFrom::Balance, usd(800)), Ok(()));
        for status in PaymentStatus::ALL.iter().filter(|status| **status != PaymentStatus::Confirmed) {
            let other = Facts { payment: *status, ..facts };
            assert_eq!(decide(&other, RefundFrom::Share, usd(1)), Err(RefundRefused::NotPaid), "{status}");
            assert_eq!(most_of(&other, RefundFrom::Share), usd(0), "{status}");
        }
    }

    #[test]
    fn a_share_that_is_open_again_gives_nothing_back() {
        let share = Share::new(usd(800)).settle(usd(400)).unwrap().share;
        let facts = Facts {
            payment: PaymentStatus::Confirmed,
            paid: usd(400),
            settled: usd(400),
            refunded: usd(0),
            share,
            balance: usd(0),
        };
        assert_eq!(decide(&facts, RefundFrom::Share, usd(1)), Err(RefundRefused::TooMuch { most: usd(0) }));
    }

    #[test]
    fn a_refund_ends_once_and_may_come_back() {
        use RefundStatus::{Failed, Sending, Sent};
        for (status, said, expected) in [
            (Sending, Sending, None),
            (Sending, Sent, Some(Sent)),
            (Sending, Failed, Some(Failed)),
            (Sent, Sent, None),
            (Sent, Failed, Some(Failed)),
            (Failed, Sent, None),
            (Failed, Failed, None),
        ] {
            assert_eq!(hear(status, said), expected, "{status} {said}");
        }
    }
}
