//! What each event of a payment by card posts: more lines of the table in MONEY.md §6.

use super::events::all;
use super::{Account, Kind, LedgerError, Source, Transaction, money};
use crate::charge::Arrival;
use crate::dispute::Loss;
use crate::id::{DisputeId, PaymentId, RefundId, UserId};
use crate::money::Money;

/// A charge arrived: it pays the share, then what waited; what is left of the share and cannot be charged waits now, and what is
/// more than was owed is on the payer's balance.
pub fn charge_arrived(
    payment: PaymentId,
    debtor: UserId,
    payer: UserId,
    arrival: &Arrival,
) -> Result<Transaction, LedgerError> {
    let entries = [
        money(Account::Cash, Account::Receivable(debtor), arrival.settles),
        money(Account::Cash, Account::Waiting(payer), arrival.waited),
        money(Account::Cash, Account::Balance(payer), arrival.more),
        money(Account::Waiting(payer), Account::Receivable(debtor), arrival.put_off),
    ];
    Transaction::new(Source::Payment, payment.uuid(), Kind::PaymentConfirmed, all(entries)?)
}

/// A share is too small to charge: it goes with its payer's next charge.
pub fn put_off(payment: PaymentId, debtor: UserId, payer: UserId, amount: Money) -> Result<Transaction, LedgerError> {
    let entries = money(Account::Waiting(payer), Account::Receivable(debtor), amount)?;
    Transaction::new(Source::Payment, payment.uuid(), Kind::PaymentPutOff, entries)
}

/// The vendor took its fee of a payment.
pub fn fee_taken(payment: PaymentId, fee: Money) -> Result<Transaction, LedgerError> {
    let entries = money(Account::Fees, Account::Cash, fee)?;
    Transaction::new(Source::Payment, payment.uuid(), Kind::FeeTaken, entries)
}

/// A part of somebody's balance goes back to them.
pub fn refund_sent(refund: RefundId, payer: UserId, amount: Money) -> Result<Transaction, LedgerError> {
    let entries = money(Account::Balance(payer), Account::Cash, amount)?;
    Transaction::new(Source::Refund, refund.uuid(), Kind::RefundSent, entries)
}

/// It could not be given back, and is on their balance again.
pub fn refund_failed(refund: RefundId, payer: UserId, amount: Money) -> Result<Transaction, LedgerError> {
    let entries = money(Account::Cash, Account::Balance(payer), amount)?;
    Transaction::new(Source::Refund, refund.uuid(), Kind::RefundFailed, entries)
}

/// A payer's bank took a payment back for now.
pub fn dispute_opened(dispute: DisputeId, amount: Money) -> Result<Transaction, LedgerError> {
    let entries = money(Account::Disputed, Account::Cash, amount)?;
    Transaction::new(Source::Dispute, dispute.uuid(), Kind::DisputeOpened, entries)
}

/// It gave the payment back.
pub fn dispute_won(dispute: DisputeId, amount: Money) -> Result<Transaction, LedgerError> {
    let entries = money(Account::Cash, Account::Disputed, amount)?;
    Transaction::new(Source::Dispute, dispute.uuid(), Kind::DisputeWon, entries)
}

/// It keeps the payment.
pub fn dispute_lost(
    dispute: DisputeId,
    debtor: UserId,
    payer: UserId,
    loss: &Loss,
) -> Result<Transaction, LedgerError> {
    let entries = [
        money(Account::Receivable(debtor), Account::Disputed, loss.from_share),
        money(Account::Balance(payer), Account::Disputed, loss.from_balance),
        money(Account::Waiting(payer), Account::Disputed, loss.waiting),
    ];
    Transaction::new(Source::Dispute, dispute.uuid(), Kind::DisputeLost, all(entries)?)
}

/// What a dispute cost besides.
pub fn dispute_fee_taken(dispute: DisputeId, fee: Money) -> Result<Transaction, LedgerError> {
    let entries = money(Account::Fees, Account::Cash, fee)?;
    Transaction::new(Source::Dispute, dispute.uuid(), Kind::FeeTaken, entries)
}
