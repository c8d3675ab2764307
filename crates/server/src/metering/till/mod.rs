//! The till: where turns of chats and requests by API keys are admitted and ended. Those that wait at the same moment go through
//! one transaction.
//!
//! A transaction for each would spend most of its time on waiting for the disk and for the others of its group. So whoever comes
//! first serves all that queue up meanwhile, round after round: there is no timer, and who comes alone is served at once. A round
//! locks the keys in order, then the pools, then running turns and conversations; what somebody else has locked right now is passed
//! over and served beside the till, so that one slow group holds nobody up. There it is waited for: conversations first, then keys
//! and pools. A round that fails is served again group by group and
//! then one by one: what is at fault fails alone.

mod ask;
mod line;
mod round;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use domain::id::GroupId;
use domain::turn::Ending;
use store::pool::{Plans, begin_by_keys};
use store::{PgPool, WhenLocked};
use tokio::sync::{Semaphore, oneshot};
use uuid::Uuid;

use self::ask::OfGroup;
pub use self::ask::{Admission, AdmitError, Admitted, BeginError, Begun, Closing, Ends, TurnAdmission};
use self::line::{Batch, Line};
use super::{ReserveError, SettleError};
use crate::lifecycle::Lifecycle;

/// Rounds at the same time, each of groups of its own: while one waits for the disk, the other is decided.
const LINES: usize = 2;
/// So many are served beside the till at a time; each keeps a connection until it has its locks.
const BESIDE_MAX: usize = 6;
/// How often a connection plans anew what it does, on average.
const ROUNDS_OF_A_PLAN: usize = 128;

/// One node's till. Cloning copies one pointer.
#[derive(Clone, Debug)]
pub struct Till(Arc<Inside>);

#[derive(Debug)]
struct Inside {
    db: PgPool,
    node: Uuid,
    lifecycle: Lifecycle,
    lines: [Line; LINES],
    beside: Semaphore,
    rounds: AtomicUsize,
}

impl Till {
    /// The till of a node.
    #[must_use]
    pub fn new(db: PgPool, node: Uuid, lifecycle: Lifecycle) -> Self {
        let lines = std::array::from_fn(|_| Line::default());
        Self(Arc::new(Inside {
            db,
            node,
            lifecycle,
            lines,
            beside: Semaphore::new(BESIDE_MAX),
            rounds: AtomicUsize::new(1),
        }))
    }

    /// Reserves what a request can cost at most and notes it as running, or does nothing. Whoever asks must wait for the answer
    /// and then run the request, or it runs out.
    pub async fn admit(&self, admission: Admission) -> Result<Admitted, AdmitError> {
        let (tell, told) = oneshot::channel();
        self.queue_up(admission.group(), |waiting| waiting.admissions.push(Arc::new(admission), tell));
        told.await.unwrap_or_else(|_| Err(ReserveError::Store(not_served()).into()))
    }

    /// Reserves what a turn can cost at most and writes it down as running, or does nothing. Whoever asks must wait for the answer
    /// and then run the turn, or it runs out.
    pub async fn begin(&self, turn: TurnAdmission) -> Result<Begun, BeginError> {
        let (tell, told) = oneshot::channel();
        self.queue_up(turn.group(), |waiting| waiting.turns.push(Arc::new(turn), tell));
        told.await.unwrap_or_else(|_| Err(ReserveError::Store(not_served()).into()))
    }

    /// Ends a turn or a request: its text, settlement of its hold, usage, ledger, the key's count. `None`: somebody else has ended
    /// it.
    pub async fn end(&self, closing: Arc<Closing>) -> Result<Option<Ending>, SettleError> {
        let (tell, told) = oneshot::channel();
        self.queue_up(closing.group(), |waiting| waiting.closings.push(closing, tell));
        told.await.unwrap_or_else(|_| Err(not_served().into()))
    }

    fn queue_up(&self, group: GroupId, join: impl FnOnce(&mut Batch)) {
        let number = usize::from(group.uuid().as_bytes()[15]) % LINES;
        if self.0.lines[number].queue_up(join) {
            let till = self.clone();
            self.0.lifecycle.spawn(async move { till.serve(&till.0.lines[number]).await });
        }
    }

    /// Serves round after round until nobody waits.
    async fn serve(&self, line: &Line) {
        let mut serving = line.serving();
        while let Some(batch) = serving.next_round() {
            let rest = self.attempt(batch, WhenLocked::PassOver).await;
            for of_group in rest.by_group() {
                let till = self.clone();
                self.0.lifecycle.spawn(async move { till.serve_beside(of_group).await });
            }
        }
    }

    /// Serves what a round has passed over or failed at: requests of one group.
    async fn serve_beside(&self, batch: Batch) {
        let Ok(_permit) = self.0.beside.acquire().await else { return };
        let rest = self.attempt(batch, WhenLocked::Wait).await;
        for one in rest.one_by_one() {
            self.attempt(one, WhenLocked::Wait).await;
        }
    }

    /// Serves a batch, and gives back those that have not been told anything.
    async fn attempt(&self, batch: Batch, when_locked: WhenLocked) -> Batch {
        // Without a database nobody can be served; all are told so, as their end of the line is dropped.
        let plans = match self.0.rounds.fetch_add(1, Ordering::Relaxed) % ROUNDS_OF_A_PLAN {
            0 => Plans::Fresh,
            _ => Plans::Kept,
        };
        let tx = match begin_by_keys(&self.0.db, plans).await {
            Ok(tx) => tx,
            Err(error) => {
                tracing::error!(%error, "nothing can be admitted or ended");
                return Batch::default();
            }
        };
        match round::serve(tx, self.0.node, &batch, when_locked).await {
            Ok(outcome) => batch.tell(outcome),
            Err(error) if batch.len() > 1 => {
                tracing::info!(%error, waiting = batch.len(), "a round failed, and is served again in parts");
                batch
            }
            Err(error) => {
                batch.fail(error);
                Batch::default()
            }
        }
    }
}

/// Why whoever waited was told nothing.
fn not_served() -> store::Error {
    store::Error::Busy
}
