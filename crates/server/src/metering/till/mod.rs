//! The till: where turns of chats, requests by API keys and calls besides are admitted and ended. Those that wait at the same moment
//! go through one transaction.
//!
//! A transaction for each would spend most of its time on waiting for the disk and for the others of its group. So whoever comes
//! first serves all that queue up meanwhile, round after round, on a thread of the till's own: there is no timer, and who comes alone
//! is served at once.
//!
//! A round locks the keys in order, then the pools, then running turns and conversations; what somebody else has locked right now is
//! passed over and served beside the till, so that one slow group holds nobody up. There it is waited for: conversations first, then
//! keys and pools. A round that fails is served again group by group and then one by one: what is at fault fails alone.

mod ask;
mod beside;
mod line;
mod round;
mod thread;

use std::io;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use domain::id::GroupId;
use domain::turn::Ending;
use store::pool::Chain;
use store::{PgPool, WhenLocked};
use tokio::sync::oneshot;
use tokio::time::sleep;
use uuid::Uuid;

use self::ask::OfGroup;
pub use self::ask::{Admission, AdmitError, Admitted, BeginError, Begun, Call, Closing, Ends, TurnAdmission};
use self::beside::Beside;
use self::line::{Batch, Line};
use self::thread::Thread;
use super::{ReserveError, Reserved, SettleError, Wanted};
use crate::lifecycle::Lifecycle;
use crate::realtime::Crier;

/// Rounds at the same time, each of groups of its own: at least one, and one more for each two processors beyond two, as a round keeps
/// one busy: mostly in the database, in between the one thread of all lines. More would serve fewer at a time each, and be slower together.
const LINES_MAX: usize = 4;
/// Before an end is tried again.
const END_AGAIN_AFTER: [Duration; 3] = [Duration::from_millis(200), Duration::from_secs(1), Duration::from_secs(3)];
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
    crier: Crier,
    thread: Thread,
    lines: Vec<Line>,
    beside: Beside,
    rounds: AtomicUsize,
}

impl Till {
    /// The till of a node, on connections of its own that find rows by keys. `crier` tells what it has changed. Fails when there can be
    /// no more threads.
    pub fn new(db: PgPool, node: Uuid, crier: Crier, lifecycle: Lifecycle) -> io::Result<Self> {
        let processors = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let connections = usize::try_from(db.options().get_max_connections()).unwrap_or(usize::MAX);
        // Each line and each place beside keeps a connection while it serves.
        let lines = (processors / 2).clamp(1, LINES_MAX).min(connections.saturating_sub(1).max(1));
        let beside = Beside::new(connections.saturating_sub(lines));
        let lines = (0..lines).map(|_| Line::default()).collect();
        Ok(Self(Arc::new(Inside {
            db,
            node,
            lifecycle,
            crier,
            thread: Thread::begin("till")?,
            lines,
            beside,
            rounds: AtomicUsize::new(1),
        })))
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

    /// Reserves what a call besides can cost at most, or does nothing. Whoever asks must wait for the answer and then make the call, or
    /// its hold runs out.
    pub async fn reserve(&self, wanted: Wanted) -> Result<Reserved, ReserveError> {
        let (tell, told) = oneshot::channel();
        self.queue_up(wanted.group(), |waiting| waiting.calls.push(Arc::new(wanted), tell));
        told.await.unwrap_or_else(|_| Err(not_served().into()))
    }

    /// Ends a turn, a request or a call: its text, settlement of its hold, usage, ledger, the key's count. `None`: somebody else has ended
    /// it. What fails is tried again for some seconds; beyond that whoever looks for what nobody runs any more ends it, who comes again
    /// without that.
    pub async fn end(&self, closing: &Arc<Closing>) -> Result<Option<Ending>, SettleError> {
        let mut again = END_AGAIN_AFTER.into_iter().filter(|_| !closing.only_if_lapsed);
        loop {
            match (self.end_now(Arc::clone(closing)).await, again.next()) {
                (Err(error), Some(delay)) => {
                    tracing::warn!(turn = %closing.paid().id, %error, "what was paid for cannot be ended yet");
                    sleep(delay).await;
                }
                (ended, _) => return ended,
            }
        }
    }

    async fn end_now(&self, closing: Arc<Closing>) -> Result<Option<Ending>, SettleError> {
        let (tell, told) = oneshot::channel();
        self.queue_up(closing.group(), |waiting| waiting.closings.push(closing, tell));
        told.await.unwrap_or_else(|_| Err(not_served().into()))
    }

    fn queue_up(&self, group: GroupId, join: impl FnOnce(&mut Batch)) {
        let number = usize::from(group.uuid().as_bytes()[15]) % self.0.lines.len();
        if self.0.lines[number].queue_up(join) {
            let till = self.clone();
            self.spawn("till", async move { till.serve(&till.0.lines[number]).await });
        }
    }

    /// Runs a task on the till's thread.
    fn spawn(&self, name: &'static str, task: impl Future<Output = ()> + Send + 'static) {
        self.0.lifecycle.spawn_on(self.0.thread.handle(), name, task);
    }

    /// Serves round after round until nobody waits.
    async fn serve(&self, line: &Line) {
        let mut serving = line.serving();
        let mut chain = None;
        while let Some(batch) = serving.next_round() {
            let rest = self.attempt(&mut chain, batch, WhenLocked::PassOver, || line.has_waiting()).await;
            for (group, batch) in rest.by_group() {
                if self.0.beside.queue_up(group, batch) {
                    let till = self.clone();
                    self.spawn("beside the till", async move { till.serve_beside(group).await });
                }
            }
        }
    }

    /// Serves what rounds have passed over or failed at of one group, until nobody of it waits.
    async fn serve_beside(&self, group: GroupId) {
        let mut serving = self.0.beside.serving(group);
        while let Some((batch, _place)) = serving.next_round().await {
            let mut chain = None;
            let rest = self.attempt(&mut chain, batch, WhenLocked::Wait, || false).await;
            for one in rest.one_by_one() {
                self.attempt(&mut chain, one, WhenLocked::Wait, || false).await;
            }
        }
    }

    /// Serves a batch, and gives back those that have not been told anything. `goes_on` is asked at the end whether another one is
    /// there, which must then follow at once.
    async fn attempt(
        &self,
        chain: &mut Option<Chain>,
        batch: Batch,
        when_locked: WhenLocked,
        goes_on: impl Fn() -> bool,
    ) -> Batch {
        let served = self.round(chain, &batch, when_locked, goes_on).await;
        if !matches!(served, Ok(Ok(_))) {
            // Kept only if it can still undo what it did.
            let undone = match chain {
                Some(chain) => chain.roll_back().await.is_ok(),
                None => false,
            };
            if !undone {
                *chain = None;
            }
        }
        match served {
            Ok(Ok(outcome)) => batch.tell(outcome),
            Ok(Err(error)) if batch.len() > 1 => {
                tracing::info!(%error, waiting = batch.len(), "a round failed, and is served again in parts");
                batch
            }
            Ok(Err(error)) => {
                batch.fail(error);
                Batch::default()
            }
            // Without a database nobody can be served; all are told so, as their end of the line is dropped.
            Err(error) => {
                tracing::error!(%error, "nothing can be admitted or ended");
                Batch::default()
            }
        }
    }

    /// One round; the outer error says that it could not begin.
    async fn round(
        &self,
        chain: &mut Option<Chain>,
        batch: &Batch,
        when_locked: WhenLocked,
        goes_on: impl Fn() -> bool,
    ) -> store::Result<Result<round::Outcome, SettleError>> {
        let chain = match chain {
            Some(chain) => chain,
            None => chain.insert(Chain::new(&self.0.db).await?),
        };
        let with_fresh_plans = self.0.rounds.fetch_add(1, Ordering::Relaxed).is_multiple_of(ROUNDS_OF_A_PLAN);
        let tx = chain.begin(with_fresh_plans).await?;
        let (outcome, news) = match round::serve(tx, self.0.node, batch, when_locked).await {
            Ok(served) => served,
            Err(error) => return Ok(Err(error)),
        };
        if let Err(error) = chain.commit(goes_on()).await {
            self.0.crier.tell_to_look(news);
            return Ok(Err(error.into()));
        }
        self.0.crier.tell(news);
        Ok(Ok(outcome))
    }
}

/// Why whoever waited was told nothing.
fn not_served() -> store::Error {
    store::Error::Busy
}
