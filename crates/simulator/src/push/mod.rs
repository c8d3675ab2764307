//! A push service at `/push`, and the browsers that it pushes to (RFC 8030): it takes what is signed by the key that a browser
//! subscribed with (RFC 8292), and keeps what only that browser could read (RFC 8291).

mod browser;
mod vapid;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, Query, State as Shared},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::watch;

use browser::Browser;

/// The largest message that it takes, as most of them do.
const MESSAGE_BYTES_MAX: usize = 4096;
/// How long `GET /control/push/{id}` waits for a message.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the service does in place of taking a message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PushFault {
    /// Nothing: it takes it.
    #[default]
    None,
    /// It says that the browser is not subscribed any more.
    Gone,
    /// It asks to come again after so many seconds.
    Busy {
        /// As `Retry-After` says it.
        retry_after_s: u64,
    },
    /// It refuses the message for good.
    Refuses,
}

/// A message as its browser reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pushed {
    /// What it says.
    pub text: Value,
    /// For how many seconds the service was to keep it.
    pub ttl: u64,
    /// How much of a hurry there is.
    pub urgency: String,
    /// Whom the service can ask about it.
    pub contact: String,
    /// How many bytes came over the wire.
    pub bytes: usize,
}

/// A browser that is subscribed, with what it tells the server that it subscribed for.
pub struct Subscribed {
    /// Where messages for it are taken.
    pub endpoint: String,
    /// Its public key, in base64url.
    pub p256dh: String,
    /// Its secret, in base64url.
    pub auth: String,
    id: usize,
    read: usize,
    state: Arc<State>,
}

/// The browsers and what they were sent.
pub(crate) struct State {
    url: String,
    inner: Mutex<Inner>,
    changes: watch::Sender<usize>,
}

#[derive(Default)]
struct Inner {
    browsers: Vec<Browser>,
    fault: PushFault,
}

impl State {
    pub(crate) fn new(url: String) -> Arc<Self> {
        Arc::new(Self { url, inner: Mutex::default(), changes: watch::Sender::default() })
    }

    pub(crate) fn set_fault(&self, fault: PushFault) {
        self.inner().fault = fault;
    }

    pub(crate) fn subscribe(self: &Arc<Self>, server_key: &str) -> Subscribed {
        let mut inner = self.inner();
        let id = inner.browsers.len();
        let browser = Browser::new(id, server_key);
        let (p256dh, auth) = (browser.public_key(), browser.auth());
        inner.browsers.push(browser);
        Subscribed { endpoint: format!("{}/push/{id}", self.url), p256dh, auth, id, read: 0, state: Arc::clone(self) }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a message, or says why not.
    fn take(&self, id: usize, headers: &HeaderMap, body: &[u8]) -> Response {
        let mut inner = self.inner();
        match inner.fault {
            PushFault::None => {}
            PushFault::Gone => return StatusCode::GONE.into_response(),
            PushFault::Busy { retry_after_s } => {
                return (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, retry_after_s.to_string())])
                    .into_response();
            }
            PushFault::Refuses => return StatusCode::BAD_REQUEST.into_response(),
        }
        let Some(browser) = inner.browsers.get_mut(id) else { return StatusCode::NOT_FOUND.into_response() };
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let Some(contact) = vapid::contact(&text("authorization"), browser.server_key(), &self.url) else {
            return StatusCode::FORBIDDEN.into_response();
        };
        let Ok(ttl) = text("ttl").parse() else { return StatusCode::BAD_REQUEST.into_response() };
        if body.len() > MESSAGE_BYTES_MAX || text("content-encoding") != "aes128gcm" {
            return StatusCode::PAYLOAD_TOO_LARGE.into_response();
        }
        // A real service cannot look; a browser that cannot read a message shows nothing. Here that is an error that tests notice.
        let Some(read) = browser.read(body).and_then(|text| serde_json::from_slice(&text).ok()) else {
            return StatusCode::UNPROCESSABLE_ENTITY.into_response();
        };
        browser.received.push(Pushed { text: read, ttl, urgency: text("urgency"), contact, bytes: body.len() });
        drop(inner);
        self.changes.send_modify(|changes| *changes += 1);
        (StatusCode::CREATED, [(header::LOCATION, format!("{}/push/message", self.url))]).into_response()
    }

    /// The message with this number, once it is there.
    async fn message(&self, id: usize, number: usize) -> Option<Pushed> {
        let mut changes = self.changes.subscribe();
        loop {
            let found = self.inner().browsers.get(id).map(|browser| browser.received.get(number).cloned())?;
            if found.is_some() {
                return found;
            }
            changes.changed().await.ok()?;
        }
    }
}

impl Subscribed {
    /// The next message, once it comes.
    pub async fn next(&mut self) -> Option<Pushed> {
        let message = self.state.message(self.id, self.read).await;
        self.read += 1;
        message
    }

    /// How many messages have come.
    #[must_use]
    pub fn received(&self) -> usize {
        self.state.inner().browsers.get(self.id).map_or(0, |browser| browser.received.len())
    }
}

pub(crate) fn routes(state: Arc<State>) -> Router {
    Router::new()
        .route("/push/{id}", post(take))
        .route("/control/push", post(subscribe))
        .route("/control/push/{id}", get(message))
        .with_state(state)
}

async fn take(Shared(state): Shared<Arc<State>>, Path(id): Path<usize>, headers: HeaderMap, body: Bytes) -> Response {
    state.take(id, &headers, &body)
}

#[derive(Deserialize)]
struct Wish {
    server_key: String,
}

async fn subscribe(Shared(state): Shared<Arc<State>>, Json(wish): Json<Wish>) -> Json<Value> {
    let Subscribed { endpoint, p256dh, auth, id, .. } = state.subscribe(&wish.server_key);
    Json(json!({"id": id, "endpoint": endpoint, "p256dh": p256dh, "auth": auth}))
}

#[derive(Deserialize)]
struct Which {
    number: usize,
}

/// The message of a browser with this number, from 0 on; 404 when none comes for a while.
async fn message(Shared(state): Shared<Arc<State>>, Path(id): Path<usize>, Query(which): Query<Which>) -> Response {
    match tokio::time::timeout(PATIENCE, state.message(id, which.number)).await {
        Ok(Some(pushed)) => Json(pushed).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
