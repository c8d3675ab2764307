//! Periods: a group's billing months, and the days in them.

use std::ops::Range;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, Unit};

use crate::money::Money;
use crate::words::words;

words! {
    /// What state a period is in.
    PeriodStatus {
        /// Its credit can be used.
        Open = "open",
        /// Over; turns that began in it are still running.
        Closing = "closing",
        /// Over, and nothing of it changes any more.
        Closed = "closed",
    }
}

/// One billing month: half-open, with bounds that stay as they were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// Counted from 0, the group's first period.
    pub number: u32,
    /// Local midnight of the first day.
    pub starts_at: Timestamp,
    /// Local midnight after the last day: the next period's start.
    pub ends_at: Timestamp,
    /// The first local date.
    pub starts_on: Date,
    /// How many local dates it has: 28 to 31.
    pub days: u32,
}

/// Why there is no such period or part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// Beyond the calendar (years -9999 to 9999).
    #[error("the period is beyond the calendar")]
    OutOfRange,
    /// A part that is not within the days of the whole.
    #[error("these days are not within the period")]
    NotWithin,
}

impl From<jiff::Error> for PeriodError {
    fn from(_: jiff::Error) -> Self {
        Self::OutOfRange
    }
}

/// Period `number` of a group whose first period starts on `anchor`, in the group's time zone.
///
/// It starts `number` months after the anchor itself, the day clamped to the month: from January 31 follow
/// February 28 or 29, March 31 and April 30. Where a day has no midnight, it starts at its first instant.
pub fn bounds(anchor: Date, zone: &TimeZone, number: u32) -> Result<Period, PeriodError> {
    let starts_on = months_after(anchor, number)?;
    let ends_on = months_after(anchor, number.checked_add(1).ok_or(PeriodError::OutOfRange)?)?;
    Ok(Period {
        number,
        starts_at: first_instant(starts_on, zone)?,
        ends_at: first_instant(ends_on, zone)?,
        starts_on,
        days: days_between(starts_on, ends_on)?,
    })
}

impl Period {
    /// Whether this instant belongs to the period.
    #[must_use]
    pub fn contains(&self, now: Timestamp) -> bool {
        self.starts_at <= now && now < self.ends_at
    }

    /// The day of the period, counted from 0, by the local date; before the period its first day, after it its last.
    #[must_use]
    pub fn day_of(&self, now: Timestamp, zone: &TimeZone) -> u32 {
        let last = self.days.saturating_sub(1);
        let today = now.to_zoned(zone.clone()).date();
        if today <= self.starts_on {
            return 0;
        }
        days_between(self.starts_on, today).map_or(last, |day| day.min(last))
    }

    /// The date of a day of the period, counted from 0.
    pub fn date_of(&self, day: u32) -> Result<Date, PeriodError> {
        Ok(self.starts_on.checked_add(Span::new().try_days(i64::from(day))?)?)
    }

    /// When a day of the period begins; for the day after the last, when the period ends.
    pub fn day_starts_at(&self, day: u32, zone: &TimeZone) -> Result<Timestamp, PeriodError> {
        match day {
            0 => Ok(self.starts_at),
            day if day == self.days => Ok(self.ends_at),
            day if day > self.days => Err(PeriodError::NotWithin),
            day => first_instant(self.date_of(day)?, zone),
        }
    }
}

/// The part of `total` that falls on some days, counted from 0, of a period that has `of` days.
///
/// `floor(T*end/D) - floor(T*start/D)`: pieces that tile the period sum to the total. What is left from day `d` on,
/// that day included, is `prorate(total, d..of, of)`.
pub fn prorate(total: Money, days: Range<u32>, of: u32) -> Result<Money, PeriodError> {
    if of == 0 || days.end > of || days.start > days.end {
        return Err(PeriodError::NotWithin);
    }
    let until = |day: u32| {
        // An i64 times a u32 fits; `of` is not 0; the quotient is at most the total.
        let product = i128::from(total.minor).saturating_mul(i128::from(day));
        i64::try_from(product.div_euclid(i128::from(of))).unwrap_or(total.minor)
    };
    let minor = until(days.end).saturating_sub(until(days.start));
    Ok(Money::new(minor, total.currency))
}

fn months_after(anchor: Date, months: u32) -> Result<Date, PeriodError> {
    Ok(anchor.checked_add(Span::new().try_months(i64::from(months))?)?)
}

fn first_instant(date: Date, zone: &TimeZone) -> Result<Timestamp, PeriodError> {
    Ok(date.to_zoned(zone.clone())?.timestamp())
}

fn days_between(from: Date, to: Date) -> Result<u32, PeriodError> {
    let days = from.until((Unit::Day, to))?.get_days();
    u32::try_from(days).map_err(|_| PeriodError::OutOfRange)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    use super::{PeriodError, bounds, prorate};
    use crate::money::{Currency, Money};

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    #[test]
    fn anchor_on_the_31st() {
        let starts: Vec<String> = (0..6)
            .map(|k| bounds(date(2027, 1, 31), &TimeZone::UTC, k).unwrap())
            .map(|period| format!("{} {}", period.starts_on, period.days))
            .collect();
        assert_eq!(
            starts,
            ["2027-01-31 28", "2027-02-28 31", "2027-03-31 30", "2027-04-30 31", "2027-05-31 30", "2027-06-30 31",]
        );
        let leap = bounds(date(2027, 1, 31), &TimeZone::UTC, 13).unwrap();
        assert_eq!((leap.starts_on, leap.days), (date(2028, 2, 29), 31));
    }

    #[test]
    fn daylight_saving_inside_a_period() {
        let berlin = zone("Europe/Berlin");
        let march = bounds(date(2027, 3, 15), &berlin, 0).unwrap();
        assert_eq!(march.starts_at.to_string(), "2027-03-14T23:00:00Z");
        assert_eq!(march.ends_at.to_string(), "2027-04-14T22:00:00Z");
        // An hour is missing, no day is.
        assert_eq!(march.days, 31);
        let day_of = |instant: &str| march.day_of(instant.parse().unwrap(), &berlin);
        assert_eq!(day_of("2027-03-14T22:59:59Z"), 0);
        assert_eq!(day_of("2027-03-14T23:00:00Z"), 0);
        assert_eq!(day_of("2027-03-27T22:59:59Z"), 12);
        assert_eq!(day_of("2027-03-27T23:00:00Z"), 13);
        assert_eq!(day_of("2027-03-28T22:00:00Z"), 14);
        assert_eq!(day_of("2027-04-14T21:59:59Z"), 30);
        assert_eq!(day_of("2027-05-01T00:00:00Z"), 30);
        assert!(march.contains(march.starts_at) && !march.contains(march.ends_at));
        for day in 0..31 {
            let start = march.day_starts_at(day, &berlin).unwrap();
            assert_eq!(march.day_of(start, &berlin), day);
        }
        assert_eq!(march.day_starts_at(31, &berlin), Ok(march.ends_at));
        assert_eq!(march.day_starts_at(32, &berlin), Err(PeriodError::NotWithin));
    }

    #[test]
    fn a_day_without_midnight_starts_at_its_first_instant() {
        // Clocks in Beirut go from 23:59:59 to 01:00 on the last Sunday of March.
        let beirut = zone("Asia/Beirut");
        let period = bounds(date(2026, 3, 29), &beirut, 0).unwrap();
        assert_eq!(period.starts_at.to_string(), "2026-03-28T22:00:00Z");
        assert_eq!(period.day_of(period.starts_at, &beirut), 0);
    }

    #[test]
    fn prorated_in_whole_days() {
        let total = Money::new(2400, Currency::USD);
        let part = |days, of| prorate(total, days, of).map(|money| money.minor);
        assert_eq!(part(0..30, 30), Ok(2400));
        assert_eq!(part(12..30, 30), Ok(1440));
        assert_eq!(part(29..30, 30), Ok(80));
        assert_eq!(part(30..30, 30), Ok(0));
        // Rounding is for whoever used the days: T - floor(T*d/D).
        assert_eq!(part(1..31, 31), Ok(2400 - 77));
        assert_eq!(part(0..32, 31), Err(PeriodError::NotWithin));
        assert_eq!(part(0..0, 0), Err(PeriodError::NotWithin));
    }

    #[test]
    fn the_end_of_the_calendar_is_refused() {
        let end = bounds(date(9999, 12, 1), &TimeZone::UTC, 0);
        assert_eq!(end, Err(PeriodError::OutOfRange));
        let far = bounds(date(2027, 1, 1), &TimeZone::UTC, u32::MAX);
        assert_eq!(far, Err(PeriodError::OutOfRange));
    }
}
