//! Groups that are served beside the rounds: each by one task at a time, so that a slow one takes one place, however many of it wait.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::id::GroupId;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::line::Batch;

/// So many groups are served at a time at most; each keeps a connection until it has its locks.
const PLACES_MAX: usize = 6;

/// The groups that are served beside the rounds, with those who wait to be.
#[derive(Debug)]
pub(super) struct Beside {
    places: Semaphore,
    waiting: Mutex<HashMap<GroupId, Batch>>,
}

impl Beside {
    /// A place for each of these connections, up to a few, and one at least.
    pub(super) fn new(connections: usize) -> Self {
        Self { places: Semaphore::new(connections.clamp(1, PLACES_MAX)), waiting: Mutex::default() }
    }

    /// Joins those of the group who wait. Whether somebody must begin to serve them.
    pub(super) fn queue_up(&self, group: GroupId, batch: Batch) -> bool {
        match self.waiting().entry(group) {
            Entry::Occupied(mut waiting) => {
                waiting.get_mut().append(batch);
                false
            }
            Entry::Vacant(place) => {
                place.insert(batch);
                true
            }
        }
    }

    /// The right to serve a group, until nobody of it waits any more.
    pub(super) fn serving(&self, group: GroupId) -> Serving<'_> {
        Serving { beside: self, group }
    }

    fn waiting(&self) -> MutexGuard<'_, HashMap<GroupId, Batch>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whoever serves a group. When it breaks, whoever waits learns that they are not served.
pub(super) struct Serving<'a> {
    beside: &'a Beside,
    group: GroupId,
}

impl<'a> Serving<'a> {
    /// Those who wait, as many as go through one round, and the place that they are served at.
    pub(super) async fn next_round(&mut self) -> Option<(Batch, SemaphorePermit<'a>)> {
        let place = self.beside.places.acquire().await.ok()?;
        let mut waiting = self.beside.waiting();
        let batch = waiting.get_mut(&self.group).map(Batch::next_round).filter(|batch| batch.len() > 0);
        if batch.is_none() {
            waiting.remove(&self.group);
        }
        batch.map(|batch| (batch, place))
    }
}

impl Drop for Serving<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.beside.waiting().remove(&self.group);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::id::{TurnId, UserId};
    use domain::price::ModelPrice;
    use tokio::sync::oneshot;
    use uuid::Uuid;

    use super::*;
    use crate::metering::Wanted;

    /// Somebody of a group who waits.
    fn one(group: GroupId) -> Batch {
        let rate = "1.00".parse().unwrap();
        let wanted = Wanted {
            group,
            user: UserId::from_uuid(Uuid::nil()),
            turn: TurnId::from_uuid(Uuid::nil()),
            price: ModelPrice { input: rate, cached_input: rate, cache_write: rate, output: rate, long: None },
            fallback: None,
            input_estimate: 100,
            max_output_tokens: 300,
            may_be_shorter: true,
        };
        let mut batch = Batch::default();
        batch.calls.push(Arc::new(wanted), oneshot::channel().0);
        batch
    }

    #[tokio::test]
    async fn a_group_takes_one_place_however_many_of_it_wait() {
        let beside = Beside::new(usize::MAX);
        let [slow, other] = [1, 2].map(|id| GroupId::from_uuid(Uuid::from_u128(id)));
        assert!(beside.queue_up(slow, one(slow)), "somebody begins to serve it");
        let mut serving = beside.serving(slow);
        let (_, its_place) = serving.next_round().await.unwrap();
        for _ in 0..2 * PLACES_MAX {
            assert!(!beside.queue_up(slow, one(slow)), "it is served already");
        }
        assert_eq!(beside.places.available_permits(), PLACES_MAX - 1);
        assert!(beside.queue_up(other, one(other)));
        assert!(beside.serving(other).next_round().await.is_some());

        // When its turn comes, all that have come meanwhile go together.
        drop(its_place);
        let (rest, its_place) = serving.next_round().await.unwrap();
        assert_eq!(rest.len(), 2 * PLACES_MAX);
        drop(its_place);
        assert!(serving.next_round().await.is_none());
        assert!(beside.queue_up(slow, one(slow)), "nobody serves it any more");
    }
}
