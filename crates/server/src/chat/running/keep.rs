//! While an answer grows: save it, renew the lease, and notice what happens elsewhere.

use std::time::Duration;

use domain::price::count_output;
use domain::turn::LEASE_RENEWAL_SECONDS;
use store::turns::{self, Checkpoint};
use tokio::time::{Instant, MissedTickBehavior, interval_at};
use tokio_util::sync::CancellationToken;

use super::Job;
use crate::app::App;
use crate::realtime::{Event, Subscription};
use crate::sealing::Sealing;

/// How much of an answer a crash can cost.
const CHECKPOINT_EVERY: Duration = Duration::from_secs(1);
const LEASE_RENEWAL: Duration = Duration::from_secs(LEASE_RENEWAL_SECONDS as u64);

/// Keeps the turn until it was read to its end. Cancels `lost` when somebody else has ended it.
pub(super) async fn keep(
    app: &App,
    job: &Job,
    sealing: &Sealing<'_>,
    read: &CancellationToken,
    lost: &CancellationToken,
) {
    let mut subscription = app.hub.subscribe(job.running.user);
    let mut ticks = interval_at(Instant::now() + CHECKPOINT_EVERY, CHECKPOINT_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut saved = Saved { seq: 0, at: Instant::now() };
    loop {
        tokio::select! {
            () = read.cancelled() => return,
            () = stop_heard(&mut subscription, job) => job.live.live().request_stop(),
            _ = ticks.tick() => match saved.save(app, job, sealing).await {
                Ok(true) => {}
                Ok(false) => return lost.cancel(),
                // The next tick tries again; if none succeeds, the lease runs out and another node ends the turn.
                Err(error) => tracing::warn!(turn = %job.running.id, %error, "a running turn cannot be saved now"),
            },
        }
    }
}

/// Resolves when another node was asked to stop this turn.
async fn stop_heard(subscription: &mut Subscription, job: &Job) {
    loop {
        match subscription.next().await {
            Some(Event::TurnStopping { turn_id }) if turn_id == job.running.id => return,
            Some(_) => {}
            None => std::future::pending().await,
        }
    }
}

/// What is in the database of an answer.
struct Saved {
    seq: u64,
    at: Instant,
}

impl Saved {
    /// Saves what has grown, or renews the lease when it is time. `false`: the turn does not run here any more.
    async fn save(&mut self, app: &App, job: &Job, sealing: &Sealing<'_>) -> store::Result<bool> {
        let live = job.live.live();
        if live.seq() == self.seq && self.at.elapsed() < LEASE_RENEWAL {
            return Ok(true);
        }
        let (text, seq) = live.so_far();
        let text_sealed = (seq > self.seq).then(|| sealing.seal_text(job.running.reply, &text));
        let checkpoint = Checkpoint { text_sealed: text_sealed.as_deref(), seq, output_estimate: count_output(&text) };
        let mut connection = app.connection().await?;
        let Some(kept) = turns::checkpoint(&mut connection, &job.running, app.node_id, &checkpoint).await? else {
            return Ok(false);
        };
        *self = Self { seq, at: Instant::now() };
        if kept.stop_requested {
            live.request_stop();
        }
        Ok(true)
    }
}
