//! Web Push: a message to a browser that has no page open, by the push service that its maker runs (RFC 8030). The service sees that
//! something came, when and how large, and not what.
//!
//! Own code, and little of it: see docs/decisions/0023.

mod encryption;
mod public_only;
mod service;
mod subscription;

use std::sync::Arc;
use std::time::Duration;

use http::{StatusCode, header};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};

pub use encryption::{Salt, TooLong, encrypt};
pub use subscription::{Refused, Subscription};

use crate::config::Settings;
use public_only::PublicOnly;
use service::Services;

/// How long a push service may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Sends messages to browsers.
pub struct Pusher {
    services: Services,
    /// For services out there: addresses of this network are not called, whatever name leads to them.
    public: Client,
    /// For services of the operator's own.
    own: Client,
    /// Whom a push service can ask about this server.
    pub contact: String,
}

/// How much of a hurry there is (RFC 8030 §5.3): a device that saves its battery may let the rest wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// Somebody waits for it.
    High,
    /// It is about a day, not a minute.
    Normal,
}

/// A message that is ready to go.
pub struct Message {
    /// What [`encrypt`] made.
    pub body: Vec<u8>,
    /// Shows the push service who sends it.
    pub authorization: String,
    /// For how long the service keeps it for a device that is off.
    pub worth: Duration,
    /// How much of a hurry there is.
    pub urgency: Urgency,
}

/// A message that was not delivered. Never says where to: addresses of browsers are nobody's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PushError {
    /// The browser is not subscribed any more.
    #[error("the browser is not subscribed any more")]
    Gone,
    /// The service will not take this message, however often it is sent.
    #[error("the push service refuses the message ({0})")]
    Refused(StatusCode),
    /// The service is away or asks to come again, after so long if it said.
    #[error("the push service did not take the message")]
    Failed(Option<Duration>),
}

impl Pusher {
    /// Asks nothing of anybody yet.
    pub fn new(settings: &Settings) -> Result<Self, reqwest::Error> {
        let builder = || Client::builder().timeout(PATIENCE).redirect(Policy::none()).referer(false);
        Ok(Self {
            services: Services::new(&settings.push_services),
            public: builder().dns_resolver(Arc::new(PublicOnly)).build()?,
            own: builder().no_proxy().build()?,
            contact: contact(settings),
        })
    }

    /// Takes what a browser says of itself, if messages can be sent there.
    pub fn subscription(&self, endpoint: &str, p256dh: &str, auth: &str) -> Result<Subscription, Refused> {
        self.services.check(endpoint)?;
        Subscription::new(endpoint, p256dh, auth)
    }

    /// Sends a message.
    pub async fn send(&self, to: &Subscription, message: Message) -> Result<(), PushError> {
        // The operator may have taken a service off the list since.
        let is_own = self.services.check(to.endpoint()).map_err(|_| PushError::Gone)?;
        let client = if is_own { &self.own } else { &self.public };
        let sent = client
            .post(to.endpoint())
            .header(header::AUTHORIZATION, message.authorization)
            .header(header::CONTENT_TYPE, "application/octet-stream")
            .header(header::CONTENT_ENCODING, "aes128gcm")
            .header("ttl", message.worth.as_secs())
            .header("urgency", message.urgency.as_str())
            .body(message.body)
            .send()
            .await;
        match sent {
            Ok(response) => outcome(&response),
            Err(_) => Err(PushError::Failed(None)),
        }
    }
}

fn outcome(response: &Response) -> Result<(), PushError> {
    match response.status() {
        status if status.is_success() => Ok(()),
        StatusCode::NOT_FOUND | StatusCode::GONE => Err(PushError::Gone),
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS => Err(PushError::Failed(retry_after(response))),
        status if status.is_server_error() => Err(PushError::Failed(retry_after(response))),
        status => Err(PushError::Refused(status)),
    }
}

fn retry_after(response: &Response) -> Option<Duration> {
    let value = response.headers().get(header::RETRY_AFTER)?;
    value.to_str().ok()?.parse().ok().map(Duration::from_secs)
}

impl Urgency {
    const fn as_str(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Normal => "normal",
        }
    }
}

/// The server's own page, or the address that its mail comes from.
fn contact(settings: &Settings) -> String {
    if settings.is_https() {
        return settings.public_url();
    }
    let address = settings.mail_from.rsplit_once('<').map_or(&*settings.mail_from, |(_, address)| address);
    format!("mailto:{}", address.trim_end_matches('>').trim())
}
