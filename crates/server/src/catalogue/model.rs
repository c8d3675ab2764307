//! A model on offer, and the vendor that answers for it.

use std::fmt;
use std::sync::Arc;

use providers::{Kind, Provider};

use super::{CurrentPrice, PriceSource};

/// What a model is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// It answers.
    Answers,
    /// It makes embeddings: vectors of texts.
    Embeds,
    /// Nobody knows before asking: a model of one's own machine.
    Either,
}

/// The numbers of an embedding, where nobody says how many: as many as the vendors' largest models make.
pub(super) const DIMENSIONS: u32 = 3072;

/// A vendor that can be asked now.
pub struct Vendor {
    /// The short name in configuration and rows.
    pub id: String,
    /// What people see.
    pub name: String,
    /// Asks it; its connections are used again.
    pub provider: Arc<dyn Provider>,
}

/// A model that members can use.
#[derive(Clone, Debug)]
pub struct Model {
    /// Potluck's name for it.
    pub id: String,
    /// What people see.
    pub name: String,
    /// Who answers.
    pub vendor: Arc<Vendor>,
    /// The vendor's name for it.
    pub vendor_model: String,
    /// Today's list prices.
    pub price: CurrentPrice,
    /// Who says so, where the database does not know better.
    pub price_source: PriceSource,
    /// How many tokens request and answer can have together.
    pub context_tokens: u32,
    /// How many tokens a request may have at most, where the vendor charges more above.
    pub input_tokens_max: Option<u32>,
    /// How many tokens one answer can have.
    pub max_output_tokens: u32,
    /// What it is for.
    pub task: Task,
    /// How many numbers an embedding has where a request does not say.
    pub dimensions: u32,
    /// The id of the model that answers chats while this one's vendor is down.
    pub fallback: Option<String>,
    /// Whether it reads images.
    pub images: bool,
    /// Whether it thinks before it answers.
    pub reasoning: bool,
}

impl Model {
    /// Whether it can be asked a question.
    #[must_use]
    pub fn answers(&self) -> bool {
        matches!(self.task, Task::Answers | Task::Either)
    }

    /// Whether it makes embeddings.
    #[must_use]
    pub fn embeds(&self) -> bool {
        matches!(self.task, Task::Embeds | Task::Either)
    }

    /// Whether this is the demo model.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.vendor.provider.kind() == Kind::Demo
    }
}

impl fmt::Debug for Vendor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vendor").field("id", &self.id).field("kind", &self.provider.kind()).finish_non_exhaustive()
    }
}
