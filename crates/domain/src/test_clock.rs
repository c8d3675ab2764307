//! The test clock: a sandbox group's time, which an operator moves ahead of the database's. It only ever goes forwards.

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use crate::words::words;

/// How many leaps can be made at once.
pub const LEAPS_MAX: u32 = 36;
/// How far ahead a sandbox can be, in years: further, and calendars and vendors' prices mean nothing.
pub const YEARS_AHEAD_MAX: i64 = 10;

words! {
    /// How far a sandbox's clock is moved.
    Leap {
        /// To the same time on the next day.
        Day = "day",
        /// Seven days.
        Week = "week",
        /// To the same day of the next month, or its last.
        Month = "month",
    }
}

/// Why a clock is not moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LeapRefused {
    /// Real groups live in real time.
    #[error("only a sandbox's clock can be moved")]
    NotASandbox,
    /// None, or more than [`LEAPS_MAX`].
    #[error("a clock is moved 1 to {LEAPS_MAX} times at once")]
    Times,
    /// More than [`YEARS_AHEAD_MAX`] ahead of the real time.
    #[error("a sandbox can be {YEARS_AHEAD_MAX} years ahead at most")]
    TooFar,
}

/// Where a sandbox's clock is after so many leaps, by the calendar of its zone: days have the hours that they have there.
pub fn leap(
    is_sandbox: bool,
    now: Timestamp,
    real_now: Timestamp,
    by: Leap,
    times: u32,
    zone: &TimeZone,
) -> Result<Timestamp, LeapRefused> {
    if !is_sandbox {
        return Err(LeapRefused::NotASandbox);
    }
    if !(1..=LEAPS_MAX).contains(&times) {
        return Err(LeapRefused::Times);
    }
    let times = i64::from(times);
    let span = match by {
        Leap::Day => Span::new().try_days(times),
        Leap::Week => Span::new().try_weeks(times),
        Leap::Month => Span::new().try_months(times),
    };
    let moved = |from: Timestamp, span: Span| from.to_zoned(zone.clone()).checked_add(span);
    let to = span.and_then(|span| moved(now, span)).map_err(|_| LeapRefused::TooFar)?;
    let furthest = Span::new().try_years(YEARS_AHEAD_MAX).and_then(|span| moved(real_now, span));
    let furthest = furthest.map_err(|_| LeapRefused::TooFar)?;
    if to > furthest { Err(LeapRefused::TooFar) } else { Ok(to.timestamp()) }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::tz::TimeZone;

    use super::{Leap, LeapRefused, leap};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_clock_leaps_by_the_calendar_of_its_zone() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let from = at("2027-03-27T11:00:00Z");
        let to = |by, times| leap(true, from, from, by, times, &berlin).map(|to| to.to_string());
        // Summer time begins on the 28th: the next noon is 23 hours away.
        assert_eq!(to(Leap::Day, 1).unwrap(), "2027-03-28T10:00:00Z");
        assert_eq!(to(Leap::Week, 2).unwrap(), "2027-04-10T10:00:00Z");
        assert_eq!(to(Leap::Month, 11).unwrap(), "2028-02-27T11:00:00Z");
        let last = leap(true, at("2027-01-31T11:00:00Z"), from, Leap::Month, 1, &berlin).unwrap();
        assert_eq!(last, at("2027-02-28T11:00:00Z"));
    }

    #[test]
    fn only_a_sandbox_leaps_and_not_for_ever() {
        let now = at("2027-03-27T11:00:00Z");
        let ahead = at("2036-12-01T00:00:00Z");
        let refused =
            |is_sandbox, from, times| leap(is_sandbox, from, now, Leap::Month, times, &TimeZone::UTC).unwrap_err();
        assert_eq!(refused(false, now, 1), LeapRefused::NotASandbox);
        assert_eq!(refused(true, now, 0), LeapRefused::Times);
        assert_eq!(refused(true, now, 37), LeapRefused::Times);
        assert_eq!(refused(true, ahead, 4), LeapRefused::TooFar);
        assert_eq!(refused(true, Timestamp::MAX, 36), LeapRefused::TooFar);
    }
}
