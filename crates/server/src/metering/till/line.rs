//! Who waits at the till.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::id::GroupId;
use domain::turn::Ending;
use tokio::sync::oneshot;

use super::ask::{Admission, AdmitError, Admitted, BeginError, Begun, Closing, OfGroup, TurnAdmission};
use super::round::{Outcome, Served};
use crate::metering::{ReserveError, Reserved, SettleError, Wanted};

/// As many of each kind go through one round at most: locks are held for milliseconds, not longer.
const ROUND_MAX: usize = 128;

/// Those who wait for the same kind of thing. Dropped, they learn that they are not served.
#[derive(Debug)]
pub(super) struct Waiting<Q, A>(VecDeque<(Arc<Q>, oneshot::Sender<A>)>);

impl<Q, A> Default for Waiting<Q, A> {
    fn default() -> Self {
        Self(VecDeque::new())
    }
}

impl<Q: OfGroup, A> Waiting<Q, A> {
    pub(super) fn push(&mut self, asked: Arc<Q>, tell: oneshot::Sender<A>) {
        self.0.push_back((asked, tell));
    }

    pub(super) fn asked(&self) -> impl Iterator<Item = &Q> {
        self.0.iter().map(|(asked, _)| &**asked)
    }

    fn next_round(&mut self) -> Self {
        Self(self.0.drain(..self.0.len().min(ROUND_MAX)).collect())
    }

    /// Tells everybody what came of it, and gives back those that were passed over.
    fn tell(self, outcomes: Vec<Served<A>>) -> Self {
        let mut rest = Self::default();
        for ((asked, tell), outcome) in self.0.into_iter().zip(outcomes) {
            match outcome {
                Served::Done(answer) => drop(tell.send(answer)),
                Served::PassedOver => rest.push(asked, tell),
            }
        }
        rest
    }

    fn tell_first(&mut self, answer: A) {
        if let Some((_, tell)) = self.0.pop_front() {
            drop(tell.send(answer));
        }
    }

    fn by_group(self) -> impl Iterator<Item = (GroupId, Arc<Q>, oneshot::Sender<A>)> {
        self.0.into_iter().map(|(asked, tell)| (asked.group(), asked, tell))
    }

    fn one_by_one(self) -> impl Iterator<Item = Self> {
        self.0.into_iter().map(|one| Self([one].into()))
    }
}

/// Those who wait together.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) admissions: Waiting<Admission, Result<Admitted, AdmitError>>,
    pub(super) turns: Waiting<TurnAdmission, Result<Begun, BeginError>>,
    pub(super) calls: Waiting<Wanted, Result<Reserved, ReserveError>>,
    pub(super) closings: Waiting<Closing, Result<Option<Ending>, SettleError>>,
}

impl Batch {
    pub(super) fn len(&self) -> usize {
        self.admissions.0.len() + self.turns.0.len() + self.calls.0.len() + self.closings.0.len()
    }

    /// Tells everybody how it went, and gives back those that were passed over.
    pub(super) fn tell(self, outcome: Outcome) -> Self {
        Self {
            admissions: self.admissions.tell(outcome.admissions),
            turns: self.turns.tell(outcome.turns),
            calls: self.calls.tell(outcome.calls),
            closings: self.closings.tell(outcome.closings),
        }
    }

    /// Tells the only one why it failed.
    pub(super) fn fail(mut self, error: SettleError) {
        if !self.closings.0.is_empty() {
            self.closings.tell_first(Err(error));
        } else if !self.turns.0.is_empty() {
            self.turns.tell_first(Err(ReserveError::from(error).into()));
        } else if !self.calls.0.is_empty() {
            self.calls.tell_first(Err(error.into()));
        } else {
            self.admissions.tell_first(Err(ReserveError::from(error).into()));
        }
    }

    /// As many as go through one round; the others go on waiting.
    pub(super) fn next_round(&mut self) -> Self {
        Self {
            admissions: self.admissions.next_round(),
            turns: self.turns.next_round(),
            calls: self.calls.next_round(),
            closings: self.closings.next_round(),
        }
    }

    /// Joins those of another batch behind those of this one.
    pub(super) fn append(&mut self, other: Self) {
        self.admissions.0.extend(other.admissions.0);
        self.turns.0.extend(other.turns.0);
        self.calls.0.extend(other.calls.0);
        self.closings.0.extend(other.closings.0);
    }

    /// One batch for each group.
    pub(super) fn by_group(self) -> impl Iterator<Item = (GroupId, Self)> {
        let mut groups: HashMap<GroupId, Self> = HashMap::new();
        for (group, asked, tell) in self.closings.by_group() {
            groups.entry(group).or_default().closings.push(asked, tell);
        }
        for (group, asked, tell) in self.turns.by_group() {
            groups.entry(group).or_default().turns.push(asked, tell);
        }
        for (group, asked, tell) in self.calls.by_group() {
            groups.entry(group).or_default().calls.push(asked, tell);
        }
        for (group, asked, tell) in self.admissions.by_group() {
            groups.entry(group).or_default().admissions.push(asked, tell);
        }
        groups.into_iter()
    }

    /// One batch for each of them, those that end first.
    pub(super) fn one_by_one(self) -> impl Iterator<Item = Self> {
        let closings = self.closings.one_by_one().map(|closings| Self { closings, ..Self::default() });
        let turns = self.turns.one_by_one().map(|turns| Self { turns, ..Self::default() });
        let calls = self.calls.one_by_one().map(|calls| Self { calls, ..Self::default() });
        let admissions = self.admissions.one_by_one().map(|admissions| Self { admissions, ..Self::default() });
        closings.chain(turns).chain(calls).chain(admissions)
    }
}

/// A line of people who wait, and whether somebody serves it.
#[derive(Debug, Default)]
pub(super) struct Line(Mutex<Queue>);

#[derive(Debug, Default)]
struct Queue {
    waiting: Batch,
    is_served: bool,
}

impl Line {
    /// Joins the line. Whether somebody must begin to serve it.
    pub(super) fn queue_up(&self, join: impl FnOnce(&mut Batch)) -> bool {
        let mut queue = self.lock();
        join(&mut queue.waiting);
        !std::mem::replace(&mut queue.is_served, true)
    }

    /// The right to serve it, until nobody waits any more.
    pub(super) fn serving(&self) -> Serving<'_> {
        Serving(self)
    }

    /// Whether anybody waits: only whoever serves the line changes that to no.
    pub(super) fn has_waiting(&self) -> bool {
        self.lock().waiting.len() > 0
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whoever serves a line. When it is dropped with somebody in the line, they are not served: it broke.
pub(super) struct Serving<'a>(&'a Line);

impl Serving<'_> {
    /// Those who wait, as many as go through one round.
    pub(super) fn next_round(&mut self) -> Option<Batch> {
        let mut queue = self.0.lock();
        if queue.waiting.len() == 0 {
            queue.is_served = false;
            return None;
        }
        Some(queue.waiting.next_round())
    }
}

impl Drop for Serving<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            *self.0.lock() = Queue::default();
        }
    }
}
