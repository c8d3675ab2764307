//! A payment vendor that speaks Stripe's wire format: customers, hosted pages to save a card and to confirm a charge, payment
//! intents, refunds, disputes, signed webhooks and idempotency keys, with the faults that real ones have.

mod cards;
mod disputes;
mod intents;
mod objects;
mod pages;
mod refunds;
mod routes;
mod sessions;
mod state;
mod webhooks;

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use axum::Router;
use serde_json::Value;
use tokio::{net::TcpListener, task::JoinSet};

pub(crate) use state::State;
pub use state::{PaymentCall, PaymentFault};
pub use webhooks::sign;

/// Its paths, to be served at an address beside others.
pub(crate) fn router(state: Arc<State>) -> Router {
    routes::router(state)
}

/// A running payment vendor. It stops when dropped.
pub struct PaymentVendor {
    address: SocketAddr,
    state: Arc<State>,
    _server: JoinSet<io::Result<()>>,
}

impl PaymentVendor {
    /// Starts a vendor on a free port of the loopback.
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let state = State::new(format!("http://{address}"));
        let router = routes::router(Arc::clone(&state));
        let mut server = JoinSet::new();
        server.spawn(async move { axum::serve(listener, router).await });
        Ok(Self { address, state, _server: server })
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where webhooks go, and the secret that signs them. They are held until [`Self::deliver`] unless `send` says otherwise.
    pub fn webhooks_to(&self, url: &str, secret: &str, send: bool) {
        self.state.set_webhooks(url, secret, send);
    }

    /// All events so far, oldest first.
    #[must_use]
    pub fn events(&self) -> Vec<Value> {
        self.state.events()
    }

    /// Sends the webhook of an event, as often as it is asked to; the status that it was answered with.
    pub async fn deliver(&self, event: &Value) -> u16 {
        webhooks::deliver(&self.state, event).await
    }

    /// Goes wrong at the next call whose path begins like this.
    pub fn fail_next(&self, path: &'static str, fault: PaymentFault) {
        self.state.fail_next(path, fault);
    }

    /// Forgets the idempotency keys, as the vendor does after a day.
    pub fn prune_keys(&self) {
        self.state.prune_keys();
    }

    /// All calls so far, oldest first.
    #[must_use]
    pub fn calls(&self) -> Vec<PaymentCall> {
        self.state.calls()
    }

    /// What the vendor knows of something, by its name.
    #[must_use]
    pub fn object(&self, id: &str) -> Option<Value> {
        self.state.lock().objects.get(id).cloned()
    }

    /// Everything of a kind, such as `pi_`, oldest first.
    #[must_use]
    pub fn all(&self, kind: &str) -> Vec<Value> {
        self.state.lock().all(kind)
    }

    /// Types a card number at the page that a session opened, as a person does; whether it was taken.
    #[must_use]
    pub fn type_card(&self, session_url: &str, number: &str) -> bool {
        let session = session_url.rsplit('/').next().unwrap_or_default();
        sessions::complete(&mut self.state.lock(), session, number).is_ok()
    }

    /// Confirms a charge at the payer's bank, or does not.
    pub fn answer_at_bank(&self, intent: &str, confirmed: bool) {
        intents::answer_at_bank(&mut self.state.lock(), intent, confirmed);
    }

    /// The payer's bank takes a charge back; the dispute's name.
    #[must_use]
    pub fn open_dispute(&self, intent: &str) -> Option<String> {
        disputes::open(&mut self.state.lock(), intent)
    }

    /// A dispute is decided.
    pub fn close_dispute(&self, dispute: &str, won: bool) {
        disputes::close(&mut self.state.lock(), dispute, won);
    }

    /// A refund that was on its way comes back.
    pub fn fail_refund(&self, refund: &str) {
        refunds::fail(&mut self.state.lock(), refund);
    }
}
