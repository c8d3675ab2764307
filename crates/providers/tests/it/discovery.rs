//! Which models an endpoint has.

use providers::{Endpoint, ErrorKind, Kind};
use simulator::AiVendor;
use tokio::net::TcpListener;

use crate::support::{KINDS, endpoint};

#[tokio::test]
async fn every_endpoint_lists_its_models() {
    let vendor = AiVendor::start().await.unwrap();
    for kind in KINDS {
        let models = providers::list_models(&endpoint(kind, &vendor)).await.unwrap();
        assert_eq!(models, ["sim-small", "sim-large", "sim-slow"], "{kind:?}");
    }
    let demo = providers::list_models(&Endpoint::new(Kind::Demo, None)).await.unwrap();
    assert_eq!(demo, ["potluck-demo"]);
}

#[tokio::test]
async fn an_ollama_that_does_not_run_is_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    // As `OLLAMA_HOST` names it, without `http://`.
    let ollama = Endpoint { base_url: address.to_string(), ..Endpoint::new(Kind::Ollama, None) };
    assert_eq!(providers::list_models(&ollama).await.unwrap_err().kind, ErrorKind::Unreachable);
}
