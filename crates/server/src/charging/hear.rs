//! What the vendor's word about a charge makes of its payment and its share: in one transaction, once, in whatever order words come.

use domain::charge::{self, CONFIRMATION_HOURS, arrive};
use domain::invoice::ShareStatus;
use domain::ledger::card_events;
use domain::payment::PaymentStatus;
use jiff::{SignedDuration, Timestamp};
use payments::{Charge, ChargeState, Decline, Method, limits};
use store::charges::{self, CardPayment};
use store::groups::{self, Group};
use store::payments::Payment;
use store::shares::{self, Locked};
use store::{PgConnection, cards, clock, covers, ledger};

use super::begin::{put_off, waiting};
use super::error::ChargingError;
use super::news::announce_change;
use crate::app::{App, commit};
use crate::{periods, receiving};

/// Hears it in a transaction of its own.
pub(super) async fn hear(app: &App, charge: &Charge) -> Result<(), ChargingError> {
    let mut tx = app.begin().await?;
    hear_in(&mut tx, charge).await?;
    commit(tx).await?;
    Ok(())
}

/// Hears it in the caller's transaction. A charge that is none of ours changes nothing: `None`.
pub(super) async fn hear_in(
    connection: &mut PgConnection,
    charge: &Charge,
) -> Result<Option<(CardPayment, Locked)>, ChargingError> {
    let Some(found) = find(&mut *connection, charge).await? else { return Ok(None) };
    // The group first, like everything that moves its money.
    let Some(group) = groups::lock(&mut *connection, found.payment.group).await? else { return Ok(None) };
    let locked = shares::lock_paid_by(&mut *connection, &found.payment).await?;
    // Again under the lock: another word may have been heard in between.
    let Some(attempt) = charges::find(&mut *connection, found.payment.id).await? else { return Ok(None) };
    let name = charge.reference.as_str();
    let is_another = attempt.vendor_ref.as_deref().is_some_and(|known| !name.is_empty() && known != name);
    if is_another || charge.amount != attempt.payment.amount {
        return Err(ChargingError::Contradiction(name.to_owned()));
    }
    if !name.is_empty() {
        charges::name(&mut *connection, &attempt.payment, name).await?;
    }
    match (charge::hear(attempt.payment.status, charge.state.word()), &charge.state) {
        (Some(PaymentStatus::Confirmed), _) => confirmed(&mut *connection, &group, &attempt, &locked).await?,
        (Some(PaymentStatus::Failed), ChargeState::Failed(decline)) => {
            failed(&mut *connection, &group, &attempt, &locked, decline).await?;
        }
        (Some(status), _) => {
            charges::put(&mut *connection, &attempt.payment, status, None).await?;
            if status == PaymentStatus::ActionRequired && !attempt.payer_present {
                let until = clock::now(&mut *connection).await? + SignedDuration::from_hours(CONFIRMATION_HOURS);
                receiving::to_confirm(&mut *connection, &locked, &attempt.payment, until).await?;
            }
            announce_change(&mut *connection, locked.group).await?;
        }
        (None, _) => {}
    }
    if let ChargeState::Succeeded { fee: Some(fee) } = &charge.state {
        // Known sooner or later than the money itself; posted once.
        let posting = card_events::fee_taken(attempt.payment.id, *fee)?;
        ledger::post(&mut *connection, locked.group, &posting).await?;
    }
    // As both are now.
    let attempt = charges::find(&mut *connection, attempt.payment.id).await?;
    let locked = shares::lock(connection, locked.group, locked.id).await?;
    Ok(attempt.zip(locked))
}

/// By the id that we gave it, or by its own name.
async fn find(connection: &mut PgConnection, charge: &Charge) -> store::Result<Option<CardPayment>> {
    if let Some(payment) = charge.payment
        && let Some(found) = charges::find(&mut *connection, payment).await?
    {
        return Ok(Some(found));
    }
    charges::find_by_vendor_ref(connection, charge.reference.as_str()).await
}

/// The money is there.
async fn confirmed(
    connection: &mut PgConnection,
    group: &Group,
    attempt: &CardPayment,
    locked: &Locked,
) -> Result<(), ChargingError> {
    let payment = &attempt.payment;
    let waiting = waiting(&mut *connection, locked, payment.payer).await?;
    let limits = limits(payment.amount.currency);
    let arrival = arrive(payment.status, locked.share, waiting, payment.amount, limits)?;
    let covers = payment.payer != locked.user;
    let is_covered = covers && arrival.share.status() == ShareStatus::Paid;
    let share = if is_covered { arrival.share.with_status(ShareStatus::Covered) } else { arrival.share };
    charges::confirm(&mut *connection, payment, arrival.settles).await?;
    shares::put(&mut *connection, locked, &share).await?;
    let paid_for_them = arrival.settles.checked_add(arrival.put_off)?;
    if covers && !paid_for_them.is_zero() {
        covers::insert(&mut *connection, locked, payment.id, payment.payer, paid_for_them).await?;
    }
    let posting = card_events::charge_arrived(payment.id, locked.user, payment.payer, &arrival)?;
    ledger::post(&mut *connection, locked.group, &posting).await?;
    periods::when_paid(&mut *connection, group, &Locked { share, ..*locked }, group.now).await?;
    receiving::arrived(&mut *connection, locked, payment, Method::Card).await?;
    announce_change(connection, locked.group).await?;
    tracing::info!(group = %locked.group, payment = %payment.id, "a payment by card arrived");
    Ok(())
}

/// It did not work: the share is due again. What is too little for the vendor is put off.
async fn failed(
    connection: &mut PgConnection,
    group: &Group,
    attempt: &CardPayment,
    locked: &Locked,
    decline: &Decline,
) -> Result<(), ChargingError> {
    let payment = &attempt.payment;
    let due_again = Locked { share: locked.share.payment_failed(), ..*locked };
    if *decline == Decline::TooSmall && !due_again.share.open().is_zero() {
        charges::put_off(&mut *connection, payment, due_again.share.open()).await?;
        put_off(&mut *connection, group, &due_again, payment.id, payment.payer).await?;
    } else {
        charges::put(&mut *connection, payment, PaymentStatus::Failed, Some(decline.code())).await?;
        shares::put(&mut *connection, locked, &due_again.share).await?;
        // Paid by another meanwhile.
        periods::when_paid(&mut *connection, group, &due_again, group.now).await?;
    }
    if let Decline::Hard { .. } = decline {
        cards::set_refused(&mut *connection, payment.payer, &attempt.card).await?;
    }
    if !due_again.share.open().is_zero() && *decline != Decline::TooSmall {
        let again_at = again_at(&mut *connection, group, payment, &due_again).await?;
        receiving::card_failed(&mut *connection, &due_again, payment, again_at).await?;
    }
    announce_change(connection, locked.group).await?;
    tracing::info!(group = %locked.group, payment = %payment.id, code = decline.code(), "a payment by card failed");
    Ok(())
}

/// When the payer's card is charged again by itself, if it is.
async fn again_at(
    connection: &mut PgConnection,
    group: &Group,
    payment: &Payment,
    due_again: &Locked,
) -> store::Result<Option<Timestamp>> {
    if payment.payer != due_again.user || !charges::is_automatic(&mut *connection, due_again).await? {
        return Ok(None);
    }
    let (invoiced_at, _) = shares::invoiced(connection, due_again).await?;
    Ok(charge::tried_again_at(invoiced_at, group.now))
}
