use domain::credit::NanoUsd;
use domain::price::{
    LongPrice, ModelPrice, OUTPUT_TOKENS_MIN, PicoUsdPerToken, TokenUsage, cost, count_output, estimate_tokens,
    longest_output, worst_case,
};
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, proptest};

fn rates() -> impl Strategy<Value = PicoUsdPerToken> {
    (0_u64..=10_000_000_000).prop_map(|pico| PicoUsdPerToken::new(pico).unwrap())
}

fn prices() -> impl Strategy<Value = ModelPrice> {
    (rates(), rates(), rates(), rates()).prop_map(|(input, cached_input, cache_write, output)| ModelPrice {
        input,
        cached_input,
        cache_write,
        output,
        long: None,
    })
}

/// A price with other rates above some length.
fn banded() -> impl Strategy<Value = ModelPrice> {
    (prices(), prices(), 0_u32..1_500_000).prop_map(|(short, long, above_tokens)| {
        let long = LongPrice {
            above_tokens,
            input: long.input,
            cached_input: long.cached_input,
            cache_write: long.cache_write,
            output: long.output,
        };
        ModelPrice { long: Some(long), ..short }
    })
}

fn usages(most: u64) -> impl Strategy<Value = TokenUsage> {
    (0..=most, 0..=most, 0..=most, 0..=most).prop_map(|(input, cached_input, cache_write, output)| TokenUsage {
        input,
        cached_input,
        cache_write,
        output,
    })
}

proptest! {
    #[test]
    fn a_stored_usage_reprices_to_the_same_cost(price in banded(), usage in usages(u64::MAX)) {
        let stored = serde_json::to_string(&(price, usage)).unwrap();
        let (read_price, read_usage) = serde_json::from_str(&stored).unwrap();
        prop_assert_eq!(cost(read_usage, read_price), cost(usage, price));
    }

    #[test]
    fn a_cost_is_exact_to_the_nano_usd(price in prices(), usage in usages(10_000_000)) {
        let exact = [
            (usage.input, price.input),
            (usage.cached_input, price.cached_input),
            (usage.cache_write, price.cache_write),
            (usage.output, price.output),
        ]
        .into_iter()
        .map(|(tokens, rate)| u128::from(tokens) * u128::from(rate.get()))
        .sum::<u128>();
        let charged = u128::try_from(cost(usage, price).get()).unwrap() * 1000;
        prop_assert!(exact <= charged && charged < exact + 1000);
    }

    #[test]
    fn the_worst_case_covers_everything_within_it(
        price in banded(),
        estimate in 0_u64..1_000_000,
        max_output in 0_u32..100_000,
        (cached, written, unread, unsaid) in (0_u64..400_000, 0_u64..400_000, 0_u64..400_000, 0_u64..100_000),
    ) {
        let cached_input = cached.min(estimate);
        let cache_write = written.min(estimate - cached_input);
        let input = (estimate - cached_input - cache_write).saturating_sub(unread);
        let output = u64::from(max_output).saturating_sub(unsaid);
        let usage = TokenUsage { input, cached_input, cache_write, output };
        prop_assert!(cost(usage, price) <= worst_case(estimate, max_output, price));
    }

    #[test]
    fn the_longest_answer_fits_and_one_token_more_does_not(
        price in banded(),
        estimate in 0_u64..100_000,
        max_output in 1_u32..100_000,
        credit in 0_i64..=2_000_000_000_000,
    ) {
        let credit = NanoUsd(credit);
        let fits = |tokens| worst_case(estimate, tokens, price) <= credit;
        match longest_output(credit, estimate, price, max_output) {
            Some(tokens) => {
                prop_assert!(fits(tokens) && tokens <= max_output);
                prop_assert!(tokens >= OUTPUT_TOKENS_MIN.min(max_output));
                prop_assert!(tokens == max_output || !fits(tokens + 1));
            }
            None => prop_assert!(!fits(OUTPUT_TOKENS_MIN.min(max_output))),
        }
    }

    #[test]
    fn texts_are_counted_below_their_reserve(text in any::<String>()) {
        prop_assert!(count_output(&text) <= estimate_tokens(text.len(), 1));
        prop_assert_eq!(count_output(&text) == 0, text.is_empty());
    }
}
