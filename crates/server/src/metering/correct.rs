//! Long after a turn: charge what the vendor reported after all, in place of our estimate.

use domain::credit::NanoUsd;
use domain::fair_share;
use domain::id::{GroupId, TurnId};
use domain::ledger::events::credit_corrected;
use domain::turn::Ending;
use store::usage::{self, Charge, NewUsage};
use store::{PgConnection, holds, pools};

use super::changes::Changes;
use super::settle::{SettleError, Used, beside};

/// Charges the truth about a turn that has ended. `false`, and nothing changed: the charge was no estimate, the truth is one, or
/// the turn's period is closed.
pub async fn correct(
    connection: &mut PgConnection,
    group: GroupId,
    turn: TurnId,
    truth: &Ending,
    used: Used,
) -> Result<bool, SettleError> {
    let Some(tokens) = truth.usage.filter(|_| !truth.estimated) else { return Ok(false) };
    let Some(ended) = holds::find_ended(connection, group, turn).await? else { return Ok(false) };
    let key = ended.key;
    let mut period = pools::lock(connection, group, key.period).await?.ok_or(SettleError::NoPeriod)?;
    let charged = usage::of_turn(connection, group, turn).await?;
    if period.is_closed || charged.is_some_and(|charged| !charged.estimated) {
        return Ok(false);
    }
    let hold = ended.hold(&period);
    let estimate = charged.map_or(NanoUsd::ZERO, |charged| charged.cost);
    let correction = fair_share::correct(&hold, estimate, beside(&period, key.user), truth.cost);
    fair_share::apply_correction(&mut period.pool, key.user, &hold, &correction);

    let mut changes = Changes::default();
    changes.post(&period, credit_corrected(key.id, key.period, key.user, &correction)?);
    changes.usage(NewUsage {
        group,
        period: key.period,
        user: key.user,
        turn,
        id: charged.map_or(key.id.uuid(), |_| uuid::Uuid::now_v7()).into(),
        corrects: charged.map(|charged| charged.id),
        api_key: used.api_key,
        purpose: used.purpose,
        provider: used.provider,
        model: used.model,
        used_on: charged.map_or_else(|| period.today(), |charged| charged.used_on),
        charge: Charge { usage: tokens, estimated: false, cost: truth.cost },
        price: used.price,
        overrun: correction.more_operator,
        raw: used.raw,
        vendor_request_id: used.vendor_request_id,
    });
    changes.save_and_announce(connection, &[period]).await?;
    Ok(true)
}
