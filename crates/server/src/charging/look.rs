//! Looking again where an answer did not come, and where the payer says that something has changed.

use domain::charge::is_abandoned;
use domain::id::{PaymentId, UserId};
use domain::payment::PaymentStatus;
use payments::{CardRef, ChargeRef, ChargeState};
use store::{cards, charges, clock, inbox, refunds};

use super::error::ChargingError;
use super::hear::hear;
use super::inbox::apply;
use super::refunds::send_refund;
use super::send::send;
use super::setups::forget_customer;
use crate::app::App;

/// What is looked at at once.
const BATCH: i64 = 50;

/// Asks the vendor about every attempt and refund whose answer should be here, applies the webhooks that could not be applied when
/// they came, and has customers forgotten whose accounts were closed. What fails is looked at again, later and later.
pub async fn look_again(app: &App) -> store::Result<()> {
    if app.gateway().is_none() {
        return Ok(());
    }
    let (charges, refunds, events, leaving) = {
        let mut connection = app.connection().await?;
        (
            charges::take_looks(&mut connection, BATCH).await?,
            refunds::take_looks(&mut connection, BATCH).await?,
            inbox::take_looks(&mut connection, BATCH).await?,
            cards::take_leaving(&mut connection, BATCH).await?,
        )
    };
    for payment in charges {
        if let Err(error) = look(app, payment).await {
            tracing::warn!(%payment, %error, "a payment by card could not be looked at");
        }
    }
    for refund in refunds {
        if let Err(error) = send_refund(app, refund).await {
            tracing::warn!(%refund, %error, "a refund could not be looked at");
        }
    }
    for event in events {
        if let Err(error) = apply(app, &event).await {
            tracing::warn!(event = event.id, %error, "a webhook could not be applied");
        }
    }
    for customer in leaving {
        if let Err(error) = forget_customer(app, &customer).await {
            tracing::warn!(%error, "the payment vendor still has the customer of a closed account");
        }
    }
    Ok(())
}

/// Gives up what nobody confirms, and asks about the rest.
async fn look(app: &App, id: PaymentId) -> Result<(), ChargingError> {
    let gateway = app.gateway().ok_or(ChargingError::NotOffered)?;
    let (found, now) = {
        let mut connection = app.connection().await?;
        (charges::find(&mut connection, id).await?, clock::now(&mut connection).await?)
    };
    let Some(attempt) = found else { return Ok(()) };
    match attempt.vendor_ref {
        Some(name) if is_abandoned(attempt.payment.status, attempt.changed_at, now) => {
            let charge = gateway.cancel(&ChargeRef(name)).await?;
            hear(app, &charge).await
        }
        _ => send(app, id).await.map(drop),
    }
}

/// The payer is back from somewhere: asks how their attempt stands now. Somebody else's is not there.
pub async fn refresh(app: &App, payer: UserId, id: PaymentId) -> Result<Option<PaymentStatus>, ChargingError> {
    let mine = async || -> Result<Option<PaymentStatus>, ChargingError> {
        let found = charges::find(&mut *app.connection().await?, id).await?;
        Ok(found.filter(|attempt| attempt.payment.payer == payer).map(|attempt| attempt.payment.status))
    };
    if mine().await?.is_some_and(PaymentStatus::is_under_way) {
        send(app, id).await?;
    }
    mine().await
}

/// Where the payer can confirm their attempt at their bank; `None` where there is nothing to confirm any more. Somebody else's
/// attempt is not there.
pub async fn authenticate(app: &App, payer: UserId, id: PaymentId) -> Result<Option<Option<String>>, ChargingError> {
    let gateway = app.gateway().ok_or(ChargingError::NotOffered)?;
    let found = charges::find(&mut *app.connection().await?, id).await?;
    let Some(attempt) = found.filter(|attempt| attempt.payment.payer == payer) else { return Ok(None) };
    let (true, Some(name)) = (attempt.payment.status == PaymentStatus::ActionRequired, attempt.vendor_ref) else {
        return Ok(Some(None));
    };
    let return_url = app.billing_url(attempt.payment.group, "payment", id.uuid());
    let charge = gateway.authenticate(&ChargeRef(name), &CardRef(attempt.card), &return_url).await?;
    hear(app, &charge).await?;
    Ok(Some(match charge.state {
        ChargeState::ActionRequired { url } => url,
        _ => None,
    }))
}
