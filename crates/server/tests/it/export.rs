//! Everything of mine in one archive.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{ChatServer, Person, TestServer};

/// The archive's files by name.
pub(crate) type Files = BTreeMap<String, String>;

fn password(name: &str) -> Value {
    json!({"password": format!("{name} has a long password")})
}

pub(crate) async fn export(person: &Person, name: &str) -> Files {
    let response = person.request(Method::POST, "/me/export").json(&password(name)).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "application/zip");
    assert_eq!(response.headers()["cache-control"], "no-store");
    let name = response.headers()["content-disposition"].to_str().unwrap();
    assert!(name.starts_with("attachment; filename=\"potluck-20"), "{name}");
    let mut archive = zip::ZipArchive::new(Cursor::new(response.bytes().await.unwrap())).unwrap();
    let mut files = Files::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        files.insert(file.name().unwrap().into_owned(), text);
    }
    files
}

pub(crate) fn json_of(files: &Files, name: &str) -> Value {
    serde_json::from_str(&files[name]).unwrap()
}

#[tokio::test]
async fn the_archive_holds_all_of_mine_and_nothing_of_others() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let bo = chat.server.sign_up("Bo").await;
    bo.join(&ann, &group).await;
    let conversation = ann.converse(&group).await;
    ann.say(&conversation, "What is for dinner?").await;
    ann.say(&conversation, "And after it?").await;
    let theirs = bo.converse(&group).await;
    bo.say(&theirs, "Bo's secret").await;

    let path = format!("/conversations/{conversation}/instructions");
    ann.put(&path, &json!({"text": "Be brief."})).await.no_content();
    ann.put(&format!("/drafts/{conversation}"), &json!({"text": "And then"})).await.no_content();

    let made = ann.post("/api-keys", &json!({"name": "Editor", "group_id": group})).await.created();

    let files = export(&ann, "Ann").await;
    let keys = json_of(&files, "api_keys.json");
    assert_eq!((&keys[0]["name"], &keys[0]["api_key_id"]), (&json!("Editor"), &made["id"]));
    let secret = made.str("secret");
    assert!(files.values().all(|text| !text.contains(secret) && !text.contains("secret_hash")));
    assert_eq!(json_of(&files, "profile.json")["email"], "ann@example.org");
    assert_eq!(json_of(&files, "groups.json")[0]["name"], "Kitchen");
    assert_eq!(json_of(&files, "shares.json")[0]["status"], "paid");
    assert_eq!(json_of(&files, "payments.json")[0]["status"], "confirmed");
    assert_eq!(json_of(&files, "notices.json")[0]["facts"]["kind"], "share_due");
    assert_eq!(json_of(&files, "activity.json")[0]["action"], "exported");
    let usage = json_of(&files, "usage.json");
    let costs: i64 = usage.as_array().unwrap().iter().map(|row| row["cost_nanousd"].as_i64().unwrap()).sum();
    let messages = ann.messages(&conversation).await;
    let shown: i64 = messages.iter().filter_map(|message| message["cost_nanousd"].as_i64()).sum();
    assert_eq!((usage.as_array().unwrap().len(), costs), (2, shown));

    let named =
        |end: &str| files.iter().find(|(name, _)| name.starts_with("conversations/") && name.ends_with(end)).unwrap();
    let whole: Value = serde_json::from_str(named(".json").1).unwrap();
    let texts = |messages: &Value| {
        messages.as_array().unwrap().iter().map(|message| message["text"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(texts(&whole["messages"]), texts(&json!(messages)));
    assert_eq!(whole["instructions"], "Be brief.");
    assert_eq!(json_of(&files, "drafts.json"), json!([{"place_id": conversation, "text": "And then"}]));
    let markdown = named(".md").1;
    assert!(markdown.contains("\n\nWhat is for dinner?\n") && markdown.contains("\n\nAnd after it?\n"), "{markdown}");
    assert!(files.values().all(|text| !text.contains("Bo's secret") && !text.contains("bo@example.org")));
    assert_eq!(files.len(), 13, "{:?}", files.keys());
}

#[tokio::test]
async fn an_open_page_alone_exports_nothing() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let refused = ann.post("/me/export", &password("Not Ann")).await.refused(403, "wrong_password");
    assert_eq!(refused["errors"][0]["field"], "password");
    ann.post("/me/export", &json!({})).await.refused(422, "validation_failed");
    let lines = ann.get("/me/activity").await.ok();
    assert_eq!(lines["items"].as_array().unwrap().len(), 1, "nothing was exported: {}", lines.text);
    export(&ann, "Ann").await;
}

#[tokio::test]
async fn an_archive_can_be_asked_for_again_under_the_same_key() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    for _ in 0..2 {
        let request = ann.request(Method::POST, "/me/export").header("idempotency-key", "one").json(&password("Ann"));
        let response = request.send().await.unwrap();
        assert_eq!((response.status().as_u16(), response.headers().get("idempotency-replayed")), (200, None));
    }
}
