//! Where a pace leads.

use crate::credit::NanoUsd;

/// What will have been used by a period's end, if every coming day is like the days so far, today included.
#[must_use]
pub fn forecast(used: NanoUsd, day: u32, days: u32) -> NanoUsd {
    let passed = i128::from(day).saturating_add(1);
    let all = i128::from(days).max(passed);
    let forecast = i128::from(used.get()).saturating_mul(all).checked_div(passed).unwrap_or_default();
    NanoUsd(i64::try_from(forecast).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_is_carried_on_to_the_end_and_never_less_than_what_is_used() {
        for (used, day, days, expected) in [
            (0, 0, 30, 0),
            (100, 0, 30, 3000),
            (100, 9, 30, 300),
            (101, 29, 30, 101),
            (100, 40, 30, 100),
            (i64::MAX, 0, 31, i64::MAX),
        ] {
            assert_eq!(forecast(NanoUsd(used), day, days), NanoUsd(expected), "{used} on day {day} of {days}");
        }
    }
}
