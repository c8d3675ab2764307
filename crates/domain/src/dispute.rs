//! Disputes: a payer's bank takes a card payment back, and it is decided who keeps it.

use crate::money::{Money, MoneyError};
use crate::share::Reopened;
use crate::words::words;

words! {
    /// How a dispute stands.
    DisputeStatus {
        /// The money is gone until it is decided.
        Open = "open",
        /// The money came back.
        Won = "won",
        /// The payer's bank keeps it.
        Lost = "lost",
    }
}

/// Whether a dispute that is so becomes so. What is decided stays; words come late, twice and in any order.
#[must_use]
pub const fn hear(known: Option<DisputeStatus>, said: DisputeStatus) -> bool {
    matches!((known, said), (None, _) | (Some(DisputeStatus::Open), DisputeStatus::Won | DisputeStatus::Lost))
}

/// Who owes what was taken back for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The share's member, for the share, which is to be paid again.
    pub from_share: Money,
    /// The payer, from their balance.
    pub from_balance: Money,
    /// The payer, with their next charge.
    pub waiting: Money,
}

/// Divides a loss: what had not stayed with the share comes from its payer's balance as far as that goes.
pub fn lose(reopened: &Reopened, balance: Money) -> Result<Loss, MoneyError> {
    let from_balance = Money::new(reopened.rest.minor.min(balance.minor.max(0)), balance.currency);
    Ok(Loss { from_share: reopened.owed, from_balance, waiting: reopened.rest.checked_sub(from_balance)? })
}

#[cfg(test)]
mod tests {
    use super::{DisputeStatus, Loss, hear, lose};
    use crate::money::{Currency, Money};
    use crate::share::Share;

    #[test]
    fn a_dispute_is_decided_once() {
        use DisputeStatus::{Lost, Open, Won};
        for (known, said, counts) in [
            (None, Open, true),
            (None, Won, true),
            (None, Lost, true),
            (Some(Open), Open, false),
            (Some(Open), Won, true),
            (Some(Open), Lost, true),
            (Some(Won), Open, false),
            (Some(Won), Lost, false),
            (Some(Lost), Won, false),
        ] {
            assert_eq!(hear(known, said), counts, "{known:?} {said}");
        }
    }

    #[test]
    fn a_loss_is_owed_by_whom_it_had_paid_for() {
        let usd = |minor| Money::new(minor, Currency::USD);
        let paid = Share::new(usd(800)).settle(usd(800)).unwrap().share;
        for (credited, balance, expected) in
            [(0, 0, (800, 0, 0)), (300, 300, (500, 300, 0)), (300, 100, (500, 100, 200))]
        {
            let share = if credited > 0 { paid.credit(usd(credited)).unwrap().share } else { paid };
            let reopened = share.reopen(usd(800), usd(800)).unwrap();
            let (from_share, from_balance, waiting) = expected;
            let expected = Loss { from_share: usd(from_share), from_balance: usd(from_balance), waiting: usd(waiting) };
            assert_eq!(lose(&reopened, usd(balance)), Ok(expected));
        }
    }
}
