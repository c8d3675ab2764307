//! A request's end, whoever ends it. Exactly one of them wins.

use std::sync::Arc;

use store::gateway_requests::Running;

use crate::app::App;
use crate::metering::{Closing, SettleError};

/// Ends the request: settlement of the hold, usage, ledger, the key's count. `false`: somebody else has ended it.
pub(super) async fn end(app: &App, running: &Running, closing: &Arc<Closing>) -> Result<bool, SettleError> {
    let Some(ending) = app.till.end(closing).await? else { return Ok(false) };
    tracing::info!(
        request = %running.id, user = %running.user, key = %running.key, model = running.model, status = %ending.status,
        cost_nanousd = ending.cost.get(), estimated = ending.estimated, "a request by an API key ended"
    );
    metrics::counter!("potluck_gateway_requests_total",
        "model" => running.model.clone(), "status" => ending.status.as_str())
    .increment(1);
    Ok(true)
}
