//! Chats from elsewhere.

use serde_json::{Value, json};

use crate::support::ChatServer;

fn chat_from_elsewhere(group: &str) -> Value {
    let message = |parent: Option<usize>, role: &str, text: &str| json!({"parent": parent, "role": role, "text": text, "model": "gpt-4", "created_at": "2024-05-01T10:00:00Z"});
    json!({
        "group_id": group,
        "origin": "chatgpt:6a1b",
        "title": "Tides",
        "messages": [
            message(None, "user", "How do tides work?"),
            message(Some(0), "assistant", "The moon pulls."),
            message(Some(0), "assistant", "Gravity."),
            message(Some(2), "user", "And the sun?"),
        ],
    })
}

#[tokio::test]
async fn a_chat_comes_once_with_its_versions_and_goes_on() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let body = chat_from_elsewhere(&group);
    let made = ann.post("/conversations/import", &body).await.created();
    assert_eq!(made["known"], false);
    let conversation = made.str("id");
    let again = ann.post("/conversations/import", &body).await.ok();
    assert_eq!((again.str("id"), &again["known"]), (conversation, &json!(true)));
    let seen = ann.get(&format!("/conversations/{conversation}")).await.ok();
    assert_eq!((seen.str("title"), seen.str("updated_at")), ("Tides", "2024-05-01T10:00:00Z"));
    let messages = ann.messages(conversation).await;
    let texts: Vec<&str> = messages.iter().map(|message| message["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["How do tides work?", "The moon pulls.", "Gravity.", "And the sun?"]);
    assert_eq!(messages[3]["parent_id"], messages[2]["id"]);
    assert_eq!(messages[1]["model"], "gpt-4");

    // Its last question was never answered; here it is.
    ann.ask(conversation, &json!({"parent_id": messages[3]["id"]})).await.rest().await;
    let asked = chat.vendor.requests().pop().unwrap();
    assert_eq!(asked.body["messages"].as_array().unwrap().len(), 3);
    // Once deleted, it can come again.
    ann.delete(&format!("/conversations/{conversation}")).await.no_content();
    ann.post("/conversations/import", &body).await.created();
    chat.server.audit().await;
}

#[tokio::test]
async fn a_chat_from_before_all_dates_is_refused() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let mut body = chat_from_elsewhere(&group);
    body["messages"][0]["created_at"] = json!("-009999-01-02T01:59:59Z");
    let refused = ann.post("/conversations/import", &body).await.refused(422, "validation_failed");
    assert!(refused.str("detail").contains("date"), "{refused:?}");
}

#[tokio::test]
async fn what_is_no_chat_is_refused_by_its_place() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let eve = chat.server.sign_up("Eve").await;
    eve.post("/conversations/import", &chat_from_elsewhere(&group)).await.refused(404, "not_found");
    let spoiled = |spoil: fn(&mut Value)| {
        let mut body = chat_from_elsewhere(&group);
        spoil(&mut body);
        body
    };
    for (body, field) in [
        (spoiled(|body| body["messages"] = json!([])), "messages"),
        (spoiled(|body| body["messages"][1]["role"] = json!("user")), "messages[1].parent"),
        (spoiled(|body| body["messages"][1]["parent"] = json!(1)), "messages[1].parent"),
        (spoiled(|body| body["messages"][1]["parent"] = json!(99)), "messages[1].parent"),
        (spoiled(|body| body["messages"][0]["role"] = json!("assistant")), "messages[0].parent"),
        (spoiled(|body| body["messages"][0]["role"] = json!("system")), "messages[0].role"),
        (spoiled(|body| body["messages"][0]["text"] = json!("a\u{0}b")), "messages[0].text"),
        (spoiled(|body| body["origin"] = json!("")), "origin"),
    ] {
        let refused = ann.post("/conversations/import", &body).await.refused(422, "validation_failed");
        assert_eq!(refused["errors"][0]["field"], field, "{body}");
    }
}
