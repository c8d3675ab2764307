//! Refunds.

use serde_json::{Value, json};

use super::{
    objects::{Answer, Fields, Refusal},
    state::{Inner, now},
};

pub(super) fn create(inner: &mut Inner, fields: &Fields) -> Answer {
    let intent = fields.get("payment_intent").and_then(|id| inner.objects.get(id)).cloned();
    let Some(intent) = intent.filter(|intent| intent["status"] == "succeeded") else {
        return Err(Refusal::missing("payment_intent"));
    };
    let before: i64 = of(inner, &intent["id"])
        .iter()
        .filter(|refund| refund["status"] != "failed")
        .filter_map(|refund| refund["amount"].as_i64())
        .sum();
    let paid = intent["amount"].as_i64().unwrap_or(0);
    let amount = fields.number("amount").unwrap_or(paid - before);
    if amount <= 0 || amount > paid - before {
        return Err(Refusal::invalid("charge_already_refunded", "Refund amount is greater than what is left."));
    }
    let id = inner.name("re_");
    let refund = inner.put(json!({
        "id": id, "object": "refund", "created": now(), "amount": amount, "currency": intent["currency"],
        "status": "succeeded", "payment_intent": intent["id"], "charge": intent["latest_charge"],
        "metadata": fields.metadata(),
    }));
    inner.happen("refund.created", &id);
    Ok(refund)
}

/// A bank sent it back.
pub(super) fn fail(inner: &mut Inner, id: &str) {
    inner.change(id, json!({"status": "failed", "failure_reason": "expired_or_canceled_card"}));
    inner.happen("refund.failed", id);
}

pub(super) fn fetch(inner: &Inner, id: &str) -> Answer {
    inner.objects.get(id).cloned().ok_or_else(|| Refusal::missing("refund"))
}

pub(super) fn list(inner: &Inner, fields: &Fields) -> Value {
    let found = of(inner, &json!(fields.get("payment_intent")));
    json!({"object": "list", "data": found, "has_more": false, "url": "/v1/refunds"})
}

fn of(inner: &Inner, intent: &Value) -> Vec<Value> {
    inner.all("re_").into_iter().filter(|refund| refund["payment_intent"] == *intent).collect()
}
