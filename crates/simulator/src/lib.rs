//! Development and tests only: vendors that speak the real wire formats, with faults: a scriptable AI vendor, a payment vendor,
//! a small `OpenID` Connect issuer, and a push service with the browsers that it pushes to.
//!
//! [`AiVendor`] is a real HTTP server on a port of its own on the loopback. It speaks `OpenAI`'s chat completions,
//! Anthropic's messages and Google's Gemini, streamed and whole, answers as its [`Script`] says, keeps what it was
//! asked, and notices clients that go away.

mod answers;
mod asked;
mod embeddings;
mod issuer;
mod payment;
mod play;
mod push;
mod routes;
mod script;
mod state;
mod tokens;
mod wire;

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use axum::serve::{Listener as _, ListenerExt as _};
use tokio::{net::TcpListener, task::JoinSet};

use crate::{issuer::Issuer, state::State};
pub use crate::{
    issuer::{CLIENT, IssuerFault, Somebody},
    payment::{PaymentCall, PaymentFault, PaymentVendor, sign},
    push::{PushFault, Pushed, Subscribed},
    script::{Fault, Script, Tokens, Usage},
    state::{Counts, ReceivedRequest},
};

/// A running vendor, with a payment vendor at the same address. It stops accepting when dropped.
pub struct AiVendor {
    address: SocketAddr,
    state: Arc<State>,
    issuer: Arc<Issuer>,
    payments: Arc<payment::State>,
    pushes: Arc<push::State>,
    _server: JoinSet<io::Result<()>>,
}

impl AiVendor {
    /// Starts a vendor on a free port of the loopback.
    pub async fn start() -> io::Result<Self> {
        Self::listen((Ipv4Addr::LOCALHOST, 0).into()).await
    }

    /// Starts a vendor at an address.
    pub async fn listen(address: SocketAddr) -> io::Result<Self> {
        // Vendors send each token as soon as it is there; without this the second would wait for the first's receipt.
        let listener = TcpListener::bind(address).await?.tap_io(|connection| {
            let _slower_but_right = connection.set_nodelay(true);
        });
        let address = listener.local_addr()?;
        let state = State::new();
        let issuer = Arc::<Issuer>::default();
        let payments = payment::State::new(format!("http://{address}"));
        let pushes = push::State::new(format!("http://{address}"));
        let router = routes::router(Arc::clone(&state))
            .merge(issuer::routes(Arc::clone(&issuer)))
            .merge(payment::router(Arc::clone(&payments)))
            .merge(push::routes(Arc::clone(&pushes)));
        let mut server = JoinSet::new();
        server.spawn(async move { axum::serve(listener, router).await });
        Ok(Self { address, state, issuer, payments, pushes, _server: server })
    }

    /// The address without a path, as Anthropic's, Gemini's and Ollama's clients take it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address as `OpenAI`'s clients take it.
    #[must_use]
    pub fn openai_url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// The address of the `OpenID` Connect issuer.
    #[must_use]
    pub fn issuer_url(&self) -> String {
        format!("http://{}/issuer", self.address)
    }

    /// Whom the issuer recognises from now on, and what it does wrong.
    pub fn recognise(&self, somebody: Somebody, fault: IssuerFault) {
        self.issuer.recognise(somebody, fault);
    }

    /// A browser subscribes at the push service, for a server with this key (in base64url).
    #[must_use]
    pub fn subscribe(&self, server_key: &str) -> Subscribed {
        self.pushes.subscribe(server_key)
    }

    /// How the push service answers from now on.
    pub fn push_service_is(&self, fault: PushFault) {
        self.pushes.set_fault(fault);
    }

    /// How requests are answered from now on, unless the queue or their model's name says otherwise.
    pub fn set_default(&self, script: Script) {
        self.state.set_default(script);
    }

    /// How the next request is answered that has no script yet; in the order of the calls.
    pub fn queue(&self, script: Script) {
        self.state.queue(script);
    }

    /// Lets all answers go on that are held now by [`Script::hold_after`].
    pub fn release(&self) {
        self.state.release();
    }

    /// Where the payment vendor's webhooks go, and the secret that signs them.
    pub fn webhooks_to(&self, url: &str, secret: &str) {
        self.payments.set_webhooks(url, secret, true);
    }

    /// All requests for an answer so far, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<ReceivedRequest> {
        self.state.requests()
    }

    /// The counts as they are now.
    #[must_use]
    pub fn counts(&self) -> Counts {
        *self.state.counts().borrow()
    }

    /// Waits until the counts are as wanted, and gives them.
    pub async fn until(&self, wanted: impl FnMut(&Counts) -> bool) -> Counts {
        let mut counts = self.state.counts();
        // The sender lives in `self`, so that the wait ends only with success.
        counts.wait_for(wanted).await.map(|counts| *counts).unwrap_or_default()
    }
}
