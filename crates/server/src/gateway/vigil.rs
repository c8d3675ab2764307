//! While a request runs: renew its lease, and notice what breaks it off.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use store::gateway_requests::{Renewal, Running};
use tokio::time::{Instant, Interval, sleep_until};

use super::refused::{Refused, Why};
use crate::app::App;
use crate::realtime::Revocations;

/// How much of what was delivered a crash can forget.
const RENEW_EVERY: Duration = Duration::from_secs(1);

/// Why a request does not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BrokenOff {
    /// Its key was revoked.
    Revoked,
    /// The server stops.
    ServerStopping,
    /// It runs for longer than credit is held.
    TookTooLong,
    /// Somebody else has ended it.
    Lost,
}

impl BrokenOff {
    /// What the client is told.
    pub(super) fn refused(self) -> Refused {
        match self {
            Self::Revoked => Refused::new(Why::Unauthenticated, "This API key was revoked."),
            Self::ServerStopping => Refused::new(Why::Unavailable, "The server stopped before the answer was whole."),
            Self::TookTooLong => Refused::new(Why::Unavailable, "The answer took too long."),
            Self::Lost => Refused::new(Why::Unavailable, "The answer was interrupted."),
        }
    }
}

/// Watches over one request.
pub(super) struct Vigil<'a> {
    app: &'a App,
    running: &'a Running,
    delivered: &'a AtomicU64,
    revocations: Revocations,
    ticks: Interval,
    deadline: Instant,
}

impl<'a> Vigil<'a> {
    pub(super) fn begin(app: &'a App, running: &'a Running, delivered: &'a AtomicU64, run_time_max: Duration) -> Self {
        let (ticks, revocations) = (app.keeping.ticks(RENEW_EVERY), app.hub.revocations());
        Self { app, running, delivered, revocations, ticks, deadline: Instant::now() + run_time_max }
    }

    /// When it must have ended.
    pub(super) fn deadline(&self) -> Instant {
        self.deadline
    }

    /// Renews the lease for as long as nothing breaks the request off. May be dropped and called again.
    pub(super) async fn broken_off(&mut self) -> BrokenOff {
        loop {
            tokio::select! {
                biased;
                () = self.revocations.of(self.running.key) => return BrokenOff::Revoked,
                () = self.app.lifecycle.ending() => return BrokenOff::ServerStopping,
                () = sleep_until(self.deadline) => return BrokenOff::TookTooLong,
                _ = self.ticks.tick() => match renew(self.app, self.running, self.delivered).await {
                    Some(true) => {}
                    Some(false) => return BrokenOff::Revoked,
                    None => return BrokenOff::Lost,
                },
            }
        }
    }

    /// The same for a request that serves nobody any more and only waits for its usage: its key does not matter.
    pub(super) async fn broken_off_for_good(&mut self) -> BrokenOff {
        loop {
            tokio::select! {
                biased;
                () = self.app.lifecycle.ending() => return BrokenOff::ServerStopping,
                _ = self.ticks.tick() => if renew(self.app, self.running, self.delivered).await.is_none() {
                    return BrokenOff::Lost;
                },
            }
        }
    }
}

/// Whether the key is still good; `None`: the request does not run here any more.
async fn renew(app: &App, running: &Running, delivered: &AtomicU64) -> Option<bool> {
    let output_estimate = delivered.load(Ordering::Relaxed);
    let renewal = Renewal { group: running.group, id: running.id, output_estimate };
    // The next tick tries again.
    app.keeping.request(renewal).await.unwrap_or(Some(true))
}
