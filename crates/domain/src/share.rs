//! A member's share of an invoice, and what becomes of its amount: paid, credited, or still open.
//!
//! Whatever happens to a share, `paid + credited + open` is what was invoiced.

use crate::invoice::ShareStatus;
use crate::money::Money;

/// A share as its group's books have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    amount: Money,
    paid: i64,
    credited: i64,
    status: ShareStatus,
}

/// Where the amount of a credit note goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credited {
    /// The share afterwards.
    pub share: Share,
    /// What is not owed any more.
    pub to_receivable: Money,
    /// What was paid, and is on its payer's balance now.
    pub to_balance: Money,
}

/// Where a payment goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The share afterwards.
    pub share: Share,
    /// What it settles.
    pub settles: Money,
    /// What is more than is owed, and is on the payer's balance now.
    pub more: Money,
}

/// What a payment that is taken back leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reopened {
    /// The share afterwards.
    pub share: Share,
    /// What is to be paid again.
    pub owed: Money,
    /// What had not stayed with the share: it was more than was owed, or was given back since.
    pub rest: Money,
}

/// Why a share's amount cannot change like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountRefused {
    /// Nothing, less than nothing, or another currency.
    #[error("this is no amount that a share can change by")]
    NoAmount,
    /// More than was invoiced and not credited yet.
    #[error("a credit note cannot be more than its share")]
    TooMuch,
    /// What is stored does not add up.
    #[error("the share's amounts contradict each other")]
    Contradiction,
}

impl Share {
    /// A new share: due, or paid when it is nothing.
    #[must_use]
    pub const fn new(amount: Money) -> Self {
        Self { amount, paid: 0, credited: 0, status: ShareStatus::born(amount) }
    }

    /// A share as it is stored: what was invoiced, paid and credited of it.
    pub fn stored(amount: Money, paid: Money, credited: Money, status: ShareStatus) -> Result<Self, AmountRefused> {
        let one_currency = paid.currency == amount.currency && credited.currency == amount.currency;
        let sum = paid.minor.checked_add(credited.minor);
        let adds_up = paid.minor >= 0 && credited.minor >= 0 && sum.is_some_and(|sum| sum <= amount.minor);
        if one_currency && adds_up {
            Ok(Self { amount, paid: paid.minor, credited: credited.minor, status })
        } else {
            Err(AmountRefused::Contradiction)
        }
    }

    /// What was invoiced.
    #[must_use]
    pub const fn amount(&self) -> Money {
        self.amount
    }

    /// What was paid of it, and not given back.
    #[must_use]
    pub const fn paid(&self) -> Money {
        self.of(self.paid)
    }

    /// What credit notes have taken off it.
    #[must_use]
    pub const fn credited(&self) -> Money {
        self.of(self.credited)
    }

    /// What is still to be paid.
    #[must_use]
    pub const fn open(&self) -> Money {
        self.of(self.amount.minor.saturating_sub(self.paid).saturating_sub(self.credited))
    }

    /// Due, paid and so on.
    #[must_use]
    pub const fn status(&self) -> ShareStatus {
        self.status
    }

    /// Takes an amount off by a credit note: first what is still open, then what was paid.
    ///
    /// A payment under way goes on; what it brings too much becomes balance when it arrives.
    pub fn credit(self, note: Money) -> Result<Credited, AmountRefused> {
        if note.currency != self.amount.currency || note.minor <= 0 {
            return Err(AmountRefused::NoAmount);
        }
        if note.minor > self.amount.minor.saturating_sub(self.credited) {
            return Err(AmountRefused::TooMuch);
        }
        let to_receivable = note.minor.min(self.open().minor);
        let to_balance = note.minor.saturating_sub(to_receivable);
        let mut share = Self {
            credited: self.credited.saturating_add(note.minor),
            paid: self.paid.saturating_sub(to_balance),
            ..self
        };
        share.status = share.after_credit();
        Ok(Credited { share, to_receivable: self.of(to_receivable), to_balance: self.of(to_balance) })
    }

    /// Takes a payment: what is more than is open becomes balance, all of it when nothing is owed any more.
    pub fn settle(self, payment: Money) -> Result<Settled, AmountRefused> {
        if payment.currency != self.amount.currency || payment.minor <= 0 {
            return Err(AmountRefused::NoAmount);
        }
        let settles = payment.minor.min(self.open().minor);
        let more = payment.minor.saturating_sub(settles);
        let mut share = Self { paid: self.paid.saturating_add(settles), ..self };
        share.status = match self.status {
            ShareStatus::Due | ShareStatus::Processing => share.when_ended(ShareStatus::Due),
            ShareStatus::PastDue => share.when_ended(ShareStatus::PastDue),
            ended => ended,
        };
        Ok(Settled { share, settles: self.of(settles), more: self.of(more) })
    }

    /// A payment of it is taken back for good: what of it had `settled` the share, and is still there, is due again.
    pub fn reopen(self, payment: Money, settled: Money) -> Result<Reopened, AmountRefused> {
        let one_currency = payment.currency == self.amount.currency && settled.currency == self.amount.currency;
        if !one_currency || payment.minor <= 0 || settled.minor < 0 {
            return Err(AmountRefused::NoAmount);
        }
        let owed = payment.minor.min(settled.minor).min(self.paid);
        let mut share = Self { paid: self.paid.saturating_sub(owed), ..self };
        // Another payment under way ends first.
        if owed > 0 && self.status != ShareStatus::Processing {
            share.status = ShareStatus::Due;
        }
        Ok(Reopened { share, owed: self.of(owed), rest: self.of(payment.minor.saturating_sub(owed)) })
    }

    /// A payment is under way: the status changes, no amount does.
    #[must_use]
    pub const fn with_status(self, status: ShareStatus) -> Self {
        Self { status, ..self }
    }

    /// The payment under way did not arrive: due again, unless there is nothing to pay any more.
    #[must_use]
    pub fn payment_failed(self) -> Self {
        let status = match self.status {
            ShareStatus::Processing => self.when_ended(ShareStatus::Due),
            other => other,
        };
        Self { status, ..self }
    }

    fn after_credit(&self) -> ShareStatus {
        match self.status {
            ShareStatus::Due => self.when_ended(ShareStatus::Due),
            ShareStatus::PastDue => self.when_ended(ShareStatus::PastDue),
            ShareStatus::Paid | ShareStatus::Covered if self.paid == 0 => ShareStatus::Refunded,
            other => other,
        }
    }

    /// The status of a share without a payment under way: `open` while there is something to pay.
    fn when_ended(&self, open: ShareStatus) -> ShareStatus {
        if self.open().minor > 0 {
            open
        } else if self.paid > 0 {
            ShareStatus::Paid
        } else {
            ShareStatus::Voided
        }
    }

    const fn of(&self, minor: i64) -> Money {
        Money::new(minor, self.amount.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::{AmountRefused, Share};
    use crate::invoice::ShareStatus;
    use crate::money::{Currency, Money};

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    fn stands(share: Share) -> (i64, i64, i64, ShareStatus) {
        (share.paid().minor, share.credited().minor, share.open().minor, share.status())
    }

    #[test]
    fn a_credit_note_takes_what_is_open_first_and_then_what_was_paid() {
        let due = Share::new(usd(800));
        let part = due.credit(usd(300)).unwrap();
        assert_eq!(stands(part.share), (0, 300, 500, ShareStatus::Due));
        assert_eq!((part.to_receivable, part.to_balance), (usd(300), usd(0)));
        let all = part.share.credit(usd(500)).unwrap();
        assert_eq!(stands(all.share), (0, 800, 0, ShareStatus::Voided));

        let paid = due.settle(usd(800)).unwrap().share;
        let part = paid.credit(usd(300)).unwrap();
        assert_eq!(stands(part.share), (500, 300, 0, ShareStatus::Paid));
        assert_eq!((part.to_receivable, part.to_balance), (usd(0), usd(300)));
        assert_eq!(stands(part.share.credit(usd(500)).unwrap().share), (0, 800, 0, ShareStatus::Refunded));

        // Partly paid from a balance: both.
        let half = due.settle(usd(400)).unwrap().share;
        assert_eq!(stands(half), (400, 0, 400, ShareStatus::Due));
        let note = half.credit(usd(600)).unwrap();
        assert_eq!((note.to_receivable, note.to_balance), (usd(400), usd(200)));
        assert_eq!(stands(note.share), (200, 600, 0, ShareStatus::Paid));
    }

    #[test]
    fn credit_notes_are_never_more_than_their_share() {
        let share = Share::new(usd(800)).credit(usd(300)).unwrap().share;
        assert_eq!(share.credit(usd(501)), Err(AmountRefused::TooMuch));
        assert_eq!(share.credit(usd(0)), Err(AmountRefused::NoAmount));
        assert_eq!(share.credit(usd(-1)), Err(AmountRefused::NoAmount));
        assert_eq!(share.credit(Money::new(1, Currency::EUR)), Err(AmountRefused::NoAmount));
        assert_eq!(share.settle(Money::new(1, Currency::EUR)), Err(AmountRefused::NoAmount));
        assert_eq!(Share::new(usd(0)).credit(usd(1)), Err(AmountRefused::TooMuch));
        assert_eq!(Share::stored(usd(5), usd(3), usd(3), ShareStatus::Due), Err(AmountRefused::Contradiction));
    }

    #[test]
    fn payment_after_void() {
        let voided = Share::new(usd(800)).credit(usd(800)).unwrap().share;
        let late = voided.settle(usd(800)).unwrap();
        assert_eq!((late.settles, late.more), (usd(0), usd(800)));
        assert_eq!(stands(late.share), (0, 800, 0, ShareStatus::Voided));
        // Under way while it was voided: the same.
        let claimed = Share::new(usd(800)).with_status(ShareStatus::Processing).credit(usd(800)).unwrap().share;
        assert_eq!(claimed.status(), ShareStatus::Processing);
        let arrived = claimed.settle(usd(800)).unwrap();
        assert_eq!((arrived.more, arrived.share.status()), (usd(800), ShareStatus::Voided));
        assert_eq!(claimed.payment_failed().status(), ShareStatus::Voided);
    }

    #[test]
    fn leave_with_an_unpaid_share() {
        // Removed on day 12 of 30: 18 days are credited, 12 are still owed.
        let share = Share::new(usd(800)).credit(usd(480)).unwrap().share;
        assert_eq!(stands(share), (0, 480, 320, ShareStatus::Due));
        let claimed = share.with_status(ShareStatus::Processing);
        assert_eq!(claimed.payment_failed().status(), ShareStatus::Due);
        assert_eq!(stands(claimed.settle(usd(320)).unwrap().share), (320, 480, 0, ShareStatus::Paid));
    }

    #[test]
    fn a_payment_that_is_taken_back_is_owed_again() {
        let paid = Share::new(usd(800)).settle(usd(800)).unwrap().share;
        let lost = paid.reopen(usd(800), usd(800)).unwrap();
        assert_eq!((stands(lost.share), lost.owed, lost.rest), ((0, 0, 800, ShareStatus::Due), usd(800), usd(0)));
        // A part of it was credited, and went to the payer's balance.
        let credited = paid.credit(usd(300)).unwrap().share;
        let lost = credited.reopen(usd(800), usd(800)).unwrap();
        assert_eq!((stands(lost.share), lost.owed, lost.rest), ((0, 300, 500, ShareStatus::Due), usd(500), usd(300)));
        // All of it was given back: the share stays as it is.
        let refunded = paid.credit(usd(800)).unwrap().share;
        let lost = refunded.reopen(usd(800), usd(800)).unwrap();
        assert_eq!((stands(lost.share), lost.rest), ((0, 800, 0, ShareStatus::Refunded), usd(800)));
        // It came late, when somebody else had paid: their payment stays.
        let lost = paid.reopen(usd(800), usd(0)).unwrap();
        assert_eq!((stands(lost.share), lost.rest), ((800, 0, 0, ShareStatus::Paid), usd(800)));
        assert_eq!(paid.reopen(usd(0), usd(0)), Err(AmountRefused::NoAmount));
        let euro = Money::new(1, Currency::EUR);
        assert_eq!(paid.reopen(euro, euro), Err(AmountRefused::NoAmount));
    }

    #[test]
    fn a_double_payment_becomes_balance() {
        let paid = Share::new(usd(800)).settle(usd(800)).unwrap().share;
        let twice = paid.settle(usd(800)).unwrap();
        assert_eq!((twice.settles, twice.more, twice.share), (usd(0), usd(800), paid));
    }
}
