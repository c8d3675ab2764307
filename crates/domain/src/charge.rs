//! Payments by card: how much is charged, when it is tried, and what the vendor's word makes of an attempt.
//!
//! What is too little to charge is not lost and holds nobody up: it is put off, and goes with the payer's next charge.

use jiff::{SignedDuration, Timestamp};

use crate::invoice::ShareStatus;
use crate::money::{Money, MoneyError};
use crate::payment::PaymentStatus;
use crate::share::{AmountRefused, Share};

/// On which days after the invoice a saved card is charged, until it works.
pub const CHARGE_DAYS: [u32; 5] = [0, 1, 3, 5, 7];
/// How long a payer has to confirm a charge at their bank. Shorter than the steps between tries.
pub const CONFIRMATION_HOURS: i64 = 22;

/// What a vendor can charge in a currency, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The least.
    pub minimum: i64,
    /// Charges are multiples of it.
    pub step: i64,
}

impl Limits {
    /// Any amount.
    pub const NONE: Self = Self { minimum: 1, step: 1 };

    /// The most that can be charged of an amount.
    const fn floor(self, minor: i64) -> i64 {
        let step = if self.step < 1 { 1 } else { self.step };
        match minor.checked_rem(step) {
            Some(rest) => minor.saturating_sub(rest),
            None => minor,
        }
    }
}

/// What is done about an amount that is to be paid by card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// It is too little to charge, with all that waits.
    PutOff,
    /// This much is charged.
    Charge(Money),
}

/// How much is charged for what is open of a share, together with what waits for the payer's next charge.
pub fn plan(open: Money, waiting: Money, limits: Limits) -> Result<Plan, MoneyError> {
    let charged = limits.floor(open.checked_add(waiting)?.minor);
    let too_little = charged <= 0 || charged < limits.minimum;
    Ok(if too_little { Plan::PutOff } else { Plan::Charge(Money::new(charged, open.currency)) })
}

/// Where a charge that arrived goes. `settles + waited + more` is what arrived; `settles + put_off` is what leaves the share's
/// open amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// The share afterwards.
    pub share: Share,
    /// What it pays of the share.
    pub settles: Money,
    /// What it pays of what waited.
    pub waited: Money,
    /// What is left of the share and cannot be charged alone: it waits now.
    pub put_off: Money,
    /// What is more than was owed, and is on the payer's balance now.
    pub more: Money,
}

/// Takes a charge that was as `status` says: first for the share, then for what waited. What is open or waits may have changed since
/// it was begun. Where it was given up before, another attempt may be under way: that one ends before the share is anything else.
pub fn arrive(
    status: PaymentStatus,
    share: Share,
    waiting: Money,
    arrived: Money,
    limits: Limits,
) -> Result<Arrival, AmountRefused> {
    let another_is_under_way = status == PaymentStatus::Failed && share.status() == ShareStatus::Processing;
    let settled = share.settle(arrived)?;
    let currency = arrived.currency;
    let waited = settled.more.minor.min(waiting.minor.max(0));
    let left = settled.share.open();
    let rounded_off = if left.minor > 0 && left.minor < limits.step { left } else { Money::zero(currency) };
    let share = if rounded_off.is_zero() { settled.share } else { settled.share.settle(rounded_off)?.share };
    let share = if another_is_under_way { share.with_status(ShareStatus::Processing) } else { share };
    Ok(Arrival {
        share,
        settles: settled.settles,
        waited: Money::new(waited, currency),
        put_off: rounded_off,
        more: Money::new(settled.more.minor.saturating_sub(waited), currency),
    })
}

/// The number of the try that is due now, of a share whose member has saved a card and on which so many tries were made. What was
/// missed is made good by one.
#[must_use]
pub fn next_try(status: ShareStatus, tried: u32, invoiced_at: Timestamp, now: Timestamp) -> Option<u32> {
    if !matches!(status, ShareStatus::Due | ShareStatus::PastDue) {
        return None;
    }
    let due = tries_due(invoiced_at, now);
    (due > tried).then_some(due)
}

/// How many tries were due by now. A member's own attempt counts as the last of them: a card that was just declined is not tried
/// again before the next of the days.
#[must_use]
pub fn tries_due(invoiced_at: Timestamp, now: Timestamp) -> u32 {
    let passed =
        |days: u32| now.duration_since(invoiced_at) >= SignedDuration::from_hours(i64::from(days).saturating_mul(24));
    let due = CHARGE_DAYS.iter().filter(|day| passed(**day)).count();
    u32::try_from(due).unwrap_or(u32::MAX)
}

/// When a saved card is tried again, of a share that was invoiced then; `None`: not any more.
#[must_use]
pub fn tried_again_at(invoiced_at: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let days = CHARGE_DAYS.iter().map(|day| SignedDuration::from_hours(i64::from(*day).saturating_mul(24)));
    days.filter_map(|days| invoiced_at.checked_add(days).ok()).find(|at| *at > now)
}

/// What a vendor says about a charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Word {
    /// It is on its way.
    Processing,
    /// The payer's bank wants them to confirm it.
    ActionRequired,
    /// The money is there.
    Succeeded,
    /// It did not work, and will not.
    Failed,
}

/// What the vendor's word makes of an attempt; `None`: nothing that is not so already. Words come late, twice and in any order;
/// money that arrives counts whatever was said before.
#[must_use]
pub const fn hear(status: PaymentStatus, word: Word) -> Option<PaymentStatus> {
    match (status, word) {
        (PaymentStatus::Sending | PaymentStatus::ActionRequired | PaymentStatus::Failed, Word::Succeeded) => {
            Some(PaymentStatus::Confirmed)
        }
        (PaymentStatus::Sending | PaymentStatus::ActionRequired, Word::Failed) => Some(PaymentStatus::Failed),
        (PaymentStatus::Sending, Word::ActionRequired) => Some(PaymentStatus::ActionRequired),
        _ => None,
    }
}

/// Whether a payer has had their time to confirm a charge at their bank.
#[must_use]
pub fn is_abandoned(status: PaymentStatus, since: Timestamp, now: Timestamp) -> bool {
    status == PaymentStatus::ActionRequired
        && now.duration_since(since) >= SignedDuration::from_hours(CONFIRMATION_HOURS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    const USD: Limits = Limits { minimum: 50, step: 1 };
    const KWD: Limits = Limits { minimum: 10, step: 10 };

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    #[test]
    fn share_below_minimum_charge() {
        for (open, waiting, expected) in [
            (800, 0, Plan::Charge(usd(800))),
            (49, 0, Plan::PutOff),
            (50, 0, Plan::Charge(usd(50))),
            (20, 29, Plan::PutOff),
            (20, 30, Plan::Charge(usd(50))),
        ] {
            assert_eq!(plan(usd(open), usd(waiting), USD), Ok(expected), "{open} {waiting}");
        }
        assert!(plan(usd(1), Money::new(1, Currency::EUR), USD).is_err());
    }

    #[test]
    fn jpy_and_kwd() {
        let kwd = |minor| Money::new(minor, Currency::KWD);
        assert_eq!(plan(kwd(2667), kwd(0), KWD), Ok(Plan::Charge(kwd(2660))));
        let sending = PaymentStatus::Sending;
        let arrived = arrive(sending, Share::new(kwd(2667)), kwd(0), kwd(2660), KWD).unwrap();
        assert_eq!((arrived.settles, arrived.put_off, arrived.share.status()), (kwd(2660), kwd(7), ShareStatus::Paid));
        // The 7 fils come with the next charge.
        assert_eq!(plan(kwd(2667), kwd(7), KWD), Ok(Plan::Charge(kwd(2670))));
        let next = arrive(sending, Share::new(kwd(2667)), kwd(7), kwd(2670), KWD).unwrap();
        assert_eq!((next.settles, next.waited, next.put_off, next.more), (kwd(2667), kwd(3), kwd(0), kwd(0)));

        let jpy = |minor| Money::new(minor, Currency::JPY);
        assert_eq!(plan(jpy(1267), jpy(0), Limits { minimum: 50, step: 1 }), Ok(Plan::Charge(jpy(1267))));
        assert_eq!(plan(jpy(49), jpy(0), Limits { minimum: 50, step: 1 }), Ok(Plan::PutOff));
    }

    #[test]
    fn what_arrives_pays_the_share_then_what_waited_and_the_rest_is_balance() {
        for (open, waiting, arrived, parts) in [
            (800, 0, 800, (800, 0, 0, 0)),
            (800, 30, 830, (800, 30, 0, 0)),
            // Lowered or paid for meanwhile.
            (500, 30, 830, (500, 30, 0, 300)),
            (500, 0, 830, (500, 0, 0, 330)),
            // More is open than was charged: it stays open.
            (900, 0, 800, (800, 0, 0, 0)),
        ] {
            let share = Share::new(usd(open)).with_status(ShareStatus::Processing);
            let Arrival { settles, waited, put_off, more, .. } =
                arrive(PaymentStatus::Sending, share, usd(waiting), usd(arrived), USD).unwrap();
            assert_eq!((settles.minor, waited.minor, put_off.minor, more.minor), parts, "{open} {waiting} {arrived}");
        }
    }

    #[test]
    fn a_charge_that_arrives_after_it_was_given_up_leaves_the_attempt_under_way_to_end() {
        let claimed = Share::new(usd(800)).with_status(ShareStatus::Processing);
        let late = arrive(PaymentStatus::Failed, claimed, usd(0), usd(800), USD).unwrap().share;
        assert_eq!((late.status(), late.open()), (ShareStatus::Processing, usd(0)));
        assert_eq!(late.payment_failed().status(), ShareStatus::Paid);
        assert_eq!(late.settle(usd(800)).unwrap().more, usd(800), "what the other brings is too much");
        // Taken back by a bank meanwhile: still the other attempt ends first, and no third can begin.
        let reopened = late.reopen(usd(800), usd(800)).unwrap().share;
        assert_eq!((reopened.status(), reopened.open()), (ShareStatus::Processing, usd(800)));
        let due = Share::new(usd(800));
        assert_eq!(
            arrive(PaymentStatus::Failed, due, usd(0), usd(800), USD).unwrap().share.status(),
            ShareStatus::Paid
        );
    }

    #[test]
    fn a_card_is_tried_on_days_zero_one_three_five_and_seven() {
        let invoiced_at: Timestamp = "2026-11-23T00:00:00Z".parse().unwrap();
        let at = |hours, tried| {
            next_try(ShareStatus::Due, tried, invoiced_at, invoiced_at + SignedDuration::from_hours(hours))
        };
        assert_eq!(at(0, 0), Some(1));
        assert_eq!(at(23, 1), None);
        assert_eq!(at(24, 1), Some(2));
        assert_eq!(at(72, 2), Some(3));
        assert_eq!(at(120, 3), Some(4));
        assert_eq!(at(168, 4), Some(5));
        assert_eq!(at(9_999, 5), None);
        // The server was down for days: one try, not three.
        assert_eq!(at(100, 0), Some(3));
        let again = |hours| {
            let again_at = tried_again_at(invoiced_at, invoiced_at + SignedDuration::from_hours(hours));
            again_at.map(|again_at| again_at.duration_since(invoiced_at).as_hours() / 24)
        };
        assert_eq!([0, 23, 24, 100, 167, 168].map(again), [Some(1), Some(1), Some(3), Some(5), Some(7), None]);
        assert_eq!(next_try(ShareStatus::PastDue, 4, invoiced_at, Timestamp::MAX), Some(5));
        for status in [ShareStatus::Processing, ShareStatus::Paid, ShareStatus::Covered, ShareStatus::Voided] {
            assert_eq!(next_try(status, 0, invoiced_at, Timestamp::MAX), None, "{status}");
        }
    }

    #[test]
    fn the_vendors_word_counts_once_in_any_order() {
        use PaymentStatus::{ActionRequired, Confirmed, Failed, Sending};
        let table = [
            (Sending, Word::Processing, None),
            (Sending, Word::ActionRequired, Some(ActionRequired)),
            (Sending, Word::Succeeded, Some(Confirmed)),
            (Sending, Word::Failed, Some(Failed)),
            (ActionRequired, Word::ActionRequired, None),
            (ActionRequired, Word::Succeeded, Some(Confirmed)),
            (ActionRequired, Word::Failed, Some(Failed)),
            (Failed, Word::ActionRequired, None),
            (Failed, Word::Failed, None),
            (Failed, Word::Succeeded, Some(Confirmed)),
        ];
        for (status, word, expected) in table {
            assert_eq!(hear(status, word), expected, "{status} {word:?}");
        }
        for ended in PaymentStatus::ALL.iter().filter(|status| !matches!(status, Sending | ActionRequired | Failed)) {
            for word in [Word::Processing, Word::ActionRequired, Word::Succeeded, Word::Failed] {
                assert_eq!(hear(*ended, word), None, "{ended} {word:?}");
            }
        }
    }

    #[test]
    fn who_does_not_confirm_at_their_bank_in_time_has_not_paid() {
        let since = Timestamp::UNIX_EPOCH;
        let at = |status, hours| is_abandoned(status, since, since + SignedDuration::from_hours(hours));
        assert!(!at(PaymentStatus::ActionRequired, CONFIRMATION_HOURS - 1));
        assert!(at(PaymentStatus::ActionRequired, CONFIRMATION_HOURS));
        assert!(!at(PaymentStatus::Sending, 9_999), "only the vendor knows");
    }
}
