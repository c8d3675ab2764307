//! What the tests share: endpoints, requests, and an answer read to its end.

use futures_util::StreamExt;
use providers::{
    Delta, DeltaStream, Endpoint, Finish, Kind, Message, Provider, ProviderError, Request, Role, Sampling,
};
use simulator::AiVendor;
use std::sync::Arc;

pub(crate) const KEY: &str = "sk-test-key";
pub(crate) const QUESTION: &str = "How do three people split one plan?";

/// The dialects that speak over HTTP.
pub(crate) const KINDS: [Kind; 4] = [Kind::OpenAi, Kind::Anthropic, Kind::Gemini, Kind::Ollama];

pub(crate) fn endpoint(kind: Kind, vendor: &AiVendor) -> Endpoint {
    let base_url = if kind == Kind::OpenAi { vendor.openai_url() } else { vendor.url() };
    Endpoint { base_url, ..Endpoint::new(kind, Some(KEY.to_owned().into())) }
}

pub(crate) fn provider(kind: Kind, vendor: &AiVendor) -> Arc<dyn Provider> {
    providers::connect(&endpoint(kind, vendor)).unwrap()
}

pub(crate) fn message(role: Role, text: &str) -> Message {
    Message::text(role, text)
}

pub(crate) fn request(model: &str) -> Request {
    Request {
        model: model.to_owned(),
        system: Some("Be brief.".to_owned()),
        messages: vec![message(Role::User, QUESTION)],
        max_output_tokens: 1_000,
        sampling: Sampling::default(),
    }
}

/// An answer read to its end.
pub(crate) struct Answer {
    pub(crate) text: String,
    pub(crate) reasoning: String,
    pub(crate) end: Result<Finish, ProviderError>,
}

impl Answer {
    pub(crate) fn finish(self) -> Finish {
        self.end.unwrap()
    }
}

/// Reads to the end, which is a finish or an error, exactly once, and nothing after it.
pub(crate) async fn read(mut stream: DeltaStream) -> Answer {
    let mut text = String::new();
    let mut reasoning = String::new();
    let end = loop {
        match stream.next().await.unwrap() {
            Ok(Delta::Text(more)) => text.push_str(&more),
            Ok(Delta::Reasoning(more)) => reasoning.push_str(&more),
            Ok(Delta::Finished(finish)) => break Ok(finish),
            Err(error) => break Err(error),
        }
    };
    assert!(stream.next().await.is_none(), "nothing follows the end");
    Answer { text, reasoning, end }
}

/// Asks and reads to the end; an error of the head counts as the end.
pub(crate) async fn ask(provider: &Arc<dyn Provider>, request: &Request) -> Answer {
    match provider.stream(request).await {
        Ok(stream) => read(stream).await,
        Err(error) => Answer { text: String::new(), reasoning: String::new(), end: Err(error) },
    }
}
