//! After a turn: charge what it used, give the rest back to whoever it came from.

use domain::credit::NanoUsd;
use domain::fair_share::{self, Hold};
use domain::id::{ApiKeyId, GroupId, TurnId, UsageId, UserId};
use domain::ledger::LedgerError;
use domain::ledger::events::credit_settled;
use domain::notice::{CreditMark, Notice};
use domain::price::ModelPrice;
use domain::turn::Ending;
use jiff::Timestamp;
use store::PgConnection;
use store::holds::{self, HoldEnd, HoldKey};
use store::ledger;
use store::pools::{self, PeriodPool};
use store::usage::{self, Charge, NewUsage};

use super::announce_change;
use crate::notices::tell;

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
    /// The hold had ended, although its pool was locked while it was open: a fault of ours.
    #[error("the hold was settled before")]
    Settled,
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

impl OpenHold {
    /// All that is held.
    #[must_use]
    pub fn total(&self) -> NanoUsd {
        self.hold.total()
    }
}

/// Locks the pool that a turn's hold belongs to. `None`: the hold has ended.
pub async fn lock(
    connection: &mut PgConnection,
    group: GroupId,
    turn: TurnId,
    now: Timestamp,
) -> Result<Option<OpenHold>, SettleError> {
    let Some(held) = holds::find_held(connection, group, turn).await? else { return Ok(None) };
    let period = pools::lock(connection, group, held.key.period, now).await?.ok_or(SettleError::NoPeriod)?;
    Ok(Some(OpenHold { hold: held.hold(&period), key: held.key, period }))
}

/// Ends a hold: charges the turn's cost, returns the rest, records the usage, posts it to the ledger.
pub async fn settle(
    connection: &mut PgConnection,
    open: OpenHold,
    ending: &Ending,
    used: Used,
    now: Timestamp,
) -> Result<(), SettleError> {
    let OpenHold { key, hold, mut period } = open;
    let settlement = fair_share::settle(&hold, available_after(&period, key.user, now), ending.cost);
    fair_share::apply_settlement(&mut period.pool, key.user, &hold, &settlement);
    pools::save(connection, key.group, key.period, &period.pool).await?;

    let end = if ending.usage.is_some() { HoldEnd::Settled } else { HoldEnd::Void };
    if !holds::end(connection, &key, end).await? {
        return Err(SettleError::Settled);
    }
    let transaction = credit_settled(key.id, key.period, key.user, &settlement)?;
    ledger::post(connection, key.group, &transaction).await?;
    if let Some(tokens) = ending.usage {
        let new = NewUsage {
            group: key.group,
            period: key.period,
            user: key.user,
            turn: key.turn,
            id: UsageId::from_uuid(key.id.uuid()),
            corrects: None,
            api_key: used.api_key,
            provider: used.provider,
            model: used.model,
            used_on: now.to_zoned(period.zone.clone()).date(),
            charge: Charge { usage: tokens, estimated: ending.estimated, cost: ending.cost },
            price: used.price,
            overrun: settlement.overrun_operator,
            raw: used.raw,
            vendor_request_id: used.vendor_request_id,
        };
        usage::insert(connection, &new).await?;
    }
    warn(&mut *connection, &key, &period).await?;
    announce_change(connection, &period).await?;
    Ok(())
}

/// Tells the member when little or nothing is left of their own credit, once each in a period.
async fn warn(connection: &mut PgConnection, key: &HoldKey, period: &PeriodPool) -> store::Result<()> {
    let Some(member) = period.pool.member(key.user) else { return Ok(()) };
    // Most of the time it is plain that there is nothing to tell, whatever else is held.
    if CreditMark::of(member, NanoUsd::ZERO).is_none() {
        return Ok(());
    }
    let held = holds::held_of_own(&mut *connection, key.group, key.period, key.user).await?;
    let (period_id, ends_at) = (key.period, period.period.ends_at);
    let notice = match CreditMark::of(member, held) {
        None => return Ok(()),
        Some(CreditMark::Low) => {
            let left_nanousd = fair_share::standing(&period.pool, key.user).available;
            Notice::CreditLow { period_id, left_nanousd, ends_at }
        }
        Some(CreditMark::Spent) => Notice::CreditSpent { period_id, ends_at },
    };
    tell(connection, key.group, key.user, notice).await
}

/// What the member has left of their own while the hold stands; nothing once the period is over.
pub(super) fn available_after(period: &PeriodPool, user: UserId, now: Timestamp) -> NanoUsd {
    if now < period.period.ends_at { fair_share::standing(&period.pool, user).usable } else { NanoUsd::ZERO }
}
