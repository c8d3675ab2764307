//! What becomes of a card and its payments when its owner takes their data along, or goes.

use serde_json::{Value, json};
use simulator::PaymentFault;

use super::trio_with_a_card;
use crate::export::{export, json_of};
use crate::support::{CardServer, Person, Trio};

async fn close(person: &Person) {
    person.post("/me/close", &json!({"password": "Bo has a long password"})).await.no_content();
}

fn customers(cards: &CardServer) -> usize {
    cards.vendor.all("cus_").len()
}

#[tokio::test]
async fn the_archive_has_the_card_and_what_was_charged_and_given_back() {
    let (cards, Trio { group, ann, bo, .. }) = trio_with_a_card().await;
    bo.pay_by_card(&group).await.created();
    let payment = bo.share(&group).await["payment"]["id"].as_str().unwrap().to_owned();
    let body = json!({"amount": 300, "from": "share"});
    ann.post(&format!("/payments/{payment}/refund"), &body).await.created();
    let files = export(&bo, "Bo").await;
    let visa = json!({"brand": "visa", "last_four": "4242", "expires_year": 2034, "expires_month": 12});
    assert_eq!(json_of(&files, "profile.json")["card"], visa);
    let payments: Value = json_of(&files, "payments.json");
    assert_eq!((&payments[0]["method"], &payments[0]["amount"]), (&json!("card"), &json!(800)));
    assert_eq!(
        (&payments[0]["refunds"][0]["amount"], &payments[0]["refunds"][0]["status"]),
        (&json!(300), &json!("sent"))
    );
    assert_eq!(payments.as_array().unwrap().len(), 1);
    drop(cards);
}

#[tokio::test]
async fn a_closed_account_is_forgotten_by_the_payment_vendor() {
    let (cards, Trio { group, bo, .. }) = trio_with_a_card().await;
    bo.pay_by_card(&group).await.created();
    assert_eq!(customers(&cards), 1);
    cards.vendor.fail_next("/v1/customers/", PaymentFault::Answer { status: 500 });
    close(&bo).await;
    cards.minute().await;
    assert_eq!(customers(&cards), 1, "the vendor has trouble");
    cards.minute().await;
    assert_eq!(customers(&cards), 1, "it is not asked all the time");
    cards.wait_is_over().await;
    cards.minute().await;
    assert_eq!(customers(&cards), 0);
    assert!(cards.vendor.all("pm_").iter().all(|card| card["customer"].is_null()));
    cards.audit().await;
}

#[tokio::test]
async fn whoever_closes_their_account_while_a_charge_is_under_way_is_forgotten_after_it() {
    let (cards, Trio { group, bo, .. }) = trio_with_a_card().await;
    cards.vendor.fail_next("/v1/payment_intents", PaymentFault::LoseAnswer);
    assert_eq!(bo.pay_by_card(&group).await.created().str("status"), "sending");
    close(&bo).await;
    cards.minute().await;
    assert_eq!(customers(&cards), 1);
    cards.wait_is_over().await;
    cards.minute().await;
    cards.minute().await;
    assert_eq!(customers(&cards), 0);
    assert_eq!(cards.balance(&group, "receivable:", "USD").await, 1600, "the charge has paid his share");
    cards.audit().await;
}
