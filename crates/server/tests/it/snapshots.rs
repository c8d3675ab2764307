//! Links that show a conversation to others: made, read without an account, ended and taken back.

use domain::attempt::Attempt;
use reqwest::Method;
use serde_json::json;
use server::http::limits;
use uuid::Uuid;

use crate::support::{ChatServer, Reply};

#[tokio::test]
async fn whoever_has_the_link_gets_what_was_sealed_until_it_is_taken_back() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let titled = json!({"group_id": group, "title": "Dinner"});
    let conversation = ann.post("/conversations", &titled).await.created().str("id").to_owned();
    let link = ann.share_snapshot(&conversation, "?password=true").await;
    let shown = chat.server.stranger().request(Method::GET, &format!("/shared/{link}")).send().await.unwrap();
    assert_eq!(shown.headers()["content-type"], "application/octet-stream");
    assert_eq!(shown.bytes().await.unwrap(), vec![7; 100]);

    let listed = ann.get("/snapshots").await.ok();
    let first = &listed["items"][0];
    assert_eq!((&first["id"], &first["title"]), (&json!(link), &json!("Dinner")));
    assert_eq!((&first["has_password"], &first["expires_at"]), (&json!(true), &json!(null)));
    let bo = chat.server.sign_up("Bo").await;
    bo.delete(&format!("/snapshots/{link}")).await.refused(404, "not_found");
    ann.delete(&format!("/snapshots/{link}")).await.no_content();
    chat.server.stranger().get(&format!("/shared/{link}")).await.refused(404, "not_found");
    assert_eq!(ann.get("/snapshots").await.ok()["items"], json!([]));
}

#[tokio::test]
async fn a_link_ends_by_itself_and_with_its_chat() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    let (week, endless) =
        (ann.share_snapshot(&conversation, "?days=7").await, ann.share_snapshot(&conversation, "").await);
    let stranger = chat.server.stranger();
    assert_eq!(ann.get("/snapshots").await.ok()["items"].as_array().unwrap().len(), 2);
    sqlx::query("UPDATE snapshots SET expires_at = now() - interval '1 second' WHERE expires_at IS NOT NULL")
        .execute(&mut *chat.server.database().await)
        .await
        .unwrap();
    stranger.get(&format!("/shared/{week}")).await.refused(404, "not_found");
    server::chat::sweep(&chat.server.app).await.unwrap();
    assert_eq!(ann.get("/snapshots").await.ok()["items"].as_array().unwrap().len(), 1);
    ann.delete(&format!("/conversations/{conversation}")).await.no_content();
    stranger.get(&format!("/shared/{endless}")).await.refused(404, "not_found");
}

#[tokio::test]
async fn nonsense_is_no_link() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    for (query, bytes, status, code) in [
        ("?days=0", 100, 422, "validation_failed"),
        ("?days=366", 100, 422, "validation_failed"),
        ("", 63, 422, "validation_failed"),
        ("", 8 * 1024 * 1024 + 1, 413, "chat_too_long"),
    ] {
        let request = ann.request(Method::POST, &format!("/conversations/{conversation}/snapshots{query}"));
        Reply::read(request.body(vec![7; bytes]).send().await.unwrap()).await.refused(status, code);
    }
}

#[tokio::test]
async fn links_that_are_none_are_limited_by_address_and_a_right_one_never_is() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    let link = ann.share_snapshot(&conversation, "").await;
    for _ in 0..30 {
        limits::attempt(&chat.server.app, Attempt::WrongLinkFromAddress, "203.0.113.7").await.unwrap();
    }
    let from = async |address: &str, id: &str| {
        let request = chat.server.stranger().request(Method::GET, &format!("/shared/{id}"));
        request.header("x-forwarded-for", address).send().await.unwrap().status().as_u16()
    };
    let made_up = Uuid::now_v7().to_string();
    assert_eq!(from("203.0.113.7", &made_up).await, 429);
    assert_eq!(from("203.0.113.7", &link).await, 200);
    assert_eq!(from("198.51.100.1", &made_up).await, 404);
}
