//! Asking the vendor for a charge, outside of any transaction.

use domain::id::PaymentId;
use jiff::SignedDuration;
use payments::{
    CardRef, Charge, ChargeRef, ChargeState, CustomerRef, Decline, Gateway, GatewayError, NewCharge, Presence,
};
use store::charges::{self, CardPayment};

use super::error::ChargingError;
use super::hear::hear;
use crate::app::App;

/// The vendor's clock may be a little behind ours.
const CLOCKS_APART: SignedDuration = SignedDuration::from_mins(10);

/// Asks the vendor about an attempt that is under way, and hears what it says; `None` for one that has ended.
pub async fn send(app: &App, id: PaymentId) -> Result<Option<ChargeState>, ChargingError> {
    let gateway = app.gateway().ok_or(ChargingError::NotOffered)?;
    let found = charges::find(&mut *app.connection().await?, id).await?;
    let Some(attempt) = found.filter(|attempt| attempt.payment.status.is_under_way()) else { return Ok(None) };
    let charge = ask(app, gateway, &attempt).await?;
    hear(app, &charge).await?;
    Ok(Some(charge.state))
}

/// How the attempt's charge stands; it is made if it is not there.
async fn ask(app: &App, gateway: &dyn Gateway, attempt: &CardPayment) -> Result<Charge, GatewayError> {
    if let Some(reference) = &attempt.vendor_ref {
        return gateway.fetch_charge(&ChargeRef(reference.clone())).await;
    }
    let customer = CustomerRef(attempt.customer.clone());
    // It may have been made, and its answer lost. Vendors forget their keys after a day, so look before asking again.
    if attempt.looks > 0 {
        let since = attempt.created_at - CLOCKS_APART;
        if let Some(found) = gateway.find_charge(&customer, attempt.payment.id, since).await? {
            return Ok(found);
        }
    }
    let payment = &attempt.payment;
    let presence = if attempt.payer_present {
        Presence::Here { return_url: app.billing_url(payment.group, "payment", payment.id.uuid()) }
    } else {
        Presence::Away
    };
    let asked = gateway
        .charge(&NewCharge {
            payment: payment.id,
            group: payment.group,
            amount: payment.amount,
            customer,
            card: CardRef(attempt.card.clone()),
            presence,
        })
        .await;
    let declined = match asked {
        Err(GatewayError::Refused { code, .. }) => Decline::Soft { code },
        // The card or its owner is gone there.
        Err(GatewayError::NotFound) => Decline::Hard { code: "card_missing".to_owned() },
        other => return other,
    };
    tracing::warn!(payment = %payment.id, code = declined.code(), "the payment vendor does not take a charge");
    Ok(Charge {
        reference: ChargeRef(String::new()),
        payment: Some(payment.id),
        amount: payment.amount,
        state: ChargeState::Failed(declined),
    })
}
