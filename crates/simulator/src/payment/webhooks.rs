//! Signed webhooks.

use std::{sync::Arc, time::Duration};

use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

use super::state::{State, now};

/// The header `Stripe-Signature` of a body that is sent at this second.
#[must_use]
pub fn sign(secret: &str, second: u64, body: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(format!("{second}.{body}").as_bytes());
    let hex = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    format!("t={second},v1={hex}")
}

/// Sends an event to wherever webhooks go; 0 when nobody answers.
pub(super) async fn deliver(state: &State, event: &Value) -> u16 {
    let Some(webhooks) = state.lock().webhooks.clone() else { return 0 };
    let body = event.to_string();
    let request = reqwest::Client::new()
        .post(&webhooks.url)
        .header("content-type", "application/json")
        .header("stripe-signature", sign(&webhooks.secret, now(), &body))
        .timeout(Duration::from_secs(30))
        .body(body);
    request.send().await.map_or(0, |response| response.status().as_u16())
}

/// Sends what has happened and was not sent yet: before an answer goes out, or whenever webhooks are not held.
pub(super) async fn hand_on(state: &Arc<State>, even_held: bool) {
    loop {
        let event = {
            let mut inner = state.lock();
            let may = even_held || inner.webhooks.as_ref().is_some_and(|webhooks| webhooks.send);
            let next = inner.events.get(inner.handed_on).cloned().filter(|_| may);
            inner.handed_on += usize::from(next.is_some());
            next
        };
        let Some(event) = event else { return };
        deliver(state, &event).await;
    }
}
