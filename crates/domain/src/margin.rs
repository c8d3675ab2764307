//! What an operator keeps: what members pay, and what the usage of it costs at the vendors' list prices.
//!
//! The only place where money and credit are compared. They stay two numbers; where both count US dollars, their difference is told.

use crate::credit::NanoUsd;
use crate::money::{Currency, Money};

/// Nano-USD in a cent.
const NANO_PER_CENT: i64 = 10_000_000;

/// What is left of a price after the list cost of what was used, rounded down to the cent; less than nothing where the usage cost
/// more. `None` for a price in another currency: what a vendor's dollars cost in it, nobody here knows.
#[must_use]
pub fn margin(price: Money, list_cost: NanoUsd) -> Option<Money> {
    if price.currency != Currency::USD {
        return None;
    }
    let cents = list_cost.get().max(0).checked_add(NANO_PER_CENT.checked_sub(1)?)?.checked_div(NANO_PER_CENT)?;
    Some(Money::new(price.minor.checked_sub(cents)?, price.currency))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_less_its_list_cost_and_never_a_cent_too_much() {
        let usd = |minor| Money::new(minor, Currency::USD);
        for (price, cost, left) in [
            (usd(2400), 0, Some(usd(2400))),
            (usd(2400), 20_000_000_000, Some(usd(400))),
            (usd(2400), 1, Some(usd(2399))),
            (usd(2400), 10_000_000, Some(usd(2399))),
            (usd(2400), 10_000_001, Some(usd(2398))),
            (usd(0), 30_000_000_000, Some(usd(-3000))),
            (Money::new(2400, Currency::EUR), 1, None),
            (usd(2400), i64::MAX, None),
        ] {
            assert_eq!(margin(price, NanoUsd(cost)), left, "{price} {cost}");
        }
    }
}
