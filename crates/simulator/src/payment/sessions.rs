//! Customers, and the visits to the page on which they save a card.

use serde_json::{Value, json};

use super::{
    cards::{TestCard, card},
    objects::{Answer, Fields, Refusal},
    state::{Inner, now},
};

pub(super) fn create_customer(inner: &mut Inner, fields: &Fields) -> Value {
    let id = inner.name("cus_");
    inner.put(json!({"id": id, "object": "customer", "created": now(), "metadata": fields.metadata()}))
}

/// Their cards go with them.
pub(super) fn delete_customer(inner: &mut Inner, id: &str) -> Answer {
    if inner.objects.remove(id).is_none() {
        return Err(Refusal::missing("customer"));
    }
    let is_theirs = |object: &Value| object["object"] == "payment_method" && object["customer"] == id;
    let cards: Vec<String> =
        inner.objects.iter().filter(|(_, object)| is_theirs(object)).map(|(name, _)| name.clone()).collect();
    for card in cards {
        inner.change(&card, json!({"customer": null}));
    }
    Ok(json!({"id": id, "object": "customer", "deleted": true}))
}

pub(super) fn create(inner: &mut Inner, fields: &Fields) -> Answer {
    let customer = fields.get("customer").unwrap_or_default().to_owned();
    if !inner.objects.contains_key(&customer) {
        return Err(Refusal::missing("customer"));
    }
    if fields.get("mode") != Some("setup") {
        return Err(Refusal::invalid("parameter_unknown", "Only setup mode is simulated."));
    }
    let Some(success_url) = fields.get("success_url") else {
        return Err(Refusal::invalid("parameter_missing", "Missing required param: success_url."));
    };
    let id = inner.name("cs_");
    let url = format!("{}/pay/session/{id}", inner.url);
    Ok(inner.put(json!({
        "id": id, "object": "checkout.session", "mode": "setup", "status": "open", "created": now(), "url": url,
        "customer": customer, "client_reference_id": fields.get("client_reference_id"), "setup_intent": null,
        "success_url": success_url, "cancel_url": fields.get("cancel_url"), "metadata": fields.metadata(),
    })))
}

pub(super) fn fetch(inner: &Inner, id: &str, fields: &Fields) -> Answer {
    let mut session = inner.objects.get(id).cloned().ok_or_else(|| Refusal::missing("checkout.session"))?;
    let intent = session["setup_intent"].as_str().map(str::to_owned);
    if let Some(mut intent) = intent.and_then(|id| inner.objects.get(&id).cloned())
        && fields.expands("setup_intent.payment_method")
    {
        let method = intent["payment_method"].as_str().and_then(|id| inner.objects.get(id));
        intent["payment_method"] = method.cloned().unwrap_or(Value::Null);
        session["setup_intent"] = intent;
    }
    Ok(session)
}

/// Somebody typed this number; the address that they go back to, or why the card is not taken.
pub(super) fn complete(inner: &mut Inner, id: &str, number: &str) -> Result<String, &'static str> {
    let Some(session) = inner.objects.get(id).cloned().filter(|session| session["status"] == "open") else {
        return Err("This page has been used already.");
    };
    let Some(card) = card(number) else { return Err("This is not one of the test cards.") };
    let method = save(inner, card, &session["customer"]);
    let setup = inner.name("seti_");
    let customer = session["customer"].clone();
    inner.put(json!({
        "id": setup, "object": "setup_intent", "status": "succeeded", "customer": customer, "payment_method": method,
    }));
    inner.change(id, json!({"status": "complete", "setup_intent": setup}));
    inner.happen("setup_intent.succeeded", &setup);
    inner.happen("checkout.session.completed", id);
    Ok(session["success_url"].as_str().unwrap_or_default().replace("{CHECKOUT_SESSION_ID}", id))
}

fn save(inner: &mut Inner, card: &TestCard, customer: &Value) -> String {
    let id = inner.name("pm_");
    let last_four = &card.number[card.number.len() - 4..];
    inner.put(json!({
        "id": id, "object": "payment_method", "type": "card", "customer": customer,
        "card": {"brand": card.brand, "last4": last_four, "exp_month": 12, "exp_year": 2034, "funding": "credit"},
    }));
    inner.behaviours.insert(id.clone(), card.behaviour);
    inner.happen("payment_method.attached", &id);
    id
}

pub(super) fn detach(inner: &mut Inner, id: &str) -> Answer {
    if !inner.objects.contains_key(id) {
        return Err(Refusal::missing("payment_method"));
    }
    inner.change(id, json!({"customer": null}));
    Ok(inner.objects.get(id).cloned().unwrap_or_default())
}
