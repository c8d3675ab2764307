use super::{
    LongPrice, ModelPrice, PicoUsdPerToken, RateError, TokenUsage, cost, count_output, estimate_tokens, longest_output,
    worst_case,
};
use crate::credit::NanoUsd;

fn price(input: &str, cached_input: &str, cache_write: &str, output: &str) -> ModelPrice {
    let rate = |text: &str| text.parse().unwrap();
    ModelPrice {
        input: rate(input),
        cached_input: rate(cached_input),
        cache_write: rate(cache_write),
        output: rate(output),
        long: None,
    }
}

fn usage(input: u64, cached_input: u64, cache_write: u64, output: u64) -> TokenUsage {
    TokenUsage { input, cached_input, cache_write, output }
}

#[test]
fn rates_are_read_from_usd_per_million() {
    let table = [
        ("1.00", Ok(1_000_000)),
        ("0.15", Ok(150_000)),
        ("0", Ok(0)),
        ("0.000001", Ok(1)),
        ("10000", Ok(10_000_000_000)),
        ("10000.000001", Err(RateError::OutOfRange)),
        ("-1", Err(RateError::OutOfRange)),
        ("0.0000001", Err(RateError::Digits)),
        ("1 USD", Err(RateError::Malformed)),
    ];
    for (text, expected) in table {
        assert_eq!(text.parse::<PicoUsdPerToken>().map(PicoUsdPerToken::get), expected, "{text}");
    }
    let rate: PicoUsdPerToken = "0.15".parse().unwrap();
    assert_eq!(rate.nano_usd_per_million(), 150_000_000);
}

#[test]
fn costs_are_summed_by_kind_and_rounded_up_once() {
    let prices = price("3.00", "0.30", "3.75", "15.00");
    assert_eq!(cost(usage(1000, 2000, 400, 500), prices), NanoUsd(3_000_000 + 600_000 + 1_500_000 + 7_500_000));
    assert_eq!(cost(TokenUsage::default(), prices), NanoUsd::ZERO);
    // Three tokens at 0.4 nano-USD: 1.2, and not 3 times 1.
    let cheap = price("0.0004", "0.0004", "0.0004", "0.0004");
    assert_eq!(cost(usage(1, 1, 0, 1), cheap), NanoUsd(2));
    assert_eq!(cost(usage(0, 0, 0, 1), cheap), NanoUsd(1));
}

#[test]
fn an_absurd_report_still_has_a_cost() {
    let dear = price("10000", "10000", "10000", "10000");
    let most = usage(u64::MAX, u64::MAX, u64::MAX, u64::MAX);
    assert_eq!(cost(most, dear), NanoUsd(4 * 4_294_967_295 * 10_000_000));
    assert_eq!(most.total(), u64::MAX);
}

#[test]
fn the_worst_case_takes_the_dearest_way_to_read() {
    let prices = price("3.00", "0.30", "3.75", "15.00");
    assert_eq!(worst_case(1000, 100, prices), NanoUsd(3_750_000 + 1_500_000));
}

#[test]
fn estimates_count_bytes_and_messages() {
    assert_eq!(estimate_tokens(0, 0), 0);
    assert_eq!(estimate_tokens(11, 1), 6 + 8);
    assert_eq!(estimate_tokens(100, 3), 50 + 24);
    assert_eq!(count_output(""), 0);
    assert_eq!(count_output("a"), 1);
    assert_eq!(count_output("Hello, world"), 3);
    assert_eq!(count_output("你好 ok"), 3);
}

#[test]
fn answers_are_shortened_to_what_fits() {
    let prices = price("1.00", "1.00", "1.00", "2.00");
    // 1,000 tokens in cost 1,000,000 nano-USD, each token out 2,000.
    let longest = |credit, max| longest_output(NanoUsd(credit), 1000, prices, max);
    assert_eq!(longest(1_000_000 + 4096 * 2000, 4096), Some(4096));
    assert_eq!(longest(1_000_000 + 4096 * 2000 - 1, 4096), Some(4095));
    assert_eq!(longest(1_000_000 + 256 * 2000, 4096), Some(256));
    assert_eq!(longest(1_000_000 + 256 * 2000 - 1, 4096), None);
    assert_eq!(longest(999_999, 4096), None);
    assert_eq!(longest(-1, 4096), None);
    // A model whose longest answer is short is not refused for that.
    assert_eq!(longest(1_000_000 + 100 * 2000, 100), Some(100));
    assert_eq!(longest(1_000_000 + 99 * 2000, 100), None);
    let free = price("0", "0", "0", "0");
    assert_eq!(longest_output(NanoUsd::ZERO, 1000, free, 4096), Some(4096));
}

#[test]
fn a_long_request_has_other_rates_for_all_of_it() {
    let rate = |text: &str| text.parse().unwrap();
    let long = LongPrice {
        above_tokens: 200_000,
        input: rate("4.00"),
        cached_input: rate("0.40"),
        cache_write: rate("4.00"),
        output: rate("18.00"),
    };
    let price = ModelPrice { long: Some(long), ..price("2.00", "0.20", "2.00", "12.00") };
    let usage = |input, cached_input, output| TokenUsage { input, cached_input, output, ..TokenUsage::default() };
    assert_eq!(cost(usage(200_000, 0, 1000), price), NanoUsd(400_000_000 + 12_000_000));
    // One token more, of whatever kind of input, and everything has the other rates.
    assert_eq!(cost(usage(200_001, 0, 1000), price), NanoUsd(800_004_000 + 18_000_000));
    assert_eq!(cost(usage(200_000, 1, 0), price), NanoUsd(800_000_400));
    // A worst case covers whatever is within it, on either side.
    assert_eq!(worst_case(200_000, 1000, price), cost(usage(200_000, 0, 1000), price));
    assert_eq!(worst_case(200_001, 1000, price), cost(usage(200_001, 0, 1000), price));
    assert!(worst_case(300_000, 1000, price) >= cost(usage(150_000, 0, 1000), price));
    let fits = longest_output(worst_case(250_000, 700, price), 250_000, price, 5000);
    assert_eq!(fits, Some(700));
    // A price that was pinned before there were such rates reads as it was.
    let pinned = r#"{"input":1,"cached_input":2,"cache_write":3,"output":4}"#;
    let read: ModelPrice = serde_json::from_str(pinned).unwrap();
    assert_eq!((read.long, serde_json::to_string(&read).unwrap().as_str()), (None, pinned));
}
