//! While an answer grows: save it, renew the lease, and notice what happens elsewhere.

use std::time::Duration;

use domain::id::TurnId;
use domain::price::count_output;
use domain::turn::LEASE_RENEWAL_SECONDS;
use store::turns::Checkpoint;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::Job;
use crate::app::App;
use crate::keeping::NotNoted;
use crate::realtime::{Event, Stops};
use crate::sealing::Sealing;

/// How much of an answer a crash can cost.
const CHECKPOINT_EVERY: Duration = Duration::from_secs(1);
const LEASE_RENEWAL: Duration = Duration::from_secs(LEASE_RENEWAL_SECONDS as u64);

/// Keeps the turn until it was read to its end. Cancels `lost` when somebody else has ended it.
pub(super) async fn keep(
    app: &App,
    job: &Job,
    sealing: &Sealing<'_>,
    stops: &mut Stops,
    read: &CancellationToken,
    lost: &CancellationToken,
) {
    let mut ticks = app.keeping.ticks(CHECKPOINT_EVERY);
    let mut saved = Saved { seq: 0, at: None };
    loop {
        tokio::select! {
            () = read.cancelled() => return,
            () = stop_heard(stops, job.running.id) => job.live.live().request_stop(),
            _ = ticks.tick() => if !saved.save(app, job, sealing).await {
                return lost.cancel();
            },
        }
    }
}

/// Resolves when another node was asked to stop this turn.
pub(super) async fn stop_heard(stops: &mut Stops, turn: TurnId) {
    loop {
        match stops.next().await {
            Some(Event::TurnStopping { turn_id }) if turn_id == turn => return,
            Some(_) => {}
            None => std::future::pending().await,
        }
    }
}

/// What is in the database of an answer.
struct Saved {
    seq: u64,
    /// `None`: the lease is as old as the turn, which may have waited before it came here.
    at: Option<Instant>,
}

impl Saved {
    /// Saves what has grown, or renews the lease when it is time; what cannot be saved now is with the next tick. `false`: the turn
    /// does not run here any more.
    async fn save(&mut self, app: &App, job: &Job, sealing: &Sealing<'_>) -> bool {
        let live = job.live.live();
        if live.seq() == self.seq && self.at.is_some_and(|at| at.elapsed() < LEASE_RENEWAL) {
            return true;
        }
        let (text, seq) = live.so_far();
        let checkpoint = Checkpoint {
            user: job.running.user,
            id: job.running.id,
            reply: job.running.reply,
            text_sealed: (seq > self.seq).then(|| sealing.seal_text(job.running.reply, &text)),
            seq,
            output_estimate: count_output(&text),
        };
        match app.keeping.turn(checkpoint).await {
            Ok(None) => false,
            Ok(Some(kept)) => {
                if kept.saved {
                    *self = Self { seq, at: Some(Instant::now()) };
                }
                if kept.stop_requested {
                    live.request_stop();
                }
                true
            }
            Err(NotNoted) => true,
        }
    }
}
