//! What is below the formats: addresses that nobody answers at, redirects, other content, silence.

use std::time::Duration;

use providers::{Endpoint, ErrorKind, Kind, ProviderError, Timeouts};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

use crate::support::{KEY, KINDS, request};

fn endpoint(kind: Kind, base_url: String) -> Endpoint {
    Endpoint { base_url, ..Endpoint::new(kind, Some(KEY.to_owned().into())) }
}

async fn refused(endpoint: &Endpoint) -> ProviderError {
    providers::connect(endpoint).unwrap().stream(&request("m")).await.err().unwrap()
}

/// A server that answers its first request with this, whatever it is, and keeps the connection.
async fn answering(response: String) -> (String, JoinSet<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let mut server = JoinSet::new();
    server.spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        let mut head = vec![0; 64 * 1024];
        let _ = connection.read(&mut head).await.unwrap();
        connection.write_all(response.as_bytes()).await.unwrap();
        std::future::pending::<()>().await;
    });
    (format!("http://{address}"), server)
}

#[tokio::test]
async fn nobody_there_is_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    for kind in KINDS {
        let error = refused(&endpoint(kind, base_url.clone())).await;
        assert_eq!(error.kind, ErrorKind::Unreachable, "{kind:?}");
        assert!(error.retryable() && error.status.is_none(), "{kind:?}");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed_so_that_no_key_travels() {
    for kind in KINDS {
        let elsewhere = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let target = elsewhere.local_addr().unwrap();
        let redirect =
            format!("HTTP/1.1 307 Temporary Redirect\r\nlocation: http://{target}/\r\ncontent-length: 0\r\n\r\n");
        let (base_url, _server) = answering(redirect).await;
        let error = refused(&endpoint(kind, base_url)).await;
        assert_eq!((error.kind, error.status), (ErrorKind::Malformed, Some(307)), "{kind:?}");
        // Whoever was to follow the redirect would have come before us.
        let us = TcpStream::connect(target).await.unwrap();
        let (_, first_visitor) = elsewhere.accept().await.unwrap();
        assert_eq!(first_visitor, us.local_addr().unwrap(), "{kind:?}");
    }
}

#[tokio::test]
async fn what_is_no_event_stream_is_malformed() {
    let page = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 13\r\n\r\n<html></html>";
    let (base_url, _server) = answering(page.to_owned()).await;
    let error = refused(&endpoint(Kind::OpenAi, base_url)).await;
    assert_eq!((error.kind, error.status), (ErrorKind::Malformed, Some(200)));
}

#[tokio::test]
async fn an_endless_error_body_is_not_read_to_its_end() {
    let length = 1_u64 << 40;
    let response = format!("HTTP/1.1 500 Oops\r\ncontent-length: {length}\r\n\r\n{}", "x".repeat(100_000));
    let (base_url, _server) = answering(response).await;
    let error = refused(&endpoint(Kind::OpenAi, base_url)).await;
    assert_eq!((error.kind, error.status), (ErrorKind::Overloaded, Some(500)));
}

#[tokio::test]
async fn a_vendor_that_does_not_answer_at_all_is_given_up() {
    let (base_url, _server) = answering(String::new()).await;
    let timeouts = Timeouts { first_token: Duration::from_millis(20), ..Timeouts::default() };
    let error = refused(&Endpoint { timeouts, ..endpoint(Kind::OpenAi, base_url) }).await;
    assert_eq!(error.kind, ErrorKind::Stalled);
}
