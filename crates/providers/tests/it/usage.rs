//! What vendors report, in one form.

use providers::{Kind, Request, TokenUsage};
use simulator::{AiVendor, Script, Tokens, Usage};

use crate::support::{KINDS, ask, provider, request};

async fn reported(kind: Kind, usage: Usage) -> (Option<TokenUsage>, Option<serde_json::Value>) {
    let vendor = AiVendor::start().await.unwrap();
    vendor.set_default(Script::words(5).with_usage(usage));
    let finish = ask(&provider(kind, &vendor), &request("m")).await.finish();
    (finish.usage, finish.raw_usage)
}

#[tokio::test]
async fn kinds_are_disjoint_whatever_the_vendor_counts_inside() {
    let tokens = Tokens { input: 30, cached_input: 20, cache_write: 0, output: 5, reasoning: 60 };
    for kind in KINDS {
        let (usage, raw) = reported(kind, Usage::Custom(tokens)).await;
        let expected = TokenUsage { input: 30, cached_input: 20, cache_write: 0, output: 65 };
        assert_eq!(usage, Some(expected), "{kind:?}");
        let raw = raw.unwrap();
        let (name, total) = match kind {
            Kind::Anthropic => ("/output_tokens", 65),
            Kind::Gemini => ("/totalTokenCount", 115),
            Kind::OpenAi | Kind::Ollama | Kind::Demo => ("/total_tokens", 115),
        };
        assert_eq!(raw.pointer(name).unwrap(), total, "{kind:?}");
    }
}

#[tokio::test]
async fn anthropic_reports_what_was_written_to_its_cache() {
    let tokens = Tokens { input: 3, cached_input: 20, cache_write: 7, output: 5, reasoning: 0 };
    let (usage, _) = reported(Kind::Anthropic, Usage::Custom(tokens)).await;
    assert_eq!(usage, Some(TokenUsage { input: 3, cached_input: 20, cache_write: 7, output: 5 }));
}

#[tokio::test]
async fn no_report_is_no_usage() {
    for kind in KINDS {
        for usage in [Usage::Missing, Usage::Null] {
            let (usage_seen, raw) = reported(kind, usage).await;
            assert_eq!((usage_seen, raw), (None, None), "{kind:?} {usage:?}");
        }
    }
}

#[tokio::test]
async fn zero_for_delivered_text_is_no_usage_but_stays_as_evidence() {
    for kind in KINDS {
        let (usage, raw) = reported(kind, Usage::Zero).await;
        assert_eq!(usage, None, "{kind:?}");
        assert!(raw.is_some(), "{kind:?}");
    }
}

#[tokio::test]
async fn counts_beyond_32_bits_survive() {
    let tokens = Tokens { input: 5_000_000_000, output: 6_000_000_000, ..Tokens::default() };
    for kind in KINDS {
        let (usage, _) = reported(kind, Usage::Custom(tokens)).await;
        let usage = usage.unwrap();
        assert_eq!((usage.input, usage.output), (5_000_000_000, 6_000_000_000), "{kind:?}");
    }
}

#[tokio::test]
async fn the_simulators_estimate_is_the_one_of_the_rules() {
    for kind in KINDS {
        let vendor = AiVendor::start().await.unwrap();
        let request = Request { max_output_tokens: 4, ..request("sim-echo") };
        let usage = ask(&provider(kind, &vendor), &request).await.finish().usage.unwrap();
        let texts = request.system.iter().chain(request.messages.iter().map(|message| &message.text));
        let bytes = texts.clone().map(String::len).sum();
        assert_eq!(usage.input, domain::price::estimate_tokens(bytes, texts.count()), "{kind:?}");
        assert_eq!(usage.output, 4, "{kind:?}");
    }
}
