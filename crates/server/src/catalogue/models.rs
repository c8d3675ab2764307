//! The models that are known: the shipped ones, with the operator's own added or put in their place.

use domain::price::ModelPrice;
use jiff::Timestamp;
use serde::Deserialize;

use super::CatalogueError;
use super::model::{DIMENSIONS, Task};
use super::prices::PriceSource;
use super::rates::{Rates, RatesError};
use crate::config::ModelEntry;

const SHIPPED: &str = include_str!("models.toml");

/// What can be wrong with a configured model.
#[derive(Debug, thiserror::Error)]
pub enum ModelEntryError {
    /// Nothing to call it by.
    #[error("the id must not be empty")]
    Id,
    /// A price is not one.
    #[error(transparent)]
    Rate(#[from] RatesError),
    /// It could not answer anything.
    #[error(
        "context_tokens and max_output_tokens must be more than 0, and max_output_tokens not more than context_tokens"
    )]
    Tokens,
    /// It has no vectors, or empty ones.
    #[error("dimensions must be more than 0, and belongs to a model with embeddings = true")]
    Dimensions,
    /// The model in its place is not known, or itself.
    #[error("there is no other model {0:?} to fall back to")]
    NoFallback(String),
    /// Nobody answers for it.
    #[error("there is no provider {0:?}; add it under [[providers]]")]
    NoVendor(String),
}

/// A model that is known, whether or not its vendor is there.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) vendor_id: String,
    pub(super) vendor_model: String,
    pub(super) price: ModelPrice,
    pub(super) price_source: PriceSource,
    pub(super) context_tokens: u32,
    pub(super) input_tokens_max: Option<u32>,
    pub(super) max_output_tokens: u32,
    pub(super) task: Task,
    pub(super) dimensions: u32,
    pub(super) fallback: Option<String>,
    pub(super) images: bool,
    pub(super) reasoning: bool,
    /// Whether the operator listed it: then it is there, whatever its vendor says.
    pub(super) is_configured: bool,
}

#[derive(Deserialize)]
struct Shipped {
    /// When the prices were looked up.
    as_of: Timestamp,
    models: Vec<ModelEntry>,
}

pub(super) fn load(entries: &[ModelEntry]) -> Result<Vec<Known>, CatalogueError> {
    let shipped: Shipped = toml::from_str(SHIPPED)?;
    let mut models = Vec::with_capacity(shipped.models.len() + entries.len());
    let shipped_source = PriceSource::Shipped(shipped.as_of);
    for (entry, source) in shipped
        .models
        .iter()
        .map(|entry| (entry, &shipped_source))
        .chain(entries.iter().map(|entry| (entry, &PriceSource::Configured)))
    {
        let model = known(entry, source).map_err(|reason| CatalogueError::Model { id: entry.id.clone(), reason })?;
        match models.iter_mut().find(|other: &&mut Known| other.id == model.id) {
            Some(other) => *other = model,
            None => models.push(model),
        }
    }
    for model in &models {
        let is_other = |id: &String| models.iter().any(|other| other.id == *id && other.id != model.id);
        if let Some(id) = model.fallback.as_ref().filter(|id| !is_other(id)) {
            let reason = ModelEntryError::NoFallback(id.clone());
            return Err(CatalogueError::Model { id: model.id.clone(), reason });
        }
    }
    Ok(models)
}

fn known(entry: &ModelEntry, source: &PriceSource) -> Result<Known, ModelEntryError> {
    if entry.id.trim().is_empty() {
        return Err(ModelEntryError::Id);
    }
    let task = if entry.embeddings { Task::Embeds } else { Task::Answers };
    let never_answers = task == Task::Answers && entry.max_output_tokens == 0;
    if entry.context_tokens == 0 || never_answers || entry.max_output_tokens > entry.context_tokens {
        return Err(ModelEntryError::Tokens);
    }
    if entry.dimensions.is_some_and(|dimensions| dimensions == 0 || !entry.embeddings) {
        return Err(ModelEntryError::Dimensions);
    }
    let output = &*entry.output_usd_per_mtok;
    let rates = Rates {
        input: &entry.input_usd_per_mtok,
        cached_input: entry.cached_input_usd_per_mtok.as_deref(),
        cache_write: entry.cache_write_usd_per_mtok.as_deref(),
        output: if task == Task::Embeds && output.is_empty() { "0" } else { output },
        long: entry.long.as_ref(),
    };
    let price = rates.read()?;
    Ok(Known {
        id: entry.id.clone(),
        name: entry.name.clone().unwrap_or_else(|| entry.id.clone()),
        vendor_id: entry.provider.clone(),
        vendor_model: entry.vendor_model.clone().unwrap_or_else(|| entry.id.clone()),
        price,
        price_source: source.clone(),
        context_tokens: entry.context_tokens,
        input_tokens_max: entry.input_tokens_max,
        max_output_tokens: entry.max_output_tokens,
        task,
        dimensions: entry.dimensions.unwrap_or(DIMENSIONS),
        fallback: entry.fallback.clone(),
        images: entry.images,
        reasoning: entry.reasoning,
        is_configured: *source == PriceSource::Configured,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(text: &str) -> ModelEntry {
        toml::from_str(text).unwrap()
    }

    const ENTRY: &str = "id = 'm'\nprovider = 'p'\ninput_usd_per_mtok = '1.00'\noutput_usd_per_mtok = '2.00'\n\
                         context_tokens = 1000\nmax_output_tokens = 100\n";

    #[test]
    fn the_shipped_models_read_and_each_vendor_has_some() {
        let models = load(&[]).unwrap();
        for vendor in ["openai", "anthropic", "gemini"] {
            assert!(models.iter().any(|model| model.vendor_id == vendor), "{vendor}");
        }
        assert!(models.iter().all(|model| !model.is_configured));
        let answers = |model: &&Known| model.task == Task::Answers;
        assert!(models.iter().filter(answers).all(|model| model.price.output.get() > 0));
        let embeds: Vec<(&str, u32)> =
            models.iter().filter(|model| !answers(model)).map(|model| (model.id.as_str(), model.dimensions)).collect();
        assert_eq!(embeds, [("text-embedding-3-small", 1536), ("text-embedding-3-large", 3072)]);
    }

    #[test]
    fn a_model_that_makes_embeddings_says_how_many_numbers_they_have_or_as_many_as_the_largest() {
        for (line, dimensions) in [("", 3072), ("dimensions = 4096\n", 4096)] {
            let models = load(&[entry(&format!("{ENTRY}embeddings = true\n{line}"))]).unwrap();
            assert_eq!(models.last().map(|model| model.dimensions), Some(dimensions));
        }
    }

    #[test]
    fn a_configured_model_replaces_the_shipped_one_of_its_id() {
        let shipped = load(&[]).unwrap();
        let own = entry(&ENTRY.replace("'m'", &format!("'{}'", shipped[0].id)));
        let models = load(&[own, entry(ENTRY)]).unwrap();
        assert_eq!(models.len(), shipped.len() + 1);
        assert_eq!((models[0].vendor_id.as_str(), models[0].is_configured), ("p", true));
        assert_eq!(models[0].price.cached_input, models[0].price.input);
    }

    #[test]
    fn what_makes_no_sense_is_refused_by_name() {
        for (from, to, reason) in [
            ("output_usd_per_mtok = '2.00'\n", "", "output_usd_per_mtok: write the rate"),
            ("'1.00'", "'much'", "input_usd_per_mtok: write the rate in USD per million tokens, such as `0.15`"),
            (
                "= 100\n",
                "= 100\nlong = { above_tokens = 10, input_usd_per_mtok = '2', output_usd_per_mtok = 'x' }\n",
                "long.output_usd_per_mtok: write the rate",
            ),
            ("= 100\n", "= 0\n", "context_tokens and max_output_tokens must be more than 0"),
            ("= 100\n", "= 1001\n", "context_tokens and max_output_tokens must be more than 0"),
            ("= 100\n", "= 100\ndimensions = 4096\n", "belongs to a model with embeddings = true"),
            ("= 100\n", "= 100\nembeddings = true\ndimensions = 0\n", "dimensions must be more than 0"),
            ("'m'", "' '", "the id must not be empty"),
            ("= 100\n", "= 100\nfallback = 'm'\n", "there is no other model \"m\" to fall back to"),
            ("= 100\n", "= 100\nfallback = 'x'\n", "there is no other model \"x\" to fall back to"),
        ] {
            let error = load(&[entry(&ENTRY.replacen(from, to, 1))]).unwrap_err().to_string();
            assert!(error.contains(reason), "{error}");
        }
    }
}
