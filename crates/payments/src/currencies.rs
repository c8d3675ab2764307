//! What can be charged in a currency: the vendor's least amounts, and how it counts currencies that it treats in its own way.

use domain::charge::Limits;
use domain::money::{Currency, Money};

/// The least that Stripe charges, in minor units (docs.stripe.com/currencies, November 2026). Of currencies that are not here the
/// vendor says it when it is asked: then the amount waits as well.
const MINIMUM: [(&str, i64); 24] = [
    ("AED", 200),
    ("AUD", 50),
    ("BRL", 50),
    ("CAD", 50),
    ("CHF", 50),
    ("CZK", 1500),
    ("DKK", 250),
    ("EUR", 50),
    ("GBP", 30),
    ("HKD", 400),
    ("HUF", 17_500),
    ("INR", 50),
    ("JPY", 50),
    ("MXN", 1000),
    ("MYR", 200),
    ("NOK", 300),
    ("NZD", 50),
    ("PLN", 200),
    ("RON", 200),
    ("SEK", 300),
    ("SGD", 50),
    ("THB", 1000),
    ("USD", 50),
    ("ZAR", 50),
];

/// Without cents at the vendor, with two digits in ISO 4217.
const WHOLE_ONLY: [&str; 1] = ["MGA"];
/// Without digits in ISO 4217, with two at the vendor, which have to be zeros.
const WITH_ZEROS: [&str; 2] = ["ISK", "UGX"];

/// What can be charged in a currency.
#[must_use]
pub fn limits(currency: Currency) -> Limits {
    let step = match currency.exponent() {
        3 => 10,
        _ if WHOLE_ONLY.contains(&currency.code()) => 100,
        _ => 1,
    };
    let minimum = MINIMUM.iter().find(|(code, _)| *code == currency.code()).map_or(step, |(_, least)| *least);
    Limits { minimum, step }
}

/// An amount as the vendor counts it; `None` where it cannot be charged exactly.
pub(crate) fn to_vendor(money: Money) -> Option<i64> {
    let code = money.currency.code();
    if WITH_ZEROS.contains(&code) {
        money.minor.checked_mul(100)
    } else if WHOLE_ONLY.contains(&code) {
        (money.minor % 100 == 0).then_some(money.minor / 100)
    } else {
        Some(money.minor)
    }
}

/// An amount that the vendor counted.
pub(crate) fn from_vendor(amount: i64, currency: Currency) -> Option<Money> {
    let code = currency.code();
    let minor = if WITH_ZEROS.contains(&code) {
        (amount % 100 == 0).then_some(amount / 100)?
    } else if WHOLE_ONLY.contains(&code) {
        amount.checked_mul(100)?
    } else {
        amount
    };
    Some(Money::new(minor, currency))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_currency_is_counted_as_the_vendor_counts_it() {
        for (code, minor, amount) in [
            ("USD", 800, Some(800)),
            ("JPY", 1267, Some(1267)),
            ("KWD", 2660, Some(2660)),
            ("ISK", 500, Some(50_000)),
            ("UGX", 5, Some(500)),
            ("MGA", 1200, Some(12)),
            ("MGA", 1250, None),
        ] {
            let currency: Currency = code.parse().unwrap();
            let money = Money::new(minor, currency);
            assert_eq!(to_vendor(money), amount, "{code}");
            if let Some(amount) = amount {
                assert_eq!(from_vendor(amount, currency), Some(money), "{code}");
            }
        }
    }

    #[test]
    fn what_the_limits_allow_can_be_counted() {
        for code in MINIMUM.map(|(code, _)| code).into_iter().chain(WHOLE_ONLY).chain(WITH_ZEROS).chain(["KWD", "BHD"])
        {
            let currency: Currency = code.parse().unwrap();
            let Limits { minimum, step } = limits(currency);
            assert!(minimum >= step && minimum % step == 0, "{code}");
            assert!(to_vendor(Money::new(minimum, currency)).is_some(), "{code}");
        }
        assert_eq!(limits(Currency::KWD), Limits { minimum: 10, step: 10 });
        assert_eq!(limits(Currency::JPY), Limits { minimum: 50, step: 1 });
    }
}
