//! Payments that their payers' banks take back: that share alone is owed again.

use serde_json::{Value, json};

use super::{days_later, trio_with_a_card};
use crate::support::{CardServer, Person, Trio};

/// Bo has paid by card, and the bank takes it back.
async fn disputed() -> (CardServer, Trio, String) {
    let (cards, trio) = trio_with_a_card().await;
    trio.bo.pay_by_card(&trio.group).await.created();
    let dispute = cards.vendor.open_dispute(&cards.last_charge()).unwrap();
    cards.deliver_all().await;
    (cards, trio, dispute)
}

async fn share_of_others(people: [&Person; 2], group: &str) -> Vec<Value> {
    let mut shares = Vec::new();
    for person in people {
        shares.push(person.share(group).await);
    }
    shares
}

#[tokio::test]
async fn a_dispute_that_is_won_leaves_everything_as_it_was() {
    let (cards, Trio { group, bo, .. }, dispute) = disputed().await;
    assert_eq!(bo.stands(&group).await, ("paid".into(), "disputed".into()));
    assert_eq!(cards.balance(&group, "disputed", "USD").await, 800);
    assert_eq!(cards.balance(&group, "fees", "USD").await, 34 + 1500);
    cards.audit().await;
    cards.vendor.close_dispute(&dispute, true);
    cards.deliver_all().await;
    cards.deliver_all().await;
    assert_eq!(bo.stands(&group).await, ("paid".into(), "confirmed".into()));
    assert_eq!(cards.balance(&group, "disputed", "USD").await, 0);
    assert_eq!(cards.balance(&group, "cash", "USD").await, 800 - 34 - 1500);
    cards.audit().await;
}

#[tokio::test]
async fn a_dispute_that_is_lost_reopens_that_share_only() {
    let (cards, Trio { group, ann, bo, cy }, dispute) = disputed().await;
    let before = share_of_others([&ann, &cy], &group).await;
    cards.vendor.close_dispute(&dispute, false);
    cards.deliver_all().await;
    cards.deliver_all().await;
    let share = bo.share(&group).await;
    assert_eq!((&share["status"], &share["to_pay"]["amount"]), (&json!("due"), &json!(800)));
    assert_eq!(share["payment"]["status"], "lost");
    assert_eq!(share_of_others([&ann, &cy], &group).await, before);
    assert_eq!(cards.balance(&group, "receivable:", "USD").await, 2400);
    assert_eq!(cards.balance(&group, "disputed", "USD").await, 0);
    cards.audit().await;
    // It is not charged again by itself, and can be paid.
    cards.minute().await;
    assert_eq!(cards.vendor.all("pi_").len(), 1);
    assert_eq!(bo.pay_by_card(&group).await.created().str("status"), "confirmed");
    cards.audit().await;
}

#[tokio::test]
async fn a_dispute_that_is_lost_after_the_days_of_grace_suspends_its_member() {
    let (cards, Trio { group, bo, .. }, dispute) = disputed().await;
    days_later(&cards, &group, 8).await;
    cards.vendor.close_dispute(&dispute, false);
    cards.deliver_all().await;
    assert_eq!(bo.stands(&group).await, ("past_due".into(), "lost".into()));
    // Told so, and owes the days that were had until then.
    assert!(bo.told().await.contains(&"suspended".to_owned()));
    let unused = bo.share(&group).await["credited"]["amount"].as_i64().unwrap();
    assert!((1..800).contains(&unused), "{unused}");
    cards.audit().await;
}

#[tokio::test]
async fn the_end_of_a_dispute_before_its_beginning_ends_the_same() {
    for won in [false, true] {
        let (cards, Trio { group, bo, .. }) = trio_with_a_card().await;
        bo.pay_by_card(&group).await.created();
        let dispute = cards.vendor.open_dispute(&cards.last_charge()).unwrap();
        cards.vendor.close_dispute(&dispute, won);
        let mut events = cards.vendor.events();
        events.reverse();
        for event in events {
            assert_eq!(cards.vendor.deliver(&event).await, 204);
            cards.audit().await;
        }
        let expected = if won { ("paid", "confirmed") } else { ("due", "lost") };
        assert_eq!(bo.stands(&group).await, (expected.0.into(), expected.1.into()));
        assert_eq!(cards.balance(&group, "disputed", "USD").await, 0);
    }
}

#[tokio::test]
async fn a_disputed_payment_is_not_given_back_twice() {
    let (cards, Trio { group, ann, bo, .. }, dispute) = disputed().await;
    let payment = bo.share(&group).await["payment"]["id"].as_str().unwrap().to_owned();
    let asked = json!({"amount": 100, "from": "share"});
    ann.post(&format!("/payments/{payment}/refund"), &asked).await.refused(409, "payment_not_refundable");
    cards.vendor.close_dispute(&dispute, false);
    cards.deliver_all().await;
    ann.post(&format!("/payments/{payment}/refund"), &asked).await.refused(409, "payment_not_refundable");
    cards.audit().await;
}

#[tokio::test]
async fn what_was_on_a_balance_is_taken_from_it_when_a_dispute_is_lost() {
    let (cards, Trio { group, ann, bo, .. }, dispute) = disputed().await;
    // Bo was removed: what the days after would have cost is on the balance.
    ann.delete(&format!("/groups/{group}/members/{}", bo.id)).await.no_content();
    cards.audit().await;
    cards.vendor.close_dispute(&dispute, false);
    cards.deliver_all().await;
    assert_eq!(cards.balance(&group, &format!("balance:{}", bo.id), "USD").await, 0);
    let days = ann.group(&group).await["period"]["days"].as_i64().unwrap();
    assert_eq!(cards.balance(&group, &format!("receivable:{}", bo.id), "USD").await, 800 / days);
    cards.audit().await;
}

#[tokio::test]
async fn a_cover_that_is_taken_back_is_not_owed_among_members_any_more() {
    let (cards, Trio { group, bo, cy, .. }) = trio_with_a_card().await;
    let share = cy.share(&group).await;
    bo.post(&format!("/shares/{}/cover", share["id"].as_str().unwrap()), &json!({"method": "card"})).await.created();
    let dispute = cards.vendor.open_dispute(&cards.last_charge()).unwrap();
    cards.vendor.close_dispute(&dispute, false);
    cards.deliver_all().await;
    assert_eq!(cy.stands(&group).await.0, "due");
    let settle_up = bo.get(&format!("/groups/{group}/settle-up")).await.ok();
    assert_eq!(settle_up["transfers"], json!([]));
    cards.audit().await;
}
