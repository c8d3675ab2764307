//! Stripe's HTTP: forms in, JSON out, an idempotency key where something is made.

use std::fmt::Display;
use std::time::Duration;

use reqwest::{Method, RequestBuilder, Response, StatusCode, header};
use serde::de::DeserializeOwned;

use super::ApiKey;
use super::wire::{ErrorBody, ErrorWire};
use crate::gateway::GatewayError;

/// The version of the API whose words are read here.
const VERSION: &str = "2025-08-27.basil";
/// How long a call may take. Charging asks a bank.
const PATIENCE: Duration = Duration::from_secs(40);
/// How long it may take to get through.
const CONNECT_PATIENCE: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub(super) struct Client {
    http: reqwest::Client,
    key: ApiKey,
    base: String,
}

/// Fields of a form or a query, nested ones as `metadata[payment]`.
#[derive(Debug, Default)]
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    pub(super) fn add(&mut self, name: &str, value: impl Display) {
        self.0.push((name.to_owned(), value.to_string()));
    }

    fn text(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }
}

impl Client {
    pub(super) fn new(key: ApiKey, base: &str) -> Result<Self, GatewayError> {
        let http = reqwest::Client::builder()
            .timeout(PATIENCE)
            .connect_timeout(CONNECT_PATIENCE)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|_| GatewayError::Lost("no HTTP client can be made"))?;
        Ok(Self { http, key, base: base.trim_end_matches('/').to_owned() })
    }

    pub(super) async fn get<T: DeserializeOwned>(&self, path: &str, query: &Form) -> Result<T, GatewayError> {
        let query = query.text();
        let path = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
        settle(self.send(self.request(Method::GET, &path)).await?)
    }

    pub(super) async fn delete<T: DeserializeOwned>(&self, path: &str) -> Result<T, GatewayError> {
        settle(self.send(self.request(Method::DELETE, path)).await?)
    }

    pub(super) async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        form: &Form,
        key: Option<&str>,
    ) -> Result<T, GatewayError> {
        settle(self.post_or_error(path, form, key).await?)
    }

    /// The same for calls whose refusal says something: a card that was declined is an answer.
    pub(super) async fn post_or_error<T: DeserializeOwned>(
        &self,
        path: &str,
        form: &Form,
        key: Option<&str>,
    ) -> Result<Result<T, ErrorWire>, GatewayError> {
        let mut request = self
            .request(Method::POST, path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form.text());
        if let Some(key) = key {
            request = request.header("Idempotency-Key", key);
        }
        self.send(request).await
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.base))
            .bearer_auth(self.key.0.as_str())
            .header("Stripe-Version", VERSION)
    }

    async fn send<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<Result<T, ErrorWire>, GatewayError> {
        let response = request.send().await.map_err(|error| lost(&error))?;
        let status = response.status();
        if status.is_success() {
            return Ok(Ok(read(response).await?));
        }
        // Another request with the same key is under way; or too many; or trouble on their side.
        let passes = matches!(status, StatusCode::CONFLICT | StatusCode::TOO_MANY_REQUESTS | StatusCode::UNAUTHORIZED);
        if passes || status.is_server_error() || !status.is_client_error() {
            return Err(GatewayError::Unavailable { status: status.as_u16() });
        }
        let mut error = read::<ErrorBody>(response).await?.error;
        error.status = status.as_u16();
        Ok(Err(error))
    }
}

fn settle<T>(answer: Result<T, ErrorWire>) -> Result<T, GatewayError> {
    answer.map_err(ErrorWire::refusal)
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T, GatewayError> {
    let body = response.bytes().await.map_err(|error| lost(&error))?;
    serde_json::from_slice(&body).map_err(|_| GatewayError::Unreadable("JSON"))
}

/// What is known of a call without an answer. The error's own text would name the address.
fn lost(error: &reqwest::Error) -> GatewayError {
    GatewayError::Lost(if error.is_timeout() {
        "it took too long"
    } else if error.is_connect() {
        "nobody answers there"
    } else {
        "the connection broke"
    })
}

/// A vendor's name for something as a part of a path.
pub(super) fn segment(name: &str) -> String {
    form_urlencoded::byte_serialize(name.as_bytes()).collect()
}
