//! A share that is not paid in time is covered by whoever said that they would: by their card where they have one (`charging`), or
//! by hand.

use domain::cover::{automatic, cover};
use domain::id::{PaymentId, PeriodId, UserId};
use domain::invoice::ShareStatus;
use domain::notice::Notice;
use domain::payment::PaymentStatus;
use payments::Method;
use store::groups::Group;
use store::shares::{self, Locked};
use store::{PgConnection, cards, covers, papers, standing_covers};
use uuid::Uuid;

use super::error::OpenError;
use crate::app::App;
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

/// Whether what a member pays in the group is charged to a card of theirs that works.
pub async fn pays_by_card(
    app: &App,
    connection: &mut PgConnection,
    group: &Group,
    user: UserId,
) -> store::Result<bool> {
    if !app.charges_cards_of(group) {
        return Ok(false);
    }
    let account = cards::account(connection, user).await?;
    Ok(account.and_then(|account| account.card).is_some_and(|card| !card.is_refused))
}

/// What becomes of a share whose days of grace are over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Covering {
    /// Nobody covers it.
    Nobody,
    /// Somebody has begun to pay it by hand.
    Begun,
    /// Somebody's card is charged for it, by `charging`, and nothing is done before that.
    ByCard,
}

/// Begins a payment of the share by a member whose standing cover allows it: a claim like any other, which the payee confirms
/// once the money is there, or rejects.
pub(super) async fn cover_by_itself(
    app: &App,
    connection: &mut PgConnection,
    group: &Group,
    period: PeriodId,
    locked: &Locked,
) -> Result<Covering, OpenError> {
    let Some(by) = who_covers(&mut *connection, period, locked).await? else { return Ok(Covering::Nobody) };
    if pays_by_card(app, &mut *connection, group, by).await? {
        return Ok(Covering::ByCard);
    }
    let id = PaymentId::from_uuid(Uuid::now_v7());
    let (method, claimed) = (Method::Manual.as_str(), PaymentStatus::Claimed);
    store::payments::insert(&mut *connection, id, locked, by, method, claimed, None).await?;
    standing_covers::note(&mut *connection, locked, id).await?;
    shares::put(&mut *connection, locked, &locked.share.with_status(ShareStatus::Processing)).await?;
    let begun = Notice::CoverBegun {
        payment_id: id,
        invoice: papers::invoice_number(&mut *connection, locked).await?,
        amount: locked.share.open().into(),
        covered: locked.user,
    };
    tell(connection, locked.group, by, begun).await?;
    tracing::info!(group = %locked.group, "a share is covered by a standing cover");
    Ok(Covering::Begun)
}
