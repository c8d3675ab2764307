//! After a turn: charge what it used, give the rest back to whoever it came from.

use domain::credit::NanoUsd;
use domain::fair_share::{self, Hold};
use domain::id::{ApiKeyId, UsageId, UserId};
use domain::ledger::LedgerError;
use domain::ledger::events::credit_settled;
use domain::price::ModelPrice;
use domain::turn::Ending;
use jiff::Timestamp;
use store::holds::{HoldEnd, HoldKey};
use store::pools::PeriodPool;
use store::usage::{Charge, NewUsage};

use super::changes::Changes;
use super::today;

/// What is recorded beside the amounts of a turn's usage.
#[derive(Clone, Debug)]
pub struct Used {
    /// The key that asked; `None` for a turn of a chat.
    pub api_key: Option<ApiKeyId>,
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

/// Decides what the end of a hold changes, and notes what is to be written.
pub(super) fn decide(
    period: &mut PeriodPool,
    key: HoldKey,
    hold: &Hold,
    ending: &Ending,
    used: Used,
    now: Timestamp,
    changes: &mut Changes,
) -> Result<(), LedgerError> {
    let settlement = fair_share::settle(hold, available_after(period, key.user, now), ending.cost);
    let transaction = credit_settled(key.id, key.period, key.user, &settlement)?;
    fair_share::apply_settlement(&mut period.pool, key.user, hold, &settlement);

    changes.end(key, if ending.usage.is_some() { HoldEnd::Settled } else { HoldEnd::Void });
    changes.post(period, transaction);
    if let Some(tokens) = ending.usage {
        changes.usage(NewUsage {
            group: key.group,
            period: key.period,
            user: key.user,
            turn: key.turn,
            id: UsageId::from_uuid(key.id.uuid()),
            corrects: None,
            api_key: used.api_key,
            provider: used.provider,
            model: used.model,
            used_on: today(period, now),
            charge: Charge { usage: tokens, estimated: ending.estimated, cost: ending.cost },
            price: used.price,
            overrun: settlement.overrun_operator,
            raw: used.raw,
            vendor_request_id: used.vendor_request_id,
        });
    }
    Ok(())
}

/// What the member has left of their own while the hold stands; nothing once the period is over.
pub(super) fn available_after(period: &PeriodPool, user: UserId, now: Timestamp) -> NanoUsd {
    if now < period.period.ends_at { fair_share::standing(&period.pool, user).usable } else { NanoUsd::ZERO }
}
