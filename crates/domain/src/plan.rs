//! Plans: what the operator sells.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::credit::NanoUsd;
use crate::money::{Currency, Money};

/// The most people that one group can have: the rules for sharing lock every member's row at once.
pub const SEATS_MAX: u8 = 5;
/// The most characters of a plan's name.
pub const NAME_CHARS_MAX: usize = 80;
/// The most minor units that a month can cost: a hundred million dollars, yen by the ten thousand million.
pub const PRICE_MINOR_MAX: i64 = 10_000_000_000;
/// The most credit that a month can include, a million USD: sums of it can always be counted.
pub const CREDIT_MAX: NanoUsd = NanoUsd(1_000_000_000_000_000);
const CODE_CHARS_MAX: usize = 32;

/// A plan's short name in addresses and files: small letters, digits and hyphens, a letter first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(example = "trio"))]
pub struct PlanCode(String);

/// Which models a plan includes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Models {
    /// Whatever the server offers.
    All,
    /// These only, by id.
    Only(Vec<String>),
}

/// What a group pays for a month, and what it gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Names the plan for ever; what it costs may change.
    pub code: PlanCode,
    /// What people read.
    pub name: String,
    /// How many people can share it.
    pub seats: u8,
    /// A month's price, for the whole group.
    pub price: Money,
    /// List-price usage included in a month.
    pub credit: NanoUsd,
    /// What it can be used for.
    pub models: Models,
}

/// Why something is not a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Not a code.
    #[error("a plan's code is 1 to 32 small letters, digits and hyphens, a letter first")]
    Code,
    /// Nothing to read, or too much.
    #[error("a plan's name has 1 to {NAME_CHARS_MAX} characters")]
    Name,
    /// Nobody could join, or too many.
    #[error("a plan has 1 to {SEATS_MAX} seats")]
    Seats,
    /// Below zero, or beyond what is sensible.
    #[error("a plan's price is from 0 to {PRICE_MINOR_MAX} minor units")]
    Price,
    /// Below zero, or beyond what is sensible.
    #[error("a plan's credit is from 0 to {CREDIT_MAX} USD")]
    Credit,
    /// A list of models without any, or with a nameless one.
    #[error("a plan's list of models names at least one, and each has an id")]
    Models,
}

impl PlanCode {
    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PlanCode {
    type Err = PlanError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let valid = text.len() <= CODE_CHARS_MAX
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.bytes().all(allowed);
        if valid { Ok(Self(text.to_owned())) } else { Err(PlanError::Code) }
    }
}

impl TryFrom<String> for PlanCode {
    type Error = PlanError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<PlanCode> for String {
    fn from(code: PlanCode) -> Self {
        code.0
    }
}

impl fmt::Display for PlanCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Models {
    /// Whether the plan includes a model.
    #[must_use]
    pub fn include(&self, model: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(ids) => ids.iter().any(|id| id == model),
        }
    }
}

impl Plan {
    /// A plan of the operator's; refused with the first thing that is wrong.
    pub fn new(
        code: PlanCode,
        name: &str,
        seats: u8,
        price: Money,
        credit: NanoUsd,
        models: Models,
    ) -> Result<Self, PlanError> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
            return Err(PlanError::Name);
        }
        if !(1..=SEATS_MAX).contains(&seats) {
            return Err(PlanError::Seats);
        }
        if !(0..=PRICE_MINOR_MAX).contains(&price.minor) {
            return Err(PlanError::Price);
        }
        if !(NanoUsd::ZERO..=CREDIT_MAX).contains(&credit) {
            return Err(PlanError::Credit);
        }
        if let Models::Only(ids) = &models
            && (ids.is_empty() || ids.iter().any(String::is_empty))
        {
            return Err(PlanError::Models);
        }
        Ok(Self { code, name: name.to_owned(), seats, price, credit, models })
    }
}

/// The plans that Potluck comes with, which the operator can change and add to.
#[must_use]
pub fn shipped_plans() -> Vec<Plan> {
    let plan = |code: &str, name: &str, seats, cents, credit| Plan {
        code: PlanCode(code.to_owned()),
        name: name.to_owned(),
        seats,
        price: Money::new(cents, Currency::USD),
        credit: NanoUsd(credit),
        models: Models::All,
    };
    vec![
        plan("duo", "Duo", 2, 1600, 13_000_000_000),
        plan("trio", "Trio", 3, 2400, 20_000_000_000),
        plan("squad", "Squad", 5, 3800, 32_000_000_000),
    ]
}

#[cfg(test)]
mod tests {
    use super::{Models, Plan, PlanCode, PlanError, shipped_plans};
    use crate::credit::NanoUsd;
    use crate::money::Money;

    #[test]
    fn shipped_plans_are_valid_and_cost_what_they_say() {
        let mut lines = Vec::new();
        for plan in shipped_plans() {
            let code: PlanCode = plan.code.as_str().parse().unwrap();
            let made = Plan::new(code, &plan.name, plan.seats, plan.price, plan.credit, plan.models.clone());
            assert_eq!(made.as_ref(), Ok(&plan));
            lines.push(format!("{} {} {} {}", plan.code, plan.seats, plan.price, plan.credit));
        }
        assert_eq!(lines, ["duo 2 16.00 USD 13.00", "trio 3 24.00 USD 20.00", "squad 5 38.00 USD 32.00"]);
    }

    #[test]
    fn codes_are_short_and_small() {
        for code in ["trio", "a", "family-2027"] {
            assert_eq!(code.parse::<PlanCode>().unwrap().as_str(), code);
        }
        for code in ["", "Trio", "2go", "-a", "a b", "naïve", &"a".repeat(33)] {
            assert_eq!(code.parse::<PlanCode>(), Err(PlanError::Code), "{code:?}");
        }
    }

    #[test]
    fn plans_beyond_the_bounds_are_refused() {
        let make = |name: &str, seats, price: &str, credit, models| {
            let price: Money = price.parse().unwrap();
            Plan::new("x".parse().unwrap(), name, seats, price, NanoUsd(credit), models).map(|_| ())
        };
        assert_eq!(make("X", 2, "0.00 USD", 0, Models::All), Ok(()));
        assert_eq!(make("  ", 2, "1.00 USD", 0, Models::All), Err(PlanError::Name));
        assert_eq!(make("X", 0, "1.00 USD", 0, Models::All), Err(PlanError::Seats));
        assert_eq!(make("X", 6, "1.00 USD", 0, Models::All), Err(PlanError::Seats));
        assert_eq!(make("X", 2, "-1.00 USD", 0, Models::All), Err(PlanError::Price));
        assert_eq!(make("X", 2, "1.00 USD", -1, Models::All), Err(PlanError::Credit));
        assert_eq!(make("X", 2, "1.00 USD", i64::MAX, Models::All), Err(PlanError::Credit));
        assert_eq!(make("X", 2, "1.00 USD", 0, Models::Only(vec![])), Err(PlanError::Models));
    }

    #[test]
    fn a_list_of_models_includes_only_those() {
        let models = Models::Only(vec!["small".to_owned()]);
        assert!(models.include("small") && !models.include("large") && Models::All.include("large"));
    }
}
