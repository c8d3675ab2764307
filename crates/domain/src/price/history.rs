//! Prices over time: each rate is valid from a moment on, until the next one of its kind is; what was valid stays known for ever.

use jiff::Timestamp;

use super::{LongPrice, ModelPrice, PicoUsdPerToken};
use crate::words::words;

words! {
    /// What a rate is for.
    RateKind {
        /// A token of the request that the vendor reads anew.
        Input = "input",
        /// One that it finds in its cache.
        CachedInput = "cached_input",
        /// One that it reads anew and puts into its cache.
        CacheWrite = "cache_write",
        /// A token of the answer.
        Output = "output",
    }
}

/// All kinds.
const KINDS: [RateKind; 4] = [RateKind::Input, RateKind::CachedInput, RateKind::CacheWrite, RateKind::Output];

/// One rate of a model: of requests with more tokens than `above_tokens`, 0 for the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// What it is for.
    pub kind: RateKind,
    /// Its band.
    pub above_tokens: u32,
    /// How much; `None`: there is no such band any more.
    pub rate: Option<PicoUsdPerToken>,
}

/// A rate with the time from which it is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatedRate {
    /// The rate.
    pub rate: Rate,
    /// From when on, until the next of its kind and band.
    pub valid_from: Timestamp,
}

/// A rate that changes by this factor or more, up or down, is rather a slip of the keyboard than a price.
const LARGE_FACTOR: u64 = 2;

/// A rate that is not as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateChange {
    /// The new rate.
    pub rate: Rate,
    /// What it was; `None`: there was none.
    pub before: Option<PicoUsdPerToken>,
}

impl RateChange {
    /// Whether somebody should look at it twice.
    #[must_use]
    pub fn is_large(&self) -> bool {
        let (Some(before), Some(after)) = (self.before, self.rate.rate) else { return false };
        let (low, high) = (before.min(after).get(), before.max(after).get());
        high >= low.saturating_mul(LARGE_FACTOR)
    }
}

impl ModelPrice {
    /// The price as single rates, the base band first.
    #[must_use]
    pub fn rates(self) -> Vec<Rate> {
        let mut rates: Vec<Rate> = KINDS.map(|kind| Rate { kind, above_tokens: 0, rate: Some(self.base(kind)) }).into();
        if let Some(long) = self.long {
            rates.extend(KINDS.map(|kind| Rate { kind, above_tokens: long.above_tokens, rate: Some(long.of(kind)) }));
        }
        rates
    }

    fn base(self, kind: RateKind) -> PicoUsdPerToken {
        match kind {
            RateKind::Input => self.input,
            RateKind::CachedInput => self.cached_input,
            RateKind::CacheWrite => self.cache_write,
            RateKind::Output => self.output,
        }
    }
}

impl LongPrice {
    fn of(self, kind: RateKind) -> PicoUsdPerToken {
        match kind {
            RateKind::Input => self.input,
            RateKind::CachedInput => self.cached_input,
            RateKind::CacheWrite => self.cache_write,
            RateKind::Output => self.output,
        }
    }
}

/// The price that a model's rates come to at a time. `None`: one is missing, and nothing is guessed.
#[must_use]
pub fn price_at(history: &[DatedRate], now: Timestamp) -> Option<ModelPrice> {
    let valid = |kind, above_tokens| {
        let of_band = history.iter().filter(|dated| dated.rate.kind == kind && dated.rate.above_tokens == above_tokens);
        of_band.filter(|dated| dated.valid_from <= now).max_by_key(|dated| dated.valid_from)?.rate.rate
    };
    let bands = history.iter().map(|dated| dated.rate.above_tokens).filter(|above| *above > 0);
    // A band counts while it has a rate; a model has one at most.
    let long = match bands.filter(|above| valid(RateKind::Output, *above).is_some()).max() {
        Some(above_tokens) => Some(LongPrice {
            above_tokens,
            input: valid(RateKind::Input, above_tokens)?,
            cached_input: valid(RateKind::CachedInput, above_tokens)?,
            cache_write: valid(RateKind::CacheWrite, above_tokens)?,
            output: valid(RateKind::Output, above_tokens)?,
        }),
        None => None,
    };
    Some(ModelPrice {
        input: valid(RateKind::Input, 0)?,
        cached_input: valid(RateKind::CachedInput, 0)?,
        cache_write: valid(RateKind::CacheWrite, 0)?,
        output: valid(RateKind::Output, 0)?,
        long,
    })
}

/// What has to be appended for a price to be `new` from now on. A band that is left out ends.
#[must_use]
pub fn changes(old: Option<ModelPrice>, new: ModelPrice) -> Vec<RateChange> {
    let (before, after) = (old.map(ModelPrice::rates).unwrap_or_default(), new.rates());
    let find = |rates: &[Rate], like: &Rate| {
        rates.iter().find(|rate| rate.kind == like.kind && rate.above_tokens == like.above_tokens)?.rate
    };
    let changed = after
        .iter()
        .map(|rate| RateChange { rate: *rate, before: find(&before, rate) })
        .filter(|change| change.rate.rate != change.before);
    let ended = before
        .iter()
        .filter(|rate| find(&after, rate).is_none())
        .map(|rate| RateChange { rate: Rate { rate: None, ..*rate }, before: rate.rate });
    changed.chain(ended).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn price(input: &str, output: &str, long: Option<(u32, &str, &str)>) -> ModelPrice {
        let rate = |text: &str| text.parse::<PicoUsdPerToken>().unwrap();
        let long = long.map(|(above_tokens, input, output)| LongPrice {
            above_tokens,
            input: rate(input),
            cached_input: rate(input),
            cache_write: rate(input),
            output: rate(output),
        });
        let input = rate(input);
        ModelPrice { input, cached_input: input, cache_write: input, output: rate(output), long }
    }

    /// Each price from its time on, as it would be appended.
    fn history(prices: &[(i64, ModelPrice)]) -> Vec<DatedRate> {
        let mut history = Vec::new();
        for (second, price) in prices {
            let old = price_at(&history, at(*second));
            let new = changes(old, *price).into_iter();
            history.extend(new.map(|change| DatedRate { rate: change.rate, valid_from: at(*second) }));
        }
        history
    }

    #[test]
    fn each_moment_has_the_price_that_was_valid_then() {
        let prices = [
            (10, price("1.00", "5.00", None)),
            (20, price("1.00", "6.00", Some((1000, "2.00", "9.00")))),
            (30, price("0.50", "6.00", Some((2000, "1.00", "9.00")))),
            (40, price("0.50", "6.00", None)),
        ];
        let history = history(&prices);
        assert_eq!(price_at(&history, at(9)), None);
        for (second, price) in prices {
            assert_eq!(price_at(&history, at(second)), Some(price), "half-open: valid from its own moment on");
            assert_eq!(price_at(&history, at(second + 9)), Some(price));
        }
        assert_eq!(price_at(&history, at(1_000_000)), Some(prices[3].1));
    }

    #[test]
    fn only_what_changes_is_appended() {
        let old = price("1.00", "5.00", None);
        assert_eq!(changes(Some(old), old), []);
        let output = changes(Some(old), price("1.00", "6.00", None));
        assert_eq!(output.iter().map(|change| change.rate.kind).collect::<Vec<_>>(), [RateKind::Output]);
        assert_eq!(changes(None, old).len(), 4);
    }

    #[test]
    fn a_price_with_a_missing_rate_is_none() {
        let all = history(&[(10, price("1.00", "5.00", Some((1000, "2.00", "9.00"))))]);
        assert_eq!(all.len(), 8);
        for missing in 0..8 {
            let mut rest = all.clone();
            let gone = rest.remove(missing).rate;
            // Without the rate that says that there is a band, the band is not there.
            let is_no_band = gone.above_tokens > 0 && gone.kind == RateKind::Output;
            assert_eq!(price_at(&rest, at(10)).is_some(), is_no_band, "{gone:?}");
        }
    }

    #[test]
    fn a_change_to_twice_or_half_is_large() {
        for (before, after, large) in [
            ("1.00", "1.99", false),
            ("1.00", "2.00", true),
            ("1.00", "0.51", false),
            ("1.00", "0.50", true),
            ("0", "1", true),
        ] {
            let change = changes(Some(price(before, "5.00", None)), price(after, "5.00", None))[0];
            assert_eq!(change.is_large(), large, "{before} to {after}");
        }
    }
}
