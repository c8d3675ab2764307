//! What the operator offers: plans, vendors and models; shipped ones, and the configuration over them.

mod model;
mod models;
mod offer;
mod plans;
mod prices;
mod rates;
mod vendors;

use domain::plan::{Plan, PlanCode};
use domain::price::worst_case;

use crate::config::Settings;

pub use model::{Model, Task, Vendor};
pub use models::ModelEntryError;
pub use plans::PlanEntryError;
pub use prices::{CurrentPrice, IMPORT, PriceSource};
pub use rates::{PriceEntry, PriceList, RatesError};
pub use vendors::VendorEntryError;

/// How long something short is, request and answer each.
const SHORT_TOKENS: u32 = 500;

/// Everything on offer while this process runs.
#[derive(Debug)]
pub struct Catalogue {
    plans: Vec<Plan>,
    models: Vec<Model>,
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
    /// A vendor.
    #[error("provider {id:?} in the configuration: {reason}")]
    Vendor {
        /// Which one.
        id: String,
        /// What is wrong with it.
        reason: VendorEntryError,
    },
    /// A model.
    #[error("model {id:?} in the configuration: {reason}")]
    Model {
        /// Which one.
        id: String,
        /// What is wrong with it.
        reason: ModelEntryError,
    },
    /// The shipped list of models does not read: this build is broken.
    #[error("the shipped models do not read: {0}")]
    Shipped(#[from] toml::de::Error),
}

impl Catalogue {
    /// Puts the shipped catalogue and the configuration together, and looks which of it is there to be used: asks vendors at
    /// other than their own addresses what they have, and looks for Ollama. Waits for them a few seconds at most.
    pub async fn load(settings: &Settings) -> Result<Self, CatalogueError> {
        let plans = plans::load(&settings.plans)?;
        let vendors = vendors::load(settings)?;
        let models = offer::find(vendors, models::load(&settings.models)?).await?;
        Ok(Self { plans, models })
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

    /// The models that members can use, whatever for.
    #[must_use]
    pub fn models(&self) -> &[Model] {
        &self.models
    }

    /// The model with this id.
    #[must_use]
    pub fn model(&self, id: &str) -> Option<&Model> {
        self.models.iter().find(|model| model.id == id)
    }

    /// Whether a plan includes a model. A plan that is not sold any more includes all.
    #[must_use]
    pub fn includes(&self, plan: &PlanCode, model: &Model) -> bool {
        self.plan(plan).is_none_or(|plan| plan.models.include(&model.id))
    }

    /// The model that answers in another's place while its vendor is down, where the plan includes it.
    #[must_use]
    pub fn fallback(&self, plan: &PlanCode, model: &Model) -> Option<&Model> {
        self.model(model.fallback.as_deref()?).filter(|other| other.answers() && self.includes(plan, other))
    }

    /// The model that answers when nobody chose one.
    #[must_use]
    pub fn default_model(&self, plan: &PlanCode) -> Option<&Model> {
        self.models.iter().find(|model| model.answers() && self.includes(plan, model))
    }

    /// The model of a vendor's that costs the least for something short, among those that the plan includes.
    #[must_use]
    pub fn cheapest(&self, plan: &PlanCode, vendor: &str) -> Option<&Model> {
        let suitable = |model: &&Model| {
            model.vendor.id == vendor && model.answers() && !model.is_demo() && self.includes(plan, model)
        };
        self.models
            .iter()
            .filter(suitable)
            .min_by_key(|model| worst_case(SHORT_TOKENS.into(), SHORT_TOKENS, model.price.get()))
    }

    /// Whether only the demo model answers.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.models.iter().all(Model::is_demo)
    }
}
