//! Charging the cards of those who said that they cover others, when the days of grace of a share are over.

use domain::dunning::{self, Step};
use domain::invoice::GRACE_DAYS;
use domain::payment::PaymentStatus;
use store::charges::Chargeable;
use store::shares;
use store::{groups, standing_covers};

use super::begin::{Begun, Occasion, begin};
use super::error::ChargingError;
use super::send::send;
use crate::app::{App, commit};
use crate::periods;

/// Shares that are asked for at once.
const BATCH: i64 = 100;

/// Covers what is due. A share that cannot be covered keeps its state; the others do not wait for it.
pub(super) async fn cover_due(app: &App) -> store::Result<()> {
    let mut after = None;
    loop {
        let due = standing_covers::chargeable(&mut *app.connection().await?, GRACE_DAYS, after, BATCH).await?;
        let Some(last) = due.last() else { return Ok(()) };
        after = Some(last.share);
        for share in due {
            if let Err(error) = cover(app, share).await {
                tracing::warn!(group = %share.group, share = %share.share, %error, "a share could not be covered by card");
            }
        }
    }
}

async fn cover(app: &App, due: Chargeable) -> Result<(), ChargingError> {
    let Some(begun) = begin_cover(app, due).await? else { return Ok(()) };
    if begun.status == PaymentStatus::Sending {
        send(app, begun.id).await?;
    }
    Ok(())
}

/// Begins the charge in one transaction, if whoever covers the share has a card. Whoever has none is asked to pay by hand when the
/// share is dunned.
async fn begin_cover(app: &App, due: Chargeable) -> Result<Option<Begun>, ChargingError> {
    let mut tx = app.begin().await?;
    let Some(group) = groups::lock(&mut tx, due.group).await? else { return Ok(None) };
    let Some(locked) = shares::lock(&mut tx, due.group, due.share).await? else { return Ok(None) };
    let (invoiced_at, period) = shares::invoiced(&mut tx, &locked).await?;
    if dunning::due(locked.share.status(), u32::MAX, invoiced_at, group.now) != Some(Step::Suspend) {
        return Ok(None);
    }
    let Some(by) = periods::who_covers(&mut tx, period, &locked).await? else { return Ok(None) };
    if !periods::pays_by_card(app, &mut tx, &group, by).await? {
        return Ok(None);
    }
    let begun = begin(app, &mut tx, &group, &locked, by, Occasion::Schedule).await?;
    standing_covers::note(&mut tx, &locked, begun.id).await?;
    commit(tx).await?;
    tracing::info!(group = %due.group, "a share is covered by a standing cover's card");
    Ok(Some(begun))
}
