//! Prices as people write them: in USD for a million tokens.

use domain::price::{LongPrice, ModelPrice, PicoUsdPerToken, RateError};
use jiff::Timestamp;
use serde::Deserialize;

use crate::config::LongEntry;

/// What is wrong with a rate.
#[derive(Debug, thiserror::Error)]
#[error("{name}: {reason}")]
pub struct RatesError {
    /// Which one.
    pub name: &'static str,
    /// What is wrong with it.
    pub reason: RateError,
}

/// The rates of a model; those that are absent are as the input.
pub(super) struct Rates<'a> {
    pub(super) input: &'a str,
    pub(super) cached_input: Option<&'a str>,
    pub(super) cache_write: Option<&'a str>,
    pub(super) output: &'a str,
    pub(super) long: Option<&'a LongEntry>,
}

impl Rates<'_> {
    pub(super) fn read(&self) -> Result<ModelPrice, RatesError> {
        let input = rate("input_usd_per_mtok", self.input)?;
        let or_input = |name, text: Option<&str>| text.map_or(Ok(input), |text| rate(name, text));
        Ok(ModelPrice {
            input,
            cached_input: or_input("cached_input_usd_per_mtok", self.cached_input)?,
            cache_write: or_input("cache_write_usd_per_mtok", self.cache_write)?,
            output: rate("output_usd_per_mtok", self.output)?,
            long: self.long.map(long_price).transpose()?,
        })
    }
}

fn rate(name: &'static str, text: &str) -> Result<PicoUsdPerToken, RatesError> {
    text.parse().map_err(|reason| RatesError { name, reason })
}

fn long_price(long: &LongEntry) -> Result<LongPrice, RatesError> {
    let input = rate("long.input_usd_per_mtok", &long.input_usd_per_mtok)?;
    let or_input = |name, text: &Option<String>| text.as_deref().map_or(Ok(input), |text| rate(name, text));
    Ok(LongPrice {
        above_tokens: long.above_tokens,
        input,
        cached_input: or_input("long.cached_input_usd_per_mtok", &long.cached_input_usd_per_mtok)?,
        cache_write: or_input("long.cache_write_usd_per_mtok", &long.cache_write_usd_per_mtok)?,
        output: rate("long.output_usd_per_mtok", &long.output_usd_per_mtok)?,
    })
}

/// A file of prices to import.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceList {
    /// The prices.
    pub prices: Vec<PriceEntry>,
}

/// What a model costs from a time on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceEntry {
    /// The vendor's short name.
    pub provider: String,
    /// The model's id in Potluck.
    pub model: String,
    /// From when on; absent: from now on.
    pub valid_from: Option<Timestamp>,
    input_usd_per_mtok: String,
    cached_input_usd_per_mtok: Option<String>,
    cache_write_usd_per_mtok: Option<String>,
    output_usd_per_mtok: String,
    long: Option<LongEntry>,
}

impl PriceEntry {
    /// The price. What is not a rate is refused by its name.
    pub fn price(&self) -> Result<ModelPrice, RatesError> {
        let rates = Rates {
            input: &self.input_usd_per_mtok,
            cached_input: self.cached_input_usd_per_mtok.as_deref(),
            cache_write: self.cache_write_usd_per_mtok.as_deref(),
            output: &self.output_usd_per_mtok,
            long: self.long.as_ref(),
        };
        rates.read()
    }
}
