//! After a turn: charge what it used, give the rest back to whoever it came from.

use domain::credit::NanoUsd;
use domain::fair_share::{self, Beside, Hold, Settlement};
use domain::id::{ApiKeyId, GroupId, TurnId, UsageId, UserId};
use domain::ledger::LedgerError;
use domain::ledger::events::credit_settled;
use domain::price::ModelPrice;
use domain::turn::{Ending, Purpose};
use store::PgConnection;
use store::holds::{self, HoldEnd, HoldKey};
use store::pools::{self, PeriodPool};
use store::usage::{Charge, NewUsage};

use super::changes::Changes;

/// A hold that can be settled now: its period's pool is locked.
#[derive(Debug)]
pub struct OpenHold {
    key: HoldKey,
    hold: Hold,
    period: PeriodPool,
}

/// What is recorded beside the amounts of a turn's usage.
#[derive(Clone, Debug)]
pub struct Used {
    /// The key that asked; `None` for a turn of a chat.
    pub api_key: Option<ApiKeyId>,
    /// What for.
    pub purpose: Purpose,
    /// The vendor.
    pub provider: String,
    /// The model, by Potluck's id.
    pub model: String,
    /// The prices that were pinned at reservation.
    pub price: ModelPrice,
    /// The vendor's own report: numbers only.
    pub raw: Option<serde_json::Value>,
    /// The vendor's name for the request.
    pub vendor_request_id: Option<String>,
}

/// Why a hold was not settled. The transaction must not be committed.
#[derive(Debug, thiserror::Error)]
pub enum SettleError {
    /// The hold belongs to a period that is not there: a fault of ours.
    #[error("the hold's period is gone")]
    NoPeriod,
    /// The database refused, or was not there.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// What was decided does not add up: a fault of ours.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Locks the pool that a turn's hold belongs to. `None`: the hold has ended.
pub async fn lock(
    connection: &mut PgConnection,
    group: GroupId,
    turn: TurnId,
) -> Result<Option<OpenHold>, SettleError> {
    let Some(held) = holds::find_held(connection, &[(group, turn)]).await?.pop() else { return Ok(None) };
    let period = pools::lock(connection, group, held.key.period).await?.ok_or(SettleError::NoPeriod)?;
    Ok(Some(OpenHold { hold: held.hold(&period), key: held.key, period }))
}

/// Ends a hold of which nothing was used.
pub async fn give_back(connection: &mut PgConnection, open: OpenHold) -> Result<(), SettleError> {
    let OpenHold { key, hold, mut period } = open;
    let mut changes = Changes::default();
    close(&mut period, key, &hold, NanoUsd::ZERO, HoldEnd::Void, &mut changes)?;
    changes.save_and_announce(connection, &[period]).await?;
    Ok(())
}

/// Decides what the end of a hold changes, and notes what is to be written.
pub(super) fn decide(
    period: &mut PeriodPool,
    key: HoldKey,
    hold: &Hold,
    ending: &Ending,
    used: Used,
    changes: &mut Changes,
) -> Result<(), LedgerError> {
    let end = if ending.usage.is_some() { HoldEnd::Settled } else { HoldEnd::Void };
    let settlement = close(period, key, hold, ending.cost, end, changes)?;
    if let Some(tokens) = ending.usage {
        changes.usage(NewUsage {
            group: key.group,
            period: key.period,
            user: key.user,
            turn: key.turn,
            id: UsageId::from_uuid(key.id.uuid()),
            corrects: None,
            api_key: used.api_key,
            purpose: used.purpose,
            provider: used.provider,
            model: used.model,
            used_on: period.today(),
            charge: Charge { usage: tokens, estimated: ending.estimated, cost: ending.cost },
            price: used.price,
            overrun: settlement.overrun_operator,
            raw: used.raw,
            vendor_request_id: used.vendor_request_id,
        });
    }
    Ok(())
}

/// Charges a hold with this cost, and gives the rest of it back.
fn close(
    period: &mut PeriodPool,
    key: HoldKey,
    hold: &Hold,
    cost: NanoUsd,
    end: HoldEnd,
    changes: &mut Changes,
) -> Result<Settlement, LedgerError> {
    let settlement = fair_share::settle(hold, beside(period, key.user), cost);
    let transaction = credit_settled(key.id, key.period, key.user, &settlement)?;
    fair_share::apply_settlement(&mut period.pool, key.user, hold, &settlement);
    changes.end(key, end);
    changes.post(period, transaction);
    Ok(settlement)
}

/// What the member has left beside the hold while it stands; nothing once the period is over.
pub(super) fn beside(period: &PeriodPool, user: UserId) -> Beside {
    if period.now < period.period.ends_at { Beside::of(&period.pool, user) } else { Beside::NOTHING }
}
