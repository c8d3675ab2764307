//! What is told of charges that do not go by themselves.

use serde_json::{Value, json};

use super::{days_later, trio_with_a_card};
use crate::support::{ASKS, CardServer, DECLINED, EXPIRED, PAYS, Person, Trio};

/// What they were told since their share was due, the oldest first.
async fn told_since(person: &Person) -> Vec<Value> {
    let mut told: Vec<Value> = person.notices().await.into_iter().map(|notice| notice["facts"].clone()).collect();
    told.reverse();
    assert_eq!(told.remove(0)["kind"], "share_due");
    told
}

#[tokio::test]
async fn each_charge_that_fails_is_told_once_and_stands_in_for_reminders() {
    let cards = CardServer::start().await;
    let Trio { group, bo, cy, .. } = cards.trio().await;
    cards.save_card(&cy, &group, DECLINED).await;
    let mut told = Vec::new();
    for _ in 0..7 {
        for _ in 0..2 {
            cards.minute().await;
            server::periods::dun(&cards.app).await.unwrap();
            cards.deliver_all().await;
        }
        told.push(told_since(&cy).await.len());
        days_later(&cards, &group, 1).await;
    }
    assert_eq!(told, [1, 2, 2, 3, 3, 4, 4], "on the days on which the card is tried");
    let told = told_since(&cy).await;
    assert!(told.iter().all(|facts| facts["kind"] == "payment_failed" && facts["amount"]["amount"] == 800), "{told:?}");
    assert!(told.iter().all(|facts| facts["again_at"].is_string()), "the fifth try is on the seventh day: {told:?}");
    // Who has saved no card is reminded.
    let reminded: Vec<Value> = told_since(&bo).await.iter().map(|facts| facts["kind"].clone()).collect();
    assert_eq!(reminded, [json!("share_reminder"), json!("share_reminder"), json!("share_reminder")]);
    cards.minute().await;
    server::periods::dun(&cards.app).await.unwrap();
    let end = told_since(&cy).await.split_off(4);
    assert_eq!((&end[0]["kind"], &end[0]["again_at"]), (&json!("payment_failed"), &json!(null)));
    assert_eq!((end.len(), &end[1]["kind"]), (2, &json!("suspended")));
}

#[tokio::test]
async fn a_card_that_will_not_work_again_is_not_said_to_be_tried() {
    let cards = CardServer::start().await;
    let Trio { group, cy, .. } = cards.trio().await;
    cards.save_card(&cy, &group, EXPIRED).await;
    cards.minute().await;
    let told = told_since(&cy).await;
    assert_eq!((told.len(), &told[0]["kind"], &told[0]["again_at"]), (1, &json!("payment_failed"), &json!(null)));
    // From now on he is reminded like anybody without a card.
    days_later(&cards, &group, 1).await;
    cards.minute().await;
    server::periods::dun(&cards.app).await.unwrap();
    assert_eq!(told_since(&cy).await[1]["kind"], "share_reminder");
}

#[tokio::test]
async fn whose_bank_asks_while_they_are_away_is_told_once() {
    let cards = CardServer::start().await;
    let Trio { group, ann, bo, cy } = cards.trio().await;
    cards.save_card(&bo, &group, ASKS).await;
    cards.save_card(&cy, &group, ASKS).await;
    // Cy is there, and is sent to the bank at once.
    cy.pay_by_card(&group).await.created();
    for _ in 0..2 {
        cards.minute().await;
        cards.deliver_all().await;
        cards.wait_is_over().await;
    }
    let told = told_since(&bo).await;
    assert_eq!((told.len(), &told[0]["kind"]), (1, &json!("payment_to_confirm")));
    assert_eq!(told[0]["payment_id"], bo.share(&group).await["payment"]["id"]);
    assert_eq!(told_since(&cy).await, Vec::<Value>::new());
    assert_eq!(told_since(&ann).await, Vec::<Value>::new());
    // He goes there, and says no.
    let authenticate = format!("/payments/{}/authenticate", told[0]["payment_id"].as_str().unwrap());
    let sent = bo.act(&authenticate).await.ok();
    let bank = sent.str("redirect_url");
    cards.vendor.answer_at_bank(bank.rsplit('/').next().unwrap(), false);
    cards.deliver_all().await;
    assert_eq!(told_since(&bo).await[1]["kind"], "payment_failed");
}

#[tokio::test]
async fn who_covers_by_a_card_that_fails_is_told_and_whom_they_cover_is_not() {
    let (cards, Trio { group, bo, cy, .. }) = trio_with_a_card().await;
    cards.save_card(&bo, &group, DECLINED).await;
    let share = cy.share(&group).await["id"].as_str().unwrap().to_owned();
    bo.post(&format!("/shares/{share}/cover"), &json!({"method": "card"})).await.created();
    let told = told_since(&bo).await;
    assert_eq!((&told[0]["kind"], &told[0]["again_at"]), (&json!("payment_failed"), &json!(null)));
    assert_eq!(told_since(&cy).await, Vec::<Value>::new());
    // A charge that works is told as ever.
    cards.save_card(&bo, &group, PAYS).await;
    bo.post(&format!("/shares/{share}/cover"), &json!({"method": "card"})).await.created();
    assert_eq!(told_since(&bo).await[1]["kind"], "share_paid");
}
