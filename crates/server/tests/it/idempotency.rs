//! `Idempotency-Key`: what is sent again takes effect once.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Person, Reply, TestServer};

async fn send(person: &Person, key: &str, body: &Value) -> Reply {
    let request = person.request(Method::POST, "/groups").header("idempotency-key", key).json(body);
    Reply::read(request.send().await.unwrap()).await
}

async fn groups(person: &Person) -> usize {
    person.get("/groups").await.ok()["items"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_request_sent_again_gets_the_first_answer() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let body = json!({"name": "Kitchen", "plan": "duo"});
    let first = send(&ann, "one", &body).await.created();
    let again = send(&ann, "one", &body).await.created();
    assert_eq!(first.body, again.body);
    assert_eq!(again.headers["idempotency-replayed"], "true");
    assert_eq!(groups(&ann).await, 1);
    send(&ann, "two", &body).await.created();
    assert_eq!(groups(&ann).await, 2);
}

#[tokio::test]
async fn two_at_once_take_effect_once() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let body = json!({"name": "Kitchen", "plan": "duo"});
    let (one, other) = tokio::join!(send(&ann, "key", &body), send(&ann, "key", &body));
    for reply in [one, other] {
        assert!(reply.status == 201 || reply.body["code"] == "request_in_progress", "{}", reply.text);
    }
    assert_eq!(groups(&ann).await, 1);
}

#[tokio::test]
async fn a_key_belongs_to_one_request_and_one_member() {
    let server = TestServer::start().await;
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    send(&ann, "key", &json!({"name": "Kitchen", "plan": "duo"})).await.created();
    send(&ann, "key", &json!({"name": "Garden", "plan": "duo"})).await.refused(409, "payload_conflict");
    let other = send(&bo, "key", &json!({"name": "Garden", "plan": "duo"})).await.created();
    assert_eq!(other["name"], "Garden");
}

#[tokio::test]
async fn what_was_refused_can_be_put_right_under_the_same_key() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    send(&ann, "key", &json!({"name": "", "plan": "duo"})).await.refused(422, "validation_failed");
    send(&ann, "key", &json!({"name": "Kitchen", "plan": "duo"})).await.created();
    send(&ann, &"k".repeat(300), &json!({"name": "Kitchen", "plan": "duo"})).await.refused(422, "validation_failed");
}
