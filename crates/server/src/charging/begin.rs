//! Beginning to pay a share by card: how much, and the row that is there before the vendor is asked.

use domain::charge::{self, Plan};
use domain::id::{PaymentId, UserId};
use domain::invoice::ShareStatus;
use domain::ledger::{Account, card_events};
use domain::money::Money;
use domain::payment::PaymentStatus;
use payments::limits;
use store::charges::NewCardPayment;
use store::groups::Group;
use store::shares::{self, Locked};
use store::{PgConnection, cards, charges, covers, ledger};
use uuid::Uuid;

use super::error::ChargingError;
use super::news::announce_change;
use crate::app::App;
use crate::periods;

/// Who began it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// The payer, who is there.
    Here,
    /// The schedule, on one of the set days.
    Schedule,
}

/// An attempt that has begun. One that is sending is for [`super::send`], once this is committed.
#[derive(Clone, Copy, Debug)]
pub struct Begun {
    /// Which one.
    pub id: PaymentId,
    /// Sending, or put off.
    pub status: PaymentStatus,
}

/// Begins to pay what is open of a share, which may be paid, by the payer's card. The group and then the share are locked. What a
/// sandbox owes charges no real card.
pub async fn begin(
    app: &App,
    connection: &mut PgConnection,
    group: &Group,
    locked: &Locked,
    payer: UserId,
    occasion: Occasion,
) -> Result<Begun, ChargingError> {
    if !app.charges_cards_of(group) {
        return Err(ChargingError::NotOffered);
    }
    let account = cards::account(&mut *connection, payer).await?.ok_or(ChargingError::NoCard)?;
    let card = account.card.ok_or(ChargingError::NoCard)?;
    let open = locked.share.open();
    let waiting = waiting(&mut *connection, locked, payer).await?;
    let (amount, status) = match charge::plan(open, waiting, limits(open.currency))? {
        Plan::Charge(amount) => (amount, PaymentStatus::Sending),
        Plan::PutOff => (open, PaymentStatus::PutOff),
    };
    let (invoiced_at, _) = shares::invoiced(&mut *connection, locked).await?;
    let tries = charge::tries_due(invoiced_at, group.now);
    let attempt = NewCardPayment {
        id: PaymentId::from_uuid(Uuid::now_v7()),
        payer,
        amount,
        status,
        customer: &account.customer,
        card: &card.reference,
        payer_present: occasion == Occasion::Here,
        try_number: (payer == locked.user).then_some(tries),
    };
    charges::insert(&mut *connection, locked, &attempt).await?;
    if status == PaymentStatus::PutOff {
        put_off(&mut *connection, group, locked, attempt.id, payer).await?;
    } else {
        let processing = locked.share.with_status(ShareStatus::Processing);
        shares::put(&mut *connection, locked, &processing).await?;
    }
    announce_change(connection, locked.group).await?;
    Ok(Begun { id: attempt.id, status })
}

/// What waits for a member's next charge in a share's group.
pub(super) async fn waiting(
    connection: &mut PgConnection,
    locked: &Locked,
    payer: UserId,
) -> Result<Money, ChargingError> {
    let currency = locked.share.open().currency;
    let account = Account::Waiting(payer);
    let minor = ledger::balance(connection, locked.group, account, currency).await?;
    Ok(Money::new(minor, currency))
}

/// What is open of a share goes with its payer's next charge; the share is paid.
pub(super) async fn put_off(
    connection: &mut PgConnection,
    group: &Group,
    locked: &Locked,
    id: PaymentId,
    payer: UserId,
) -> Result<(), ChargingError> {
    let open = locked.share.open();
    let settled = locked.share.settle(open)?;
    let is_covered = payer != locked.user;
    let share = if is_covered { settled.share.with_status(ShareStatus::Covered) } else { settled.share };
    shares::put(&mut *connection, locked, &share).await?;
    if is_covered {
        covers::insert(&mut *connection, locked, id, payer, open).await?;
    }
    let posting = card_events::put_off(id, locked.user, payer, open)?;
    ledger::post(&mut *connection, locked.group, &posting).await?;
    periods::when_paid(connection, group, &Locked { share, ..*locked }, group.now).await?;
    Ok(())
}
