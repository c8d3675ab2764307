//! A larger plan in the middle of a period: its credit at once, and what it costs more for the days that come, in the same split.

use domain::credit::NanoUsd;
use domain::fair_share;
use domain::id::{InvoiceId, UserId};
use domain::invoice::{self, InvoiceKind};
use domain::ledger::events;
use domain::plan::Plan;
use domain::plan_change::{self, Supplement};
use domain::split::Party;
use jiff::Timestamp;
use store::groups::Group;
use store::invoices::Bills;
use store::periods::Opened;
use store::pools::PeriodPool;
use store::{PgConnection, carries, invoices, ledger, periods, plan_changes, pools};
use uuid::Uuid;

use super::bill::{charge, party, use_balances};
use super::error::OpenError;
use super::plans::take_plan;

/// Makes the open period one of the larger plan from today on, and gives the group that plan.
pub async fn upgrade(
    connection: &mut PgConnection,
    group: &Group,
    current: &Plan,
    wanted: &Plan,
    now: Timestamp,
) -> Result<(), OpenError> {
    let id = take_plan(&mut *connection, group, wanted).await?;
    let Some(opened) = periods::open(&mut *connection, group.id).await? else { return Ok(()) };
    let Some(mut locked) = pools::lock(&mut *connection, group.id, opened.id).await? else { return Ok(()) };
    let day = locked.pool.day;
    let more = plan_change::supplement(current, wanted, day, opened.period.days)?;
    plan_changes::enlarge_period(&mut *connection, group.id, opened.id, &wanted.code, more.price, more.credit).await?;
    let grants = fair_share::enlarge(&mut locked.pool, more.credit, day)?;
    pools::put(&mut *connection, group.id, opened.id, &locked.pool).await?;
    ledger::post(&mut *connection, group.id, &events::credit_added(id, opened.id, &grants)?).await?;
    bill_upgrade(connection, group, &opened, &locked, wanted, more, now).await
}

/// What the upgrade costs each of those who are there: a bill of its own, or more on the one that goes by usage.
async fn bill_upgrade(
    connection: &mut PgConnection,
    group: &Group,
    opened: &Opened,
    pool: &PeriodPool,
    wanted: &Plan,
    more: Supplement,
    now: Timestamp,
) -> Result<(), OpenError> {
    if more.price.is_zero() {
        return Ok(());
    }
    if let Some(draft) = invoices::draft_of_period(&mut *connection, group.id, opened.id).await? {
        return Ok(invoices::add_to_draft(connection, group.id, draft, more.price).await?);
    }
    let there = pool.pool.members.iter().filter(|member| member.present);
    let users: Vec<UserId> = there.map(|member| member.user).collect();
    let carries = carries::of_group(&mut *connection, group.id).await?;
    let parties: Vec<Party> = users.iter().map(|user| party(*user, &carries, NanoUsd::ZERO)).collect();
    let split = opened.split.for_supplement(opened.price, &users);
    let draft = invoice::assemble(&wanted.code, more.price, &split, &parties, &opened.period)?;
    let id = InvoiceId::from_uuid(Uuid::now_v7());
    let bills = Bills { kind: InvoiceKind::Upgrade, from_day: pool.pool.day };
    let issued = charge(&mut *connection, group, opened.id, id, bills, draft, now).await?;
    use_balances(connection, group, issued, now).await
}
