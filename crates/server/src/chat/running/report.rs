//! The vendor's report of a turn that was stopped: the estimate is charged at once, and corrected when the report comes.

use domain::turn::{self, Outcome, Purpose};
use futures_util::StreamExt;
use providers::{Delta, DeltaStream, Finish, Kind};
use store::turns::Running;
use tokio::time::timeout;

use crate::app::{App, commit};
use crate::metering::{self, SettleError, Used};
use crate::realtime::{Event, announce};

/// Waits for the report, and charges by it. If none comes, or it cannot be written down, the estimate stands.
pub(super) async fn wait(app: &App, running: &Running, kind: Kind, counted_output: u64, rest: DeltaStream) {
    let finish = tokio::select! {
        () = app.lifecycle.ending() => None,
        finish = timeout(metering::patience(kind), drain(rest)) => finish.ok().flatten(),
    };
    if let Some(finish) = finish
        && let Err(error) = charge(app, running, counted_output, finish).await
    {
        tracing::warn!(turn = %running.id, %error, "a stopped turn stays charged by its estimate");
    }
}

/// Reads to the answer's end without looking at the text. `None`: it broke.
async fn drain(mut rest: DeltaStream) -> Option<Finish> {
    while let Some(Ok(delta)) = rest.next().await {
        if let Delta::Finished(finish) = delta {
            return Some(finish);
        }
    }
    None
}

async fn charge(app: &App, running: &Running, counted_output: u64, finish: Finish) -> Result<(), SettleError> {
    let mut tx = app.begin().await?;
    // The hold bounds estimates only, and the truth is none.
    let hold = domain::credit::NanoUsd::ZERO;
    let truth = turn::end(Outcome::Stopped, hold, finish.usage, running.input_estimate, counted_output, running.price);
    let used = Used {
        api_key: None,
        purpose: Purpose::Answer,
        provider: running.provider.clone(),
        model: running.model.clone(),
        price: running.price,
        raw: finish.raw_usage,
        vendor_request_id: finish.request_id,
    };
    if metering::correct(&mut tx, running.group, running.id, &truth, used).await? {
        let conversation_id = running.conversation;
        announce(&mut tx, &[running.user], Event::ConversationChanged { conversation_id }).await?;
        commit(tx).await?;
        tracing::info!(turn = %running.id, cost_nanousd = truth.cost.get(), "a stopped turn's estimate was corrected");
    }
    Ok(())
}
