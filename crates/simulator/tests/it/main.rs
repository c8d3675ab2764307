//! The simulator as its users see it: over HTTP.
#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};
use simulator::{AiVendor, Fault, Script, Tokens, Usage};

async fn ask(vendor: &AiVendor, model: &str) -> Response {
    let body = json!({"model": model, "messages": [{"role": "user", "content": "Why is that?"}]});
    post(format!("{}/chat/completions", vendor.openai_url()), &body).await
}

async fn post(url: String, body: &Value) -> Response {
    Client::new().post(url).header("anthropic-version", "2023-06-01").json(body).send().await.unwrap()
}

async fn text(response: Response) -> String {
    let body: Value = response.json().await.unwrap();
    body.pointer("/choices/0/message/content").unwrap().as_str().unwrap().to_owned()
}

#[tokio::test]
async fn scripts_are_taken_from_the_queue_then_the_models_name_then_the_default() {
    let vendor = AiVendor::start().await.unwrap();
    vendor.set_default(Script::text("default"));
    vendor.queue(Script::text("first"));
    vendor.queue(Script::text("second"));
    assert_eq!(text(ask(&vendor, "sim-words-2").await).await, "first");
    assert_eq!(text(ask(&vendor, "any").await).await, "second");
    assert_eq!(text(ask(&vendor, "sim-words-2").await).await, "share the");
    assert_eq!(text(ask(&vendor, "any").await).await, "default");
    assert_eq!(vendor.requests().len(), 4);
    assert_eq!(vendor.counts().requests, 4);
}

#[tokio::test]
async fn a_script_can_fail_some_times_and_then_succeed() {
    let vendor = AiVendor::start().await.unwrap();
    let failing = Script { fail_times: Some(2), ..Script::text("at last") }
        .with_fault(Fault::ErrorBeforeFirstByte { status: 529 });
    vendor.queue(failing.clone());
    for expected in [529, 529, 200, 200] {
        assert_eq!(ask(&vendor, "any").await.status().as_u16(), expected, "queued");
    }
    vendor.set_default(failing);
    for expected in [529, 529, 200, 200] {
        assert_eq!(ask(&vendor, "any").await.status().as_u16(), expected, "default");
    }
    for expected in [503, 200, 200] {
        assert_eq!(ask(&vendor, "sim-flaky-1").await.status().as_u16(), expected, "by name");
    }
}

#[tokio::test]
async fn it_is_controlled_over_http() {
    let vendor = AiVendor::start().await.unwrap();
    let url = |path: &str| format!("{}/control/{path}", vendor.url());
    let default = json!({"default": {"text": "from outside", "usage": "echo_estimate"}});
    assert_eq!(post(url("script"), &default).await.status(), StatusCode::NO_CONTENT);
    let queued = json!({"queue": {"fault": {"rate_limited": {"retry_after_s": 7}}}});
    assert_eq!(post(url("script"), &queued).await.status(), StatusCode::NO_CONTENT);

    let limited = ask(&vendor, "any").await;
    assert_eq!(limited.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(limited.headers().get("retry-after").unwrap(), "7");
    let answer: Value = ask(&vendor, "any").await.json().await.unwrap();
    // "Why is that?" has 12 bytes.
    assert_eq!(answer.pointer("/usage/prompt_tokens"), Some(&json!(6 + 8)));

    let seen: Value = Client::new().get(url("requests")).send().await.unwrap().json().await.unwrap();
    assert_eq!(seen.pointer("/counts/requests"), Some(&json!(2)));
    let misspelt = json!({"queue": {"falt": "none"}});
    assert!(post(url("script"), &misspelt).await.status().is_client_error());
    assert_eq!(post(url("reset"), &json!({})).await.status(), StatusCode::NO_CONTENT);
    assert!(vendor.requests().is_empty());
}

#[tokio::test]
async fn every_vendor_answers_as_a_whole_too_and_stops_at_the_limit() {
    let vendor = AiVendor::start().await.unwrap();
    vendor.set_default(Script::words(5).with_usage(Usage::Custom(Tokens { input: 3, output: 2, ..Tokens::default() })));
    let messages = json!([{"role": "user", "content": [{"type": "text", "text": "Hi"}]}]);

    let openai = json!({"model": "m", "messages": messages, "max_tokens": 2});
    let openai: Value = post(format!("{}/v1/chat/completions", vendor.url()), &openai).await.json().await.unwrap();
    assert_eq!(openai.pointer("/choices/0/finish_reason"), Some(&json!("length")));
    assert_eq!(openai.pointer("/usage/total_tokens"), Some(&json!(5)));

    let anthropic = json!({"model": "m", "messages": messages, "max_tokens": 2});
    let anthropic: Value = post(format!("{}/v1/messages", vendor.url()), &anthropic).await.json().await.unwrap();
    assert_eq!(anthropic.pointer("/stop_reason"), Some(&json!("max_tokens")));
    assert_eq!(anthropic.pointer("/content/0/text"), Some(&json!("share the ")));

    let gemini =
        json!({"contents": [{"role": "user", "parts": [{"text": "Hi"}]}], "generationConfig": {"maxOutputTokens": 2}});
    let url = format!("{}/v1beta/models/m:generateContent", vendor.url());
    let gemini: Value = post(url, &gemini).await.json().await.unwrap();
    assert_eq!(gemini.pointer("/candidates/0/finishReason"), Some(&json!("MAX_TOKENS")));
    assert_eq!(gemini.pointer("/usageMetadata/totalTokenCount"), Some(&json!(5)));
}
