//! What the simulated payment vendor knows.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

use serde::Serialize;
use serde_json::{Value, json};

use super::cards::Behaviour;

/// A call as it came in.
#[derive(Debug, Clone, Serialize)]
pub struct PaymentCall {
    /// Such as `POST`.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// Under which it is done once.
    pub idempotency_key: Option<String>,
    /// The fields of its form or query.
    pub fields: Vec<(String, String)>,
}

/// What goes wrong with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentFault {
    /// It is done, and the answer never arrives.
    LoseAnswer,
    /// It never arrives.
    LoseCall,
    /// It is not done, and answered with this status.
    Answer {
        /// Such as 500.
        status: u16,
    },
    /// It is done, and its webhooks arrive before its answer.
    WebhooksFirst,
}

pub(crate) struct State {
    inner: Mutex<Inner>,
}

#[derive(Default)]
pub(super) struct Inner {
    pub(super) url: String,
    pub(super) objects: BTreeMap<String, Value>,
    /// What each saved card does.
    pub(super) behaviours: HashMap<String, Behaviour>,
    pub(super) events: Vec<Value>,
    /// How many of them were handed to whoever sends webhooks.
    pub(super) handed_on: usize,
    pub(super) webhooks: Option<Webhooks>,
    /// Answers by key: what was asked, and what was answered.
    pub(super) keys: HashMap<String, (String, u16, Value)>,
    faults: VecDeque<(&'static str, PaymentFault)>,
    calls: Vec<PaymentCall>,
    made: u64,
}

#[derive(Clone)]
pub(super) struct Webhooks {
    pub(super) url: String,
    pub(super) secret: String,
    pub(super) send: bool,
}

impl State {
    pub(crate) fn new(url: String) -> Arc<Self> {
        let inner = Inner { url, ..Inner::default() };
        Arc::new(Self { inner: Mutex::new(inner) })
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set_webhooks(&self, url: &str, secret: &str, send: bool) {
        self.lock().webhooks = Some(Webhooks { url: url.to_owned(), secret: secret.to_owned(), send });
    }

    pub(super) fn events(&self) -> Vec<Value> {
        self.lock().events.clone()
    }

    pub(super) fn fail_next(&self, path: &'static str, fault: PaymentFault) {
        self.lock().faults.push_back((path, fault));
    }

    pub(super) fn prune_keys(&self) {
        self.lock().keys.clear();
    }

    pub(super) fn calls(&self) -> Vec<PaymentCall> {
        self.lock().calls.clone()
    }
}

impl Inner {
    /// Notes a call, and says what goes wrong with it.
    pub(super) fn receive(&mut self, call: PaymentCall) -> Option<PaymentFault> {
        let at = self.faults.iter().position(|(path, _)| call.path.starts_with(path));
        self.calls.push(call);
        self.faults.remove(at?).map(|(_, fault)| fault)
    }

    /// A name that nothing else has. Later ones are greater.
    pub(super) fn name(&mut self, kind: &str) -> String {
        self.made += 1;
        format!("{kind}sim{:08}", self.made)
    }

    pub(super) fn all(&self, kind: &str) -> Vec<Value> {
        self.objects.iter().filter(|(id, _)| id.starts_with(kind)).map(|(_, object)| object.clone()).collect()
    }

    pub(super) fn put(&mut self, object: Value) -> Value {
        if let Some(id) = object["id"].as_str() {
            self.objects.insert(id.to_owned(), object.clone());
        }
        object
    }

    /// Changes fields of something that is there.
    pub(super) fn change(&mut self, id: &str, fields: Value) {
        let Some(object) = self.objects.get_mut(id).and_then(Value::as_object_mut) else { return };
        if let Value::Object(fields) = fields {
            object.extend(fields);
        }
    }

    /// Notes that something happened to an object, as it is now.
    pub(super) fn happen(&mut self, kind: &str, id: &str) {
        let Some(object) = self.objects.get(id).cloned() else { return };
        let event = json!({
            "id": self.name("evt_"), "object": "event", "api_version": "2025-08-27.basil", "created": now(),
            "type": kind, "livemode": false, "pending_webhooks": 1, "data": {"object": object},
        });
        self.events.push(event);
    }
}

/// Seconds since 1970.
#[expect(clippy::disallowed_methods, reason = "a vendor has a clock of its own")]
pub(super) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
