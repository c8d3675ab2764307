//! The truth about a turn arrives after an estimate was charged; for a closed period it comes too late.

use domain::credit::NanoUsd;
use domain::fair_share::{Beside, apply_correction, correct};
use domain::ledger::events::credit_corrected;

use super::Kind;

pub(crate) const CORRECT: Kind = Kind {
    name: "correct",
    weight: 4,
    happen: |life, dice| {
        let at = dice.index(life.months.len());
        let open = life.status == domain::group::GroupStatus::Active && at + 1 == life.months.len();
        let Some(month) = life.months.get_mut(at).filter(|month| !month.estimated.is_empty()) else { return false };
        let (turn, estimate) = month.estimated.swap_remove(dice.index(month.estimated.len()));
        let actual = NanoUsd(
            i64::try_from(i128::from(turn.hold.total().get()) * i128::from(dice.between(0, 140)) / 100).unwrap(),
        );
        let beside = if open { Beside::of(&month.pool, turn.user) } else { Beside::NOTHING };
        let correction = correct(&turn.hold, estimate, beside, actual);
        apply_correction(&mut month.pool, turn.user, &turn.hold, &correction);
        let charged = month.charged.entry(turn.user).or_default();
        charged.0 += actual.get() - estimate.get();
        charged.1 += correction.more_operator.get();
        assert!(correction.more_own <= beside.own, "more was taken than the member had left");
        assert!(
            correction.more_top_up <= beside.topped_up,
            "more was taken than the member had left of what they bought"
        );
        assert!(life.books.post(credit_corrected(turn.id, month.id, turn.user, &correction).unwrap()));
        true
    },
};
