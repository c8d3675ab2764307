//! What members ask again and again, chats that do not stay, and messages that are taken away.

use serde_json::{Value, json};

use crate::support::{ChatServer, TestServer};

#[tokio::test]
async fn prompts_are_kept_changed_and_forgotten() {
    let server = TestServer::start().await;
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    let id = ann.keep_prompt("Short", "Answer in one sentence.").await;
    let path = format!("/prompts/{id}");
    let changed = ann.put(&path, &json!({"name": "Shorter", "text": "Answer in one word."})).await.ok();
    assert_eq!((changed.str("name"), changed.str("text")), ("Shorter", "Answer in one word."));
    let listed = ann.get("/prompts").await.ok();
    assert_eq!(listed["items"], json!([changed.body]));
    assert_eq!(bo.get("/prompts").await.ok()["items"], json!([]));
    bo.put(&path, &json!({"name": "Mine", "text": "Mine"})).await.refused(404, "not_found");
    bo.delete(&path).await.refused(404, "not_found");
    for (name, text) in [("", "x"), ("x", " "), (&"x".repeat(61), "x"), ("x", &"x".repeat(8001)), ("two\nlines", "x")] {
        ann.post("/prompts", &json!({"name": name, "text": text})).await.refused(422, "validation_failed");
    }
    ann.delete(&path).await.no_content();
    assert_eq!(ann.get("/prompts").await.ok()["items"], json!([]));
}

#[tokio::test]
async fn a_temporary_chat_is_in_no_list_no_search_and_no_archive_and_does_not_stay() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let body = json!({"group_id": group, "temporary": true});
    let made = ann.post("/conversations", &body).await.created();
    assert_eq!(made["temporary"], true);
    let conversation = made.str("id");
    ann.say(conversation, "A secret pumpkin?").await;
    assert_eq!(ann.get("/conversations").await.ok()["items"], json!([]));
    let found = ann.events("/search?q=pumpkin").await.rest().await;
    assert!(found.iter().all(|event| event.name != "hit"), "{found:?}");

    server::chat::sweep(&chat.server.app).await.unwrap();
    ann.get(&format!("/conversations/{conversation}")).await.ok();
    sqlx::query("UPDATE conversations SET updated_at = now() - interval '25 hours'")
        .execute(&mut *chat.server.database().await)
        .await
        .unwrap();
    server::chat::sweep(&chat.server.app).await.unwrap();
    ann.get(&format!("/conversations/{conversation}")).await.refused(404, "not_found");
    chat.server.audit().await;
}

#[tokio::test]
async fn a_message_goes_with_everything_that_follows_it() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    for question in ["Q1", "Q2", "Q3"] {
        ann.say(&conversation, question).await;
    }
    let messages = ann.messages(&conversation).await;
    let path = |message: &Value| format!("/conversations/{conversation}/messages/{}", message["id"].as_str().unwrap());
    let usage_before = ann.get(&format!("/groups/{group}/usage")).await.ok().body;
    ann.delete(&path(&messages[2])).await.no_content();
    let left = ann.messages(&conversation).await;
    assert_eq!(left, messages[..2]);
    ann.delete(&path(&messages[2])).await.refused(404, "not_found");
    assert_eq!(ann.get(&format!("/groups/{group}/usage")).await.ok().body, usage_before, "what was used stays");

    // The talk goes on from what is left; what is gone cannot be followed.
    let gone = json!({"text": "Q4", "parent_id": messages[3]["id"]});
    ann.post(&format!("/conversations/{conversation}/turns"), &gone).await.refused(422, "validation_failed");
    ann.say(&conversation, "Q4").await;
    assert_eq!(ann.messages(&conversation).await.len(), 4);
    chat.server.audit().await;
}
