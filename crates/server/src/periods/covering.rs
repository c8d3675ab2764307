//! A share that is not paid in time is covered by whoever said that they would: by their card where they have one (`charging`), or
//! by hand.

use domain::cover::{automatic, cover};
use domain::id::{PaymentId, PeriodId, UserId};
use domain::invoice::ShareStatus;
use domain::notice::Notice;
use domain::payment::PaymentStatus;
use payments::Method;
use store::shares::{self, Locked};
use store::{PgConnection, covers, papers, standing_covers};
use uuid::Uuid;

use super::error::OpenError;
use crate::telling::tell;

/// Whose standing cover pays for a share that was not paid in time.
pub async fn who_covers(
    connection: &mut PgConnection,
    period: PeriodId,
    locked: &Locked,
) -> store::Result<Option<UserId>> {
    // Of a payment that a bank took back in part, whoever covered the share still has their part.
    if covers::of_share(&mut *connection, locked).await?.is_some() {
        return Ok(None);
    }
    let standing = standing_covers::of_share(connection, locked.group, period, locked.id).await?;
    let by = automatic(locked.user, locked.share.open(), &standing);
    Ok(by.filter(|by| cover(locked.share.status(), locked.user, *by).is_ok()))
}

/// Begins a payment of the share by a member whose standing cover allows it: a claim like any other, which the payee confirms
/// once the money is there, or rejects. `false`: nobody covers it.
pub(super) async fn cover_by_itself(
    connection: &mut PgConnection,
    period: PeriodId,
    locked: &Locked,
) -> Result<bool, OpenError> {
    let Some(by) = who_covers(&mut *connection, period, locked).await? else { return Ok(false) };
    let id = PaymentId::from_uuid(Uuid::now_v7());
    let (method, claimed) = (Method::Manual.as_str(), PaymentStatus::Claimed);
    store::payments::insert(&mut *connection, id, locked, by, method, claimed, None).await?;
    standing_covers::note(&mut *connection, locked.group, id).await?;
    shares::put(&mut *connection, locked, &locked.share.with_status(ShareStatus::Processing)).await?;
    let begun = Notice::CoverBegun {
        payment_id: id,
        invoice: papers::invoice_number(&mut *connection, locked).await?,
        amount: locked.share.open().into(),
        covered: locked.user,
    };
    tell(connection, locked.group, by, begun).await?;
    tracing::info!(group = %locked.group, "a share is covered by a standing cover");
    Ok(true)
}
