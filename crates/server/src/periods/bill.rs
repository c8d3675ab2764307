//! A period's bill: final when the period opens, or, where it goes by usage, when the period is over.

use domain::carry::Carry;
use domain::credit::NanoUsd;
use domain::fair_share;
use domain::group_event::GroupEvent;
use domain::id::{InvoiceId, PeriodId, ShareId, UserId};
use domain::invoice::{self, GRACE_DAYS, Invoice, InvoiceDraft, InvoiceNumber};
use domain::ledger::{Account, Unit, events};
use domain::money::Money;
use domain::notice::Notice;
use domain::period::{Period, PeriodError};
use domain::plan::Plan;
use domain::split::{Party, Split};
use jiff::{SignedDuration, Timestamp};
use store::groups::Group;
use store::periods::Opened;
use store::pools::PeriodPool;
use store::shares::Locked;
use store::{PgConnection, group_activity, invoices, ledger, shares};
use uuid::Uuid;

use super::error::OpenError;
use crate::notices::tell_all;

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
    let carries = invoices::carries(connection, group.id).await?;
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
    let invoice = draft.finalize(next_number(&mut *connection, group, now).await?, now);
    let shares = with_ids(invoice.bill());
    invoices::insert(&mut *connection, group.id, period, id, &invoice, &shares).await?;
    post(connection, group, period, id, &invoice).await
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
    let carries = invoices::carries(&mut *connection, group.id).await?;
    let members = &pool.pool.members;
    let users: Vec<UserId> = members.iter().map(|member| member.user).collect();
    let parties: Vec<Party> = members.iter().map(|member| party(member.user, &carries, member.used())).collect();
    let split = closing.split.fitted(closing.price, &users);
    let draft = invoice::assemble(&closing.plan, closing.price, &split, &parties, &closing.period)?;
    let invoice = draft.finalize(next_number(&mut *connection, group, now).await?, now);
    invoices::finalize(&mut *connection, group.id, id, &invoice, &with_ids(invoice.bill())).await?;
    post(connection, group, closing.id, id, &invoice).await
}

/// Notes what rounding owes everybody after a final invoice, posts what they owe, and tells them.
async fn post(
    connection: &mut PgConnection,
    group: &Group,
    period: PeriodId,
    id: InvoiceId,
    invoice: &Invoice,
) -> Result<(), OpenError> {
    let bill = invoice.bill();
    for share in &bill.shares {
        invoices::put_carry(&mut *connection, group.id, share.user, share.carry).await?;
    }
    let owed: Vec<(UserId, Money)> = bill.shares.iter().map(|share| (share.user, share.amount)).collect();
    ledger::post(&mut *connection, group.id, &events::invoice_final(id, group.id, period, &owed)?).await?;
    let mut notices = Vec::new();
    for share in &bill.shares {
        for locked in shares::lock_of_period(&mut *connection, group.id, period, share.user).await? {
            let open = use_balance(&mut *connection, &locked).await?;
            notices.extend((open.minor > 0).then(|| (share.user, due(invoice, locked.id, open))));
        }
    }
    let event = GroupEvent::Invoiced { invoice: invoice.number().to_string(), total: bill.total.into() };
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
async fn use_balance(connection: &mut PgConnection, locked: &Locked) -> Result<Money, OpenError> {
    let open = locked.share.open();
    let account = Account::Balance(locked.user);
    let balance = ledger::balance(&mut *connection, locked.group, account, Unit::Money(open.currency)).await?;
    let amount = Money::new(balance.saturating_neg().min(open.minor), open.currency);
    if amount.minor <= 0 {
        return Ok(open);
    }
    let settled = locked.share.settle(amount)?.share;
    shares::put(&mut *connection, locked, &settled).await?;
    ledger::post(connection, locked.group, &events::balance_used(locked.id, locked.user, amount)?).await?;
    Ok(settled.open())
}

async fn next_number(connection: &mut PgConnection, group: &Group, now: Timestamp) -> Result<InvoiceNumber, OpenError> {
    let year = u16::try_from(now.to_zoned(group.zone.clone()).year()).map_err(|_| PeriodError::OutOfRange)?;
    Ok(InvoiceNumber::new(year, invoices::next_number(connection).await?))
}

fn with_ids(bill: &InvoiceDraft) -> Vec<(ShareId, invoice::ShareDraft)> {
    bill.shares.iter().map(|share| (ShareId::from_uuid(Uuid::now_v7()), *share)).collect()
}

/// Somebody with what rounding owes them and what they used.
#[must_use]
pub fn party(user: UserId, carries: &[(UserId, Carry)], usage: NanoUsd) -> Party {
    let carry = carries.iter().find(|(of, _)| *of == user).map_or(Carry::ZERO, |(_, carry)| *carry);
    Party { user, carry, used: usage }
}
