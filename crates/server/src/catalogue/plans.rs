//! The plans: the shipped ones, with the operator's own added or put in their place.

use domain::plan::{Models, Plan, PlanError, shipped_plans};

use super::CatalogueError;
use crate::config::PlanEntry;

/// What can be wrong with a configured plan.
#[derive(Debug, thiserror::Error)]
pub enum PlanEntryError {
    /// The code is not a short lower-case name.
    #[error("the code must be a short lower-case name")]
    Code,
    /// The price is not an amount of a currency.
    #[error("price: {0}")]
    Price(#[from] domain::money::ParseMoneyError),
    /// The credit is not an amount in USD.
    #[error("credit_usd must be an amount such as \"20.00\"")]
    Credit,
    /// The values do not make a plan.
    #[error(transparent)]
    Plan(#[from] PlanError),
}

pub(super) fn load(entries: &[PlanEntry]) -> Result<Vec<Plan>, CatalogueError> {
    let mut plans = shipped_plans();
    for entry in entries {
        let plan = plan(entry).map_err(|reason| CatalogueError::Plan { code: entry.code.clone(), reason })?;
        match plans.iter_mut().find(|shipped| shipped.code == plan.code) {
            Some(shipped) => *shipped = plan,
            None => plans.push(plan),
        }
    }
    Ok(plans)
}

fn plan(entry: &PlanEntry) -> Result<Plan, PlanEntryError> {
    let models = entry.models.clone().map_or(Models::All, Models::Only);
    Ok(Plan::new(
        entry.code.parse().map_err(|_| PlanEntryError::Code)?,
        &entry.name,
        entry.seats,
        entry.price.parse()?,
        entry.credit_usd.parse().map_err(|_| PlanEntryError::Credit)?,
        models,
    )?)
}
