//! Giving a payment back, or a part of it.

use domain::id::{RefundId, UserId};
use domain::ledger::card_events;
use domain::money::Money;
use domain::refund::{self, RefundFrom, RefundStatus};
use payments::{ChargeRef, Gateway, GatewayError, NewRefund, Refund, RefundRef};
use store::payments::Payment;
use store::{PgConnection, charges, ledger, refunds, shares};
use uuid::Uuid;

use super::error::ChargingError;
use super::news::announce_change;
use crate::app::{App, commit};

/// Takes what goes back from the payer's balance, where a credit note or a double payment left it; the payment's share is locked.
/// What was paid by hand goes back by hand, and is back with this; the rest is for [`send_refund`], once this is committed.
pub async fn begin_refund(
    connection: &mut PgConnection,
    payment: &Payment,
    amount: Money,
    from: RefundFrom,
    by: UserId,
) -> Result<(RefundId, RefundStatus), ChargingError> {
    let id = RefundId::from_uuid(Uuid::now_v7());
    let is_by_card = charges::find(&mut *connection, payment.id).await?.is_some();
    let status = if is_by_card { RefundStatus::Sending } else { RefundStatus::Sent };
    refunds::insert(&mut *connection, payment, id, amount, status, from, by).await?;
    let posting = card_events::refund_sent(id, payment.payer, amount)?;
    ledger::post(&mut *connection, payment.group, &posting).await?;
    announce_change(connection, payment.group).await?;
    Ok((id, status))
}

/// Asks the vendor for a refund that is on its way, and hears what it says; how it stands then.
pub async fn send_refund(app: &App, id: RefundId) -> Result<Option<RefundStatus>, ChargingError> {
    let gateway = app.gateway().ok_or(ChargingError::NotOffered)?;
    let found = refunds::find(&mut *app.connection().await?, id).await?;
    let Some(wanted) = found.filter(|refund| refund.status == RefundStatus::Sending) else { return Ok(None) };
    let attempt = charges::find(&mut *app.connection().await?, wanted.payment).await?;
    let Some(name) = attempt.and_then(|attempt| attempt.vendor_ref) else { return Ok(None) };
    let said = ask(gateway, &wanted, ChargeRef(name)).await?;
    let status = said.status;
    let mut tx = app.begin().await?;
    hear_refund(&mut tx, &said).await?;
    commit(tx).await?;
    Ok(Some(status))
}

/// How a refund stands at the vendor; it is made if it is not there.
async fn ask(gateway: &dyn Gateway, wanted: &refunds::Refund, charge: ChargeRef) -> Result<Refund, GatewayError> {
    if let Some(name) = &wanted.vendor_ref {
        return gateway.fetch_refund(&RefundRef(name.clone())).await;
    }
    // It may have been made, and its answer lost; vendors forget their keys after a day.
    if let Some(found) = gateway.find_refund(&charge, wanted.id).await? {
        return Ok(found);
    }
    match gateway.refund(&NewRefund { refund: wanted.id, charge, amount: wanted.amount }).await {
        Err(GatewayError::Refused { code, .. }) => {
            tracing::warn!(refund = %wanted.id, code, "the payment vendor does not give a payment back");
            let nothing = RefundRef(String::new());
            Ok(Refund { reference: nothing, refund: Some(wanted.id), status: RefundStatus::Failed })
        }
        other => other,
    }
}

/// What the vendor's word makes of a refund. One that is none of ours changes nothing.
pub(super) async fn hear_refund(connection: &mut PgConnection, said: &Refund) -> Result<(), ChargingError> {
    let Some(found) = find(&mut *connection, said).await? else { return Ok(()) };
    let Some(attempt) = charges::find(&mut *connection, found.payment).await? else { return Ok(()) };
    shares::lock_paid_by(&mut *connection, &attempt.payment).await?;
    // Again under the lock: another word may have been heard in between.
    let Some(known) = refunds::find(&mut *connection, found.id).await? else { return Ok(()) };
    let name = Some(said.reference.as_str()).filter(|name| !name.is_empty());
    let status = refund::hear(known.status, said.status);
    refunds::put(&mut *connection, &known, status.unwrap_or(known.status), name).await?;
    if status == Some(RefundStatus::Failed) {
        let posting = card_events::refund_failed(known.id, attempt.payment.payer, known.amount)?;
        ledger::post(&mut *connection, known.group, &posting).await?;
    }
    if status.is_some() {
        announce_change(connection, known.group).await?;
    }
    Ok(())
}

/// By the id that we gave it, or by its own name.
async fn find(connection: &mut PgConnection, said: &Refund) -> store::Result<Option<refunds::Refund>> {
    match said.refund {
        Some(id) => refunds::find(connection, id).await,
        None => refunds::find_by_vendor_ref(connection, said.reference.as_str()).await,
    }
}
