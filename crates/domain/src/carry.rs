//! What rounding owes a member: a fraction of a minor unit, carried from period to period.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The finest fraction that is kept. Splits whose weights change from period to period multiply their
/// denominators; one that would become larger is rounded to this.
const FINEST: i128 = 1_000_000_000_000;

/// Exact part minus paid part so far, in minor units, as a reduced fraction.
///
/// Above zero for whoever has paid too little by rounding; over a group it sums to zero. Written and stored as
/// `2/3`, `-1/3` or `0/1`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Carry {
    numerator: i64,
    denominator: i64,
}

/// A text or pair of numbers that is no fraction, or one too large to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no fraction of a minor unit")]
pub struct CarryError;

impl Carry {
    /// Nothing owed, as for a new member.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };

    /// `numerator / denominator` of a minor unit, reduced.
    pub fn new(numerator: i64, denominator: i64) -> Result<Self, CarryError> {
        Self::reduced(i128::from(numerator), i128::from(denominator))
    }

    /// Above the line, reduced.
    #[must_use]
    pub const fn numerator(self) -> i64 {
        self.numerator
    }

    /// Below the line, reduced; above zero.
    #[must_use]
    pub const fn denominator(self) -> i64 {
        self.denominator
    }

    /// This plus `numerator / denominator`.
    pub(crate) fn plus(self, numerator: i128, denominator: i128) -> Result<Self, CarryError> {
        let left = i128::from(self.numerator).checked_mul(denominator);
        let right = numerator.checked_mul(i128::from(self.denominator));
        let below = i128::from(self.denominator).checked_mul(denominator);
        let above = left.zip(right).and_then(|(l, r)| l.checked_add(r));
        let (above, below) = above.zip(below).ok_or(CarryError)?;
        Self::reduced(above, below)
    }

    fn reduced(numerator: i128, denominator: i128) -> Result<Self, CarryError> {
        if denominator <= 0 {
            return Err(CarryError);
        }
        let divisor = common_divisor(numerator.unsigned_abs(), denominator.unsigned_abs());
        let divisor = i128::try_from(divisor).map_err(|_| CarryError)?;
        let above = numerator.checked_div(divisor).ok_or(CarryError)?;
        let below = denominator.checked_div(divisor).ok_or(CarryError)?;
        if below > FINEST {
            // So that the product fits: 24 digits below are twice as many as are kept.
            let scale = below.checked_div(FINEST.saturating_mul(FINEST)).unwrap_or(0).saturating_add(1);
            let above = above.checked_div(scale).ok_or(CarryError)?;
            let below = below.checked_div(scale).ok_or(CarryError)?;
            let rounded = above.checked_mul(FINEST).and_then(|scaled| scaled.checked_div(below)).ok_or(CarryError)?;
            return Self::reduced(rounded, FINEST);
        }
        Ok(Self {
            numerator: i64::try_from(above).map_err(|_| CarryError)?,
            denominator: i64::try_from(below).map_err(|_| CarryError)?,
        })
    }
}

/// Euclid's; at least 1, as `b` is above zero.
fn common_divisor(a: u128, b: u128) -> u128 {
    match a.checked_rem(b) {
        None | Some(0) => b,
        Some(rest) => common_divisor(b, rest),
    }
}

impl Ord for Carry {
    fn cmp(&self, other: &Self) -> Ordering {
        // Two i64 multiplied always fit.
        let left = i128::from(self.numerator).saturating_mul(i128::from(other.denominator));
        let right = i128::from(other.numerator).saturating_mul(i128::from(self.denominator));
        left.cmp(&right)
    }
}

impl PartialOrd for Carry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Carry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

impl fmt::Debug for Carry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Carry {
    type Err = CarryError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (above, below) = text.split_once('/').ok_or(CarryError)?;
        Self::new(above.parse().map_err(|_| CarryError)?, below.parse().map_err(|_| CarryError)?)
    }
}

impl TryFrom<String> for Carry {
    type Error = CarryError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Carry> for String {
    fn from(carry: Carry) -> Self {
        carry.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::{Carry, CarryError};

    #[test]
    fn fractions_are_reduced_and_compared_by_value() {
        let third = Carry::new(2, 6).unwrap();
        assert_eq!(third.to_string(), "1/3");
        assert_eq!("1/3".parse(), Ok(third));
        assert!(Carry::new(1, 2).unwrap() > third);
        assert!(Carry::new(-1, 2).unwrap() < Carry::ZERO);
        assert_eq!(third.plus(-1, 3), Ok(Carry::ZERO));
        for text in ["", "1", "1/0", "1/-3", "a/b", "1/2/3"] {
            assert_eq!(text.parse::<Carry>(), Err(CarryError), "{text:?}");
        }
    }

    #[test]
    fn fractions_finer_than_the_finest_are_rounded() {
        let fine = Carry::new(1, 999_999_999_989).unwrap();
        let finer = fine.plus(1, 999_983).unwrap();
        assert!(finer.denominator() <= 1_000_000_000_000);
        assert_eq!(finer, Carry::new(1_000_018, 1_000_000_000_000).unwrap());
        // The weights of a split by usage are far finer than what is kept.
        let third = fine.plus(i128::from(u64::MAX / 3), i128::from(u64::MAX)).unwrap();
        assert_eq!(third, Carry::new(333_333_333_334, 1_000_000_000_000).unwrap());
    }
}
