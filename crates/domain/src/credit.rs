//! Credit: AI usage at the vendors' list prices, in nano-USD. It is not money and has no currency to mix.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::decimal::{self, DecimalError, Fraction};

/// Digits after the point of a USD amount counted in nano-USD.
const NANO_DIGITS: u8 = 9;

/// An amount of credit, in nano-USD: 1,000,000,000 is one US dollar of usage at list price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NanoUsd(pub i64);

/// Credit added up to more than can be counted (about 9.2 billion USD).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the credit is too large")]
pub struct CreditOverflow;

/// Why a text is not an amount of credit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseCreditError {
    /// Not a decimal number.
    #[error("write the credit in USD, such as `20.00`")]
    Malformed,
    /// Finer than a nano-USD.
    #[error("credit has at most 9 digits after the point")]
    Digits,
    /// More than can be counted.
    #[error("the credit is too large")]
    TooLarge,
}

impl NanoUsd {
    /// No credit.
    pub const ZERO: Self = Self(0);

    /// So many nano-USD.
    #[must_use]
    pub const fn new(nano_usd: i64) -> Self {
        Self(nano_usd)
    }

    /// The number of nano-USD.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Whether this is no credit at all.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The sum, refused when it cannot be counted.
    pub fn checked_add(self, other: Self) -> Result<Self, CreditOverflow> {
        self.0.checked_add(other.0).map(Self).ok_or(CreditOverflow)
    }

    /// The difference, refused when it cannot be counted.
    pub fn checked_sub(self, other: Self) -> Result<Self, CreditOverflow> {
        self.0.checked_sub(other.0).map(Self).ok_or(CreditOverflow)
    }

    /// What is left of `self` after `other`, and nothing where `other` is more.
    #[must_use]
    pub fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0).max(0))
    }

    /// The sum of many amounts; zero for none.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self, CreditOverflow> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }
}

impl FromStr for NanoUsd {
    type Err = ParseCreditError;

    /// Reads decimal USD, such as `20.00`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match decimal::parse(text, Fraction::UpTo(NANO_DIGITS)) {
            Ok(nano_usd) => Ok(Self(nano_usd)),
            Err(DecimalError::Malformed) => Err(ParseCreditError::Malformed),
            Err(DecimalError::Digits) => Err(ParseCreditError::Digits),
            Err(DecimalError::TooLarge) => Err(ParseCreditError::TooLarge),
        }
    }
}

impl fmt::Display for NanoUsd {
    /// Writes decimal USD, such as `20.00`, with as many digits as needed and at least two.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal::format(self.0, NANO_DIGITS, 2))
    }
}

#[cfg(test)]
mod tests {
    use super::{CreditOverflow, NanoUsd, ParseCreditError};

    #[test]
    fn text_form_is_decimal_usd() {
        assert_eq!("20.00".parse(), Ok(NanoUsd(20_000_000_000)));
        assert_eq!("0.000000001".parse(), Ok(NanoUsd(1)));
        assert_eq!("0.0000000001".parse::<NanoUsd>(), Err(ParseCreditError::Digits));
        assert_eq!("20.00 USD".parse::<NanoUsd>(), Err(ParseCreditError::Malformed));
        assert_eq!(NanoUsd(1_500_000).to_string(), "0.0015");
    }

    #[test]
    fn arithmetic_is_checked() {
        let most = NanoUsd(i64::MAX);
        assert_eq!(most.checked_add(NanoUsd(1)), Err(CreditOverflow));
        assert_eq!(NanoUsd(3).checked_sub(NanoUsd(5)), Ok(NanoUsd(-2)));
        assert_eq!(NanoUsd(3).less(NanoUsd(5)), NanoUsd::ZERO);
        assert_eq!(NanoUsd::sum([NanoUsd(1), NanoUsd(2)]), Ok(NanoUsd(3)));
    }
}
