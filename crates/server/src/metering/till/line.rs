//! Who waits at the till.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::id::GroupId;
use domain::turn::Ending;
use tokio::sync::oneshot;

use super::ask::{Admission, AdmitError, Admitted, Closing};
use super::round::{Outcome, Served};
use crate::metering::SettleError;

/// As many of each kind go through one round at most: locks are held for milliseconds, not longer.
const ROUND_MAX: usize = 128;

type TellAdmission = oneshot::Sender<Result<Admitted, AdmitError>>;
type TellClosing = oneshot::Sender<Result<Option<Ending>, SettleError>>;

/// Those who wait together. Dropped, they learn that they are not served.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) admissions: VecDeque<(Admission, TellAdmission)>,
    pub(super) closings: VecDeque<(Arc<Closing>, TellClosing)>,
}

impl Batch {
    pub(super) fn len(&self) -> usize {
        self.admissions.len() + self.closings.len()
    }

    /// Tells everybody how it went, and gives back those that were passed over.
    pub(super) fn tell(self, outcome: Outcome) -> Self {
        let mut rest = Self::default();
        for ((admission, tell), admitted) in self.admissions.into_iter().zip(outcome.admissions) {
            match admitted {
                Served::Done(admitted) => drop(tell.send(admitted)),
                Served::PassedOver => rest.admissions.push_back((admission, tell)),
            }
        }
        for ((closing, tell), ended) in self.closings.into_iter().zip(outcome.closings) {
            match ended {
                Served::Done(ended) => drop(tell.send(Ok(ended))),
                Served::PassedOver => rest.closings.push_back((closing, tell)),
            }
        }
        rest
    }

    /// Tells the only one why it failed.
    pub(super) fn fail(mut self, error: SettleError) {
        if let Some((_, tell)) = self.closings.pop_front() {
            drop(tell.send(Err(error)));
        } else if let Some((_, tell)) = self.admissions.pop_front() {
            drop(tell.send(Err(error.into())));
        }
    }

    /// One batch for each group.
    pub(super) fn by_group(self) -> impl Iterator<Item = Self> {
        let mut groups: HashMap<GroupId, Self> = HashMap::new();
        for waiting in self.closings {
            groups.entry(waiting.0.running.group).or_default().closings.push_back(waiting);
        }
        for waiting in self.admissions {
            groups.entry(waiting.0.wanted.group).or_default().admissions.push_back(waiting);
        }
        groups.into_values()
    }

    /// One batch for each of them, those that end first.
    pub(super) fn one_by_one(self) -> impl Iterator<Item = Self> {
        let closings = self.closings.into_iter().map(|one| Self { closings: [one].into(), ..Self::default() });
        let admissions = self.admissions.into_iter().map(|one| Self { admissions: [one].into(), ..Self::default() });
        closings.chain(admissions)
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
        let (admissions, closings) = (queue.waiting.admissions.len(), queue.waiting.closings.len());
        if admissions + closings == 0 {
            queue.is_served = false;
            return None;
        }
        Some(Batch {
            admissions: queue.waiting.admissions.drain(..admissions.min(ROUND_MAX)).collect(),
            closings: queue.waiting.closings.drain(..closings.min(ROUND_MAX)).collect(),
        })
    }
}

impl Drop for Serving<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            *self.0.lock() = Queue::default();
        }
    }
}
