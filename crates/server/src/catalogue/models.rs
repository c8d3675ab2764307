//! The models that are known: the shipped ones, with the operator's own added or put in their place.

use domain::price::{LongPrice, ModelPrice, PicoUsdPerToken, RateError};
use serde::Deserialize;

use super::CatalogueError;
use crate::config::{LongEntry, ModelEntry};

const SHIPPED: &str = include_str!("models.toml");

/// What can be wrong with a configured model.
#[derive(Debug, thiserror::Error)]
pub enum ModelEntryError {
    /// Nothing to call it by.
    #[error("the id must not be empty")]
    Id,
    /// A price is not one.
    #[error("{name}: {reason}")]
    Rate {
        /// Which one.
        name: &'static str,
        /// What is wrong with it.
        reason: RateError,
    },
    /// It could not answer anything.
    #[error(
        "context_tokens and max_output_tokens must be more than 0, and max_output_tokens not more than context_tokens"
    )]
    Tokens,
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
    pub(super) context_tokens: u32,
    pub(super) input_tokens_max: Option<u32>,
    pub(super) max_output_tokens: u32,
    pub(super) images: bool,
    pub(super) reasoning: bool,
    /// Whether the operator listed it: then it is there, whatever its vendor says.
    pub(super) is_configured: bool,
}

#[derive(Deserialize)]
struct Shipped {
    models: Vec<ModelEntry>,
}

pub(super) fn load(entries: &[ModelEntry]) -> Result<Vec<Known>, CatalogueError> {
    let shipped: Shipped = toml::from_str(SHIPPED)?;
    let mut models = Vec::with_capacity(shipped.models.len() + entries.len());
    for (entry, is_configured) in
        shipped.models.iter().map(|entry| (entry, false)).chain(entries.iter().map(|entry| (entry, true)))
    {
        let model =
            known(entry, is_configured).map_err(|reason| CatalogueError::Model { id: entry.id.clone(), reason })?;
        match models.iter_mut().find(|other: &&mut Known| other.id == model.id) {
            Some(other) => *other = model,
            None => models.push(model),
        }
    }
    Ok(models)
}

fn known(entry: &ModelEntry, is_configured: bool) -> Result<Known, ModelEntryError> {
    if entry.id.trim().is_empty() {
        return Err(ModelEntryError::Id);
    }
    if entry.context_tokens == 0 || entry.max_output_tokens == 0 || entry.max_output_tokens > entry.context_tokens {
        return Err(ModelEntryError::Tokens);
    }
    let rate = |name: &'static str, text: &str| -> Result<PicoUsdPerToken, ModelEntryError> {
        text.parse().map_err(|reason| ModelEntryError::Rate { name, reason })
    };
    let optional = |name: &'static str, text: &Option<String>| text.as_deref().map(|text| rate(name, text)).transpose();
    let input = rate("input_usd_per_mtok", &entry.input_usd_per_mtok)?;
    let price = ModelPrice {
        input,
        cached_input: optional("cached_input_usd_per_mtok", &entry.cached_input_usd_per_mtok)?.unwrap_or(input),
        cache_write: optional("cache_write_usd_per_mtok", &entry.cache_write_usd_per_mtok)?.unwrap_or(input),
        output: rate("output_usd_per_mtok", &entry.output_usd_per_mtok)?,
        long: entry.long.as_ref().map(|long| long_price(long, &rate)).transpose()?,
    };
    Ok(Known {
        id: entry.id.clone(),
        name: entry.name.clone().unwrap_or_else(|| entry.id.clone()),
        vendor_id: entry.provider.clone(),
        vendor_model: entry.vendor_model.clone().unwrap_or_else(|| entry.id.clone()),
        price,
        context_tokens: entry.context_tokens,
        input_tokens_max: entry.input_tokens_max,
        max_output_tokens: entry.max_output_tokens,
        images: entry.images,
        reasoning: entry.reasoning,
        is_configured,
    })
}

fn long_price(
    long: &LongEntry,
    rate: &impl Fn(&'static str, &str) -> Result<PicoUsdPerToken, ModelEntryError>,
) -> Result<LongPrice, ModelEntryError> {
    let input = rate("long.input_usd_per_mtok", &long.input_usd_per_mtok)?;
    let optional = |name, text: &Option<String>| text.as_deref().map_or(Ok(input), |text| rate(name, text));
    Ok(LongPrice {
        above_tokens: long.above_tokens,
        input,
        cached_input: optional("long.cached_input_usd_per_mtok", &long.cached_input_usd_per_mtok)?,
        cache_write: optional("long.cache_write_usd_per_mtok", &long.cache_write_usd_per_mtok)?,
        output: rate("long.output_usd_per_mtok", &long.output_usd_per_mtok)?,
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
        assert!(models.iter().all(|model| model.price.output.get() > 0 && !model.is_configured));
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
            ("'1.00'", "'much'", "input_usd_per_mtok: write the rate in USD per million tokens, such as `0.15`"),
            (
                "= 100\n",
                "= 100\nlong = { above_tokens = 10, input_usd_per_mtok = '2', output_usd_per_mtok = 'x' }\n",
                "long.output_usd_per_mtok: write the rate",
            ),
            ("= 100\n", "= 0\n", "context_tokens and max_output_tokens must be more than 0"),
            ("= 100\n", "= 1001\n", "context_tokens and max_output_tokens must be more than 0"),
            ("'m'", "' '", "the id must not be empty"),
        ] {
            let error = load(&[entry(&ENTRY.replacen(from, to, 1))]).unwrap_err().to_string();
            assert!(error.contains(reason), "{error}");
        }
    }
}
