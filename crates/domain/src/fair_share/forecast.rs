//! Where a pace leads.

use crate::credit::NanoUsd;

/// What will have been used by a period's end, and whether that is more than there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// What will have been used by the end: never more than can be had.
    pub by_end: NanoUsd,
    /// The day on which the part is used up, counted from 0; `None`: it lasts.
    pub used_up_on: Option<u32>,
}

/// Carries on what was used so far, today included, as if every coming day were like that. `part` is what one can count on, and `limit`
/// all that could be had, with what others leave.
#[must_use]
pub fn forecast(used: NanoUsd, part: NanoUsd, limit: NanoUsd, day: u32, days: u32) -> Forecast {
    let passed = i128::from(day).saturating_add(1);
    let days = i128::from(days).max(passed);
    let used = i128::from(used.get());
    let by_pace = used.saturating_mul(days).checked_div(passed).unwrap_or_default();
    let by_end = by_pace.min(i128::from(limit.get()).max(used));
    // The first day by whose end more would be wanted than there is; of what is used up today already, today.
    let first = i128::from(part.get()).saturating_mul(passed).checked_div(used);
    let used_up_on = first.map(|first| first.max(i128::from(day))).filter(|first| *first < days);
    Forecast {
        by_end: NanoUsd(i64::try_from(by_end).unwrap_or(i64::MAX)),
        used_up_on: used_up_on.and_then(|first| u32::try_from(first).ok()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn led(used: i64, part: i64, limit: i64, day: u32, days: u32) -> (i64, Option<u32>) {
        let forecast = forecast(NanoUsd(used), NanoUsd(part), NanoUsd(limit), day, days);
        (forecast.by_end.get(), forecast.used_up_on)
    }

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
            assert_eq!(led(used, i64::MAX, i64::MAX, day, days).0, expected, "{used} on day {day} of {days}");
        }
    }

    #[test]
    fn what_is_not_there_is_not_used_and_its_last_day_is_told() {
        for (used, part, limit, day, expected) in [
            // 100 a day: 3000 by the end, and 1000 last for ten days.
            (100, 1000, 1000, 0, (1000, Some(10))),
            (100, 999, 1000, 0, (1000, Some(9))),
            (500, 1000, 2000, 4, (2000, Some(10))),
            (100, 2999, 5000, 0, (3000, Some(29))),
            (100, 3000, 5000, 0, (3000, None)),
            // Used up, or more than that: no later than today.
            (1000, 1000, 1000, 4, (1000, Some(5))),
            (1001, 1000, 1000, 4, (1001, Some(4))),
            (1000, 100, 1000, 4, (1000, Some(4))),
            (1000, 1000, 1000, 29, (1000, None)),
            (0, 0, 0, 4, (0, None)),
        ] {
            assert_eq!(led(used, part, limit, day, 30), expected, "{used} of {part} and {limit} on day {day}");
        }
    }
}
