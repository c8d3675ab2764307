//! Saving a card: at the vendor's own page, so that its number never comes here.

use domain::id::{CardSetupId, GroupId, UserId};
use payments::{CardRef, CustomerRef, Gateway, NewSetup, SessionRef, Setup};
use store::PgConnection;
use store::cards::{self, SavedCard};
use uuid::Uuid;

use super::error::ChargingError;
use crate::app::{App, commit};
use crate::realtime::{Event, announce};

/// Opens the vendor's page for a member, who comes back to their group's bills; where it is.
pub async fn begin_setup(app: &App, user: UserId, group: GroupId) -> Result<String, ChargingError> {
    let gateway = app.gateway().ok_or(ChargingError::NotOffered)?;
    let known = cards::account(&mut *app.connection().await?, user).await?;
    let customer = if let Some(account) = known {
        CustomerRef(account.customer)
    } else {
        let made = gateway.create_customer(user).await?;
        cards::insert_account(&mut *app.connection().await?, user, made.as_str()).await?;
        made
    };
    let id = CardSetupId::from_uuid(Uuid::now_v7());
    let done_url = app.billing_url(group, "card", id.uuid());
    let cancelled_url = app.group_billing_url(group);
    let begun = gateway.begin_setup(&NewSetup { id, customer, done_url, cancelled_url }).await?;
    cards::insert_setup(&mut *app.connection().await?, user, id, begun.session.as_str()).await?;
    Ok(begun.url)
}

/// The member is back: what became of their visit. Somebody else's is not there.
pub async fn finish_setup(app: &App, user: UserId, id: CardSetupId) -> Result<Option<Setup>, ChargingError> {
    let gateway = app.gateway().ok_or(ChargingError::NotOffered)?;
    let found = cards::setup_of(&mut *app.connection().await?, user, id).await?;
    let Some(visit) = found else { return Ok(None) };
    let session = SessionRef(visit.session);
    let setup = gateway.fetch_setup(&session).await?;
    let mut tx = app.begin().await?;
    let replaced = hear_setup(&mut tx, &session, &setup).await?;
    commit(tx).await?;
    forget(gateway, replaced).await;
    Ok(Some(setup))
}

/// Keeps the card that a visit brought, in place of the one before, whose name is returned.
pub(super) async fn hear_setup(
    connection: &mut PgConnection,
    session: &SessionRef,
    setup: &Setup,
) -> Result<Option<CardRef>, ChargingError> {
    let found = cards::lock_setup(&mut *connection, session.as_str()).await?;
    let Some(visit) = found.filter(|visit| visit.is_open) else { return Ok(None) };
    let replaced = match setup {
        Setup::Open => return Ok(None),
        Setup::Expired => None,
        Setup::Saved(card) => {
            let card = SavedCard {
                reference: card.reference.as_str().to_owned(),
                brand: card.brand.clone(),
                last_four: card.last_four.clone(),
                expires: card.expires,
                is_refused: false,
            };
            cards::put_card(&mut *connection, visit.user, &card).await?
        }
    };
    cards::end_setup(&mut *connection, &visit, matches!(setup, Setup::Saved(_))).await?;
    tell(connection, visit.user).await?;
    Ok(replaced.map(CardRef))
}

/// Forgets a member's card, here and at the vendor; nothing is charged any more without them.
pub async fn remove_card(app: &App, user: UserId) -> Result<(), ChargingError> {
    let gateway = app.gateway().ok_or(ChargingError::NotOffered)?;
    let mut tx = app.begin().await?;
    let removed = cards::remove_card(&mut tx, user).await?;
    tell(&mut tx, user).await?;
    commit(tx).await?;
    forget(gateway, removed.map(CardRef)).await;
    Ok(())
}

/// Forgets a card at the vendor. One that stays there is charged by nobody.
pub(super) async fn forget(gateway: &dyn Gateway, card: Option<CardRef>) {
    let Some(card) = card else { return };
    if let Err(error) = gateway.forget_card(&card).await {
        tracing::warn!(%error, "the payment vendor still has a card that was removed");
    }
}

/// The account is closed: the vendor forgets who paid.
pub(super) async fn forget_customer(app: &App, customer: &str) -> Result<(), ChargingError> {
    let gateway = app.gateway().ok_or(ChargingError::NotOffered)?;
    gateway.forget_customer(&CustomerRef(customer.to_owned())).await?;
    cards::set_left(&mut *app.connection().await?, customer).await?;
    Ok(())
}

/// Their open pages ask again.
async fn tell(connection: &mut PgConnection, user: UserId) -> store::Result<()> {
    announce(connection, &[user], Event::AccountChanged {}).await
}
