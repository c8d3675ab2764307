//! What the simulated vendor knows: its scripts, what it was asked, and how its streams fare.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde::Serialize;
use serde_json::Value;
use tokio::sync::watch;

use crate::script::{Fault, Script};

/// A request as it came in.
#[derive(Debug, Clone, Serialize)]
pub struct ReceivedRequest {
    /// The path, without the query.
    pub path: String,
    /// The model that was asked for, empty for requests that have none.
    pub model: String,
    /// The key, however this vendor takes it.
    pub api_key: Option<String>,
    /// The body.
    pub body: Value,
}

/// How many of what there was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Requests for an answer.
    pub requests: u64,
    /// Streams that are being sent now.
    pub open_streams: u64,
    /// Streams that were sent as far as their script says.
    pub ended_streams: u64,
    /// Streams that the client did not read to their end.
    pub disconnects: u64,
    /// Streams that wait for [`crate::AiVendor::release`] now.
    pub held_streams: u64,
}

/// How a stream ended.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Ending {
    Whole,
    Disconnected,
}

/// Shared by all requests.
pub(crate) struct State {
    inner: Mutex<Inner>,
    counts: watch::Sender<Counts>,
    releases: watch::Sender<u64>,
}

#[derive(Default)]
struct Inner {
    default: Script,
    queue: VecDeque<Script>,
    /// Failures so far: of the default script, of the queue's first, and of models whose name is a script.
    default_failures: u32,
    queue_failures: u32,
    model_failures: HashMap<String, u32>,
    requests: Vec<ReceivedRequest>,
}

impl State {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            inner: Mutex::default(),
            counts: watch::Sender::new(Counts::default()),
            releases: watch::Sender::new(0),
        })
    }

    pub(crate) fn set_default(&self, script: Script) {
        let mut inner = self.inner();
        inner.default = script;
        inner.default_failures = 0;
    }

    pub(crate) fn queue(&self, script: Script) {
        self.inner().queue.push_back(script);
    }

    pub(crate) fn clear(&self) {
        *self.inner() = Inner::default();
    }

    pub(crate) fn requests(&self) -> Vec<ReceivedRequest> {
        self.inner().requests.clone()
    }

    /// Notes a request, and says its number and its script: the queue's first, else the one that the model's name asks
    /// for, else the default.
    pub(crate) fn receive(&self, request: ReceivedRequest) -> (u64, Script) {
        let mut inner = self.inner();
        let script = inner.script(&request.model);
        inner.requests.push(request);
        drop(inner);
        let mut number = 0;
        self.counts.send_modify(|counts| {
            counts.requests += 1;
            number = counts.requests;
        });
        (number, script)
    }

    pub(crate) fn counts(&self) -> watch::Receiver<Counts> {
        self.counts.subscribe()
    }

    pub(crate) fn released(&self) -> watch::Receiver<u64> {
        self.releases.subscribe()
    }

    pub(crate) fn release(&self) {
        self.releases.send_modify(|releases| *releases += 1);
    }

    pub(crate) fn stream_opened(&self) {
        self.counts.send_modify(|counts| counts.open_streams += 1);
    }

    pub(crate) fn stream_ended(&self, ending: Ending) {
        self.counts.send_modify(|counts| {
            counts.open_streams -= 1;
            match ending {
                Ending::Whole => counts.ended_streams += 1,
                Ending::Disconnected => counts.disconnects += 1,
            }
        });
    }

    /// Counts a stream as held until the guard is dropped.
    pub(crate) fn hold(&self) -> Held<'_> {
        self.counts.send_modify(|counts| counts.held_streams += 1);
        Held(self)
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        // A panic elsewhere must not hide what was received from the test that looks at it.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stream that waits.
pub(crate) struct Held<'state>(&'state State);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.counts.send_modify(|counts| counts.held_streams -= 1);
    }
}

impl Inner {
    fn script(&mut self, model: &str) -> Script {
        if let Some(first) = self.queue.front() {
            let (script, fails) = attempt(first, &mut self.queue_failures);
            // One that is to fail and then succeed stays first until it has succeeded.
            if !fails || script.fail_times.is_none() {
                self.queue.pop_front();
                self.queue_failures = 0;
            }
            return script;
        }
        if let Some(script) = Script::for_model(model) {
            let failures = self.model_failures.entry(model.to_owned()).or_default();
            return attempt(&script, failures).0;
        }
        attempt(&self.default, &mut self.default_failures).0
    }
}

/// The script for the next request, with or without its fault, and whether it has one.
fn attempt(script: &Script, failures: &mut u32) -> (Script, bool) {
    let fails = script.fault != Fault::None && script.fail_times.is_none_or(|times| *failures < times);
    if fails {
        *failures += 1;
        return (script.clone(), true);
    }
    (script.clone().with_fault(Fault::None), false)
}
