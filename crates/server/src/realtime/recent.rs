//! What this node found true a moment ago, so that not every request asks the database.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The longest that something can count as true here after another node changed it and the bus did not say so.
const GOOD_FOR: Duration = Duration::from_secs(3);

/// More than a node has at once; beyond it those that are over are thrown away.
const ENTRIES_MAX: usize = 10_000;

/// Facts with the moment until which they count as true.
#[derive(Debug)]
pub(super) struct Recent<K, V>(Mutex<HashMap<K, Seen<V>>>);

#[derive(Debug)]
struct Seen<V> {
    value: V,
    until: Instant,
}

impl<K, V> Default for Recent<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash, V: Clone> Recent<K, V> {
    /// What was found a moment ago. `None`: ask the database.
    pub(super) fn find(&self, key: &K, now: Instant) -> Option<V> {
        self.lock().get(key).filter(|seen| now < seen.until).map(|seen| seen.value.clone())
    }

    /// Notes what the database says. `asked` is when it was asked: what it said is true of no later moment.
    pub(super) fn note(&self, key: K, value: V, asked: Instant) {
        let mut seen = self.lock();
        if seen.len() >= ENTRIES_MAX {
            seen.retain(|_, seen| asked < seen.until);
            if seen.len() >= ENTRIES_MAX {
                seen.clear();
            }
        }
        seen.insert(key, Seen { value, until: asked + GOOD_FOR });
    }

    /// Forgets one.
    pub(super) fn forget(&self, key: &K) {
        self.lock().remove(key);
    }

    /// Forgets all of which this is true.
    pub(super) fn forget_those(&self, is_over: impl Fn(&V) -> bool) {
        self.lock().retain(|_, seen| !is_over(&seen.value));
    }

    /// Forgets everything: changes may have been missed.
    pub(super) fn forget_all(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, Seen<V>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_counts_for_a_moment() {
        let (recent, now) = (Recent::default(), Instant::now());
        assert_eq!(recent.find(&1, now), None);
        recent.note(1, "one", now);
        assert_eq!((recent.find(&1, now), recent.find(&2, now)), (Some("one"), None));
        assert_eq!(recent.find(&1, now + GOOD_FOR), None);
    }

    #[test]
    fn what_is_over_is_forgotten() {
        let (recent, now) = (Recent::default(), Instant::now());
        let known = || [1, 2, 3].map(|key| recent.find(&key, now).is_some());
        for key in 1..=3 {
            recent.note(key, key, now);
        }
        recent.forget(&2);
        assert_eq!(known(), [true, false, true]);
        recent.forget_those(|value| *value == 3);
        assert_eq!(known(), [true, false, false]);
        recent.forget_all();
        assert_eq!(known(), [false; 3]);
    }

    #[test]
    fn it_does_not_grow_for_ever() {
        let (recent, now) = (Recent::default(), Instant::now());
        for key in 0..(2 * ENTRIES_MAX + 5) {
            recent.note(key, (), now);
        }
        assert!(recent.lock().len() <= ENTRIES_MAX);
        assert!(recent.find(&(2 * ENTRIES_MAX + 4), now).is_some());
    }
}
