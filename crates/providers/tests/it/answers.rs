//! Whole answers, and the requests that lead to them.

use futures_util::StreamExt;
use providers::{FinishReason, Kind, Request, Role};
use serde_json::{Value, json};
use simulator::{AiVendor, Fault, Script};

use crate::support::{KEY, KINDS, QUESTION, ask, message, provider, read, request};

const TEXT: &str = "Each pays 8.00 €.\n\n- Zoë\n- 太郎 🎉\n";

#[tokio::test]
async fn every_dialect_streams_an_answer() {
    for kind in KINDS {
        let vendor = AiVendor::start().await.unwrap();
        vendor.set_default(Script { reasoning: Some("Divide by three.".into()), ..Script::text(TEXT) });
        let answer = ask(&provider(kind, &vendor), &request("some-model")).await;
        assert_eq!(answer.text, TEXT, "{kind:?}");
        assert_eq!(answer.reasoning, "Divide by three.", "{kind:?}");
        let finish = answer.finish();
        assert_eq!(finish.reason, FinishReason::Complete, "{kind:?}");
        assert_eq!(finish.model.as_deref(), Some("some-model"), "{kind:?}");
        let usage = finish.usage.unwrap();
        // "Be brief." and the question have 9 words; the answer 10 pieces and the thinking 3.
        assert_eq!((usage.input, usage.output), (9, 13), "{kind:?}");
        let id = if kind == Kind::Gemini { "sim0000000000000001" } else { "req_sim0000000000000001" };
        assert_eq!(finish.request_id.as_deref(), Some(id), "{kind:?}");
    }
}

#[tokio::test]
async fn an_answer_ends_at_the_limit_that_the_vendor_was_told() {
    for kind in KINDS {
        let vendor = AiVendor::start().await.unwrap();
        let limited = Request { max_output_tokens: 7, ..request("sim-words-50") };
        let answer = ask(&provider(kind, &vendor), &limited).await;
        assert_eq!(answer.text.split_whitespace().count(), 7, "{kind:?}");
        let finish = answer.finish();
        assert_eq!(finish.reason, FinishReason::Length, "{kind:?}");
        assert_eq!(finish.usage.unwrap().output, 7, "{kind:?}");
    }
}

#[tokio::test]
async fn a_refusal_of_the_model_is_an_answer_that_says_so() {
    for kind in KINDS {
        let vendor = AiVendor::start().await.unwrap();
        vendor.set_default(Script::default().with_fault(Fault::Refuse));
        let answer = ask(&provider(kind, &vendor), &request("m")).await;
        assert!(!answer.text.is_empty(), "{kind:?}");
        assert_eq!(answer.finish().reason, FinishReason::Refused, "{kind:?}");
    }
}

#[tokio::test]
async fn every_request_is_in_its_vendors_words() {
    let conversation = Request {
        messages: vec![
            message(Role::User, "First?"),
            message(Role::Assistant, "Yes."),
            // An answer that was stopped before its first word; Anthropic would refuse the whole conversation.
            message(Role::User, "And then?"),
            message(Role::Assistant, " \n"),
            message(Role::User, QUESTION),
        ],
        ..request("a/model")
    };
    let chat = |role: &str, text: &str| json!({"role": role, "content": text});
    let part = |role: &str, text: &str| json!({"role": role, "parts": [{"text": text}]});
    let openai = json!({
        "model": "a/model", "stream": true, "stream_options": {"include_usage": true}, "max_tokens": 1000,
        "messages": [
            chat("system", "Be brief."), chat("user", "First?"), chat("assistant", "Yes."),
            chat("user", "And then?"), chat("user", QUESTION),
        ],
    });
    let anthropic = json!({
        "model": "a/model", "stream": true, "max_tokens": 1000, "system": "Be brief.",
        "messages": [
            chat("user", "First?"), chat("assistant", "Yes."), chat("user", "And then?"), chat("user", QUESTION),
        ],
    });
    let gemini = json!({
        "systemInstruction": {"parts": [{"text": "Be brief."}]},
        "contents": [
            part("user", "First?"), part("model", "Yes."), part("user", "And then?"), part("user", QUESTION),
        ],
        "generationConfig": {"maxOutputTokens": 1000},
    });
    for (kind, path, expected) in [
        (Kind::OpenAi, "/v1/chat/completions", &openai),
        (Kind::Ollama, "/v1/chat/completions", &openai),
        (Kind::Anthropic, "/v1/messages", &anthropic),
        (Kind::Gemini, "/v1beta/models/a/model:streamGenerateContent", &gemini),
    ] {
        let vendor = AiVendor::start().await.unwrap();
        ask(&provider(kind, &vendor), &conversation).await.finish();
        let requests = vendor.requests();
        let [received] = requests.as_slice() else { panic!("{} requests", requests.len()) };
        assert_eq!(received.path, path, "{kind:?}");
        assert_eq!(received.model, "a/model", "{kind:?}");
        assert_eq!(received.api_key.as_deref(), Some(KEY), "{kind:?}: in its header");
        let body: &Value = &received.body;
        assert_eq!(body, expected, "{kind:?}");
    }
}

#[tokio::test]
async fn tokens_arrive_while_the_answer_is_still_being_made() {
    for kind in KINDS {
        let vendor = AiVendor::start().await.unwrap();
        let mut stream = provider(kind, &vendor).stream(&request("sim-hold-3")).await.unwrap();
        let mut seen = String::new();
        for _ in 0..3 {
            let delta = stream.next().await.unwrap().unwrap();
            let providers::Delta::Text(text) = delta else { panic!("{delta:?}") };
            seen.push_str(&text);
        }
        assert_eq!(seen, "share the plan ", "{kind:?}");
        vendor.until(|counts| counts.held_streams == 1).await;
        vendor.release();
        let rest = read(stream).await;
        assert_eq!((seen + &rest.text).split_whitespace().count(), 40, "{kind:?}");
        assert_eq!(rest.finish().reason, FinishReason::Complete, "{kind:?}");
    }
}
