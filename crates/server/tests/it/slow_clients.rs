//! Clients that read slowly, or not at all: what waits for them is bounded, and what they asked for ends and is paid like anybody's.

use serde_json::{Value, json};
use simulator::Script;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use crate::support::{ChatServer, TestServer, payloads, question};

/// A connection whose client decides how many bytes it reads, with a buffer as small as the kernel makes one.
struct Reader(TcpStream);

impl Reader {
    async fn post(server: &TestServer, path: &str, bearer: &str, body: &Value) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(1).unwrap();
        let host = server.url.strip_prefix("http://").unwrap();
        let mut stream = socket.connect(host.parse().unwrap()).await.unwrap();
        let body = body.to_string();
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {bearer}\r\naccept: text/event-stream\r\n\
             content-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len(),
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        Self(stream)
    }

    /// Reads so many bytes, one at a time.
    async fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut read = Vec::new();
        while read.len() < count {
            let byte = self.0.read_u8().await;
            read.push(byte.unwrap_or_else(|error| panic!("{error} after {}", String::from_utf8_lossy(&read))));
        }
        read
    }

    /// Reads on to the end; the payloads of the whole answer's events. `read` is what was read before.
    async fn payloads(mut self, mut read: Vec<u8>) -> Vec<Value> {
        self.0.read_to_end(&mut read).await.unwrap();
        let read = String::from_utf8(read).unwrap();
        let (head, mut chunks) = read.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
        let mut body = String::new();
        while let Some((size, rest)) = chunks.split_once("\r\n") {
            let (chunk, rest) = rest.split_at(usize::from_str_radix(size, 16).unwrap());
            body.push_str(chunk);
            chunks = &rest["\r\n".len()..];
        }
        payloads(&body)
    }
}

#[tokio::test]
async fn a_turn_ends_and_is_paid_while_whoever_watches_it_reads_nothing() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    // Each of these characters has six bytes in an event: far more than all buffers on the way can take.
    let answer = format!("{} ", "\u{1}".repeat(10_000)).repeat(290);
    chat.vendor.queue(Script::text(&answer));
    let path = format!("/api/v1/conversations/{conversation}/turns");
    let token = ann.access_token.as_deref().unwrap();
    let mut reader = Reader::post(&chat.server, &path, token, &json!({"text": "Hello"})).await;
    let read = reader.bytes(50).await;
    assert!(read.starts_with(b"HTTP/1.1 200 OK"), "{}", String::from_utf8_lossy(&read));

    chat.server.until("SELECT count(*) = 1 FROM turns WHERE status = 'finished'").await;
    assert_eq!(chat.server.balance(&group, "hold", "nano_usd").await, 0);
    assert_eq!(chat.server.balance(&group, "spent", "nano_usd").await, -291);
    chat.server.audit().await;

    // Whoever reads on in the end has missed nothing.
    let events = reader.payloads(read).await;
    let texts = events.iter().filter(|event| event["seq"].is_u64()).map(|event| event["text"].as_str().unwrap());
    assert!(texts.collect::<String>() == answer);
    assert_eq!(events.last().unwrap()["status"], "finished");
}

#[tokio::test]
async fn a_program_that_reads_byte_by_byte_gets_everything_in_the_end_and_is_charged_once() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let program = ann.program(&chat.server, &group).await;
    // Seven megabytes; the longest answer has eight.
    chat.vendor.queue(Script::text(format!("{} ", "x".repeat(25_000)).repeat(280)));
    let body = question("sim", "Hello", true);
    let mut reader = Reader::post(&chat.server, "/v1/chat/completions", &program.secret, &body).await;
    let read = reader.bytes(20_000).await;
    let events = reader.payloads(read).await;
    let texts = events.iter().filter_map(|event| event["choices"][0]["delta"]["content"].as_str());
    assert_eq!(texts.map(str::len).sum::<usize>(), 280 * 25_001);
    assert_eq!(events.last().unwrap(), "[DONE]");
    chat.server.until("SELECT NOT EXISTS (SELECT FROM gateway_requests)").await;
    assert_eq!(chat.server.balance(&group, "hold", "nano_usd").await, 0);
    assert_eq!(chat.server.balance(&group, "spent", "nano_usd").await, -281);
    chat.server.audit().await;
}
