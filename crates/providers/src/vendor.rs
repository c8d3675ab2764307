//! A vendor over HTTP: the request, the head of the response, and what a refusal means.

use std::time::Duration;

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use reqwest::{
    Client, RequestBuilder, Response, StatusCode, Url,
    header::{CONTENT_TYPE, HeaderMap, HeaderValue},
    redirect::Policy,
};
use serde::Deserialize;
use serde_json::Value;
use tokio::time::{Instant, timeout, timeout_at};

use crate::{
    ConnectError, DeltaStream, Endpoint, ErrorKind, Format, Health, Kind, Provider, ProviderError, RawRequest, Refused,
    Relay, Request, Secret, Timeouts,
    breaker::Breaker,
    dialect::{self, Reader},
    pace::Pace,
    pump::pump,
    refusal, relay,
};

/// The most bytes of an error's body that are read for its meaning.
const MAX_ERROR_BYTES: usize = 64 * 1024;

/// How long to wait for an error's body; its status is known already.
const ERROR_BODY_TIMEOUT: Duration = Duration::from_secs(5);

/// The most bytes that a list of models may have; the longest known, `OpenRouter`'s, has half a mebibyte.
const MAX_LIST_BYTES: usize = 8 << 20;

/// How long an answer may take that comes at once: its first token is its last.
const WHOLE_ANSWER: Duration = Duration::from_mins(10);

/// The most bytes that such an answer may have.
const MAX_WHOLE_BYTES: usize = 16 << 20;

/// The same for embeddings: as many texts as a vendor takes at once (2,048) with 3,072 numbers each, all in digits.
pub const EMBEDDINGS_BYTES_MAX: usize = 160 << 20;

/// One endpoint with its connections.
pub(crate) struct Vendor {
    kind: Kind,
    base: Url,
    client: Client,
    timeouts: Timeouts,
    breaker: Breaker,
    pace: Pace,
}

impl Vendor {
    pub(crate) fn new(endpoint: &Endpoint) -> Result<Self, ConnectError> {
        let base = base_url(endpoint.kind, &endpoint.base_url).ok_or(ConnectError::BaseUrl)?;
        let key = endpoint.api_key.as_ref().map(Secret::expose);
        let headers = dialect::headers(endpoint.kind, key).ok_or(ConnectError::ApiKey)?;
        let builder = Client::builder()
            .connect_timeout(endpoint.timeouts.connect)
            .redirect(Policy::none())
            .referer(false)
            .default_headers(headers.into_iter().collect());
        // A proxy from the environment is for the way out, and cannot reach this machine's own models.
        let builder = if is_loopback(&base) { builder.no_proxy() } else { builder };
        Ok(Self {
            kind: endpoint.kind,
            base,
            client: builder.build().map_err(|_| ConnectError::Tls)?,
            timeouts: endpoint.timeouts,
            breaker: Breaker::default(),
            pace: Pace::default(),
        })
    }

    pub(crate) async fn list_models(&self) -> Result<Vec<String>, ProviderError> {
        let path: &[&str] = match self.kind {
            Kind::OpenAi | Kind::Ollama | Kind::Demo => &["models"],
            Kind::Anthropic => &["v1", "models"],
            Kind::Gemini => &["v1beta", "models"],
        };
        let request = self.client.get(self.url(path)).send();
        let deadline = Instant::now() + self.timeouts.connect * 2;
        let response = head(timeout_at(deadline, request).await.ok()).await?;
        let body = timeout_at(deadline, read_body(response, MAX_LIST_BYTES)).await;
        let body = body.map_err(|_| ProviderError::new(ErrorKind::Stalled))??;
        let list: ModelList = serde_json::from_slice(&body).map_err(|_| ProviderError::new(ErrorKind::Malformed))?;
        Ok(list.names())
    }

    fn url<S: AsRef<str>>(&self, path: &[S]) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url
    }
}

#[async_trait]
impl Provider for Vendor {
    async fn stream(&self, request: &Request) -> Result<DeltaStream, ProviderError> {
        self.breaker.admit(Instant::now())?;
        let asked = self.ask(request).await;
        self.breaker.note(asked.as_ref().err(), Instant::now());
        asked
    }

    fn kind(&self) -> Kind {
        self.kind
    }

    fn health(&self) -> Health {
        self.breaker.health()
    }

    fn relays(&self, format: Format) -> bool {
        format.is_spoken_by(self.kind, dialect::is_vendors_own(&self.base))
    }

    async fn relay(&self, request: &RawRequest) -> Result<Relay, Refused> {
        self.breaker.admit(Instant::now())?;
        let asked = self.pass_on(request).await;
        self.breaker.note(asked.as_ref().err().map(|refused| &refused.error), Instant::now());
        asked
    }

    fn counts_tokens(&self) -> bool {
        self.kind == Kind::Anthropic
    }

    async fn count_tokens(&self, request: &RawRequest) -> Result<Bytes, Refused> {
        // How counting goes says nothing about answers.
        self.breaker.look(Instant::now())?;
        self.count(request).await
    }
}

impl Vendor {
    /// Asks, past the breaker.
    async fn ask(&self, request: &Request) -> Result<DeltaStream, ProviderError> {
        let call = dialect::call(self.kind, &self.base, request)?;
        let mut url = self.url(&call.path);
        url.set_query(call.query);
        let sent_at = Instant::now();
        let sending = self
            .client
            .post(url)
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .body(call.body)
            .send();
        let response = head(timeout_at(sent_at + self.timeouts.first_token, sending).await.ok()).await?;
        let request_id = refusal::request_id(response.headers());
        if !is_event_stream(response.headers()) {
            let mut error = ProviderError::new(ErrorKind::Malformed);
            error.status = Some(response.status().as_u16());
            error.request_id = request_id;
            return Err(error);
        }
        let reader = Reader::new(self.kind, request_id);
        let body = response.bytes_stream().boxed();
        Ok(pump(body, reader, self.timeouts, sent_at, self.pace.begin()))
    }

    /// A request in the vendor's own words, still to be sent.
    fn raw(&self, path: &[&str], body: Vec<u8>, betas: Option<&str>) -> RequestBuilder {
        let sending = self.client.post(self.url(path)).body(body);
        let sending = sending.header(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        match betas {
            Some(betas) => sending.header("anthropic-beta", betas),
            None => sending,
        }
    }

    /// Asks how many tokens a request has, past the breaker.
    async fn count(&self, request: &RawRequest) -> Result<Bytes, Refused> {
        let body = relay::counted(request)?;
        let deadline = Instant::now() + self.timeouts.first_token;
        let sending = self.raw(&["v1", "messages", "count_tokens"], body, request.betas.as_deref());
        let response = raw_head(timeout_at(deadline, sending.send()).await.ok()).await?;
        let body = timeout_at(deadline, read_body(response, MAX_ERROR_BYTES)).await;
        let body = body.map_err(|_| ProviderError::new(ErrorKind::Stalled))??;
        Ok(relay::read_count(body)?)
    }

    /// Passes a request on, past the breaker.
    async fn pass_on(&self, request: &RawRequest) -> Result<Relay, Refused> {
        let body = relay::body(request, dialect::is_vendors_own(&self.base))?;
        let sent_at = Instant::now();
        let patience =
            if request.streams { self.timeouts.first_token } else { self.timeouts.first_token.max(WHOLE_ANSWER) };
        let sending = self.raw(request.format.path(), body, request.betas.as_deref());
        let sent = timeout_at(sent_at + patience, sending.send()).await.ok();
        let response = raw_head(sent).await?;
        let request_id = refusal::request_id(response.headers());
        if request.streams {
            if !is_event_stream(response.headers()) {
                return Err(ProviderError::new(ErrorKind::Malformed).into());
            }
            let body = response.bytes_stream().boxed();
            let answer = relay::relay(body, request, request_id, self.timeouts, sent_at, self.pace.begin());
            return Ok(Relay::Stream(answer));
        }
        let max = if request.format == Format::Embeddings { EMBEDDINGS_BYTES_MAX } else { MAX_WHOLE_BYTES };
        let body = timeout_at(sent_at + patience, read_body(response, max)).await;
        let body = body.map_err(|_| ProviderError::new(ErrorKind::Stalled))??;
        Ok(Relay::Whole(relay::read_whole(request.format, body, request_id)?))
    }
}

/// The response if its head is good. `None` means that nothing came in time.
async fn head(sent: Option<Result<Response, reqwest::Error>>) -> Result<Response, ProviderError> {
    raw_head(sent).await.map_err(|refused| refused.error)
}

/// The same, with the vendor's own words where they are about the request. All else that vendors say when they refuse can be
/// about the operator's account.
async fn raw_head(sent: Option<Result<Response, reqwest::Error>>) -> Result<Response, Refused> {
    let Some(sent) = sent else {
        return Err(ProviderError::new(ErrorKind::Stalled).into());
    };
    // reqwest's error is dropped: it says where the request went, and nothing that the kind does not say.
    let response = sent.map_err(|_| ProviderError::new(ErrorKind::Unreachable))?;
    let status = response.status();
    if status == StatusCode::OK {
        return Ok(response);
    }
    let headers = response.headers().clone();
    let body = timeout(ERROR_BODY_TIMEOUT, read_body(response, MAX_ERROR_BYTES)).await;
    let body = body.ok().and_then(Result::ok);
    let said: Option<Value> = body.as_ref().and_then(|body| serde_json::from_slice(body).ok());
    let error = refusal::from_response(status.as_u16(), &headers, said.as_ref());
    let is_about_the_request =
        matches!(error.kind, ErrorKind::BadRequest | ErrorKind::ContextTooLong | ErrorKind::ContentRefused);
    Err(Refused { body: body.filter(|_| is_about_the_request && said.is_some()), error })
}

async fn read_body(response: Response, max_bytes: usize) -> Result<Bytes, ProviderError> {
    let mut stream = response.bytes_stream();
    let mut body = BytesMut::new();
    while let Some(bytes) = stream.next().await {
        let bytes = bytes.map_err(|_| ProviderError::new(ErrorKind::Interrupted))?;
        if body.len() + bytes.len() > max_bytes {
            return Err(ProviderError::new(ErrorKind::TooLarge));
        }
        body.extend_from_slice(&bytes);
    }
    Ok(body.freeze())
}

/// A response without a type is given the benefit of the doubt; one with another is not what was asked for.
fn is_event_stream(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_none_or(|value| value.as_bytes().starts_with(b"text/event-stream"))
}

/// The address that a dialect's paths are added to.
fn base_url(kind: Kind, given: &str) -> Option<Url> {
    let given = given.trim();
    // `OLLAMA_HOST` usually names host and port only.
    let with_scheme =
        if kind == Kind::Ollama && !given.contains("://") { format!("http://{given}") } else { given.to_owned() };
    let mut url: Url = with_scheme.parse().ok()?;
    // A password in an address ends up wherever addresses are shown; the key has a place of its own.
    let has_password = !url.username().is_empty() || url.password().is_some();
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() || has_password {
        return None;
    }
    url.set_query(None);
    url.set_fragment(None);
    let version = match kind {
        Kind::OpenAi | Kind::Demo => None,
        Kind::Anthropic | Kind::Ollama => Some("v1"),
        Kind::Gemini => Some("v1beta"),
    };
    let path = url.path().trim_end_matches('/');
    let path = version.and_then(|version| path.strip_suffix(version)?.strip_suffix('/')).unwrap_or(path).to_owned();
    if kind == Kind::Ollama {
        // Its OpenAI-compatible side; the dialect's path goes below it.
        url.set_path(&format!("{path}/v1"));
    } else {
        url.set_path(&path);
    }
    Some(url)
}

fn is_loopback(url: &Url) -> bool {
    url.host_str().is_some_and(|host| {
        let host = host.trim_start_matches('[').trim_end_matches(']');
        host == "localhost" || host.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback())
    })
}

/// Both shapes of a list, `{data: [{id}]}` and Gemini's `{models: [{name}]}`. llama.cpp sends both, `OpenRouter` a name
/// for people beside the id: the first shape counts.
#[derive(Deserialize)]
struct ModelList {
    data: Option<Vec<ListedModel>>,
    models: Option<Vec<ListedModel>>,
}

#[derive(Deserialize)]
struct ListedModel {
    id: Option<String>,
    name: Option<String>,
}

impl ModelList {
    fn names(self) -> Vec<String> {
        let models = self.data.or(self.models).unwrap_or_default().into_iter();
        models
            .filter_map(|model| refusal::label(model.id.or(model.name)?.as_str()))
            .map(|name| name.strip_prefix("models/").map(str::to_owned).unwrap_or(name))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_urls_are_taken_as_the_vendors_libraries_take_them() {
        for (kind, given, expected) in [
            (Kind::OpenAi, "https://api.openai.com/v1", Some("https://api.openai.com/v1")),
            (Kind::OpenAi, "http://127.0.0.1:8000/v1/", Some("http://127.0.0.1:8000/v1")),
            (Kind::OpenAi, " http://[::1]:8000 ", Some("http://[::1]:8000/")),
            (Kind::Anthropic, "https://api.anthropic.com", Some("https://api.anthropic.com/")),
            (Kind::Anthropic, "https://api.anthropic.com/v1/", Some("https://api.anthropic.com/")),
            (Kind::Anthropic, "https://proxy.example/claude/v1", Some("https://proxy.example/claude")),
            (Kind::Gemini, "https://x.example/v1beta", Some("https://x.example/")),
            (Kind::Ollama, "127.0.0.1:11434", Some("http://127.0.0.1:11434/v1")),
            (Kind::Ollama, "http://box:11434/", Some("http://box:11434/v1")),
            (Kind::Ollama, "http://box:11434/v1", Some("http://box:11434/v1")),
            (Kind::OpenAi, "file:///etc/passwd", None),
            (Kind::OpenAi, "api.openai.com/v1", None),
            (Kind::OpenAi, "https://me:secret@x.example/v1", None),
            (Kind::OpenAi, "", None),
        ] {
            let url = base_url(kind, given);
            assert_eq!(url.as_ref().map(Url::as_str), expected, "{kind:?} {given}");
        }
    }

    #[test]
    fn a_key_with_a_line_break_is_refused_without_showing_it() {
        let endpoint = Endpoint::new(Kind::OpenAi, Some("sk-secret\n".to_owned().into()));
        assert_eq!(Vendor::new(&endpoint).err(), Some(ConnectError::ApiKey));
        assert!(!format!("{endpoint:?}").contains("sk-secret"));
    }

    #[test]
    fn models_are_escaped_into_the_path() {
        let vendor = Vendor::new(&Endpoint::new(Kind::Gemini, None)).unwrap();
        let url = vendor.url(&["v1beta", "models", "../x?key=1#y:streamGenerateContent"]);
        let expected =
            "https://generativelanguage.googleapis.com/v1beta/models/..%2Fx%3Fkey=1%23y:streamGenerateContent";
        assert_eq!(url.as_str(), expected);
    }
}
