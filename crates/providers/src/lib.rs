//! AI vendors: a request becomes a stream of deltas with its usage last.
//!
//! The seam is [`Provider`]: one real implementation for every vendor over HTTP, and the demo model in the process.
//! Nobody above this crate knows a vendor's wire format, and nothing in here knows members, money or time of day.
//!
//! What the seam promises:
//! - [`Provider::stream`] answers only once the vendor's response head is good, so that a refusal is an error and
//!   never a stream.
//! - [`Delta::Finished`] is the last item of a whole answer and comes exactly once. A stream that ends without it
//!   ended with an error item, [`ErrorKind::Interrupted`] when the connection was cut.
//! - Dropping the stream stops reading and closes the connection.
//! - Memory is bounded, whatever the vendor sends; silence is an error.
//! - [`Provider::relay`] keeps the same promises for requests in the vendor's own words, and hands the answer on as it came.
//! - No error, log or debug output contains a key, a question or an answer.
//! - A vendor that failed many times in a row is left alone for a while, except for one request that looks after it.
//! - Nothing is retried in here: [`ProviderError::retryable`] says what may be, and the turn decides.

mod answer;
mod breaker;
mod demo;
mod dialect;
mod endpoint;
mod error;
mod gathered;
mod pace;
mod pump;
mod refusal;
mod relay;
mod request;
mod secret;
mod sse;
mod usage;
mod vendor;

use std::{pin::Pin, sync::Arc};

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::Stream;

pub use domain::{conversation::Role, price::TokenUsage};

pub use crate::{
    answer::{Delta, Finish, FinishReason},
    breaker::Health,
    endpoint::{ConnectError, Endpoint, Kind, Timeouts},
    error::{ErrorKind, ProviderError},
    relay::{Fields, FieldsError, Format, RawRequest, Refused, Relay, RelayStream, Relayed, Whole},
    request::{Message, Picture, Request, Sampling},
    secret::Secret,
    vendor::EMBEDDINGS_BYTES_MAX,
};

/// The answer as it comes in. Dropping it stops reading and closes the connection.
///
/// To stop an answer but still learn its usage, go on reading and throw the text away.
pub type DeltaStream = Pin<Box<dyn Stream<Item = Result<Delta, ProviderError>> + Send>>;

/// Something that answers: a vendor's API, or the demo model.
#[async_trait]
pub trait Provider: Send + Sync {
    /// Asks for an answer. Returns once the vendor has accepted the request; the text comes by the stream.
    async fn stream(&self, request: &Request) -> Result<DeltaStream, ProviderError>;

    /// Which wire format is spoken.
    fn kind(&self) -> Kind;

    /// How the vendor is doing.
    fn health(&self) -> Health;

    /// Whether requests in this format can be passed on as they are.
    fn relays(&self, format: Format) -> bool;

    /// Passes a request on in the vendor's own words. Returns once the vendor has accepted it.
    async fn relay(&self, request: &RawRequest) -> Result<Relay, Refused>;

    /// Whether the vendor says how many tokens a request of Anthropic's format has.
    fn counts_tokens(&self) -> bool;

    /// Asks how many tokens a request of Anthropic's format has: the vendor's own words. Nothing is answered, and nothing charged.
    async fn count_tokens(&self, request: &RawRequest) -> Result<Bytes, Refused>;
}

/// Makes the provider of an endpoint. Opens no connection yet.
///
/// The HTTP client is made in here and not passed in, because its settings are part of the promises: it follows no
/// redirects (a key must not travel to another host) and has the endpoint's time limit for connecting. Keep the
/// provider: its connections are used again.
pub fn connect(endpoint: &Endpoint) -> Result<Arc<dyn Provider>, ConnectError> {
    Ok(match endpoint.kind {
        Kind::Demo => Arc::new(demo::Demo),
        Kind::OpenAi | Kind::Anthropic | Kind::Gemini | Kind::Ollama => Arc::new(vendor::Vendor::new(endpoint)?),
    })
}

/// The names of the models that an endpoint offers, in the endpoint's order; to find Ollama, and what is in it.
///
/// Waits no longer than the endpoint's limit for connecting, and as long again for the answer. Settings that cannot be
/// used count as [`ErrorKind::Unreachable`].
pub async fn list_models(endpoint: &Endpoint) -> Result<Vec<String>, ProviderError> {
    match endpoint.kind {
        Kind::Demo => Ok(vec![demo::MODEL.to_owned()]),
        Kind::OpenAi | Kind::Anthropic | Kind::Gemini | Kind::Ollama => {
            let vendor = vendor::Vendor::new(endpoint).map_err(|_| ProviderError::new(ErrorKind::Unreachable))?;
            vendor.list_models().await
        }
    }
}
