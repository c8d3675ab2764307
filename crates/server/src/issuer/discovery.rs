//! What the issuer says of itself (`OpenID` Connect Discovery 1.0), and its keys. Both are kept for a while.

use std::sync::{MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jsonwebtoken::jwk::JwkSet;
use reqwest::{Response, Url};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{ANSWER_BYTES_MAX, Issuer, IssuerError, is_loopback};

/// How long what it said is good for.
const GOOD_FOR: Duration = Duration::from_hours(1);
/// It may have a key since that it had not before; it is asked no more often than this, whatever tokens come.
const KEYS_EVERY: Duration = Duration::from_secs(30);

/// What the issuer said.
#[derive(Clone)]
pub(super) struct Discovered {
    pub(super) issuer: String,
    pub(super) authorization_endpoint: Url,
    pub(super) token_endpoint: Url,
    /// Whether it takes the client's secret in a header; every issuer does unless it says otherwise.
    pub(super) takes_basic: bool,
    keys_uri: Url,
    keys: JwkSet,
    asked: Instant,
    keys_asked: Instant,
}

#[derive(Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: Url,
    token_endpoint: Url,
    jwks_uri: Url,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

impl Issuer {
    /// Asks when it is not known, or not any more. Nobody waits for somebody else's question: each has its own patience.
    pub(super) async fn discovered(&self) -> Result<Discovered, IssuerError> {
        let known = self.known().clone().filter(|known| known.asked.elapsed() < GOOD_FOR);
        if let Some(known) = known {
            return Ok(known);
        }
        let discovered = self.discover().await?;
        *self.known() = Some(discovered.clone());
        Ok(discovered)
    }

    fn known(&self) -> MutexGuard<'_, Option<Discovered>> {
        self.discovered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The issuer's keys; asked for anew when the one by this name is not among them.
    pub(super) async fn keys_with(&self, key_id: Option<&str>) -> Result<JwkSet, IssuerError> {
        let discovered = self.discovered().await?;
        let is_known = key_id.is_none_or(|id| discovered.keys.find(id).is_some());
        if is_known || discovered.keys_asked.elapsed() < KEYS_EVERY {
            return Ok(discovered.keys);
        }
        let keys: JwkSet = self.fetch(&discovered.keys_uri).await?;
        if let Some(known) = self.known().as_mut() {
            known.keys = keys.clone();
            known.keys_asked = Instant::now();
        }
        Ok(keys)
    }

    async fn discover(&self) -> Result<Discovered, IssuerError> {
        let base = self.settings.url.trim_end_matches('/');
        let address = Url::parse(&format!("{base}/.well-known/openid-configuration"));
        let address = address.map_err(|error| IssuerError::Unreachable(error.to_string()))?;
        let document: Document = self.fetch(&address).await?;
        // Somebody else's document would have us believe somebody else's tokens.
        if document.issuer.trim_end_matches('/') != base {
            return Err(IssuerError::Unreachable(format!("it calls itself {:?}", document.issuer)));
        }
        for url in [&document.authorization_endpoint, &document.token_endpoint, &document.jwks_uri] {
            if url.scheme() != "https" && !is_loopback(url) {
                return Err(IssuerError::Unreachable(format!("{url} is not HTTPS")));
            }
        }
        let methods = document.token_endpoint_auth_methods_supported;
        let keys = self.fetch(&document.jwks_uri).await?;
        let now = Instant::now();
        Ok(Discovered {
            issuer: document.issuer,
            authorization_endpoint: document.authorization_endpoint,
            token_endpoint: document.token_endpoint,
            takes_basic: methods.is_none_or(|methods| methods.iter().any(|method| method == "client_secret_basic")),
            keys_uri: document.jwks_uri,
            keys,
            asked: now,
            keys_asked: now,
        })
    }

    async fn fetch<T: DeserializeOwned>(&self, address: &Url) -> Result<T, IssuerError> {
        let response = self.client.get(address.clone()).send().await.map_err(unreachable)?;
        if !response.status().is_success() {
            return Err(IssuerError::Unreachable(format!("{} at {}", response.status(), address.path())));
        }
        let body = read(response).await?;
        serde_json::from_slice(&body).map_err(|error| IssuerError::Unreachable(format!("{}: {error}", address.path())))
    }
}

/// The body, as far as it is reasonable.
pub(super) async fn read(mut response: Response) -> Result<Vec<u8>, IssuerError> {
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(unreachable)? {
        if body.len() + piece.len() > ANSWER_BYTES_MAX {
            return Err(IssuerError::Unreachable("it says too much".to_owned()));
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

/// Without the address: it may hold what is nobody's business.
pub(super) fn unreachable(error: reqwest::Error) -> IssuerError {
    IssuerError::Unreachable(error.without_url().to_string())
}
