//! Charging saved cards: when a share is invoiced, and on set days after that until it works.

use domain::charge::{CHARGE_DAYS, next_try};
use domain::payment::PaymentStatus;
use store::charges::{self, Chargeable};
use store::{groups, shares};

use super::begin::{Begun, Occasion, begin};
use super::covering::cover_due;
use super::error::ChargingError;
use super::send::send;
use crate::app::{App, commit};

/// Shares that are asked for at once.
const BATCH: i64 = 100;

/// Charges what is due. A share that cannot be charged keeps its state and is tried again the next time; the others do not wait
/// for it.
pub async fn charge_due(app: &App) -> store::Result<()> {
    if app.gateway().is_none() {
        return Ok(());
    }
    let tries_max = u32::try_from(CHARGE_DAYS.len()).unwrap_or(u32::MAX);
    let mut after = None;
    loop {
        let due = charges::chargeable(&mut *app.connection().await?, tries_max, after, BATCH).await?;
        let Some(last) = due.last() else { break };
        after = Some(last.share);
        for share in due {
            if let Err(error) = charge(app, share).await {
                tracing::warn!(group = %share.group, share = %share.share, %error, "a share could not be charged");
            }
        }
    }
    // What its member's own card did not pay.
    cover_due(app).await
}

async fn charge(app: &App, due: Chargeable) -> Result<(), ChargingError> {
    let Some(begun) = begin_try(app, due).await? else { return Ok(()) };
    if begun.status == PaymentStatus::Sending {
        send(app, begun.id).await?;
    }
    Ok(())
}

/// Begins the try that is due for a share, if one is, in one transaction.
async fn begin_try(app: &App, due: Chargeable) -> Result<Option<Begun>, ChargingError> {
    let mut tx = app.begin().await?;
    let Some(group) = groups::lock(&mut tx, due.group).await? else { return Ok(None) };
    let Some(locked) = shares::lock(&mut tx, due.group, due.share).await? else { return Ok(None) };
    let (invoiced_at, _) = shares::invoiced(&mut tx, &locked).await?;
    let tried = charges::tried(&mut tx, &locked).await?;
    if next_try(locked.share.status(), tried, invoiced_at, group.now).is_none() {
        return Ok(None);
    }
    let begun = begin(app, &mut tx, &group, &locked, locked.user, Occasion::Schedule).await?;
    commit(tx).await?;
    Ok(Some(begun))
}
