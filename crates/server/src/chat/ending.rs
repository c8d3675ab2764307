//! A turn's end, whoever ends it. Exactly one of them wins.

use std::sync::Arc;

use domain::id::TurnId;
use domain::turn::Ending;
use store::turns::Running;
use store::usage::Charge;

use super::trouble;
use crate::app::App;
use crate::metering::{Closing, SettleError};
use crate::realtime::{TurnFinished, UsageBody};

/// Ends the turn: status and text of the reply, settlement of the hold, usage, ledger. `None`: somebody else has ended it.
pub(super) async fn end(
    app: &App,
    running: &Running,
    error_code: &'static str,
    closing: &Arc<Closing>,
) -> Result<Option<TurnFinished>, SettleError> {
    let Some(ending) = app.till.end(closing).await? else { return Ok(None) };
    let error_code = ending.status.is_broken().then_some(error_code);
    tracing::info!(
        turn = %running.id, user = %running.user, model = running.model, status = %ending.status,
        error = error_code, cost_nanousd = ending.cost.get(), estimated = ending.estimated, "a turn ended"
    );
    metrics::counter!("potluck_turns_total", "model" => running.model.clone(), "status" => ending.status.as_str())
        .increment(1);
    Ok(Some(told(running.id, &ending, error_code)))
}

fn told(turn_id: TurnId, ending: &Ending, error_code: Option<&'static str>) -> TurnFinished {
    let charge = ending.usage.map(|usage| Charge { usage, estimated: ending.estimated, cost: ending.cost });
    TurnFinished {
        turn_id,
        status: ending.status,
        usage: charge.map(UsageBody::from),
        cost_nanousd: ending.cost,
        error: error_code.map(trouble::explain),
    }
}
