//! The turns that this node runs. Their answers are here while they grow; whoever watches reads them from here.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::id::{TurnId, UserId};
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::answer::{Answer, Position, Thoughts};
use super::turn_event::{TurnEvent, TurnFinished};

/// The longest answer, in bytes: longer than any model's, and what one turn can cost this node in memory.
pub const ANSWER_BYTES_MAX: usize = 4 * 1024 * 1024;

type Key = (UserId, TurnId);

/// This node's running turns. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Turns(Arc<Mutex<HashMap<Key, Arc<LiveTurn>>>>);

/// A turn that runs on this node.
#[derive(Debug)]
pub struct LiveTurn {
    answer: Mutex<Answer>,
    /// Told when the answer has grown or ended; closed when nobody runs it any more.
    changed: watch::Sender<Run>,
    stop: CancellationToken,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Run {
    On,
    /// It has ended, or nobody runs it here any more.
    Over,
}

/// Keeps a turn on the list for as long as somebody runs it.
#[derive(Debug)]
pub struct Registered {
    turns: Turns,
    key: Key,
    live: Arc<LiveTurn>,
}

/// Somebody who watches a turn on this node.
#[derive(Debug)]
pub struct Watcher {
    live: Arc<LiveTurn>,
    changed: watch::Receiver<Run>,
    position: Position,
}

/// The answer would be longer than [`ANSWER_BYTES_MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

impl Turns {
    /// Puts a turn on the list, unless one with this id is on it: then whatever is begun by this has no place on it.
    #[must_use]
    pub fn begin(&self, user: UserId, turn: TurnId) -> Registered {
        let live = Arc::new(LiveTurn {
            answer: Mutex::default(),
            changed: watch::Sender::new(Run::On),
            stop: CancellationToken::new(),
        });
        self.lock().entry((user, turn)).or_insert_with(|| Arc::clone(&live));
        Registered { turns: self.clone(), key: (user, turn), live }
    }

    /// The member's turn, if it runs here.
    #[must_use]
    pub fn find(&self, user: UserId, turn: TurnId) -> Option<Arc<LiveTurn>> {
        self.lock().get(&(user, turn)).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Arc<LiveTurn>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Registered {
    /// The turn.
    #[must_use]
    pub fn live(&self) -> &Arc<LiveTurn> {
        &self.live
    }
}

impl Drop for Registered {
    fn drop(&mut self) {
        let mut listed = self.turns.lock();
        if listed.get(&self.key).is_some_and(|live| Arc::ptr_eq(live, &self.live)) {
            listed.remove(&self.key);
        }
        drop(listed);
        self.live.changed.send_replace(Run::Over);
    }
}

impl LiveTurn {
    /// Appends to the answer. The watchers see it when they are told next.
    pub fn push(&self, text: &str) -> Result<(), TooLong> {
        let mut answer = self.answer();
        if answer.text().len() + text.len() > ANSWER_BYTES_MAX {
            return Err(TooLong);
        }
        answer.push(text, Instant::now());
        Ok(())
    }

    /// Wakes the watchers for what was appended.
    pub fn tell(&self) {
        self.changed.send_replace(Run::On);
    }

    /// Notes what the model thinks before it answers.
    pub fn think(&self, text: &str) {
        self.answer().think(text, Instant::now());
    }

    /// What was thought before the answer.
    #[must_use]
    pub fn thoughts(&self) -> Thoughts {
        self.answer().thoughts().clone()
    }

    /// Tells the watchers how it ended; their streams close after that.
    pub fn finish(&self, finished: TurnFinished) {
        self.answer().finish(finished);
        self.changed.send_replace(Run::Over);
    }

    /// The answer so far and its sequence number.
    #[must_use]
    pub fn so_far(&self) -> (String, u64) {
        let answer = self.answer();
        (answer.text().to_owned(), answer.seq())
    }

    /// The answer's sequence number.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.answer().seq()
    }

    /// Asks whoever runs it to stop.
    pub fn request_stop(&self) {
        self.stop.cancel();
    }

    /// Resolves when it was asked to stop.
    pub async fn stop_requested(&self) {
        self.stop.cancelled().await;
    }

    /// Watches it from a position on.
    #[must_use]
    pub fn watch(self: &Arc<Self>, position: Position) -> Watcher {
        Watcher { live: Arc::clone(self), changed: self.changed.subscribe(), position }
    }

    fn answer(&self) -> MutexGuard<'_, Answer> {
        self.answer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watcher {
    /// What is new, at once or as soon as there is something. `None`: nothing more comes from here; without a
    /// [`TurnEvent::Finished`] before it, the database knows how it ended.
    pub async fn next(&mut self) -> Option<Vec<TurnEvent>> {
        loop {
            let run = *self.changed.borrow_and_update();
            let events = self.live.answer().news(&mut self.position);
            if !events.is_empty() {
                return Some(events);
            }
            if run == Run::Over {
                return None;
            }
            // The sender lives in `self.live`, so that this only ends with a change.
            self.changed.changed().await.ok()?;
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::credit::NanoUsd;
    use domain::turn::TurnStatus;

    use super::*;

    fn key(n: u128) -> Key {
        let id = uuid::Uuid::from_u128(n);
        (id.into(), id.into())
    }

    #[tokio::test]
    async fn every_watcher_sees_every_piece_and_the_end() {
        let turns = Turns::default();
        let (user, turn) = key(1);
        let running = turns.begin(user, turn);
        let mut early = turns.find(user, turn).unwrap().watch(Position::After(0));
        running.live().push("One ").unwrap();
        assert_eq!(early.next().await.unwrap().len(), 1);
        let mut late = turns.find(user, turn).unwrap().watch(Position::Unknown);
        running.live().push("two").unwrap();
        let finished = TurnFinished {
            turn_id: turn,
            status: TurnStatus::Finished,
            usage: None,
            cost_nanousd: NanoUsd(1),
            error: None,
        };
        running.live().finish(finished.clone());
        drop(running);
        assert!(turns.find(user, turn).is_none());
        assert_eq!(early.next().await.unwrap().last(), Some(&TurnEvent::Finished(finished.clone())));
        assert_eq!(late.next().await.unwrap().len(), 2);
        assert_eq!((early.next().await, late.next().await), (None, None));
    }

    #[tokio::test]
    async fn a_turn_that_nobody_runs_any_more_lets_its_watchers_go() {
        let turns = Turns::default();
        let (user, turn) = key(2);
        let running = turns.begin(user, turn);
        let mut watcher = running.live().watch(Position::Unknown);
        assert!(matches!(watcher.next().await.as_deref(), Some([TurnEvent::Snapshot(_)])));
        drop(running);
        assert_eq!(watcher.next().await, None);
    }

    #[test]
    fn who_comes_second_with_an_id_takes_nothing_from_the_first() {
        let turns = Turns::default();
        let (user, turn) = key(4);
        let first = turns.begin(user, turn);
        drop(turns.begin(user, turn));
        assert!(Arc::ptr_eq(&turns.find(user, turn).unwrap(), first.live()));
        drop(first);
        assert!(turns.find(user, turn).is_none());
    }

    #[test]
    fn an_answer_is_bounded() {
        let turns = Turns::default();
        let (user, turn) = key(3);
        let running = turns.begin(user, turn);
        assert_eq!(running.live().push(&"x".repeat(ANSWER_BYTES_MAX)), Ok(()));
        assert_eq!(running.live().push("x"), Err(TooLong));
        assert_eq!(running.live().seq(), 1);
    }
}
