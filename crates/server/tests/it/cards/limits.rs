//! What is too little to charge, and currencies that are charged in steps.

use serde_json::json;

use super::days_later;
use crate::billing::plan_of_three;
use crate::support::{CardServer, PAYS, Person, Trio};

async fn on_plan(price: &str) -> (CardServer, Trio, tempfile::NamedTempFile) {
    let config = plan_of_three(price);
    let cards = CardServer::start_with(&[("POTLUCK_CONFIG", config.path().to_str().unwrap())]).await;
    let trio = cards.three_on("odd").await;
    cards.save_card(&trio.bo, &trio.group, PAYS).await;
    (cards, trio, config)
}

async fn next_month(cards: &CardServer, group: &str) {
    cards.end_period(group).await;
    server::periods::roll_over(&cards.app).await.unwrap();
    cards.minute().await;
    cards.audit().await;
}

fn waiting(person: &Person) -> String {
    format!("waiting:{}", person.id)
}

#[tokio::test]
async fn share_below_minimum_charge() {
    let (cards, Trio { group, bo, .. }, _config) = on_plan("0.60 USD").await;
    cards.minute().await;
    // 0.20 is too little: the share is paid, and the amount goes with the next charge.
    assert_eq!(bo.stands(&group).await, ("paid".into(), "put_off".into()));
    assert_eq!(cards.balance(&group, &waiting(&bo), "USD").await, 20);
    let credit = bo.group(&group).await["credit"].clone();
    assert_eq!(credit["usable_nanousd"], credit["available_nanousd"], "nobody is held up by it");
    next_month(&cards, &group).await;
    assert_eq!(cards.balance(&group, &waiting(&bo), "USD").await, 40);
    assert_eq!(cards.vendor.all("pi_").len(), 0);
    next_month(&cards, &group).await;
    assert_eq!(cards.vendor.all("pi_")[0]["amount"], 60, "what waited comes along");
    assert_eq!(cards.balance(&group, &waiting(&bo), "USD").await, 0);
    assert_eq!(bo.stands(&group).await, ("paid".into(), "confirmed".into()));
}

#[tokio::test]
async fn who_pays_now_what_is_too_little_is_told_that_it_waits() {
    let (cards, Trio { group, bo, .. }, _config) = on_plan("0.60 USD").await;
    assert_eq!(bo.pay_by_card(&group).await.created().str("status"), "put_off");
    bo.pay_by_card(&group).await.refused(409, "payment_not_claimable");
    cards.audit().await;
}

#[tokio::test]
async fn what_waited_for_a_charge_is_no_part_of_what_a_standing_cover_may_pay() {
    let (cards, Trio { group, ann, bo, cy }, _config) = on_plan("0.90 USD").await;
    let limit = json!({"limit": {"amount": 60, "currency": "USD"}});
    bo.put(&format!("/groups/{group}/standing-cover"), &limit).await.ok();
    cards.minute().await;
    assert_eq!(cards.balance(&group, &waiting(&bo), "USD").await, 30, "his own share is too little for a charge");
    days_later(&cards, &group, 8).await;
    cards.minute().await;
    // His own 0.30 go with the first of the others' shares, and 0.30 of the limit are left for the second.
    assert_eq!(cards.vendor.all("pi_")[0]["amount"], 60);
    for covered in [&ann, &cy] {
        assert_eq!(covered.stands(&group).await.0, "covered");
    }
    cards.audit().await;
}

#[tokio::test]
async fn jpy_and_kwd() {
    let (cards, Trio { group, bo, .. }, _config) = on_plan("3801 JPY").await;
    cards.minute().await;
    let intent = cards.vendor.all("pi_").remove(0);
    assert_eq!((&intent["amount"], &intent["currency"]), (&json!(1267), &json!("jpy")));
    assert_eq!(bo.stands(&group).await, ("paid".into(), "confirmed".into()));
    cards.audit().await;

    // 2.667 KWD is charged as 2.660; 7 fils wait.
    let (cards, Trio { group, bo, .. }, _config) = on_plan("8.001 KWD").await;
    cards.minute().await;
    assert_eq!(cards.vendor.all("pi_")[0]["amount"], 2660);
    assert_eq!(bo.stands(&group).await, ("paid".into(), "confirmed".into()));
    assert_eq!(cards.balance(&group, &waiting(&bo), "KWD").await, 7);
    cards.audit().await;
    next_month(&cards, &group).await;
    assert_eq!(cards.vendor.all("pi_")[1]["amount"], 2670);
    assert_eq!(cards.balance(&group, &waiting(&bo), "KWD").await, 4);
}

#[tokio::test]
async fn what_the_vendor_finds_too_little_waits_as_well() {
    // Of this currency the vendor alone knows its least.
    let (cards, Trio { group, bo, .. }, _config) = on_plan("0.15 GEL").await;
    cards.minute().await;
    assert_eq!(bo.stands(&group).await, ("paid".into(), "put_off".into()));
    assert_eq!(cards.balance(&group, &waiting(&bo), "GEL").await, 5);
    cards.audit().await;
}
