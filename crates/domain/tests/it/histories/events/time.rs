//! Time goes by: minutes, days, and sometimes more than a month while the server is down.

use jiff::SignedDuration;

use super::Kind;

pub(crate) const PASS: Kind = Kind {
    name: "time passes",
    weight: 26,
    happen: |life, dice| {
        let hours = match dice.below(20) {
            0 => dice.between(24 * 30, 24 * 75),
            1..=8 => dice.between(0, 30),
            _ => dice.between(24, 24 * 25),
        };
        life.pass(SignedDuration::from_hours(hours) + SignedDuration::from_secs(dice.between(0, 3600)));
        true
    },
};
