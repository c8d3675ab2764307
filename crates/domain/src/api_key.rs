//! Personal API keys: what one of them may be used for, and how much of it a day.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::credit::NanoUsd;
use crate::plan::Models;

/// The most characters of a key's name.
pub const NAME_CHARS_MAX: usize = 80;
/// The most keys that a member can have at a time: more than anybody tells apart.
pub const KEYS_MAX: u64 = 50;

/// What a key may be used for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// These models of the group's plan.
    pub models: Models,
    /// So much credit on one local day of the group.
    pub daily_cap: Option<NanoUsd>,
    /// Until then.
    pub expires_at: Option<Timestamp>,
}

impl Limits {
    /// Whether the key's time is over.
    #[must_use]
    pub fn expired(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|expires_at| expires_at <= now)
    }
}

/// What a key uses on one local day: what running requests hold and what ended ones cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayCount {
    /// The day.
    pub day: Date,
    /// Held and spent on it.
    pub counted: NanoUsd,
}

impl DayCount {
    /// The count as it is on a day: a new day begins with nothing. Whoever comes at midnight with the day before counts for the new one.
    #[must_use]
    pub fn on(self, today: Date) -> Self {
        if today <= self.day { self } else { Self { day: today, counted: NanoUsd::ZERO } }
    }

    /// What a cap leaves of the day.
    #[must_use]
    pub fn left(self, cap: NanoUsd) -> NanoUsd {
        cap.less(self.counted)
    }

    /// A request holds so much.
    #[must_use]
    pub fn hold(self, held: NanoUsd) -> Self {
        Self { counted: NanoUsd(self.counted.get().saturating_add(held.get())), ..self }
    }

    /// A request that held so much on a day has ended, and costs so much. What was held on an earlier day is not counted any
    /// more.
    #[must_use]
    pub fn settle(self, held_on: Date, held: NanoUsd, cost: NanoUsd) -> Self {
        if self.day == held_on { Self { counted: self.counted.less(held), ..self }.hold(cost) } else { self }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_counts_what_is_held_and_then_what_it_cost() {
        let (monday, tuesday) = (date(2026, 11, 23), date(2026, 11, 24));
        let count = DayCount { day: monday, counted: NanoUsd::ZERO }.on(monday).hold(NanoUsd(70));
        assert_eq!((count.left(NanoUsd(100)), count.left(NanoUsd(50))), (NanoUsd(30), NanoUsd::ZERO));
        let both = count.hold(NanoUsd(30));
        assert_eq!(both.settle(monday, NanoUsd(70), NanoUsd(5)).counted, NanoUsd(35));
        // Above the hold: what it cost counts all the same.
        assert_eq!(both.settle(monday, NanoUsd(70), NanoUsd(500)).counted, NanoUsd(530));
        // The next day begins with nothing, and yesterday's requests do not make room in it.
        let next = both.on(tuesday);
        assert_eq!(next.counted, NanoUsd::ZERO);
        let next = next.hold(NanoUsd(9));
        assert_eq!(next.settle(monday, NanoUsd(70), NanoUsd(5)).counted, NanoUsd(9));
        // Nor does who comes late at midnight with Monday's date.
        assert_eq!(next.on(monday), next);
    }

    #[test]
    fn a_key_expires_at_its_time() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let limits = Limits { models: Models::All, daily_cap: None, expires_at: Some(at(10)) };
        assert_eq!((limits.expired(at(9)), limits.expired(at(10))), (false, true));
        assert!(!Limits { expires_at: None, ..limits }.expired(at(1_000_000)));
    }
}
