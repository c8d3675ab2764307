//! What each event posts: one function for each line of the table in MONEY.md §6 that happens.

use uuid::Uuid;

use super::{Account, Entry, Kind, LedgerError, Source, Transaction, credit, money};
use crate::credit::NanoUsd;
use crate::fair_share::{Correction, Hold, Moved, Settlement};
use crate::id::{
    CreditNoteId, GroupId, HoldId, InvoiceId, MembershipId, PaymentId, PayoutId, PeriodId, PlanChangeId, RefundId,
    ShareId, UserId,
};
use crate::money::Money;

/// An invoice became final: each member owes their share, which the group's period has still to earn.
pub fn invoice_final(
    invoice: InvoiceId,
    group: GroupId,
    period: PeriodId,
    shares: &[(UserId, Money)],
) -> Result<Transaction, LedgerError> {
    let deferred = Account::Deferred { group, period };
    let entries = shares.iter().map(|(user, amount)| money(Account::Receivable(*user), deferred, *amount));
    Transaction::new(Source::Invoice, invoice.uuid(), Kind::InvoiceFinal, all(entries)?)
}

/// A payment arrived: it settles what the member `owed` for the share, and what is more becomes their balance.
///
/// Refused when the two are not of one currency.
pub fn payment_confirmed(
    payment: PaymentId,
    payer: UserId,
    owed: Money,
    paid: Money,
) -> Result<Transaction, LedgerError> {
    cover_confirmed(payment, payer, payer, owed, paid)
}

/// A payment arrived for somebody else's share: it settles what they `owed`, and what is more becomes the payer's balance.
pub fn cover_confirmed(
    payment: PaymentId,
    debtor: UserId,
    payer: UserId,
    owed: Money,
    paid: Money,
) -> Result<Transaction, LedgerError> {
    let settles = Money::new(paid.minor.min(owed.minor), owed.currency);
    let more = paid.checked_sub(settles)?;
    let entries = [
        money(Account::Cash, Account::Receivable(debtor), settles),
        money(Account::Cash, Account::Balance(payer), more),
    ];
    Transaction::new(Source::Payment, payment.uuid(), Kind::PaymentConfirmed, all(entries)?)
}

/// A share is lowered, out of what its period has still to earn or, once the period is closed, has earned: what was owed is not
/// owed any more, and what was paid is on its payer's balance.
pub fn credit_note_issued(
    note: CreditNoteId,
    from: Account,
    debtor: UserId,
    not_owed: Money,
    refunds: &[(UserId, Money)],
) -> Result<Transaction, LedgerError> {
    let receivable = money(from, Account::Receivable(debtor), not_owed);
    let balances = refunds.iter().map(|&(payer, amount)| money(from, Account::Balance(payer), amount));
    let entries = all(std::iter::once(receivable).chain(balances))?;
    Transaction::new(Source::CreditNote, note.uuid(), Kind::CreditNoteIssued, entries)
}

/// A member's balance pays for their share, or for a part of it.
pub fn balance_used(share: ShareId, user: UserId, amount: Money) -> Result<Transaction, LedgerError> {
    let entries = money(Account::Balance(user), Account::Receivable(user), amount)?;
    Transaction::new(Source::Share, share.uuid(), Kind::BalanceUsed, entries)
}

/// A member who has gone, or whose group is over, got their balance back.
pub fn balance_paid_out(payout: PayoutId, user: UserId, amount: Money) -> Result<Transaction, LedgerError> {
    let entries = money(Account::Balance(user), Account::Cash, amount)?;
    Transaction::new(Source::Payout, payout.uuid(), Kind::BalancePaidOut, entries)
}

/// A period is over: what was invoiced for it is earned.
pub fn revenue_earned(group: GroupId, period: PeriodId, amount: Money) -> Result<Transaction, LedgerError> {
    let entries = money(Account::Deferred { group, period }, Account::Revenue, amount)?;
    Transaction::new(Source::Period, period.uuid(), Kind::RevenueEarned, entries)
}

/// A period opened: its credit goes to the members.
pub fn credit_granted(period: PeriodId, grants: &[(UserId, NanoUsd)]) -> Result<Transaction, LedgerError> {
    let entries = grants
        .iter()
        .map(|&(user, amount)| credit(Account::PoolSource(period), Account::Grant { period, user }, amount));
    Transaction::new(Source::Period, period.uuid(), Kind::CreditGranted, all(entries)?)
}

/// Somebody joined: what they take from the others' grants.
pub fn credit_joined(membership: MembershipId, period: PeriodId, moved: &[Moved]) -> Result<Transaction, LedgerError> {
    credit_moved((Source::Membership, membership.uuid()), Kind::CreditJoined, period, moved)
}

/// Somebody was removed: what the others get of their grant.
pub fn credit_left(membership: MembershipId, period: PeriodId, moved: &[Moved]) -> Result<Transaction, LedgerError> {
    credit_moved((Source::Membership, membership.uuid()), Kind::CreditLeft, period, moved)
}

/// Somebody who joined did not pay: what was still to come of what they took goes back to the others.
pub fn credit_returned(share: ShareId, period: PeriodId, moved: &[Moved]) -> Result<Transaction, LedgerError> {
    credit_moved((Source::Share, share.uuid()), Kind::CreditReturned, period, moved)
}

/// The group took a larger plan: what it adds to the members' grants.
pub fn credit_added(
    change: PlanChangeId,
    period: PeriodId,
    grants: &[(UserId, NanoUsd)],
) -> Result<Transaction, LedgerError> {
    let entries = grants
        .iter()
        .map(|&(user, amount)| credit(Account::PoolSource(period), Account::Grant { period, user }, amount));
    Transaction::new(Source::PlanChange, change.uuid(), Kind::CreditAdded, all(entries)?)
}

fn credit_moved(
    source: (Source, Uuid),
    kind: Kind,
    period: PeriodId,
    moved: &[Moved],
) -> Result<Transaction, LedgerError> {
    let grant = |user| Account::Grant { period, user };
    let entries = moved.iter().map(|part| credit(grant(part.from), grant(part.to), part.amount));
    Transaction::new(source.0, source.1, kind, all(entries)?)
}

/// A turn reserved credit, its member's own and what others lend.
pub fn credit_reserved(
    hold_id: HoldId,
    period: PeriodId,
    user: UserId,
    hold: &Hold,
) -> Result<Transaction, LedgerError> {
    let grant = |user| Account::Grant { period, user };
    let on_hold = Account::Hold { period, user };
    let own =
        [credit(grant(user), on_hold, hold.own), credit(Account::TopUp { period, user }, on_hold, hold.topped_up)];
    let loans = hold.loans.iter().map(|loan| credit(grant(loan.lender), on_hold, loan.amount));
    let entries = all(own.into_iter().chain(loans))?;
    Transaction::new(Source::Hold, hold_id.uuid(), Kind::CreditReserved, entries)
}

/// A turn ended: what it used is spent, the rest of its hold goes back where it came from, and what it used above the hold
/// comes from its member or from the operator.
pub fn credit_settled(
    hold_id: HoldId,
    period: PeriodId,
    user: UserId,
    settlement: &Settlement,
) -> Result<Transaction, LedgerError> {
    let grant = |user| Account::Grant { period, user };
    let on_hold = Account::Hold { period, user };
    let (top_up, spent) = (Account::TopUp { period, user }, Account::Spent { period, user });
    let own = [
        credit(on_hold, spent, settlement.own),
        credit(on_hold, spent, settlement.topped_up),
        credit(on_hold, grant(user), settlement.returned_own),
        credit(on_hold, top_up, settlement.returned_top_up),
        credit(grant(user), spent, settlement.overrun_own),
        credit(top_up, spent, settlement.overrun_top_up),
        credit(Account::Overrun, spent, settlement.overrun_operator),
    ];
    let lent = settlement.loans.iter().map(|loan| credit(on_hold, spent, loan.amount));
    let returned = settlement.returned_loans.iter().map(|loan| credit(on_hold, grant(loan.lender), loan.amount));
    let entries = all(own.into_iter().chain(lent).chain(returned))?;
    Transaction::new(Source::Hold, hold_id.uuid(), Kind::CreditSettled, entries)
}

/// The truth about a turn arrived: what was charged too much goes back where it came from, what was charged too little comes
/// from the member or from the operator.
pub fn credit_corrected(
    hold_id: HoldId,
    period: PeriodId,
    user: UserId,
    correction: &Correction,
) -> Result<Transaction, LedgerError> {
    let grant = |user| Account::Grant { period, user };
    let (top_up, spent) = (Account::TopUp { period, user }, Account::Spent { period, user });
    let own = [
        credit(spent, grant(user), correction.returned_own),
        credit(spent, top_up, correction.returned_top_up),
        credit(grant(user), spent, correction.more_own),
        credit(top_up, spent, correction.more_top_up),
        credit(Account::Overrun, spent, correction.more_operator),
    ];
    let loans = correction.returned_loans.iter().map(|loan| credit(spent, grant(loan.lender), loan.amount));
    Transaction::new(Source::Hold, hold_id.uuid(), Kind::CreditCorrected, all(own.into_iter().chain(loans))?)
}

/// Somebody was suspended for a share that they did not pay: the credit that was still to come.
pub fn credit_voided(
    share: ShareId,
    period: PeriodId,
    user: UserId,
    amount: NanoUsd,
) -> Result<Transaction, LedgerError> {
    let entries = credit(Account::Grant { period, user }, Account::Expired(period), amount)?;
    Transaction::new(Source::Share, share.uuid(), Kind::CreditVoided, entries)
}

/// A period closed: what its members have left.
pub fn credit_expired(period: PeriodId, left: &[(UserId, NanoUsd)]) -> Result<Transaction, LedgerError> {
    let entries =
        left.iter().map(|&(user, amount)| credit(Account::Grant { period, user }, Account::Expired(period), amount));
    Transaction::new(Source::Period, period.uuid(), Kind::CreditExpired, all(entries)?)
}

/// A period closed: what its members have left of what they bought, and does not go on.
pub fn top_ups_lapsed(period: PeriodId, left: &[(UserId, NanoUsd)]) -> Result<Transaction, LedgerError> {
    let entries =
        left.iter().map(|&(user, amount)| credit(Account::TopUp { period, user }, Account::Expired(period), amount));
    Transaction::new(Source::Period, period.uuid(), Kind::TopUpsLapsed, all(entries)?)
}

/// A member paid for credit beside their part.
pub fn topped_up(share: ShareId, period: PeriodId, user: UserId, amount: NanoUsd) -> Result<Transaction, LedgerError> {
    let entries = credit(Account::PoolSource(period), Account::TopUp { period, user }, amount)?;
    Transaction::new(Source::Share, share.uuid(), Kind::ToppedUp, entries)
}

/// What members bought in a period that closes and have left of it goes on to the next.
pub fn top_ups_carried(
    from: PeriodId,
    to: PeriodId,
    carried: &[(UserId, NanoUsd)],
) -> Result<Transaction, LedgerError> {
    let top_up = |period, user| Account::TopUp { period, user };
    let entries = carried.iter().map(|&(user, amount)| credit(top_up(from, user), top_up(to, user), amount));
    Transaction::new(Source::Period, from.uuid(), Kind::TopUpsCarried, all(entries)?)
}

/// What a member bought is not paid for any more: what was left of it.
pub fn top_up_taken_back(
    share: ShareId,
    period: PeriodId,
    user: UserId,
    amount: NanoUsd,
) -> Result<Transaction, LedgerError> {
    let entries = credit(Account::TopUp { period, user }, Account::Expired(period), amount)?;
    Transaction::new(Source::Share, share.uuid(), Kind::TopUpTakenBack, entries)
}

/// What a member bought is given back, and its credit goes with the money.
pub fn top_up_refunded(
    refund: RefundId,
    period: PeriodId,
    user: UserId,
    amount: NanoUsd,
) -> Result<Transaction, LedgerError> {
    let entries = credit(Account::TopUp { period, user }, Account::Expired(period), amount)?;
    Transaction::new(Source::Refund, refund.uuid(), Kind::TopUpTakenBack, entries)
}

pub(super) fn all(
    transfers: impl IntoIterator<Item = Result<[Entry; 2], LedgerError>>,
) -> Result<Vec<Entry>, LedgerError> {
    let transfers: Result<Vec<[Entry; 2]>, LedgerError> = transfers.into_iter().collect();
    Ok(transfers?.concat())
}
