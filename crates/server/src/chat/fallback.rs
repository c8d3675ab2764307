//! Another model in the place of one whose vendor is down: chosen and paid for when the turn begins, asked only when the first vendor
//! has said nothing of an answer. What it costs is its own price, within the same hold.

use std::sync::Arc;

use domain::price::ModelPrice;
use providers::{ProviderError, Request};
use store::turns::{self, Running};

use super::own::OwnConversation;
use super::question::{Question, measure};
use crate::app::App;
use crate::catalogue::{Model, Vendor};

/// A model that answers if it must.
pub(super) struct Fallback {
    model: String,
    vendor_model: String,
    pub(super) vendor: Arc<Vendor>,
    pub(super) price: ModelPrice,
    max_output_tokens: u32,
}

impl Fallback {
    /// The fall-back of a model, if this question can be put to it.
    pub(super) fn find(app: &App, own: &OwnConversation, model: &Model, question: &Question<'_>) -> Option<Self> {
        let other = app.catalogue.fallback(&own.found.plan, model)?;
        if !(other.images || question.pictures.is_empty()) {
            return None;
        }
        let size = measure(question, other).ok()?;
        Some(Self {
            model: other.id.clone(),
            vendor_model: other.vendor_model.clone(),
            vendor: Arc::clone(&other.vendor),
            price: other.price.get(),
            max_output_tokens: size.max_output_tokens,
        })
    }

    /// Writes down that the turn is answered by this model from now on. `None`: it does not run here any more.
    pub(super) async fn take_over(&self, app: &App, running: &Running) -> store::Result<Option<Running>> {
        let taken_over = Running {
            model: self.model.clone(),
            provider: self.vendor.id.clone(),
            price: self.price,
            ..running.clone()
        };
        let is_ours = turns::take_over(&mut *app.connection().await?, &taken_over, app.node_id).await?;
        Ok(is_ours.then_some(taken_over))
    }

    /// What it is asked.
    pub(super) fn request(&self, asked: &Request) -> Request {
        Request {
            model: self.vendor_model.clone(),
            max_output_tokens: asked.max_output_tokens.min(self.max_output_tokens),
            ..asked.clone()
        }
    }
}

/// Whether another vendor may do better: this one is down, or has no time.
pub(super) fn helps(error: &ProviderError) -> bool {
    error.retryable()
}
