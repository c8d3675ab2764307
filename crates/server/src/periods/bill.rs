//! A period's bill: final when the period opens, or, where it goes by usage, when the period is over; and what is billed in the
//! middle of one.

use domain::carry::Carry;
use domain::credit::NanoUsd;
use domain::fair_share;
use domain::group_event::GroupEvent;
use domain::id::{InvoiceId, PeriodId, ShareId, UserId};
use domain::invoice::{self, GRACE_DAYS, Invoice, InvoiceDraft, InvoiceKind, InvoiceNumber, ShareDraft};
use domain::ledger::events;
use domain::money::Money;
use domain::notice::Notice;
use domain::period::{Period, PeriodError};
use domain::plan::Plan;
use domain::split::{Party, Split};
use jiff::{SignedDuration, Timestamp};
use store::groups::Group;
use store::invoices::Bills;
use store::periods::Opened;
use store::pools::PeriodPool;
use store::shares::Locked;
use store::{PgConnection, carries, group_activity, invoices, ledger, shares};
use uuid::Uuid;

use super::error::OpenError;
use super::when_paid::when_paid;
use crate::telling::tell_all;

/// The bill of a period that opens.
pub(super) enum Bill {
    /// Everybody owes their share from now on; with the credit's weights.
    InAdvance {
        /// What it says.
        draft: InvoiceDraft,
        /// Whether the credit is shared equally all the same.
        equal_credit: bool,
    },
    /// Nobody owes anything before it is known what they used.
    InArrears {
        /// Who will share it.
        users: Vec<UserId>,
    },
}

impl Bill {
    /// What each member weighs when the credit is divided.
    pub(super) fn credit_weights(&self) -> Vec<(UserId, u64)> {
        match self {
            Self::InAdvance { draft, equal_credit: false } => {
                let amounts: Vec<i64> = draft.shares.iter().map(|share| share.amount.minor).collect();
                draft.shares.iter().map(|share| share.user).zip(fair_share::weights(&amounts)).collect()
            }
            Self::InAdvance { draft, equal_credit: true } => draft.shares.iter().map(|share| (share.user, 1)).collect(),
            Self::InArrears { users } => users.iter().map(|user| (*user, 1)).collect(),
        }
    }
}

/// A bill that has just become final.
pub(super) struct Issued {
    kind: InvoiceKind,
    invoice: Invoice,
    shares: Vec<(ShareId, ShareDraft)>,
}

impl Issued {
    /// Its shares.
    pub(super) fn shares(&self) -> impl Iterator<Item = ShareId> {
        self.shares.iter().map(|(share, _)| *share)
    }
}

/// What a period is billed by a split that fits its members.
pub(super) async fn open(
    connection: &mut PgConnection,
    group: &Group,
    plan: &Plan,
    period: &Period,
    split: &Split,
    users: &[UserId],
) -> Result<Bill, OpenError> {
    if split.is_by_usage() {
        return Ok(Bill::InArrears { users: users.to_vec() });
    }
    let carries = carries::of_group(connection, group.id).await?;
    let parties: Vec<Party> = users.iter().map(|user| party(*user, &carries, NanoUsd::ZERO)).collect();
    let draft = invoice::assemble(&plan.code, plan.price, split, &parties, period)?;
    Ok(Bill::InAdvance { draft, equal_credit: split.gives_equal_credit() })
}

/// Writes it down: final and numbered, or as a draft.
pub(super) async fn write(
    connection: &mut PgConnection,
    group: &Group,
    period: PeriodId,
    price: Money,
    bill: Bill,
    now: Timestamp,
) -> Result<(), OpenError> {
    let id = InvoiceId::from_uuid(Uuid::now_v7());
    let Bill::InAdvance { draft, .. } = bill else {
        return Ok(invoices::insert_draft(connection, group.id, period, id, price).await?);
    };
    let issued = charge(&mut *connection, group, period, id, Bills::PERIOD, draft, now).await?;
    use_balances(connection, group, issued, now).await
}

/// Writes a bill that is final at once.
pub(super) async fn charge(
    connection: &mut PgConnection,
    group: &Group,
    period: PeriodId,
    id: InvoiceId,
    bills: Bills,
    draft: InvoiceDraft,
    now: Timestamp,
) -> Result<Issued, OpenError> {
    let invoice = draft.finalize(next_number(&mut *connection, group, now).await?, now);
    let shares = with_ids(invoice.bill());
    invoices::insert(&mut *connection, group.id, period, id, bills, &invoice, &shares).await?;
    post(connection, group, period, id, invoice.bill()).await?;
    Ok(Issued { kind: bills.kind, invoice, shares })
}

/// Makes the bill of a period final that was billed by usage, for everybody who had a part of its credit. Nothing of the period
/// is held any more.
pub(super) async fn finalize(
    connection: &mut PgConnection,
    group: &Group,
    closing: &Opened,
    pool: &PeriodPool,
    now: Timestamp,
) -> Result<(), OpenError> {
    let Some(id) = invoices::draft_of_period(&mut *connection, group.id, closing.id).await? else { return Ok(()) };
    let carries = carries::of_group(&mut *connection, group.id).await?;
    let members = &pool.pool.members;
    let users: Vec<UserId> = members.iter().map(|member| member.user).collect();
    let parties: Vec<Party> = members.iter().map(|member| party(member.user, &carries, member.used())).collect();
    let split = closing.split.fitted(closing.price, &users);
    let draft = invoice::assemble(&closing.plan, closing.price, &split, &parties, &closing.period)?;
    let invoice = draft.finalize(next_number(&mut *connection, group, now).await?, now);
    let shares = with_ids(invoice.bill());
    invoices::finalize(&mut *connection, group.id, id, &invoice, &shares).await?;
    post(&mut *connection, group, closing.id, id, invoice.bill()).await?;
    use_balances(connection, group, Issued { kind: InvoiceKind::Period, invoice, shares }, now).await
}

/// Notes what rounding owes everybody after a final invoice, and posts what they owe.
async fn post(
    connection: &mut PgConnection,
    group: &Group,
    period: PeriodId,
    id: InvoiceId,
    bill: &InvoiceDraft,
) -> Result<(), OpenError> {
    let carries: Vec<(UserId, Carry)> = bill.shares.iter().map(|share| (share.user, share.carry)).collect();
    carries::put(&mut *connection, group.id, &carries).await?;
    let owed: Vec<(UserId, Money)> = bill.shares.iter().map(|share| (share.user, share.amount)).collect();
    ledger::post(connection, group.id, &events::invoice_final(id, group.id, period, &owed)?).await?;
    Ok(())
}

/// Pays for the shares of a new bill what their members have on their balances, and tells everybody what is due; but nobody of what
/// they have ordered this moment.
pub(super) async fn use_balances(
    connection: &mut PgConnection,
    group: &Group,
    issued: Issued,
    now: Timestamp,
) -> Result<(), OpenError> {
    // Mostly nobody has anything there.
    let currency = issued.invoice.bill().total.currency;
    let balances = ledger::balances(&mut *connection, group.id, currency).await?;
    let mut notices = Vec::new();
    for (share, draft) in &issued.shares {
        let open = match balances.iter().find(|(user, _)| *user == draft.user) {
            Some((_, balance)) => use_balance(&mut *connection, group, *share, *balance, now).await?,
            None => draft.amount,
        };
        let is_news = open.minor > 0 && issued.kind != InvoiceKind::TopUp;
        notices.extend(is_news.then(|| (draft.user, due(&issued.invoice, *share, open))));
    }
    let invoice = issued.invoice.number().to_string();
    let event = GroupEvent::Invoiced { invoice, total: issued.invoice.bill().total.into() };
    group_activity::record(&mut *connection, group.id, &event).await?;
    tell_all(connection, group.id, &notices).await?;
    Ok(())
}

fn due(invoice: &Invoice, share: ShareId, open: Money) -> Notice {
    Notice::ShareDue {
        share_id: share,
        invoice: invoice.number().to_string(),
        amount: open.into(),
        pay_by: invoice.final_at() + SignedDuration::from_hours(i64::from(GRACE_DAYS) * 24),
    }
}

/// Pays for a share what its member has on their balance; what is still open then.
async fn use_balance(
    connection: &mut PgConnection,
    group: &Group,
    share: ShareId,
    balance: Money,
    now: Timestamp,
) -> Result<Money, OpenError> {
    let locked = shares::lock(&mut *connection, group.id, share).await?.ok_or(store::Error::Unreadable("shares"))?;
    let open = locked.share.open();
    let amount = Money::new(balance.minor.min(open.minor), open.currency);
    if amount.minor <= 0 {
        return Ok(open);
    }
    let settled = Locked { share: locked.share.settle(amount)?.share, ..locked };
    shares::put(&mut *connection, &locked, &settled.share).await?;
    ledger::post(&mut *connection, group.id, &events::balance_used(share, locked.user, amount)?).await?;
    when_paid(connection, group, &settled, now).await?;
    Ok(settled.share.open())
}

async fn next_number(connection: &mut PgConnection, group: &Group, now: Timestamp) -> Result<InvoiceNumber, OpenError> {
    let year = u16::try_from(now.to_zoned(group.zone.clone()).year()).map_err(|_| PeriodError::OutOfRange)?;
    Ok(InvoiceNumber::new(year, invoices::next_number(connection).await?))
}

fn with_ids(bill: &InvoiceDraft) -> Vec<(ShareId, ShareDraft)> {
    bill.shares.iter().map(|share| (ShareId::from_uuid(Uuid::now_v7()), *share)).collect()
}

/// Somebody with what rounding owes them and what they used.
#[must_use]
pub fn party(user: UserId, carries: &[(UserId, Carry)], usage: NanoUsd) -> Party {
    let carry = carries.iter().find(|(of, _)| *of == user).map_or(Carry::ZERO, |(_, carry)| *carry);
    Party { user, carry, used: usage }
}
