//! Clients that send slowly, or not to the end: what they began is not waited for, and goes on from what is true when it is there.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{ChatServer, Reply, TestServer, WEBHOOK_SECRET};

const CARDS: [(&str, &str); 2] =
    [("STRIPE_SECRET_KEY", "sk_test_simulated"), ("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET)];

/// A call whose body its client sends piece by piece.
struct Sender(TcpStream);

impl Sender {
    /// Sends everything but the body.
    async fn begin(server: &TestServer, path: &str, headers: &[(&str, &str)], length: usize) -> Self {
        let host = server.url.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(host).await.unwrap();
        let headers = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect::<Vec<_>>().concat();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
             connection: close\r\n{headers}\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        Self(stream)
    }

    /// Sends nothing more, and waits for an answer.
    async fn end(&mut self) {
        self.0.shutdown().await.unwrap();
    }

    async fn send(&mut self, piece: &str) {
        self.0.write_all(piece.as_bytes()).await.unwrap();
    }

    /// Waits until the server asks for the body.
    async fn asked_for_more(&mut self) {
        let mut read = [0; "HTTP/1.1 100 Continue\r\n\r\n".len()];
        self.0.read_exact(&mut read).await.unwrap();
        assert_eq!(std::str::from_utf8(&read), Ok("HTTP/1.1 100 Continue\r\n\r\n"));
    }

    /// The answer's first line and its body.
    async fn answer(mut self) -> (String, Value) {
        let mut read = String::new();
        self.0.read_to_string(&mut read).await.unwrap();
        let (head, body) = read.split_once("\r\n\r\n").unwrap();
        (head.lines().next().unwrap().to_owned(), serde_json::from_str(body).unwrap())
    }
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let server = TestServer::start_impatient(Duration::from_millis(100), &CARDS).await;
    let ann = server.sign_up("Ann").await;
    let bearer = format!("Bearer {}", ann.access_token.as_deref().unwrap());
    let signed_in = ("authorization", bearer.as_str());
    for (path, headers) in [
        ("/api/v1/auth/sign-in", &[][..]),
        ("/api/v1/groups", &[signed_in]),
        ("/api/v1/groups", &[signed_in, ("idempotency-key", "one")]),
        ("/api/v1/conversations/import", &[signed_in]),
        ("/api/v1/webhooks/stripe", &[]),
    ] {
        let mut sender = Sender::begin(&server, path, headers, 100).await;
        sender.send("{").await;
        let (status, problem) = sender.answer().await;
        assert_eq!(
            (status.as_str(), &problem["code"]),
            ("HTTP/1.1 408 Request Timeout", &json!("body_late")),
            "{path}"
        );
    }
    // The key was not taken by what never came.
    let again = ann.request(Method::POST, "/groups").header("idempotency-key", "one");
    let body = json!({"name": "Kitchen", "plan": "duo"});
    Reply::read(again.json(&body).send().await.unwrap()).await.created();
}

#[tokio::test]
async fn a_body_that_breaks_off_is_told_so_whoever_sends_it() {
    let server = TestServer::start_with(&CARDS).await;
    let ann = server.sign_up("Ann").await;
    let bearer = format!("Bearer {}", ann.access_token.as_deref().unwrap());
    let signed_in = ("authorization", bearer.as_str());
    for (path, headers) in [
        ("/api/v1/auth/sign-in", &[][..]),
        ("/api/v1/groups", &[signed_in]),
        ("/api/v1/groups", &[signed_in, ("idempotency-key", "one")]),
        ("/api/v1/conversations/import", &[signed_in]),
        ("/api/v1/webhooks/stripe", &[]),
    ] {
        let mut sender = Sender::begin(&server, path, headers, 100).await;
        sender.send("{").await;
        sender.end().await;
        let (status, problem) = sender.answer().await;
        assert_eq!((status.as_str(), &problem["code"]), ("HTTP/1.1 400 Bad Request", &json!("body_cut")), "{path}");
    }
    // The key was not taken by what did not come whole.
    let again = ann.request(Method::POST, "/groups").header("idempotency-key", "one");
    let body = json!({"name": "Kitchen", "plan": "duo"});
    Reply::read(again.json(&body).send().await.unwrap()).await.created();
}

#[tokio::test]
async fn a_question_that_comes_slowly_goes_on_from_what_was_said_last() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    let bearer = format!("Bearer {}", ann.access_token.as_deref().unwrap());
    let path = format!("/api/v1/conversations/{conversation}/turns");
    let body = json!({"text": "And the day after?"}).to_string();
    let headers = [("authorization", bearer.as_str()), ("expect", "100-continue")];
    let mut slow = Sender::begin(&chat.server, &path, &headers, body.len()).await;
    slow.asked_for_more().await;

    ann.ask(&conversation, &json!({"text": "What is for dinner?"})).await.rest().await;
    slow.send(&body).await;
    assert_eq!(slow.answer().await.0, "HTTP/1.1 202 Accepted");
    let said = ann.messages(&conversation).await;
    assert_eq!(said[2]["text"], "And the day after?");
    assert_eq!(said[2]["parent_id"], said[1]["id"]);
}
