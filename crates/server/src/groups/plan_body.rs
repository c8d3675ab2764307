//! A plan, as pages show it.

use domain::credit::NanoUsd;
use domain::money::Amount;
use domain::plan::{Models, Plan, PlanCode};
use serde::Serialize;
use utoipa::ToSchema;

/// What a group pays for a month, and what it gets.
#[derive(Serialize, ToSchema)]
#[schema(as = Plan)]
pub struct PlanBody {
    /// Names the plan for ever.
    pub code: PlanCode,
    /// What people read.
    pub name: String,
    /// How many people can share it.
    pub seats: u8,
    /// A month's price, for the whole group.
    pub price: Amount,
    /// List-price usage included in a month, in nano-USD.
    pub credit_nanousd: NanoUsd,
    /// The models that it includes; null for all.
    #[schema(required)]
    pub models: Option<Vec<String>>,
}

impl From<&Plan> for PlanBody {
    fn from(plan: &Plan) -> Self {
        Self {
            code: plan.code.clone(),
            name: plan.name.clone(),
            seats: plan.seats,
            price: plan.price.into(),
            credit_nanousd: plan.credit,
            models: match &plan.models {
                Models::All => None,
                Models::Only(ids) => Some(ids.clone()),
            },
        }
    }
}
