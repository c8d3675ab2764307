//! Embeddings and counts of tokens by API key: metered as answers are, or for nothing, and refused in the format's words.

use serde_json::{Value, json};
use simulator::{Fault, Script, Usage};

use crate::support::{ChatServer, Person, Program, question};

const EMBEDDINGS: &str = "/v1/embeddings";
const COUNT: &str = "/v1/messages/count_tokens";

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
    Desk { chat, ann, group, program }
}

impl Desk {
    /// What Ann was charged, once nothing is held any more.
    async fn charged(&self) -> i64 {
        self.chat.server.until("SELECT NOT EXISTS (SELECT 1 FROM holds WHERE status = 'held')").await;
        self.chat.server.audit().await;
        self.ann.member(&self.group, &self.ann).await["own"].as_i64().unwrap()
    }
}

fn texts(input: &Value) -> Value {
    json!({"model": "sim-embed", "input": input, "encoding_format": "float"})
}

fn message(model: &str) -> Value {
    json!({"model": model, "messages": [{"role": "user", "content": "How long am I?"}]})
}

#[tokio::test]
async fn texts_become_vectors_and_are_charged_by_what_the_vendor_read() {
    let desk = desk().await;
    let mut body = texts(&json!(["One text", "and another one"]));
    body["dimensions"] = json!(8);
    let made = desk.program.post(EMBEDDINGS, &body).await.ok();
    assert_eq!((made["data"].as_array().unwrap().len(), &made["usage"]["prompt_tokens"]), (2, &json!(5)));
    assert!(!made.headers.contains_key("x-potluck-max-output-tokens"));
    // Only the model's name was changed.
    let sent = desk.chat.vendor.requests().pop().unwrap();
    body["model"] = json!("plain");
    assert_eq!((sent.path.as_str(), sent.body), (EMBEDDINGS, body));
    assert_eq!(desk.charged().await, 5);
    // In the usage it is a line of its own model.
    let usage = desk.ann.get(&format!("/groups/{}/usage", desk.group)).await.ok();
    assert_eq!((&usage["items"][0]["model"], &usage["items"][0]["cost_nanousd"]), (&json!("sim-embed"), &json!(5)));
}

#[tokio::test]
async fn who_pays_what_for_texts_without_a_count_and_for_each_fault() {
    let desk = desk().await;
    // Half of the bytes of all fields, eight for the text: what was held.
    let body = texts(&json!("12345678"));
    for usage in [Usage::Missing, Usage::Null, Usage::Zero] {
        let before = desk.charged().await;
        desk.chat.vendor.queue(Script::default().with_usage(usage));
        desk.program.post(EMBEDDINGS, &body).await.ok();
        let charged = desk.charged().await - before;
        assert!((8..40).contains(&charged), "{usage:?}: {charged}");
    }
    let before = desk.charged().await;
    for (status, answered, code) in [(400, 400, "invalid_request_error"), (503, 429, "rate_limit_exceeded")] {
        desk.chat.vendor.queue(Script::default().with_fault(Fault::ErrorBeforeFirstByte { status }));
        desk.program.post(EMBEDDINGS, &body).await.openai_error(answered, code);
    }
    assert_eq!(desk.charged().await, before, "what the vendor refuses costs nothing");
}

#[tokio::test]
async fn embeddings_are_refused_where_there_are_none_or_no_credit_for_them() {
    let desk = desk().await;
    for model in ["sim", "sim-anthropic", "sim-gemini"] {
        let body = json!({"model": model, "input": "Hello"});
        let refused = desk.program.post(EMBEDDINGS, &body).await;
        assert_eq!(refused.openai_error(400, "unsupported_parameter")["param"], "model", "{model}");
    }
    let chat = desk.program.post("/v1/chat/completions", &question("sim-embed", "Hello", false)).await;
    chat.openai_error(400, "unsupported_parameter");
    desk.ann
        .post("/conversations", &json!({"group_id": desk.group, "model": "sim-embed"}))
        .await
        .refused(422, "model_unknown");
    let offered = desk.ann.get("/models").await.ok();
    let ids: Vec<&str> = offered["items"].as_array().unwrap().iter().filter_map(|model| model["id"].as_str()).collect();
    assert_eq!(ids, ["sim", "sim-dear", "sim-anthropic", "sim-gemini"], "chats are offered what answers");
    desk.program
        .post(EMBEDDINGS, &json!({"model": "nobody", "input": "Hello"}))
        .await
        .openai_error(404, "model_not_found");
    let key = &desk.program.key_id;
    desk.chat.server.meddle("UPDATE api_keys SET daily_cap_nanousd = 5 WHERE id = $1::uuid", key).await;
    desk.program.post(EMBEDDINGS, &texts(&json!("x".repeat(100)))).await.openai_error(429, "insufficient_quota");
    assert_eq!((desk.chat.vendor.counts().requests, desk.charged().await), (0, 0));
}

#[tokio::test]
async fn vectors_that_could_not_be_handed_on_are_refused_before_the_vendor_charges_for_them() {
    let desk = desk().await;
    let mut body = texts(&json!(vec!["x"; 2048]));
    // The model's own vectors have as many numbers as the operator's list says.
    for dimensions in [None, Some(4096)] {
        if let Some(dimensions) = dimensions {
            body["dimensions"] = json!(dimensions);
        }
        let refused = desk.program.post(EMBEDDINGS, &body).await;
        assert_eq!(refused.openai_error(400, "invalid_request_error")["param"], "input");
    }
    // Nor is there room for the vectors while others have it.
    let permits = u32::try_from(desk.chat.server.app.large_bodies.available_permits()).unwrap();
    let others = desk.chat.server.app.large_bodies.acquire_many(permits - 10).await.unwrap();
    body["dimensions"] = json!(1024);
    desk.program.post(EMBEDDINGS, &body).await.openai_error(429, "rate_limit_exceeded");
    assert_eq!((desk.chat.vendor.counts().requests, desk.charged().await), (0, 0));
    drop(others);
    desk.program.post(EMBEDDINGS, &body).await.ok();
    assert_eq!(desk.charged().await, 2048);
}

#[tokio::test]
async fn tokens_are_counted_by_the_vendor_for_nothing() {
    let desk = desk().await;
    let counted = desk.program.post(COUNT, &message("sim-anthropic")).await.ok();
    assert_eq!(counted.body, json!({"input_tokens": 4}));
    let sent = desk.chat.vendor.requests().pop().unwrap();
    assert_eq!(sent.body, message("plain"), "only the model's name was changed");

    for model in ["sim", "sim-gemini"] {
        desk.program.post(COUNT, &message(model)).await.anthropic_error(400, "invalid_request_error");
    }
    desk.program.post(COUNT, &message("nobody")).await.anthropic_error(404, "not_found_error");
    desk.program.post(COUNT, &json!({"model": "sim-anthropic"})).await.anthropic_error(400, "invalid_request_error");
    desk.program.post(COUNT, &json!([1])).await.anthropic_error(400, "invalid_request_error");
    desk.chat.vendor.queue(Script::default().with_fault(Fault::ErrorBeforeFirstByte { status: 529 }));
    desk.program.post(COUNT, &message("sim-anthropic")).await.anthropic_error(429, "rate_limit_error");
    desk.ann.delete(&format!("/api-keys/{}", desk.program.key_id)).await.no_content();
    desk.program.post(COUNT, &message("sim-anthropic")).await.anthropic_error(401, "authentication_error");
    assert_eq!(desk.charged().await, 0);
}
