//! Webhooks: noted once, and applied by fetching what they are about.

use payments::{Charge, Dispute, Event, Gateway, GatewayError, Refund, SessionRef, Setup, Subject};
use store::inbox::{self, Received};

use super::disputes::hear_dispute;
use super::error::ChargingError;
use super::hear::hear_in;
use super::refunds::hear_refund;
use super::setups::{forget, hear_setup};
use crate::app::{App, commit};

/// Takes an event whose signature was checked. Noted is enough: what cannot be applied now is applied later.
pub async fn receive(app: &App, event: &Event) -> Result<(), ChargingError> {
    let Some(subject) = &event.subject else { return Ok(()) };
    let (kind, reference) = subject.stored();
    if !inbox::insert(&mut *app.connection().await?, &event.id, kind, reference).await? {
        return Ok(());
    }
    let received = Received { id: event.id.clone(), subject: kind.to_owned(), reference: reference.to_owned() };
    if let Err(error) = apply(app, &received).await {
        tracing::warn!(event = event.id, %error, "a webhook is applied later");
    }
    Ok(())
}

/// What an event is about, as it is now.
enum Fetched {
    Charge(Charge),
    Setup(SessionRef, Setup),
    Refund(Refund),
    Dispute(Dispute, Charge),
    /// The vendor has no such thing, or it is no kind that we know.
    Nothing,
}

/// Fetches what an event is about, and applies it in one transaction.
pub(super) async fn apply(app: &App, event: &Received) -> Result<(), ChargingError> {
    let gateway = app.gateway().ok_or(ChargingError::NotOffered)?;
    let fetched = fetch(gateway, event).await?;
    let mut tx = app.begin().await?;
    // Applied by somebody else in between.
    if inbox::lock(&mut tx, &event.id).await?.is_none() {
        return Ok(());
    }
    let mut replaced_card = None;
    match fetched {
        Fetched::Charge(charge) => {
            hear_in(&mut tx, &charge).await?;
        }
        Fetched::Setup(session, setup) => replaced_card = hear_setup(&mut tx, &session, &setup).await?,
        Fetched::Refund(refund) => hear_refund(&mut tx, &refund).await?,
        Fetched::Dispute(dispute, charge) => {
            // Whatever came first: a payment that is disputed has arrived.
            if let Some((attempt, locked)) = hear_in(&mut tx, &charge).await? {
                hear_dispute(&mut tx, &attempt, &locked, &dispute).await?;
            }
        }
        Fetched::Nothing => {}
    }
    inbox::set_applied(&mut tx, &event.id).await?;
    commit(tx).await?;
    forget(gateway, replaced_card).await;
    Ok(())
}

async fn fetch(gateway: &dyn Gateway, event: &Received) -> Result<Fetched, GatewayError> {
    let Some(subject) = Subject::from_stored(&event.subject, event.reference.clone()) else {
        return Ok(Fetched::Nothing);
    };
    let fetched = match subject {
        Subject::Charge(name) => gateway.fetch_charge(&name).await.map(Fetched::Charge),
        Subject::Setup(name) => gateway.fetch_setup(&name).await.map(|setup| Fetched::Setup(name, setup)),
        Subject::Refund(name) => gateway.fetch_refund(&name).await.map(Fetched::Refund),
        Subject::Dispute(name) => match gateway.fetch_dispute(&name).await {
            Ok(dispute) => gateway.fetch_charge(&dispute.charge).await.map(|charge| Fetched::Dispute(dispute, charge)),
            Err(error) => Err(error),
        },
    };
    match fetched {
        Err(GatewayError::NotFound) => Ok(Fetched::Nothing),
        other => other,
    }
}
