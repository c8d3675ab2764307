//! The one transaction at a request's end, whoever ends it. Exactly one of them wins.

use domain::price::TokenUsage;
use domain::turn::{self, Outcome};
use store::api_keys;
use store::gateway_requests::{self, Running};

use crate::app::{App, commit};
use crate::metering::{self, SettleError, Used};

/// How a request ended, as far as whoever ends it knows.
#[derive(Debug)]
pub(super) struct Closing<'a> {
    pub(super) running: &'a Running,
    pub(super) outcome: Outcome,
    /// What the vendor reported.
    pub(super) usage: Option<TokenUsage>,
    /// The report as it came: numbers only.
    pub(super) raw_usage: Option<serde_json::Value>,
    pub(super) vendor_request_id: Option<String>,
    /// About as many tokens as were delivered; 0 only when nothing was.
    pub(super) counted_output: u64,
    /// Whether it is only ended if nobody runs it any more.
    pub(super) only_if_lapsed: bool,
}

/// Ends the request: settlement of the hold, usage, ledger, the key's count. `false`: somebody else has ended it.
pub(super) async fn end(app: &App, closing: &Closing<'_>) -> Result<bool, SettleError> {
    let running = closing.running;
    let mut tx = app.begin().await?;
    let now = store::clock::of_group(&mut tx, running.group).await?;
    let count = api_keys::lock_count_of_any(&mut tx, running.user, running.key).await?;
    let Some(hold) = metering::lock(&mut tx, running.group, running.id, now).await? else { return Ok(false) };
    if !gateway_requests::remove(&mut tx, running, closing.only_if_lapsed).await? {
        return Ok(false);
    }
    let total = hold.total();
    let ending =
        turn::end(closing.outcome, total, closing.usage, running.input_estimate, closing.counted_output, running.price);
    if let Some(count) = count {
        let count = count.settle(running.held_on, total, ending.cost);
        api_keys::save_count(&mut tx, running.user, running.key, count).await?;
    }
    let used = Used {
        provider: running.provider.clone(),
        model: running.model.clone(),
        api_key: Some(running.key),
        price: running.price,
        raw: closing.raw_usage.clone(),
        vendor_request_id: closing.vendor_request_id.clone(),
    };
    metering::settle(&mut tx, hold, &ending, used, now).await?;
    commit(tx).await?;

    tracing::info!(
        request = %running.id, user = %running.user, key = %running.key, model = running.model, status = %ending.status,
        cost_nanousd = ending.cost.get(), estimated = ending.estimated, "a request by an API key ended"
    );
    metrics::counter!("potluck_gateway_requests_total",
        "model" => running.model.clone(), "status" => ending.status.as_str())
    .increment(1);
    Ok(true)
}
