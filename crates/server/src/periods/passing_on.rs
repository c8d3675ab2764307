//! When a joiner has paid, the money follows the slices: who gave some gets a credit note (MONEY.md §2).

use domain::credit_note::CreditReason;
use domain::id::{GroupId, ShareId, UserId};
use domain::invoice::ShareStatus;
use domain::joining::passed_on;
use domain::money::Money;
use jiff::Timestamp;
use store::groups::{Group, Seated};
use store::shares::{self, Locked};
use store::{PgConnection, groups, invoices, joinings};

use super::crediting::issue;
use super::error::OpenError;
use crate::app::{App, commit};
use crate::realtime::{Event, announce};

/// Joiners' shares that are passed on in one go.
const BATCH: i64 = 1000;

/// Passes on what joiners have paid since, in whichever way. A share that cannot be passed on is tried again the next time; the
/// others do not wait for it.
pub async fn pass_on_paid(app: &App) -> store::Result<()> {
    let paid = joinings::paid(&mut *app.connection().await?, BATCH).await?;
    for (group, share) in paid {
        if let Err(error) = pass_on_share(app, group, share).await {
            tracing::error!(%group, %share, %error, "what a joiner paid could not be passed on");
        }
    }
    Ok(())
}

async fn pass_on_share(app: &App, group: GroupId, share: ShareId) -> Result<(), OpenError> {
    let mut tx = app.begin().await?;
    let Some(group) = groups::lock(&mut tx, group).await? else { return Ok(()) };
    let Some(joiner) = shares::lock(&mut tx, group.id, share).await? else { return Ok(()) };
    pass_on(&mut tx, &group, &joiner, group.now).await?;
    let members = groups::members(&mut tx, &[group.id]).await?;
    let users: Vec<UserId> = members.iter().map(Seated::user).collect();
    announce(&mut tx, &users, Event::GroupChanged { group_id: group.id }).await?;
    commit(tx).await?;
    Ok(())
}

/// Passes on what a joiner has paid, once. For every other share it does nothing.
pub(super) async fn pass_on(
    connection: &mut PgConnection,
    group: &Group,
    joiner: &Locked,
    now: Timestamp,
) -> Result<(), OpenError> {
    if !matches!(joiner.share.status(), ShareStatus::Paid | ShareStatus::Covered) {
        return Ok(());
    }
    let waiting = joinings::waiting(&mut *connection, joiner).await?;
    if waiting.is_empty() {
        return Ok(());
    }
    let (_, period) = invoices::bills(&mut *connection, group.id, joiner.invoice).await?;
    let follows: Vec<Money> = waiting.iter().map(|part| part.amount).collect();
    for (part, amount) in waiting.iter().zip(passed_on(joiner.share.paid(), &follows)) {
        let from = shares::lock(&mut *connection, group.id, part.from).await?;
        let from = from.ok_or(store::Error::Unreadable("joining_parts.from_share_id"))?;
        // What was credited for other reasons cannot be given back once more.
        let most = from.share.amount().minor.saturating_sub(from.share.credited().minor);
        let amount = Money::new(amount.minor.min(most), amount.currency);
        issue(&mut *connection, group, period, &from, CreditReason::Joined, amount, now).await?;
        joinings::set_passed(&mut *connection, joiner, part.from, amount).await?;
    }
    Ok(())
}
