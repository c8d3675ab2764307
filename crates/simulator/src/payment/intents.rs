//! Payment intents: charges, as this vendor calls them.

use serde_json::{Value, json};

use super::{
    cards::Behaviour,
    disputes,
    objects::{Answer, Fields, Refusal},
    state::{Inner, now},
};

/// The least that is charged, whatever the currency.
const LEAST: i64 = 10;
/// A real dollar has a higher bar.
const LEAST_USD: i64 = 50;
const PAGE: usize = 100;

pub(super) fn create(inner: &mut Inner, fields: &Fields) -> Answer {
    let currency = fields.get("currency").unwrap_or_default().to_owned();
    let amount = fields.number("amount").filter(|amount| *amount > 0);
    let Some(amount) = amount else {
        return Err(Refusal::invalid("parameter_invalid_integer", "Invalid integer: amount"));
    };
    if amount < if currency == "usd" { LEAST_USD } else { LEAST } {
        return Err(Refusal::invalid("amount_too_small", "Amount must be at least the minimum charge."));
    }
    // Fils are charged in tens.
    if ["kwd", "bhd", "jod", "omr", "tnd"].contains(&currency.as_str()) && amount % 10 != 0 {
        return Err(Refusal::invalid("invalid_charge_amount", "The last digit of a three-decimal amount must be 0."));
    }
    let id = inner.name("pi_");
    inner.put(json!({
        "id": id, "object": "payment_intent", "created": now(), "amount": amount, "currency": currency,
        "status": "requires_confirmation", "customer": fields.get("customer"), "latest_charge": null,
        "payment_method": fields.get("payment_method"), "metadata": fields.metadata(), "last_payment_error": null,
        "next_action": null, "return_url": null,
    }));
    inner.happen("payment_intent.created", &id);
    if fields.is("confirm") { confirm(inner, &id, fields) } else { fetch(inner, &id, fields) }
}

pub(super) fn confirm(inner: &mut Inner, id: &str, fields: &Fields) -> Answer {
    let Some(intent) = inner.objects.get(id).cloned() else { return Err(Refusal::missing("payment_intent")) };
    if matches!(intent["status"].as_str(), Some("succeeded" | "canceled")) {
        return Err(Refusal::invalid("payment_intent_unexpected_state", "It has ended already."));
    }
    let given = fields.get("payment_method").map(str::to_owned);
    let method = given.or_else(|| intent["payment_method"].as_str().map(str::to_owned)).unwrap_or_default();
    let known = inner.objects.get(&method).is_some_and(|method| method["customer"] == intent["customer"]);
    let Some(behaviour) = inner.behaviours.get(&method).copied().filter(|_| known) else {
        return Err(Refusal::missing("PaymentMethod"));
    };
    inner.change(id, json!({"payment_method": method, "return_url": fields.get("return_url")}));
    match behaviour {
        Behaviour::Pays => pay(inner, id),
        Behaviour::Disputes => {
            pay(inner, id);
            let _open_now = disputes::open(inner, id);
        }
        Behaviour::Declines(word) => return Err(decline(inner, id, word)),
        Behaviour::Asks if fields.is("off_session") => return Err(decline(inner, id, "authentication_required")),
        Behaviour::Asks => {
            let url = format!("{}/pay/bank/{id}", inner.url);
            let action = json!({"type": "redirect_to_url", "redirect_to_url": {"url": url}});
            inner.change(id, json!({"status": "requires_action", "next_action": action, "last_payment_error": null}));
            inner.happen("payment_intent.requires_action", id);
        }
    }
    fetch(inner, id, fields)
}

/// The payer answers their bank.
pub(super) fn answer_at_bank(inner: &mut Inner, id: &str, confirmed: bool) {
    if inner.objects.get(id).is_none_or(|intent| intent["status"] != "requires_action") {
        return;
    }
    if confirmed {
        pay(inner, id);
    } else {
        let _told = decline(inner, id, "payment_intent_authentication_failure");
    }
}

fn pay(inner: &mut Inner, id: &str) {
    let Some(intent) = inner.objects.get(id).cloned() else { return };
    let (charge, balance) = (inner.name("ch_"), inner.name("txn_"));
    let amount = intent["amount"].as_i64().unwrap_or(0);
    let fee = amount * 3 / 100 + 10;
    let net = amount - fee;
    inner.put(json!({
        "id": balance, "object": "balance_transaction", "amount": amount, "fee": fee, "net": net,
        "currency": intent["currency"], "type": "charge", "source": charge,
    }));
    inner.put(json!({
        "id": charge, "object": "charge", "amount": amount, "currency": intent["currency"], "status": "succeeded",
        "paid": true, "payment_intent": id, "balance_transaction": balance, "metadata": intent["metadata"],
    }));
    let paid = json!({
        "status": "succeeded", "latest_charge": charge, "next_action": null, "last_payment_error": null,
    });
    inner.change(id, paid);
    inner.happen("charge.succeeded", &charge);
    inner.happen("payment_intent.succeeded", id);
}

fn decline(inner: &mut Inner, id: &str, word: &str) -> Refusal {
    let asks = word == "authentication_required";
    let code =
        if asks || word == "expired_card" || word.starts_with("payment_intent") { word } else { "card_declined" };
    let error = json!({"type": "card_error", "code": code, "decline_code": word});
    inner.change(id, json!({"status": "requires_payment_method", "last_payment_error": error, "next_action": null}));
    inner.happen("payment_intent.payment_failed", id);
    Refusal::card(code, word, inner.objects.get(id).unwrap_or(&Value::Null))
}

pub(super) fn cancel(inner: &mut Inner, id: &str) -> Answer {
    let Some(intent) = inner.objects.get(id) else { return Err(Refusal::missing("payment_intent")) };
    if matches!(intent["status"].as_str(), Some("succeeded" | "canceled")) {
        return Err(Refusal::invalid("payment_intent_unexpected_state", "It has ended already."));
    }
    inner.change(id, json!({"status": "canceled", "next_action": null}));
    inner.happen("payment_intent.canceled", id);
    Ok(inner.objects.get(id).cloned().unwrap_or_default())
}

pub(super) fn fetch(inner: &Inner, id: &str, fields: &Fields) -> Answer {
    let intent = inner.objects.get(id).filter(|object| object["object"] == "payment_intent").cloned();
    let intent = intent.ok_or_else(|| Refusal::missing("payment_intent"))?;
    Ok(if fields.expands("latest_charge.balance_transaction") { whole(inner, intent) } else { intent })
}

/// With its charge and the fee of that.
fn whole(inner: &Inner, mut intent: Value) -> Value {
    let find = |name: &Value| name.as_str().and_then(|id| inner.objects.get(id).cloned());
    if let Some(mut charge) = find(&intent["latest_charge"]) {
        charge["balance_transaction"] = find(&charge["balance_transaction"]).unwrap_or_default();
        intent["latest_charge"] = charge;
    }
    intent
}

/// Newest first, as the vendor lists.
pub(super) fn list(inner: &Inner, fields: &Fields) -> Value {
    let customer = fields.get("customer");
    let since = fields.number("created[gte]").unwrap_or(0);
    let after = fields.get("starting_after");
    let mut found: Vec<Value> = inner
        .all("pi_")
        .into_iter()
        .filter(|intent| customer.is_none_or(|customer| intent["customer"] == customer))
        .filter(|intent| intent["created"].as_i64().unwrap_or(0) >= since)
        .filter(|intent| after.is_none_or(|after| intent["id"].as_str().unwrap_or_default() < after))
        .collect();
    found.reverse();
    let limit = fields.number("limit").and_then(|limit| usize::try_from(limit).ok()).unwrap_or(10).min(PAGE);
    let has_more = found.len() > limit;
    found.truncate(limit);
    let found: Vec<Value> = found.into_iter().map(|intent| whole(inner, intent)).collect();
    json!({"object": "list", "data": found, "has_more": has_more, "url": "/v1/payment_intents"})
}
