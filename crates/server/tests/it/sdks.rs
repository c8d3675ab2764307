//! The official `openai` and `anthropic` SDKs against the gateway.

use std::process::Stdio;

use serde_json::{Value, json};
use simulator::{Fault, Script, Tokens, Usage};
use tokio::process::Command;

use crate::support::{ChatServer, Person, Program, python};

/// Seen to work together.
const PACKAGES: [&str; 2] = ["openai==3.57.0", "anthropic==2.14.0"];

struct Desk {
    chat: ChatServer,
    ann: Person,
    group: String,
    program: Program,
}

/// Ann with a key, and models of vendors of every format.
async fn desk() -> Desk {
    let chat = ChatServer::start_with_all_vendors().await;
    let (ann, group) = chat.ann_on("every").await;
    let program = ann.program(&chat.server, &group).await;
    chat.vendor.set_default(Script::text("Hello from there").with_usage(Usage::Custom(seven_and_three())));
    Desk { chat, ann, group, program }
}

fn seven_and_three() -> Tokens {
    Tokens { input: 7, output: 3, ..Tokens::default() }
}

impl Desk {
    /// Runs one case of `tests/sdks/clients.py`; what it saw.
    async fn client(&self, case: &str) -> Value {
        let python = tokio::task::spawn_blocking(|| python(&PACKAGES)).await.unwrap();
        let output = Command::new(python)
            .args([concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sdks/clients.py"), case])
            .env("POTLUCK_URL", &self.chat.server.url)
            .env("POTLUCK_KEY", &self.program.secret)
            .env("NO_PROXY", "127.0.0.1")
            .stdin(Stdio::null())
            .output()
            .await
            .unwrap();
        assert!(output.status.success(), "{case}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// What Ann was charged, once nothing is held any more.
    async fn charged(&self) -> i64 {
        self.chat.server.until("SELECT NOT EXISTS (SELECT 1 FROM holds WHERE status = 'held')").await;
        self.chat.server.audit().await;
        self.ann.member(&self.group, &self.ann).await["own"].as_i64().unwrap()
    }
}

#[tokio::test]
async fn openai_chats_whole_and_streamed_and_pays_what_is_reported() {
    let desk = desk().await;
    let expected = json!({"text": "Hello from there", "usage": 10});
    assert_eq!(desk.client("openai_chat").await, expected);
    assert_eq!(desk.client("openai_stream").await, expected);
    assert_eq!(desk.client("openai_stream_without_usage").await["text"], expected["text"]);
    assert_eq!(desk.charged().await, 30);
}

#[tokio::test]
async fn openai_calls_tools_and_sends_images() {
    let desk = desk().await;
    desk.chat.vendor.set_default(Script { tool_call: Some(r#"{"city": "Porto"}"#.to_owned()), ..Script::default() });
    let city = json!({"city": "Porto"});
    assert_eq!(desk.client("openai_tools").await, json!({"name": "look_up", "whole": city, "streamed": city}));
    let requests = desk.chat.vendor.requests();
    assert_eq!(
        requests[2].body["messages"][2],
        json!({"role": "tool", "tool_call_id": "call_sim", "content": "sunny"})
    );
    assert!(requests.iter().all(|request| request.body["tools"][0]["function"]["name"] == "look_up"));
    desk.chat.vendor.set_default(Script::text("A pixel."));
    assert_eq!(desk.client("openai_image").await["text"], "A pixel.");
    let image = desk.chat.vendor.requests().pop().unwrap().body["messages"][0]["content"][1].clone();
    assert!(image["image_url"]["url"].as_str().unwrap().starts_with("data:image/png;base64,iVBOR"), "{image}");
    assert!(desk.charged().await > 0);
}

#[tokio::test]
async fn openai_lists_models_and_understands_refusals() {
    let desk = desk().await;
    let models = json!({"models": ["sim-embed", "sim", "sim-dear", "sim-anthropic", "sim-gemini"], "one": "sim"});
    assert_eq!(desk.client("openai_models").await, models);
    let refusals = desk.client("openai_errors").await;
    for (at, class, code) in [
        (0, "AuthenticationError", "invalid_api_key"),
        (1, "NotFoundError", "model_not_found"),
        (2, "BadRequestError", "unsupported_parameter"),
    ] {
        assert_eq!(
            (&refusals[at]["class"], &refusals[at]["body"]["code"]),
            (&json!(class), &json!(code)),
            "{refusals}"
        );
    }
    desk.chat.vendor.queue(Script::words(9).with_fault(Fault::CutAfter { tokens: 3 }));
    assert_eq!(desk.client("openai_broken").await, json!({"class": "APIError", "code": "provider_unavailable"}));
    assert!(desk.charged().await > 3);
}

#[tokio::test]
async fn openai_does_not_ask_again_when_credit_is_used_up() {
    let desk = desk().await;
    desk.chat
        .server
        .meddle("UPDATE api_keys SET daily_cap_nanousd = 5 WHERE id = $1::uuid", &desk.program.key_id)
        .await;
    let refused = desk.client("openai_exhausted").await;
    assert_eq!((&refused["class"], &refused["body"]["code"]), (&json!("RateLimitError"), &json!("insufficient_quota")));
    assert_eq!((desk.chat.vendor.counts().requests, desk.charged().await), (0, 0));
}

#[tokio::test]
async fn a_cancelled_stream_is_charged_what_the_vendor_reports() {
    for case in ["openai_cancel", "anthropic_cancel"] {
        let desk = desk().await;
        let counted = Usage::Custom(Tokens { input: 5, output: 20, ..Tokens::default() });
        desk.chat.vendor.queue(Script { hold_after: Some(3), ..Script::words(20).with_usage(counted) });
        desk.client(case).await;
        desk.chat.vendor.release();
        assert_eq!(desk.charged().await, 25, "{case}");
    }
}

#[tokio::test]
async fn openai_speaks_responses() {
    let desk = desk().await;
    let said = "Hello from there";
    assert_eq!(desk.client("openai_responses").await, json!({"text": said, "streamed": said, "usage": [10, 10]}));
    assert_eq!(desk.charged().await, 20);
}

#[tokio::test]
async fn anthropic_messages_whole_streamed_and_translated() {
    let desk = desk().await;
    let expected = json!({"text": "Hello from there", "usage": 10});
    assert_eq!(desk.client("anthropic_message").await, expected);
    assert_eq!(desk.client("anthropic_translated").await, expected);
    let streamed = desk.client("anthropic_stream").await;
    assert_eq!((&streamed["text"], &streamed["usage"]), (&expected["text"], &expected["usage"]));
    assert_eq!(desk.charged().await, 30);
}

#[tokio::test]
async fn anthropic_calls_tools_sends_images_lists_models_and_understands_refusals() {
    let desk = desk().await;
    desk.chat.vendor.set_default(Script { tool_call: Some(r#"{"city": "Porto"}"#.to_owned()), ..Script::default() });
    let city = json!({"city": "Porto"});
    assert_eq!(desk.client("anthropic_tools").await, json!({"name": "look_up", "whole": city, "streamed": city}));
    desk.chat.vendor.set_default(Script::text("A pixel."));
    assert_eq!(desk.client("anthropic_image").await["text"], "A pixel.");
    let models = json!(["sim-embed", "sim", "sim-dear", "sim-anthropic", "sim-gemini"]);
    assert_eq!(desk.client("anthropic_models").await["models"], models);
    let refusals = desk.client("anthropic_errors").await;
    for (at, class, kind) in
        [(0, "AuthenticationError", "authentication_error"), (1, "NotFoundError", "not_found_error")]
    {
        let refusal = &refusals[at];
        assert_eq!((&refusal["class"], &refusal["body"]["error"]["type"]), (&json!(class), &json!(kind)), "{refusals}");
    }
    assert!(desk.charged().await > 0);
}

#[tokio::test]
async fn openai_makes_embeddings_and_pays_what_is_reported() {
    let desk = desk().await;
    desk.chat.vendor.set_default(Script::default());
    // The simulator counts words: three in two texts, and one.
    let expected = json!({"numbers": [8, 8], "same": true, "usage": [3, 1]});
    assert_eq!(desk.client("openai_embeddings").await, expected);
    assert_eq!(desk.charged().await, 4);
    let refusals = desk.client("openai_embeddings_refused").await;
    for refusal in refusals.as_array().unwrap() {
        let (class, code) = (&refusal["class"], &refusal["body"]["code"]);
        assert_eq!((class, code), (&json!("BadRequestError"), &json!("unsupported_parameter")), "{refusals}");
    }
    assert_eq!((refusals.as_array().unwrap().len(), desk.charged().await), (3, 4));
}

#[tokio::test]
async fn anthropic_counts_tokens_for_nothing() {
    let desk = desk().await;
    desk.chat.vendor.set_default(Script::default());
    let counted = desk.client("anthropic_count").await;
    assert_eq!(counted["tokens"], 3);
    let refused = &counted["refused"];
    assert_eq!(
        (&refused["class"], &refused["body"]["error"]["type"]),
        (&json!("BadRequestError"), &json!("invalid_request_error"))
    );
    assert_eq!(desk.charged().await, 0);
    let sent = desk.chat.vendor.requests().pop().unwrap();
    assert_eq!((sent.path.as_str(), &sent.body["model"]), ("/v1/messages/count_tokens", &json!("plain")));
}
