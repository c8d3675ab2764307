//! Work that one member's sessions would all begin, and that goes on once on this node.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use domain::id::UserId;

/// For whom this node is at it. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct OneEach(Arc<Mutex<HashSet<UserId>>>);

/// The right to be at it, until it is dropped.
#[derive(Debug)]
pub struct Turn {
    all: OneEach,
    user: UserId,
}

impl OneEach {
    /// Begins for this member; `None`: somebody is at it.
    #[must_use]
    pub fn begin(&self, user: UserId) -> Option<Turn> {
        let is_new = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(user);
        is_new.then(|| Turn { all: self.clone(), user })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.all.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.user);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn one_at_a_time_for_each_member() {
        let (all, ann, bo) =
            (OneEach::default(), UserId::from_uuid(Uuid::from_u128(1)), UserId::from_uuid(Uuid::from_u128(2)));
        let first = all.begin(ann);
        assert!(first.is_some() && all.begin(ann).is_none() && all.begin(bo).is_some());
        drop(first);
        assert!(all.begin(ann).is_some());
    }
}
