//! A payer's bank takes a payment back: for now, and then for good or not. Only that share is touched.

use domain::dispute::{self, DisputeStatus};
use domain::id::DisputeId;
use domain::invoice::ShareStatus;
use domain::ledger::{Account, card_events};
use domain::money::Money;
use domain::payment::PaymentStatus;
use payments::Dispute;
use store::charges::{self, CardPayment};
use store::shares::{self, Locked};
use store::{PgConnection, covers, disputes, groups, ledger};
use uuid::Uuid;

use super::error::ChargingError;
use super::news::announce_change;
use crate::periods;

/// Hears how a dispute of a payment stands; its share's row is locked.
pub(super) async fn hear_dispute(
    connection: &mut PgConnection,
    attempt: &CardPayment,
    locked: &Locked,
    said: &Dispute,
) -> Result<(), ChargingError> {
    let Some(status) = said.status else { return Ok(()) };
    let payment = &attempt.payment;
    let known = disputes::find(&mut *connection, payment, said.reference.as_str()).await?;
    if !dispute::hear(known.map(|known| known.status), status) {
        return Ok(());
    }
    let id = if let Some(known) = known {
        known.id
    } else {
        let id = DisputeId::from_uuid(Uuid::now_v7());
        disputes::insert(&mut *connection, payment, id, said.reference.as_str(), said.amount).await?;
        charges::put(&mut *connection, payment, PaymentStatus::Disputed, None).await?;
        let posting = card_events::dispute_opened(id, said.amount)?;
        ledger::post(&mut *connection, locked.group, &posting).await?;
        if let Some(fee) = said.fee {
            ledger::post(&mut *connection, locked.group, &card_events::dispute_fee_taken(id, fee)?).await?;
        }
        id
    };
    match status {
        DisputeStatus::Open => {}
        DisputeStatus::Won => {
            disputes::close(&mut *connection, payment, id, status).await?;
            charges::put(&mut *connection, payment, PaymentStatus::Confirmed, None).await?;
            ledger::post(&mut *connection, locked.group, &card_events::dispute_won(id, said.amount)?).await?;
        }
        DisputeStatus::Lost => {
            disputes::close(&mut *connection, payment, id, status).await?;
            charges::put(&mut *connection, payment, PaymentStatus::Lost, None).await?;
            lose(&mut *connection, attempt, locked, id, said.amount).await?;
        }
    }
    announce_change(connection, locked.group).await?;
    tracing::info!(group = %locked.group, payment = %payment.id, %status, "a payment by card is disputed");
    Ok(())
}

/// What was taken back for good is owed again by whom it had paid for; whose days of grace are over long since is suspended.
async fn lose(
    connection: &mut PgConnection,
    attempt: &CardPayment,
    locked: &Locked,
    id: DisputeId,
    amount: Money,
) -> Result<(), ChargingError> {
    let payer = attempt.payment.payer;
    let reopened = locked.share.reopen(amount, attempt.settled)?;
    let account = Account::Balance(payer);
    let owed = ledger::balance(&mut *connection, locked.group, account, amount.currency).await?;
    let loss = dispute::lose(&reopened, Money::new(owed.saturating_neg(), amount.currency))?;
    shares::put(&mut *connection, locked, &reopened.share).await?;
    if payer != locked.user {
        // It is not owed among members any more.
        covers::lower(&mut *connection, locked, reopened.owed).await?;
    }
    let posting = card_events::dispute_lost(id, locked.user, payer, &loss)?;
    ledger::post(&mut *connection, locked.group, &posting).await?;
    let due_again = Locked { share: reopened.share, ..*locked };
    let (invoiced_at, _) = shares::invoiced(&mut *connection, locked).await?;
    if due_again.share.status() == ShareStatus::Due
        && let Some(group) = groups::lock(&mut *connection, locked.group).await?
        && ShareStatus::unpaid(invoiced_at, group.now) == ShareStatus::PastDue
    {
        periods::suspend_for_lost(connection, &group, &due_again, group.now).await?;
    }
    Ok(())
}
