//! Disputes: a payer's bank takes a charge back.

use serde_json::json;

use super::{
    objects::{Answer, Refusal},
    state::{Inner, now},
};

/// What a dispute costs.
const FEE: i64 = 1500;

/// Takes the whole charge back.
pub(super) fn open(inner: &mut Inner, intent: &str) -> Option<String> {
    let paid = inner.objects.get(intent).cloned().filter(|intent| intent["status"] == "succeeded")?;
    let id = inner.name("dp_");
    let amount = paid["amount"].as_i64().unwrap_or(0);
    let taken = json!({"amount": -amount, "fee": FEE, "currency": paid["currency"], "type": "adjustment"});
    inner.put(json!({
        "id": id, "object": "dispute", "created": now(), "amount": amount, "currency": paid["currency"],
        "status": "needs_response", "reason": "fraudulent", "payment_intent": intent, "charge": paid["latest_charge"],
        "balance_transactions": [taken],
    }));
    inner.happen("charge.dispute.created", &id);
    inner.happen("charge.dispute.funds_withdrawn", &id);
    Some(id)
}

pub(super) fn close(inner: &mut Inner, id: &str, won: bool) {
    inner.change(id, json!({"status": if won { "won" } else { "lost" }}));
    if won {
        inner.happen("charge.dispute.funds_reinstated", id);
    }
    inner.happen("charge.dispute.closed", id);
}

pub(super) fn fetch(inner: &Inner, id: &str) -> Answer {
    inner.objects.get(id).cloned().ok_or_else(|| Refusal::missing("dispute"))
}
