//! What was posted is posted once more, in any order, and changes nothing.

use super::Kind;

pub(crate) const AGAIN: Kind = Kind {
    name: "again",
    weight: 6,
    happen: |life, dice| {
        let Some(transaction) = dice.pick(&life.books.recent).cloned() else { return false };
        assert!(!life.books.post(transaction), "an event was posted twice");
        true
    },
};
