//! Prices of AI usage: tokens by kind, in whole pico-USD, rounded once at the end.

pub mod history;

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::credit::NanoUsd;
use crate::decimal::{self, DecimalError, Fraction};

/// The dearest rate that is believed: 10,000 USD per million tokens.
pub const RATE_MAX: PicoUsdPerToken = PicoUsdPerToken(10_000_000_000);
/// The fewest tokens that an answer is shortened to; below this it is refused.
pub const OUTPUT_TOKENS_MIN: u32 = 256;
/// What a message costs beside its text (role, separators), in tokens, at most.
const TOKENS_PER_MESSAGE: u64 = 8;
/// What a picture is counted as at most by today's models at their finest, in tokens.
pub const TOKENS_PER_PICTURE: u64 = 6000;
const PICO_PER_NANO: u128 = 1000;
/// Digits after the point of a rate in USD per million tokens, counted in pico-USD per token.
const RATE_DIGITS: u8 = 6;

/// A rate, in pico-USD (10^-12 USD) per token: 1,000,000 is one USD per million tokens.
///
/// From nothing to [`RATE_MAX`]; read from decimal USD per million tokens, such as `0.15`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct PicoUsdPerToken(u64);

/// Why a text or number is not a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RateError {
    /// Not a decimal number.
    #[error("write the rate in USD per million tokens, such as `0.15`")]
    Malformed,
    /// Finer than a pico-USD per token.
    #[error("a rate has at most 6 digits after the point")]
    Digits,
    /// Below zero, or beyond [`RATE_MAX`].
    #[error("a rate is from 0 to 10000 USD per million tokens")]
    OutOfRange,
}

impl PicoUsdPerToken {
    /// The rate with so many pico-USD per token.
    pub const fn new(pico_usd: u64) -> Result<Self, RateError> {
        if pico_usd <= RATE_MAX.0 { Ok(Self(pico_usd)) } else { Err(RateError::OutOfRange) }
    }

    /// Pico-USD per token.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The same as nano-USD per million tokens: what the API says.
    #[must_use]
    pub const fn nano_usd_per_million(self) -> u64 {
        // A million tokens times a thousandth; rates are bounded.
        self.0.saturating_mul(1000)
    }

    /// What so many tokens cost, in pico-USD.
    fn of(self, tokens: u64) -> u128 {
        u128::from(self.0).saturating_mul(u128::from(tokens))
    }
}

impl FromStr for PicoUsdPerToken {
    type Err = RateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match decimal::parse(text, Fraction::UpTo(RATE_DIGITS)) {
            Ok(pico_usd) => u64::try_from(pico_usd).map_err(|_| RateError::OutOfRange).and_then(Self::new),
            Err(DecimalError::Malformed) => Err(RateError::Malformed),
            Err(DecimalError::Digits) => Err(RateError::Digits),
            Err(DecimalError::TooLarge) => Err(RateError::OutOfRange),
        }
    }
}

impl TryFrom<u64> for PicoUsdPerToken {
    type Error = RateError;

    fn try_from(pico_usd: u64) -> Result<Self, Self::Error> {
        Self::new(pico_usd)
    }
}

impl From<PicoUsdPerToken> for u64 {
    fn from(rate: PicoUsdPerToken) -> Self {
        rate.0
    }
}

/// A model's rates, as pinned by the turn that uses them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ModelPrice {
    /// A token of the request that the vendor reads anew.
    pub input: PicoUsdPerToken,
    /// One that it finds in its cache.
    pub cached_input: PicoUsdPerToken,
    /// One that it reads anew and puts into its cache.
    pub cache_write: PicoUsdPerToken,
    /// A token of the answer, hidden reasoning included.
    pub output: PicoUsdPerToken,
    /// What all of a long request costs instead, and its answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub long: Option<LongPrice>,
}

/// The rates of a request that is longer than so many tokens: they count for all of it, not only for what is above.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LongPrice {
    /// The longest request that is not long, in tokens of every kind of input together.
    pub above_tokens: u32,
    /// As in [`ModelPrice`].
    pub input: PicoUsdPerToken,
    /// As in [`ModelPrice`].
    pub cached_input: PicoUsdPerToken,
    /// As in [`ModelPrice`].
    pub cache_write: PicoUsdPerToken,
    /// As in [`ModelPrice`].
    pub output: PicoUsdPerToken,
}

impl ModelPrice {
    /// The rates of a request with so many tokens of input.
    #[must_use]
    pub fn at(self, input_tokens: u64) -> Self {
        match self.long {
            Some(long) if input_tokens > u64::from(long.above_tokens) => Self {
                input: long.input,
                cached_input: long.cached_input,
                cache_write: long.cache_write,
                output: long.output,
                long: None,
            },
            _ => Self { long: None, ..self },
        }
    }

    /// Rates at which whatever a request of at most so many tokens of input can cost is enough for either of two models.
    #[must_use]
    pub fn or_dearer(self, other: Self, input_tokens: u64) -> Self {
        let (one, other) = (self.dearest(input_tokens), other.dearest(input_tokens));
        Self {
            input: one.input.max(other.input),
            cached_input: one.cached_input.max(other.cached_input),
            cache_write: one.cache_write.max(other.cache_write),
            output: one.output.max(other.output),
            long: None,
        }
    }

    /// The dearest rates of a request that has at most so many tokens of input.
    fn dearest(self, input_tokens: u64) -> Self {
        let (short, long) = (self.at(0), self.at(input_tokens));
        Self {
            input: short.input.max(long.input),
            cached_input: short.cached_input.max(long.cached_input),
            cache_write: short.cache_write.max(long.cache_write),
            output: short.output.max(long.output),
            long: None,
        }
    }
}

/// What a turn used, in disjoint kinds: each token is in one, and they sum to the vendor's total.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TokenUsage {
    /// Read anew, not put into a cache.
    pub input: u64,
    /// Read from the vendor's cache.
    pub cached_input: u64,
    /// Read anew and put into the cache.
    pub cache_write: u64,
    /// Answered, hidden reasoning included.
    pub output: u64,
}

/// The most tokens of one kind that a usage report is believed to mean; a larger count is a vendor's fault, and is
/// charged as this many. So a cost can always be counted, and every turn can be settled.
pub const TOKENS_MAX: u64 = 4_294_967_295;

impl TokenUsage {
    /// Tokens of every kind together.
    #[must_use]
    pub const fn total(self) -> u64 {
        self.input.saturating_add(self.cached_input).saturating_add(self.cache_write).saturating_add(self.output)
    }
}

/// What a usage costs: summed in pico-USD, then rounded up once to whole nano-USD.
///
/// Up, so that nothing that has a price is ever free, and so that a worst case covers whatever is within it.
#[must_use]
pub fn cost(usage: TokenUsage, price: ModelPrice) -> NanoUsd {
    let input = usage.input.saturating_add(usage.cached_input).saturating_add(usage.cache_write);
    let price = price.at(input);
    let kinds = [
        (usage.input, price.input),
        (usage.cached_input, price.cached_input),
        (usage.cache_write, price.cache_write),
        (usage.output, price.output),
    ];
    let pico_usd =
        kinds.into_iter().map(|(tokens, rate)| rate.of(tokens.min(TOKENS_MAX))).fold(0, u128::saturating_add);
    // At most 4 * 2^32 tokens at 10^10 pico-USD: within an i64.
    NanoUsd(i64::try_from(pico_usd.div_ceil(PICO_PER_NANO)).unwrap_or(i64::MAX))
}

/// The most that a turn can cost: all of the request at the dearest way to read it, and the longest answer.
#[must_use]
pub fn worst_case(input_estimate: u64, max_output: u32, price: ModelPrice) -> NanoUsd {
    let output = u64::from(max_output);
    let price = price.dearest(input_estimate);
    let at = |rate| ModelPrice { input: rate, ..price };
    let usage = TokenUsage { input: input_estimate, output, ..TokenUsage::default() };
    cost(usage, at(dearest_input(price)))
}

/// At least as many tokens as a request will be counted as.
///
/// One token for every two bytes, and 8 for each message: the tokens of today's vocabularies are seldom shorter than
/// two bytes of UTF-8 in any script, and in English text about four. A reserve, not a bill: what is reported is charged.
#[must_use]
pub fn estimate_tokens(text_bytes: usize, messages: usize) -> u64 {
    let text = u64::try_from(text_bytes.div_ceil(2)).unwrap_or(u64::MAX);
    let messages = u64::try_from(messages).unwrap_or(u64::MAX);
    text.saturating_add(messages.saturating_mul(TOKENS_PER_MESSAGE))
}

/// About as many tokens as an answer has, for a bill without the vendor's count: one for every four ASCII
/// characters and one for every other character, rounded up. Never 0 for text.
#[must_use]
pub fn count_output(text: &str) -> u64 {
    let ascii = text.bytes().filter(u8::is_ascii).count();
    let others = text.chars().count().saturating_sub(ascii);
    u64::try_from(ascii.div_ceil(4).saturating_add(others)).unwrap_or(u64::MAX)
}

/// The longest answer whose worst case fits into `credit_left`: `max_output` when that fits, otherwise as many
/// tokens as do fit and at least [`OUTPUT_TOKENS_MIN`]; `None` when not even those.
#[must_use]
pub fn longest_output(credit_left: NanoUsd, input_estimate: u64, price: ModelPrice, max_output: u32) -> Option<u32> {
    let credit = u128::try_from(credit_left.get()).ok()?;
    let price = price.dearest(input_estimate);
    let input = dearest_input(price).of(input_estimate.min(TOKENS_MAX));
    let for_output = credit.checked_mul(PICO_PER_NANO)?.checked_sub(input)?;
    let fits = for_output
        .checked_div(u128::from(price.output.get()))
        .map_or(max_output, |tokens| u32::try_from(tokens).map_or(max_output, |tokens| tokens.min(max_output)));
    (fits >= OUTPUT_TOKENS_MIN.min(max_output)).then_some(fits)
}

fn dearest_input(price: ModelPrice) -> PicoUsdPerToken {
    price.input.max(price.cached_input).max(price.cache_write)
}

#[cfg(test)]
mod tests;
