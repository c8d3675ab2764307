//! Turns that nobody runs any more, because their node stopped or died, are ended by whichever node sees it first.

use std::sync::Arc;

use domain::turn::Outcome;

use super::ending::end;
use super::trouble::SERVER_STOPPED;
use crate::app::App;
use crate::metering::{Closing, Ends};

/// Turns that are ended in one go; the next go comes in seconds.
const TURNS_AT_ONCE: i64 = 100;

/// Ends what has lapsed. Needs no key: the reply's row is its own checkpoint, already sealed for its place.
pub async fn reap(app: &App) -> store::Result<()> {
    let lapsed = store::turns::lapsed(&mut *app.connection().await?, TURNS_AT_ONCE).await?;
    for (running, output_estimate) in lapsed {
        let closing = Arc::new(Closing {
            ends: Ends::Turn { running: running.clone(), error_code: SERVER_STOPPED, text: None, thoughts: None },
            outcome: Outcome::Interrupted,
            usage: None,
            raw_usage: None,
            vendor_request_id: None,
            counted_output: output_estimate,
            only_if_lapsed: true,
        });
        if let Err(error) = end(app, &running, SERVER_STOPPED, &closing).await {
            tracing::error!(turn = %running.id, %error, "a lapsed turn cannot be ended yet");
        }
    }
    Ok(())
}
