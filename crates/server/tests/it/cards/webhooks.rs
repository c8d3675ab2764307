//! Webhooks: before the answer, twice, late, in another order, for what nobody knows, and forged.

use http::StatusCode;
use reqwest::Method;
use serde_json::{Value, json};
use simulator::{PaymentFault, sign};

use super::trio_with_a_card;
use crate::support::{ASKS, CardServer, Reply, Trio, WEBHOOK_SECRET};

async fn send(cards: &CardServer, body: &str, signature: Option<&str>) -> Reply {
    let mut request = cards.stranger().request(Method::POST, "/webhooks/stripe").body(body.to_owned());
    if let Some(signature) = signature {
        request = request.header("stripe-signature", signature);
    }
    Reply::read(request.send().await.unwrap()).await
}

async fn second_now(cards: &CardServer) -> u64 {
    let now: i64 = sqlx::query_scalar("SELECT extract(epoch FROM now())::bigint")
        .fetch_one(&mut *cards.database().await)
        .await
        .unwrap();
    u64::try_from(now).unwrap()
}

fn event(id: &str, intent: &str) -> String {
    json!({
        "id": id, "object": "event", "type": "payment_intent.succeeded",
        "data": {"object": {"id": intent, "object": "payment_intent", "status": "succeeded", "amount": 1}},
    })
    .to_string()
}

#[tokio::test]
async fn webhook_before_the_answer() {
    let (cards, Trio { group, bo, .. }) = trio_with_a_card().await;
    cards.vendor.fail_next("/v1/payment_intents", PaymentFault::WebhooksFirst);
    assert_eq!(bo.pay_by_card(&group).await.created().str("status"), "confirmed");
    assert_eq!(cards.balance(&group, "cash", "USD").await, 800 - 34);
    cards.audit().await;
}

#[tokio::test]
async fn webhook_where_the_answer_was_lost() {
    let (cards, Trio { group, bo, .. }) = trio_with_a_card().await;
    cards.vendor.fail_next("/v1/payment_intents", PaymentFault::LoseAnswer);
    bo.pay_by_card(&group).await.created();
    cards.deliver_all().await;
    assert_eq!(bo.stands(&group).await, ("paid".into(), "confirmed".into()));
    cards.audit().await;
}

#[tokio::test]
async fn webhook_twice_and_late_and_in_another_order() {
    let cards = CardServer::start().await;
    let Trio { group, bo, .. } = cards.trio().await;
    cards.save_card(&bo, &group, ASKS).await;
    bo.pay_by_card(&group).await.created();
    cards.vendor.answer_at_bank(&cards.last_charge(), true);
    let mut events = cards.vendor.events();
    events.reverse();
    for round in 0..3 {
        for event in &events {
            assert_eq!(cards.vendor.deliver(event).await, 204, "{round} {event}");
            cards.audit().await;
        }
        events.rotate_left(1);
    }
    assert_eq!(bo.stands(&group).await, ("paid".into(), "confirmed".into()));
    assert_eq!(cards.balance(&group, "cash", "USD").await, 800 - 34);
}

#[tokio::test]
async fn webhook_for_an_unknown_object() {
    let (cards, Trio { group, bo, .. }) = trio_with_a_card().await;
    let now = second_now(&cards).await;
    let unknown = event("evt_nothing", "pi_nothing");
    send(&cards, &unknown, Some(&sign(WEBHOOK_SECRET, now, &unknown))).await.no_content();
    let other =
        json!({"id": "evt_other", "type": "invoice.paid", "data": {"object": {"id": "in_1", "object": "invoice"}}});
    let other = other.to_string();
    send(&cards, &other, Some(&sign(WEBHOOK_SECRET, now, &other))).await.no_content();
    let waiting: i64 = sqlx::query_scalar("SELECT count(*) FROM vendor_events WHERE applied_at IS NULL")
        .fetch_one(&mut *cards.database().await)
        .await
        .unwrap();
    assert_eq!(waiting, 0, "nothing is tried again for ever");
    assert_eq!(bo.stands(&group).await, ("due".into(), "none".into()));
    cards.audit().await;
}

#[tokio::test]
async fn what_a_webhook_says_is_not_believed_but_fetched() {
    let cards = CardServer::start().await;
    let Trio { group, bo, .. } = cards.trio().await;
    cards.save_card(&bo, &group, ASKS).await;
    bo.pay_by_card(&group).await.created();
    // Signed, and wrong: the charge has not succeeded.
    let body = event("evt_early", &cards.last_charge());
    let signature = sign(WEBHOOK_SECRET, second_now(&cards).await, &body);
    send(&cards, &body, Some(&signature)).await.no_content();
    assert_eq!(bo.stands(&group).await, ("processing".into(), "action_required".into()));
    cards.audit().await;
}

#[tokio::test]
async fn forged_stale_and_replayed_webhooks_are_refused() {
    let (cards, Trio { group, bo, .. }) = trio_with_a_card().await;
    cards.vendor.fail_next("/v1/payment_intents", PaymentFault::LoseAnswer);
    bo.pay_by_card(&group).await.created();
    let body = event("evt_1", &cards.last_charge());
    let now = second_now(&cards).await;
    let good = sign(WEBHOOK_SECRET, now, &body);
    for (body, signature) in [
        (body.clone(), None),
        (body.clone(), Some("nonsense".to_owned())),
        (body.clone(), Some(sign("whsec_of_somebody_else", now, &body))),
        // Replayed later, with its own signature.
        (body.clone(), Some(sign(WEBHOOK_SECRET, now - 3600, &body))),
        // Changed on the way.
        (body.replace("evt_1", "evt_2"), Some(good.clone())),
        // Another time with the same signature.
        (body.clone(), Some(good.replacen(&now.to_string(), &(now + 1).to_string(), 1))),
    ] {
        send(&cards, &body, signature.as_deref()).await.refused(400, "webhook_not_signed");
    }
    let signed = |body: &str| sign(WEBHOOK_SECRET, now, body);
    for nonsense in ["", "[]", "{\"id\": 7}"] {
        send(&cards, nonsense, Some(&signed(nonsense))).await.refused(400, "malformed_webhook");
    }
    assert_eq!(bo.stands(&group).await, ("processing".into(), "sending".into()), "nothing was believed");
    // Replayed within the five minutes: the second changes nothing.
    for _ in 0..2 {
        send(&cards, &body, Some(&good)).await.no_content();
    }
    assert_eq!(bo.stands(&group).await, ("paid".into(), "confirmed".into()));
    cards.audit().await;
}

#[tokio::test]
async fn a_webhook_that_cannot_be_applied_is_applied_later() {
    let (cards, Trio { group, bo, .. }) = trio_with_a_card().await;
    cards.vendor.fail_next("/v1/payment_intents", PaymentFault::LoseAnswer);
    bo.pay_by_card(&group).await.created();
    let succeeded = cards.vendor.events().into_iter().find(|event| event["type"] == "payment_intent.succeeded");
    cards.vendor.fail_next("/v1/payment_intents/", PaymentFault::Answer { status: 500 });
    assert_eq!(cards.vendor.deliver(&succeeded.unwrap()).await, 204, "it is noted");
    assert_eq!(bo.stands(&group).await.1, "sending");
    sqlx::query("UPDATE vendor_events SET look_at = now()").execute(&mut *cards.database().await).await.unwrap();
    cards.minute().await;
    assert_eq!(bo.stands(&group).await, ("paid".into(), "confirmed".into()));
    cards.audit().await;
}

#[tokio::test]
async fn the_same_webhook_at_once_counts_once() {
    let (cards, Trio { group, bo, .. }) = trio_with_a_card().await;
    cards.vendor.fail_next("/v1/payment_intents", PaymentFault::LoseAnswer);
    bo.pay_by_card(&group).await.created();
    let events: Vec<Value> = cards.vendor.events();
    let deliveries = events.iter().flat_map(|event| [event; 4]).map(|event| cards.vendor.deliver(event));
    let answers = futures_util::future::join_all(deliveries).await;
    assert!(answers.iter().all(|status| *status == StatusCode::NO_CONTENT.as_u16()), "{answers:?}");
    assert_eq!(cards.balance(&group, "cash", "USD").await, 800 - 34);
    assert_eq!(bo.stands(&group).await, ("paid".into(), "confirmed".into()));
    cards.audit().await;
}
