//! Requests that nobody runs any more, because their node stopped or died, are ended by whichever node sees it first.

use std::sync::Arc;

use domain::turn::Outcome;

use super::ending::end;
use crate::app::App;
use crate::metering::{Closing, Ends};

/// Requests that are ended in one go; the next go comes in seconds.
const REQUESTS_AT_ONCE: i64 = 100;

/// Ends what has lapsed.
pub async fn reap(app: &App) -> store::Result<()> {
    let lapsed = store::gateway_requests::lapsed(&mut *app.connection().await?, REQUESTS_AT_ONCE).await?;
    for (running, output_estimate) in lapsed {
        let closing = Arc::new(Closing {
            ends: Ends::Request(running.clone()),
            outcome: Outcome::Interrupted,
            usage: None,
            raw_usage: None,
            vendor_request_id: None,
            counted_output: output_estimate,
            only_if_lapsed: true,
        });
        if let Err(error) = end(app, &running, &closing).await {
            tracing::error!(request = %running.id, %error, "a lapsed request cannot be ended yet");
        }
    }
    Ok(())
}
