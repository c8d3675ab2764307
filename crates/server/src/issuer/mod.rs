//! The `OpenID` Connect issuer that people may sign in with: where it is, what it says of somebody, and with which keys it signs.
//!
//! Own code, and little of it: see docs/decisions/0012. Authorization code flow with PKCE only (RFC 9700 §2.1.1).

mod discovery;
mod exchange;
mod id_token;

use std::sync::Mutex;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, Url};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::config::{IssuerSettings, Settings};
use discovery::Discovered;

/// How long the issuer may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// The most bytes that are read of an answer of its.
const ANSWER_BYTES_MAX: usize = 256 * 1024;

/// The issuer of this server.
pub struct Issuer {
    settings: IssuerSettings,
    redirect_uri: String,
    client: Client,
    discovered: Mutex<Option<Discovered>>,
}

/// What one browser's way to the issuer and back is recognised by. All of it is made of one secret of that browser.
pub struct Passage {
    /// Comes back with the code: the answer is to this browser's question.
    pub state: String,
    /// Comes back inside the ID token: it was made for this question.
    pub nonce: String,
    /// Redeems the code: whoever caught it on its way has not asked for it (RFC 7636).
    pub verifier: Zeroizing<String>,
}

/// Whom the issuer has seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The issuer's own name.
    pub issuer: String,
    /// Its name for them, which never changes and is never given to another.
    pub subject: String,
    /// Their address, as far as it knows. Nobody is recognised by it.
    pub email: Option<String>,
    /// Whether it has seen that mail arrives there.
    pub email_verified: bool,
    /// What it calls them.
    pub name: Option<String>,
}

/// Why nobody is signed in by the issuer.
#[derive(Debug, thiserror::Error)]
pub enum IssuerError {
    /// It does not answer, or not what it should.
    #[error("the issuer does not answer as it should: {0}")]
    Unreachable(String),
    /// It does not take the code: used, expired, or not from this browser's question.
    #[error("the issuer refuses the code: {0}")]
    CodeRefused(String),
    /// What it says is not signed by it, not for this server, or not about this sign-in.
    #[error("the ID token is not to be believed: {0}")]
    Token(&'static str),
}

impl Issuer {
    /// The configured issuer; `None`: there is none. Nothing is asked of it yet.
    pub fn new(settings: &Settings) -> Result<Option<Self>, reqwest::Error> {
        let Some(configured) = &settings.issuer else { return Ok(None) };
        let builder = Client::builder().timeout(PATIENCE).redirect(Policy::none()).referer(false);
        // A proxy from the environment is for the way out.
        let is_here = Url::parse(&configured.url).is_ok_and(|url| is_loopback(&url));
        let builder = if is_here { builder.no_proxy() } else { builder };
        Ok(Some(Self {
            settings: configured.clone(),
            redirect_uri: format!("{}/sign-in/return", settings.public_url()),
            client: builder.build()?,
            discovered: Mutex::new(None),
        }))
    }

    /// What people know it by.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// Where a browser is sent to be recognised. It comes back to one fixed address of ours.
    pub async fn authorization_url(&self, passage: &Passage) -> Result<Url, IssuerError> {
        let mut url = self.discovered().await?.authorization_endpoint;
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("redirect_uri", &self.redirect_uri)
            .append_pair("scope", "openid email profile")
            .append_pair("state", &passage.state)
            .append_pair("nonce", &passage.nonce)
            .append_pair("code_challenge", &exchange::challenge(&passage.verifier))
            .append_pair("code_challenge_method", "S256");
        Ok(url)
    }

    /// Whom the code is about.
    pub async fn redeem(&self, code: &str, passage: &Passage) -> Result<Identity, IssuerError> {
        let discovered = self.discovered().await?;
        let token = self.exchange(&discovered, code, &passage.verifier).await?;
        let expected = id_token::Expected {
            issuer: &discovered.issuer,
            client_id: &self.settings.client_id,
            nonce: &passage.nonce,
        };
        let key_id = id_token::key_id(&token)?;
        let keys = self.keys_with(key_id.as_deref()).await?;
        id_token::verify(&token, &keys, &expected)
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}
