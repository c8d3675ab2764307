//! What somebody who joins in the middle of a period pays, and to whom it goes: the money follows the day slices (MONEY.md §2).
//!
//! A joiner takes the same fraction of everybody's coming slices. What these slices cost is their share; each member whose
//! share paid for them gets that part back when the joiner has paid.

use std::ops::Range;

use crate::apportion::apportion;
use crate::fair_share::weights;
use crate::money::{Money, MoneyError};
use crate::period::{PeriodError, prorate};

/// A part of a share that is given away: slices from a day on went to somebody who joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    /// From which day on, counted from 0.
    pub from_day: u32,
    /// What these slices cost.
    pub amount: Money,
}

/// A share of a period's bill, with what was given away of the days that it pays for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stake {
    /// What was invoiced.
    pub amount: Money,
    /// The first day that it pays for; 0, or the day on which its member joined or the plan changed.
    pub from_day: u32,
    /// Parts of it that others have taken over.
    pub given: Vec<Given>,
}

/// Why a part of a share cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StakeError {
    /// Days that are not in the period.
    #[error(transparent)]
    Days(#[from] PeriodError),
    /// Amounts that do not add up.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl Stake {
    /// What of it the days from `day` on cost, of a period of `days`: what was given away of them is not its any more.
    pub fn left(&self, day: u32, days: u32) -> Result<Money, StakeError> {
        let mut left = of_days(self.amount, self.from_day, day, days)?;
        for given in &self.given {
            left = left.checked_sub(of_days(given.amount, given.from_day, day, days)?)?;
        }
        Ok(Money::new(left.minor.max(0), left.currency))
    }

    /// What its member has not had and will not have, when they are suspended or removed on `day`.
    pub fn unused(&self, day: u32, days: u32) -> Result<Money, StakeError> {
        self.left(day.saturating_add(1).min(days), days)
    }

    /// What of it follows the slices that somebody takes over who joins on `day` with so much of all weights.
    pub fn follows(&self, weight: u64, all_weights: u64, day: u32, days: u32) -> Result<Money, StakeError> {
        let left = self.left(day, days)?;
        let product = i128::from(left.minor).saturating_mul(i128::from(weight));
        let part = product.checked_div(i128::from(all_weights)).unwrap_or(0);
        Ok(Money::new(i64::try_from(part).unwrap_or(i64::MAX), left.currency))
    }
}

/// Divides what a joiner has paid among those whose slices they have: each as much as followed, or in proportion to it when
/// less was paid, because the joiner's own share was lowered.
#[must_use]
pub fn passed_on(paid: Money, follows: &[Money]) -> Vec<Money> {
    let minors: Vec<i64> = follows.iter().map(|amount| amount.minor).collect();
    let parts = apportion(paid.minor.max(0), &weights(&minors)).unwrap_or_default();
    let parts = parts.into_iter().zip(&minors).map(|(part, most)| part.min(*most));
    parts.map(|part| Money::new(part, paid.currency)).collect()
}

/// What the days from `day` on cost of an amount that pays for those from `from` to the period's end.
fn of_days(amount: Money, from: u32, day: u32, days: u32) -> Result<Money, PeriodError> {
    let whole = days.checked_sub(from).filter(|whole| *whole > 0).ok_or(PeriodError::NotWithin)?;
    let Range { start, end } = day.saturating_sub(from).min(whole)..whole;
    prorate(amount, start..end, whole)
}

#[cfg(test)]
mod tests {
    use super::{Given, Stake, passed_on};
    use crate::money::{Currency, Money};

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    fn stake(minor: i64) -> Stake {
        Stake { amount: usd(minor), from_day: 0, given: Vec::new() }
    }

    #[test]
    fn the_money_follows_the_slices() {
        // Two pay 12.00 each for a Trio. Who joins in the middle takes a third of what comes from each: 2.00 of 6.00.
        assert_eq!(stake(1200).follows(1, 3, 15, 30), Ok(usd(200)));
        assert_eq!(stake(1200).follows(1, 3, 0, 30), Ok(usd(400)));
        assert_eq!(stake(0).follows(1, 3, 15, 30), Ok(usd(0)));
        assert_eq!(stake(1).follows(1, 3, 15, 30), Ok(usd(0)));
    }

    #[test]
    fn join_on_the_last_day() {
        // That day, and no other: 0.40 each, a third of it.
        assert_eq!(stake(1200).follows(1, 3, 29, 30), Ok(usd(13)));
        assert!(stake(1200).follows(1, 3, 30, 30).unwrap().is_zero());
    }

    #[test]
    fn what_was_given_away_is_not_given_twice() {
        let mut stake = stake(1200);
        stake.given.push(Given { from_day: 15, amount: usd(200) });
        assert_eq!(stake.left(15, 30), Ok(usd(400)));
        // Ten days later a third of both is left: 2.00 of 6.00, less 0.67 of 2.00.
        assert_eq!(stake.left(25, 30), Ok(usd(200 - 67)));
        assert_eq!(stake.left(0, 30), Ok(usd(1000)));
        assert_eq!(stake.unused(29, 30), Ok(usd(0)));
    }

    #[test]
    fn join_and_leave_the_same_day() {
        // Who joined on day 15 pays for 15 days; removed that day, one of them.
        let joined = Stake { from_day: 15, ..stake(400) };
        assert_eq!(joined.left(15, 30), Ok(usd(400)));
        assert_eq!(joined.unused(15, 30), Ok(usd(400 - 26)));
        assert_eq!(joined.unused(29, 30), Ok(usd(0)));
    }

    #[test]
    fn what_is_paid_is_passed_on_and_never_more() {
        assert_eq!(passed_on(usd(400), &[usd(200), usd(200)]), [usd(200), usd(200)]);
        assert_eq!(passed_on(usd(27), &[usd(200), usd(200)]), [usd(14), usd(13)]);
        assert_eq!(passed_on(usd(500), &[usd(200), usd(200)]), [usd(200), usd(200)]);
        assert_eq!(passed_on(usd(0), &[usd(200), usd(0)]), [usd(0), usd(0)]);
    }
}
