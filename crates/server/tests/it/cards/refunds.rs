//! Giving payments back: the credit note first, to whoever paid, at most what they paid.

use serde_json::{Value, json};
use simulator::PaymentFault;

use super::trio_with_a_card;
use crate::support::{CardServer, PAYS, Person, Reply, TestServer, Trio};

async fn refund(by: &Person, payment: &str, amount: i64, from: &str) -> Reply {
    by.post(&format!("/payments/{payment}/refund"), &json!({"amount": amount, "from": from})).await
}

async fn payment_of(person: &Person, group: &str) -> String {
    person.share(group).await["payment"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn refund_after_use() {
    let (cards, Trio { group, ann, bo, cy }) = trio_with_a_card().await;
    bo.pay_by_card(&group).await.created();
    let payment = payment_of(&bo, &group).await;
    for other in [&bo, &cy] {
        refund(other, &payment, 300, "share").await.refused(404, "not_found");
    }
    let sent = refund(&ann, &payment, 300, "share").await.created();
    assert_eq!((&sent["status"], &sent["amount"]["amount"]), (&json!("sent"), &json!(300)));
    let share = bo.share(&group).await;
    assert_eq!((&share["credited"]["amount"], &share["status"]), (&json!(300), &json!("paid")));
    assert_eq!(share["payment"]["refunded"]["amount"], 300);
    assert_eq!(cards.balance(&group, "balance:", "USD").await, 0);
    assert_eq!(cards.balance(&group, "cash", "USD").await, 800 - 34 - 300);
    cards.audit().await;
    let most = refund(&ann, &payment, 501, "share").await.refused(409, "refund_too_much");
    assert_eq!(most["most"], json!({"amount": 500, "currency": "USD"}));
    refund(&ann, &payment, 500, "share").await.created();
    assert_eq!(bo.share(&group).await["status"], "refunded");
    refund(&ann, &payment, 1, "share").await.refused(409, "refund_too_much");
    assert_eq!(cards.vendor.all("re_").len(), 2);
    cards.audit().await;
    // The period goes on and closes as ever.
    cards.end_period(&group).await;
    server::periods::roll_over(&cards.app).await.unwrap();
    cards.audit().await;
}

#[tokio::test]
async fn a_closed_period_can_be_given_back_too() {
    let (cards, Trio { group, ann, bo, .. }) = trio_with_a_card().await;
    bo.pay_by_card(&group).await.created();
    let payment = payment_of(&bo, &group).await;
    cards.end_period(&group).await;
    server::periods::roll_over(&cards.app).await.unwrap();
    refund(&ann, &payment, 800, "share").await.created();
    cards.audit().await;
}

#[tokio::test]
async fn nonsense_amounts_are_refused_and_nothing_is_half_done() {
    let (cards, Trio { group, ann, bo, .. }) = trio_with_a_card().await;
    bo.pay_by_card(&group).await.created();
    let payment = payment_of(&bo, &group).await;
    for amount in [0, -5, i64::MIN] {
        refund(&ann, &payment, amount, "share").await.refused(422, "validation_failed");
    }
    refund(&ann, &payment, i64::MAX, "share").await.refused(409, "refund_too_much");
    refund(&ann, &payment, 100, "balance").await.refused(409, "refund_too_much");
    refund(&ann, &payment, 100, "pocket").await.refused(422, "validation_failed");
    let claimed = ann.claim(&group).await;
    refund(&ann, &claimed, 100, "share").await.refused(409, "payment_not_refundable");
    assert_eq!(cards.vendor.all("re_").len(), 0);
    cards.audit().await;
}

#[tokio::test]
async fn what_a_credit_note_left_on_a_balance_goes_back_to_the_card() {
    let (cards, Trio { group, ann, bo, .. }) = trio_with_a_card().await;
    bo.pay_by_card(&group).await.created();
    let payment = payment_of(&bo, &group).await;
    ann.delete(&format!("/groups/{group}/members/{}", bo.id)).await.no_content();
    let left = -cards.balance(&group, &format!("balance:{}", bo.id), "USD").await;
    assert!(left > 700, "{left}");
    refund(&ann, &payment, left, "balance").await.created();
    assert_eq!(cards.balance(&group, "balance:", "USD").await, 0);
    cards.audit().await;
}

#[tokio::test]
async fn a_covered_share_goes_back_to_whoever_covered_it() {
    let (cards, Trio { group, ann, bo, cy }) = trio_with_a_card().await;
    let share = cy.share(&group).await;
    bo.post(&format!("/shares/{}/cover", share["id"].as_str().unwrap()), &json!({"method": "card"})).await.created();
    refund(&ann, &payment_of(&cy, &group).await, 800, "share").await.created();
    let transfers = bo.get(&format!("/groups/{group}/settle-up")).await.ok()["transfers"].clone();
    assert_eq!(transfers, json!([]), "nobody owes it any more");
    assert_eq!(cards.balance(&group, "balance:", "USD").await, 0);
    cards.audit().await;
}

#[tokio::test]
async fn a_refund_whose_answer_was_lost_is_made_once() {
    for keys_are_pruned in [false, true] {
        let (cards, Trio { group, ann, bo, .. }) = trio_with_a_card().await;
        bo.pay_by_card(&group).await.created();
        let payment = payment_of(&bo, &group).await;
        // The first call of each looks for it.
        cards.vendor.fail_next("/v1/nothing", PaymentFault::LoseCall);
        cards.vendor.fail_next("/v1/refunds", PaymentFault::WebhooksFirst);
        cards.vendor.fail_next("/v1/refunds", PaymentFault::LoseAnswer);
        assert_eq!(refund(&ann, &payment, 300, "share").await.created()["status"], "sending");
        cards.audit().await;
        if keys_are_pruned {
            cards.vendor.prune_keys();
        }
        cards.wait_is_over().await;
        cards.minute().await;
        let statuses: Vec<String> =
            sqlx::query_scalar("SELECT status FROM refunds").fetch_all(&mut *cards.database().await).await.unwrap();
        assert_eq!((statuses, cards.vendor.all("re_").len()), (vec!["sent".to_owned()], 1));
        cards.audit().await;
    }
}

#[tokio::test]
async fn a_refund_that_comes_back_is_on_the_balance() {
    let (cards, Trio { group, ann, bo, .. }) = trio_with_a_card().await;
    bo.pay_by_card(&group).await.created();
    refund(&ann, &payment_of(&bo, &group).await, 300, "share").await.created();
    let name: Value = cards.vendor.all("re_").remove(0);
    cards.vendor.fail_refund(name["id"].as_str().unwrap());
    cards.deliver_all().await;
    cards.deliver_all().await;
    assert_eq!(cards.balance(&group, &format!("balance:{}", bo.id), "USD").await, -300);
    assert_eq!(bo.share(&group).await["payment"]["refunded"]["amount"], 0);
    cards.audit().await;
}

#[tokio::test]
async fn what_was_paid_by_hand_goes_back_by_hand() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, .. } = server.trio().await;
    bo.pay(&ann, &group).await;
    let sent = refund(&ann, &payment_of(&bo, &group).await, 800, "share").await.created();
    assert_eq!(sent["status"], "sent");
    assert_eq!(server.balance(&group, "cash", "USD").await, 0);
    server.audit().await;
}

#[tokio::test]
async fn two_refunds_at_once_give_back_no_more_than_was_paid() {
    let cards = CardServer::start().await;
    let Trio { group, ann, bo, .. } = cards.trio().await;
    cards.save_card(&bo, &group, PAYS).await;
    bo.pay_by_card(&group).await.created();
    let payment = payment_of(&bo, &group).await;
    let (first, second) = tokio::join!(refund(&ann, &payment, 500, "share"), refund(&ann, &payment, 500, "share"));
    let done = [first, second].iter().filter(|reply| reply.status.is_success()).count();
    assert_eq!((done, cards.vendor.all("re_").len()), (1, 1));
    cards.audit().await;
}
