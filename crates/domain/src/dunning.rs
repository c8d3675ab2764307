//! Reminding of a share that is not paid, and what happens when the days of grace are over.

use jiff::{SignedDuration, Timestamp};

use crate::invoice::{GRACE_DAYS, ShareStatus};
use crate::money::Money;
use crate::period::{PeriodError, prorate};

/// On which days after the invoice somebody is reminded of their share.
pub const REMINDER_DAYS: [u32; 3] = [1, 3, 5];

/// After so many days, something is due about a share of which its member was reminded so many times.
pub const STEP_DAYS: [(u32, u32); 4] = [(0, 1), (1, 3), (2, 5), (3, GRACE_DAYS)];

/// What is to be done about a share that is not paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Remind its member; so many reminders have gone out then.
    Remind(u32),
    /// The days of grace are over: its member alone is suspended.
    Suspend,
}

/// The next step for a share, if one is due now. Nothing is done twice, and what was missed is made good by one step.
///
/// A payment under way waits for its answer first.
#[must_use]
pub fn due(status: ShareStatus, reminded: u32, invoiced_at: Timestamp, now: Timestamp) -> Option<Step> {
    if status != ShareStatus::Due {
        return None;
    }
    let passed =
        |days: u32| now.duration_since(invoiced_at) >= SignedDuration::from_hours(i64::from(days).saturating_mul(24));
    if passed(GRACE_DAYS) {
        return Some(Step::Suspend);
    }
    let due = REMINDER_DAYS.iter().filter(|day| passed(**day)).count();
    let due = u32::try_from(due).unwrap_or(u32::MAX);
    (due > reminded).then_some(Step::Remind(due))
}

/// What a share costs for the days after `day`, counted from 0, of a period of `days`: what its member has not had and will not
/// have, when they are suspended or removed on that day.
pub fn unused(amount: Money, day: u32, days: u32) -> Result<Money, PeriodError> {
    prorate(amount, day.saturating_add(1).min(days)..days, days)
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::{STEP_DAYS, Step, due, unused};
    use crate::invoice::ShareStatus;
    use crate::money::{Currency, Money};

    #[test]
    fn nothing_is_due_before_its_day() {
        let invoiced_at = Timestamp::UNIX_EPOCH;
        for (reminded, days) in STEP_DAYS {
            let on = invoiced_at + SignedDuration::from_hours(i64::from(days) * 24);
            assert!(due(ShareStatus::Due, reminded, invoiced_at, on).is_some());
            assert_eq!(due(ShareStatus::Due, reminded, invoiced_at, on - SignedDuration::from_nanos(1)), None);
        }
    }

    #[test]
    fn reminders_on_days_one_three_and_five_and_suspension_on_the_seventh() {
        let invoiced_at: Timestamp = "2026-11-23T00:00:00Z".parse().unwrap();
        let at = |hours, reminded| {
            due(ShareStatus::Due, reminded, invoiced_at, invoiced_at + SignedDuration::from_hours(hours))
        };
        assert_eq!(at(23, 0), None);
        assert_eq!(at(24, 0), Some(Step::Remind(1)));
        assert_eq!(at(71, 1), None);
        assert_eq!(at(72, 1), Some(Step::Remind(2)));
        // The server was down: one reminder, not two.
        assert_eq!(at(121, 0), Some(Step::Remind(3)));
        assert_eq!(at(167, 3), None);
        assert_eq!(at(168, 3), Some(Step::Suspend));
        for status in ShareStatus::ALL.iter().filter(|status| **status != ShareStatus::Due) {
            assert_eq!(due(*status, 0, invoiced_at, Timestamp::MAX), None, "{status}");
        }
    }

    #[test]
    fn what_is_unused_begins_tomorrow() {
        let share = Money::new(3000, Currency::USD);
        for (day, days, minor) in [(0, 30, 2900), (11, 30, 1800), (29, 30, 0), (45, 30, 0), (0, 28, 3000 - 107)] {
            assert_eq!(unused(share, day, days).map(|money| money.minor), Ok(minor));
        }
    }
}
