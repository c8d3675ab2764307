//! Money: minor units of a currency. Never mixed with other currencies, never with credit.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::decimal::{self, DecimalError, Fraction};

/// Currencies in use, by the number of digits after the point (ISO 4217, exponents 0, 2 and 3).
const CODES: [(u8, &str); 3] = [
    (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"),
    (
        2,
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY \
         COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF \
         IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR \
         MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG \
         SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST \
         XCD XCG YER ZAR ZMW ZWG",
    ),
    (3, "BHD IQD JOD KWD LYD OMR TND"),
];

/// A currency, by its ISO 4217 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency {
    code: &'static str,
    exponent: u8,
}

/// A code that is not in the table; an unknown currency is refused, never guessed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a currency code that Potluck knows")]
pub struct UnknownCurrency(pub String);

impl Currency {
    /// United States dollar.
    pub const USD: Self = Self { code: "USD", exponent: 2 };
    /// Euro.
    pub const EUR: Self = Self { code: "EUR", exponent: 2 };
    /// Pound sterling.
    pub const GBP: Self = Self { code: "GBP", exponent: 2 };
    /// Yen, which has no minor unit.
    pub const JPY: Self = Self { code: "JPY", exponent: 0 };
    /// Kuwaiti dinar, of 1,000 fils.
    pub const KWD: Self = Self { code: "KWD", exponent: 3 };

    /// The three capital letters.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// How many digits follow the point: ten to this power minor units make one major unit.
    #[must_use]
    pub const fn exponent(self) -> u8 {
        self.exponent
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        for (exponent, codes) in CODES {
            if let Some(code) = codes.split(' ').find(|code| *code == text) {
                return Ok(Self { code, exponent });
            }
        }
        Err(UnknownCurrency(text.to_owned()))
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code)
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = Cow::<str>::deserialize(deserializer)?;
        code.parse().map_err(D::Error::custom)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

/// An amount of money.
///
/// Written and read as `24.00 USD`, with exactly as many digits after the point as the currency has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Minor units (cents, yen, fils); below zero for what is owed the other way.
    pub minor: i64,
    /// What the minor units are of.
    pub currency: Currency,
}

/// Why two amounts do not add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Amounts of two currencies have no sum.
    #[error("{0} and {1} cannot be mixed")]
    Mixed(Currency, Currency),
    /// The result is more than can be counted.
    #[error("the amount is too large")]
    Overflow,
}

/// Why a text is not an amount of money.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseMoneyError {
    /// Not a number, one space and a currency code.
    #[error("write an amount and a currency, such as `24.00 USD`")]
    Malformed,
    /// The currency is not known.
    #[error(transparent)]
    Currency(#[from] UnknownCurrency),
    /// More or fewer digits after the point than the currency has.
    #[error("{currency} amounts have exactly {} digits after the point", currency.exponent())]
    Digits {
        /// The currency written.
        currency: Currency,
    },
    /// More than can be counted.
    #[error("the amount is too large")]
    TooLarge,
}

impl Money {
    /// So many minor units of a currency.
    #[must_use]
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in a currency.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// Whether this is nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// The sum of two amounts of one currency.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_add)
    }

    /// The difference of two amounts of one currency.
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_sub)
    }

    /// The sum of amounts that are all of `currency`; zero for none.
    pub fn sum(currency: Currency, amounts: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        amounts.into_iter().try_fold(Self::zero(currency), Self::checked_add)
    }

    fn combine(self, other: Self, operation: fn(i64, i64) -> Option<i64>) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Mixed(self.currency, other.currency));
        }
        let minor = operation(self.minor, other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self::new(minor, self.currency))
    }
}

impl FromStr for Money {
    type Err = ParseMoneyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (number, code) = text.split_once(' ').ok_or(ParseMoneyError::Malformed)?;
        let currency: Currency = code.parse()?;
        let minor = decimal::parse(number, Fraction::Exactly(currency.exponent)).map_err(|error| match error {
            DecimalError::Malformed => ParseMoneyError::Malformed,
            DecimalError::Digits => ParseMoneyError::Digits { currency },
            DecimalError::TooLarge => ParseMoneyError::TooLarge,
        })?;
        Ok(Self::new(minor, currency))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exponent = self.currency.exponent;
        let number = decimal::format(self.minor, exponent, exponent);
        write!(f, "{number} {}", self.currency)
    }
}

/// Money as the API carries it: minor units and the currency's code.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Amount {
    /// Minor units: 2400 is 24.00 USD, 2400 JPY or 2.400 KWD.
    #[cfg_attr(feature = "openapi", schema(example = 2400))]
    pub amount: i64,
    /// ISO 4217 code.
    #[cfg_attr(feature = "openapi", schema(example = "USD"))]
    pub currency: String,
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self { amount: money.minor, currency: money.currency.code.to_owned() }
    }
}

impl TryFrom<Amount> for Money {
    type Error = UnknownCurrency;

    fn try_from(amount: Amount) -> Result<Self, Self::Error> {
        Ok(Self::new(amount.amount, amount.currency.parse()?))
    }
}

#[cfg(test)]
mod tests {
    use super::{CODES, Currency, Money, MoneyError, ParseMoneyError, UnknownCurrency};

    #[test]
    fn currencies_are_known_once_and_by_three_letters() {
        let mut seen = std::collections::BTreeSet::new();
        for code in CODES.iter().flat_map(|(_, codes)| codes.split(' ')) {
            assert!(code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()), "{code}");
            assert!(seen.insert(code), "{code} twice");
        }
        for known in [Currency::USD, Currency::EUR, Currency::GBP, Currency::JPY, Currency::KWD] {
            assert_eq!(known.code().parse(), Ok(known));
        }
        assert_eq!("usd".parse::<Currency>(), Err(UnknownCurrency("usd".to_owned())));
    }

    #[test]
    fn yen_and_dinar_have_their_own_digits() {
        for (text, minor) in [("24.00 USD", 2400), ("500 JPY", 500), ("1.234 KWD", 1234), ("-0.01 EUR", -1)] {
            let money: Money = text.parse().unwrap();
            assert_eq!(money.minor, minor);
            assert_eq!(money.to_string(), text);
        }
        let refused = [
            ("5.00 JPY", ParseMoneyError::Digits { currency: Currency::JPY }),
            ("5.00 KWD", ParseMoneyError::Digits { currency: Currency::KWD }),
            ("24 USD", ParseMoneyError::Digits { currency: Currency::USD }),
            ("24.00USD", ParseMoneyError::Malformed),
            ("x USD", ParseMoneyError::Malformed),
            ("1.00 XYZ", UnknownCurrency("XYZ".to_owned()).into()),
        ];
        for (text, error) in refused {
            assert_eq!(text.parse::<Money>(), Err(error), "{text}");
        }
    }

    #[test]
    fn currencies_do_not_mix() {
        let dollars = Money::new(100, Currency::USD);
        let euros = Money::new(100, Currency::EUR);
        assert_eq!(dollars.checked_add(dollars), Ok(Money::new(200, Currency::USD)));
        assert_eq!(dollars.checked_sub(dollars), Ok(Money::zero(Currency::USD)));
        assert_eq!(dollars.checked_add(euros), Err(MoneyError::Mixed(Currency::USD, Currency::EUR)));
        let most = Money::new(i64::MAX, Currency::USD);
        assert_eq!(most.checked_add(dollars), Err(MoneyError::Overflow));
        assert_eq!(Money::sum(Currency::USD, [dollars, dollars, dollars]), Ok(Money::new(300, Currency::USD)));
    }
}
