//! What the operator offers: plans, vendors and models; shipped ones, and the configuration over them.

mod plans;

use domain::plan::{Plan, PlanCode};

use crate::config::Settings;

pub use plans::PlanEntryError;

/// Everything on offer while this process runs.
#[derive(Debug)]
pub struct Catalogue {
    plans: Vec<Plan>,
}

/// Why the configured catalogue is refused.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// A plan.
    #[error("plan {code:?} in the configuration: {reason}")]
    Plan {
        /// Which one.
        code: String,
        /// What is wrong with it.
        reason: PlanEntryError,
    },
}

impl Catalogue {
    /// Puts the shipped catalogue and the configuration together.
    pub fn load(settings: &Settings) -> Result<Self, CatalogueError> {
        Ok(Self { plans: plans::load(&settings.plans)? })
    }

    /// The plans on sale.
    #[must_use]
    pub fn plans(&self) -> &[Plan] {
        &self.plans
    }

    /// The plan with this code.
    #[must_use]
    pub fn plan(&self, code: &PlanCode) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.code == *code)
    }

    /// Whether only the demo model answers.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        true
    }
}
