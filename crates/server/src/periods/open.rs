//! Opening a period: one transaction with its snapshot, its members' credit, its final invoice and what they post.

use domain::apportion::ApportionError;
use domain::carry::Carry;
use domain::fair_share::{self, CUSHION_DAYS, Lending, MemberCredit, Pool, PoolError};
use domain::id::{InvoiceId, PeriodId, ShareId, UserId};
use domain::invoice::{self, InvoiceDraft, InvoiceNumber};
use domain::ledger::{LedgerError, events};
use domain::money::Money;
use domain::period::{self, Period, PeriodError};
use domain::plan::{Models, Plan};
use domain::split::{Party, SplitError};
use jiff::Timestamp;
use jiff::civil::Date;
use store::groups::{Group, Seated};
use store::periods::Opened;
use store::{PgConnection, groups, invoices, ledger, periods, pools};
use uuid::Uuid;

use crate::app::App;
use crate::catalogue::Catalogue;
use crate::realtime::{Event, announce};

/// Why a period was not opened or closed. Nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The operator took the plan out of the catalogue before the group's first period.
    #[error("the group's plan is not offered any more")]
    PlanGone,
    /// The database.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// There is no such period.
    #[error(transparent)]
    Period(#[from] PeriodError),
    /// The group's split does not fit its members.
    #[error(transparent)]
    Split(#[from] SplitError),
    /// The plan's credit cannot be divided.
    #[error(transparent)]
    Pool(#[from] PoolError),
    /// What it would post does not balance.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl From<ApportionError> for OpenError {
    fn from(error: ApportionError) -> Self {
        Self::Pool(error.into())
    }
}

/// Starts a forming group whose row is locked: its first period begins today, in the group's zone.
pub async fn open_first(
    app: &App,
    connection: &mut PgConnection,
    group: &Group,
    now: Timestamp,
) -> Result<(), OpenError> {
    let anchor = now.to_zoned(group.zone.clone()).date();
    let plan = plan_of(&app.catalogue, group, None).ok_or(OpenError::PlanGone)?;
    groups::activate(&mut *connection, group.id, anchor).await?;
    open(connection, group, &plan, anchor, 0, now).await
}

/// What a group pays for: the plan as it is on sale, or as its last period knew it when it is not sold any more. A group has
/// the seats that its plan had when the group was made.
#[must_use]
pub fn plan_of(catalogue: &Catalogue, group: &Group, last: Option<&Opened>) -> Option<Plan> {
    if let Some(plan) = catalogue.plan(&group.plan) {
        return Some(Plan { seats: group.seats, ..plan.clone() });
    }
    last.map(|last| Plan {
        code: last.plan.clone(),
        name: last.plan.to_string(),
        seats: group.seats,
        price: last.price,
        credit: last.pool,
        models: Models::All,
    })
}

/// Opens period `number` for the members of a group whose row is locked.
pub(super) async fn open(
    connection: &mut PgConnection,
    group: &Group,
    plan: &Plan,
    anchor: Date,
    number: u32,
    now: Timestamp,
) -> Result<(), OpenError> {
    let members = groups::members(&mut *connection, &[group.id]).await?;
    let carries = invoices::carries(&mut *connection, group.id).await?;
    let period = period::bounds(anchor, &group.zone, number)?;
    let draft = invoice::assemble(plan, &group.split, &parties(&members, &carries), &period)?;
    let pool = divide_credit(plan, &draft, &period, group, now)?;

    let id = PeriodId::from_uuid(Uuid::now_v7());
    periods::insert(&mut *connection, group.id, id, &period, &group.time_zone, plan).await?;
    pools::put(&mut *connection, group.id, id, &pool).await?;
    let grants: Vec<_> = pool.members.iter().map(|member| (member.user, member.grant())).collect();
    ledger::post(&mut *connection, group.id, &events::credit_granted(id, &grants)?).await?;
    bill(&mut *connection, group, id, draft, now).await?;

    let users: Vec<UserId> = members.iter().map(Seated::user).collect();
    announce(&mut *connection, &users, Event::GroupChanged { group_id: group.id }).await?;
    announce(connection, &users, Event::CreditChanged { group_id: group.id }).await?;
    tracing::info!(group = %group.id, number, members = users.len(), "a period was opened");
    Ok(())
}

/// Writes the period's invoice, final and numbered, with what rounding owes its members from now on.
async fn bill(
    connection: &mut PgConnection,
    group: &Group,
    period: PeriodId,
    draft: InvoiceDraft,
    now: Timestamp,
) -> Result<(), OpenError> {
    let year = u16::try_from(now.to_zoned(group.zone.clone()).year()).map_err(|_| PeriodError::OutOfRange)?;
    let number = InvoiceNumber::new(year, invoices::next_number(&mut *connection).await?);
    let invoice = draft.finalize(number, now);
    let id = InvoiceId::from_uuid(Uuid::now_v7());
    let drafts = &invoice.bill().shares;
    let shares: Vec<_> = drafts.iter().map(|share| (ShareId::from_uuid(Uuid::now_v7()), *share)).collect();
    invoices::insert(&mut *connection, group.id, period, id, &invoice, &shares).await?;
    for share in drafts {
        invoices::put_carry(&mut *connection, group.id, share.user, share.carry).await?;
    }
    let owed: Vec<(UserId, Money)> = drafts.iter().map(|share| (share.user, share.amount)).collect();
    ledger::post(connection, group.id, &events::invoice_final(id, group.id, period, &owed)?).await?;
    Ok(())
}

/// Everybody's part of the plan's credit, in slices, by what they pay.
fn divide_credit(
    plan: &Plan,
    draft: &InvoiceDraft,
    period: &Period,
    group: &Group,
    now: Timestamp,
) -> Result<Pool, OpenError> {
    let amounts: Vec<i64> = draft.shares.iter().map(|share| share.amount.minor).collect();
    let weights = fair_share::weights(&amounts);
    let slices = fair_share::open(plan.credit, &weights, period.days)?;
    let members = draft.shares.iter().zip(weights).zip(slices);
    Ok(Pool {
        day: period.day_of(now, &group.zone),
        days: period.days,
        cushion: CUSHION_DAYS,
        lending: Lending::default(),
        members: members.map(|((share, weight), slices)| MemberCredit::new(share.user, weight, slices)).collect(),
    })
}

fn parties(members: &[Seated], carries: &[(UserId, Carry)]) -> Vec<Party> {
    let carry = |user| carries.iter().find(|(of, _)| *of == user).map_or(Carry::ZERO, |(_, carry)| *carry);
    members.iter().map(|member| Party { user: member.user(), carry: carry(member.user()) }).collect()
}
