//! The ledger: double entry, in two books that never touch, money and credit.
//!
//! A [`Transaction`] can only be made when it sums to zero in every unit; [`events`] has one function for each event
//! that posts one. Transactions are appended and never changed; `(source, source_id, kind)` is unique, so that an event
//! that happens twice is posted once.

mod account;
pub mod card_events;
pub mod events;
pub mod export;

pub use account::{Account, Book, NotAnAccount};

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::credit::NanoUsd;
use crate::money::{Currency, Money, MoneyError, UnknownCurrency};
use crate::words::words;

/// How the unit of the credit book is written.
const NANO_USD: &str = "nano_usd";

/// What an amount in the ledger counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Minor units of a currency.
    Money(Currency),
    /// List-price AI usage, in nano-USD.
    NanoUsd,
}

impl Unit {
    /// The book that counts in this unit.
    #[must_use]
    pub const fn book(self) -> Book {
        match self {
            Self::Money(_) => Book::Money,
            Self::NanoUsd => Book::Credit,
        }
    }
}

impl fmt::Display for Unit {
    /// The stored form: a currency's code, or `nano_usd`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Money(currency) => fmt::Display::fmt(currency, f),
            Self::NanoUsd => f.write_str(NANO_USD),
        }
    }
}

impl FromStr for Unit {
    type Err = UnknownCurrency;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            NANO_USD => Ok(Self::NanoUsd),
            code => code.parse().map(Self::Money),
        }
    }
}

words! {
    /// What kind of thing a transaction was posted for.
    Source {
        /// An invoice (`InvoiceId`).
        Invoice = "invoice",
        /// A payment (`PaymentId`).
        Payment = "payment",
        /// A period (`PeriodId`).
        Period = "period",
        /// A hold (`HoldId`).
        Hold = "hold",
        /// A membership (`MembershipId`).
        Membership = "membership",
        /// A share (`ShareId`).
        Share = "share",
        /// A credit note (`CreditNoteId`).
        CreditNote = "credit_note",
        /// A refund (`RefundId`).
        Refund = "refund",
        /// A dispute (`DisputeId`).
        Dispute = "dispute",
        /// Another plan (`PlanChangeId`).
        PlanChange = "plan_change",
        /// A balance that was paid out (`PayoutId`).
        Payout = "payout",
    }
}

words! {
    /// What happened.
    Kind {
        /// An invoice became final.
        InvoiceFinal = "invoice_final",
        /// A credit note was issued.
        CreditNoteIssued = "credit_note_issued",
        /// A member's balance paid for a share.
        BalanceUsed = "balance_used",
        /// A payment arrived.
        PaymentConfirmed = "payment_confirmed",
        /// A share that is too small to charge goes with its payer's next charge.
        PaymentPutOff = "payment_put_off",
        /// A payment vendor took its fee.
        FeeTaken = "fee_taken",
        /// A payment, or a part of it, goes back to whoever made it.
        RefundSent = "refund_sent",
        /// The vendor could not give it back.
        RefundFailed = "refund_failed",
        /// A payer's bank took a payment back for now.
        DisputeOpened = "dispute_opened",
        /// It gave the payment back.
        DisputeWon = "dispute_won",
        /// It keeps the payment.
        DisputeLost = "dispute_lost",
        /// A member got their balance back.
        BalancePaidOut = "balance_paid_out",
        /// A period's days have passed.
        RevenueEarned = "revenue_earned",
        /// A period's credit was given to its members.
        CreditGranted = "credit_granted",
        /// Credit moved to somebody who joined.
        CreditJoined = "credit_joined",
        /// Credit moved from somebody who was removed.
        CreditLeft = "credit_left",
        /// Credit went back from somebody who joined and did not pay.
        CreditReturned = "credit_returned",
        /// An upgrade's credit was given to a period's members.
        CreditAdded = "credit_added",
        /// A member bought credit beside their part.
        ToppedUp = "topped_up",
        /// What a member has left of what they bought went on to the next period.
        TopUpsCarried = "top_ups_carried",
        /// What a member bought was taken back, as it was not paid for any more.
        TopUpTakenBack = "top_up_taken_back",
        /// What was left of what members bought did not go on.
        TopUpsLapsed = "top_ups_lapsed",
        /// A turn reserved credit.
        CreditReserved = "credit_reserved",
        /// A turn ended, and used what it held, a part of it, or nothing. One kind, so that a hold ends once.
        CreditSettled = "credit_settled",
        /// The truth about a turn arrived after an estimate had been charged.
        CreditCorrected = "credit_corrected",
        /// The coming credit of somebody who was suspended.
        CreditVoided = "credit_voided",
        /// What was left at a period's end.
        CreditExpired = "credit_expired",
    }
}

/// One line of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Entry {
    /// Where.
    pub account: Account,
    /// Of what.
    pub unit: Unit,
    /// How much: above zero a debit, below zero a credit; never zero.
    pub amount: i64,
}

/// Why entries are no transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// The entries of a unit do not cancel.
    #[error("the entries in {unit} are off by {by}")]
    Unbalanced {
        /// In which unit.
        unit: Unit,
        /// Debits less credits.
        by: i64,
    },
    /// Money on an account of the credit book, or the other way round.
    #[error("{account} does not count {unit}")]
    WrongBook {
        /// The account.
        account: Account,
        /// What was posted to it.
        unit: Unit,
    },
    /// Amounts of one event that do not go together.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// More than can be counted.
    #[error("the amounts are too large")]
    Overflow,
}

/// What one event does to the accounts: sums to zero in every unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    source: Source,
    source_id: Uuid,
    kind: Kind,
    entries: Vec<Entry>,
}

impl Transaction {
    /// A transaction of these entries, one for each account and unit, in order; entries of nothing are left out, and a
    /// transaction of nothing has none.
    pub fn new(
        source: Source,
        source_id: Uuid,
        kind: Kind,
        entries: impl IntoIterator<Item = Entry>,
    ) -> Result<Self, LedgerError> {
        let mut by_account: BTreeMap<(Account, Unit), i64> = BTreeMap::new();
        let mut by_unit: BTreeMap<Unit, i64> = BTreeMap::new();
        for Entry { account, unit, amount } in entries {
            if account.book() != unit.book() {
                return Err(LedgerError::WrongBook { account, unit });
            }
            add(by_account.entry((account, unit)).or_default(), amount)?;
            add(by_unit.entry(unit).or_default(), amount)?;
        }
        if let Some((unit, by)) = by_unit.into_iter().find(|(_, by)| *by != 0) {
            return Err(LedgerError::Unbalanced { unit, by });
        }
        let entries = by_account
            .into_iter()
            .filter(|(_, amount)| *amount != 0)
            .map(|((account, unit), amount)| Entry { account, unit, amount })
            .collect();
        Ok(Self { source, source_id, kind, entries })
    }

    /// What it was posted for.
    #[must_use]
    pub const fn source(&self) -> Source {
        self.source
    }

    /// Which one of those.
    #[must_use]
    pub const fn source_id(&self) -> Uuid {
        self.source_id
    }

    /// What happened to it.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Its lines, in the order of their accounts.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

/// Money from one account to another: a debit of the first, a credit of the second.
fn money(debit: Account, credit: Account, amount: Money) -> Result<[Entry; 2], LedgerError> {
    transfer(debit, credit, Unit::Money(amount.currency), amount.minor)
}

/// Credit from one account to another.
fn credit(debit: Account, credit: Account, amount: NanoUsd) -> Result<[Entry; 2], LedgerError> {
    transfer(debit, credit, Unit::NanoUsd, amount.get())
}

fn transfer(debit: Account, credit: Account, unit: Unit, amount: i64) -> Result<[Entry; 2], LedgerError> {
    let negative = amount.checked_neg().ok_or(LedgerError::Overflow)?;
    Ok([Entry { account: debit, unit, amount }, Entry { account: credit, unit, amount: negative }])
}

fn add(sum: &mut i64, amount: i64) -> Result<(), LedgerError> {
    *sum = sum.checked_add(amount).ok_or(LedgerError::Overflow)?;
    Ok(())
}

#[cfg(test)]
mod tests;
