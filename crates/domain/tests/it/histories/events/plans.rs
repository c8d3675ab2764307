//! The operator changes what the plan costs and gives, from the next period on.

use domain::credit::NanoUsd;
use domain::money::Money;

use super::Kind;

pub(crate) const PRICE: Kind = Kind {
    name: "price",
    weight: 2,
    happen: |life, dice| {
        let most = if dice.percent(10) { 2 } else { 10_000 };
        life.plan.price = Money::new(dice.between(0, most), life.plan.price.currency);
        life.plan.credit = NanoUsd(dice.between(0, 40_000_000_000));
        life.proposal = None;
        true
    },
};
