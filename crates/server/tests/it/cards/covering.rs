//! Standing covers of members who have a card: it is charged when the days of grace are over.

use serde_json::json;

use crate::support::{CardServer, DECLINED, PAYS, Trio};

/// A sandbox of three: Ann pays, Bo has a card with this number and covers the others, and Cy does not pay.
async fn covered_by(card: &str) -> (CardServer, Trio) {
    let cards = CardServer::start().await;
    let trio = cards.sandbox_trio().await;
    let Trio { group, ann, bo, .. } = &trio;
    ann.pay(ann, group).await;
    bo.pay(ann, group).await;
    cards.save_card(bo, group, card).await;
    let limit = json!({"limit": {"amount": 1000, "currency": "USD"}});
    bo.put(&format!("/groups/{group}/standing-cover"), &limit).await.ok();
    (cards, trio)
}

#[tokio::test]
async fn a_standing_cover_is_charged_to_its_card_once_the_days_of_grace_are_over() {
    let (cards, Trio { group, ann, bo, cy }) = covered_by(PAYS).await;
    ann.leap(&group, "day", 6).await.ok();
    assert_eq!(cy.stands(&group).await, ("due".into(), "none".into()));
    ann.leap(&group, "day", 2).await.ok();
    assert_eq!(cy.stands(&group).await, ("covered".into(), "confirmed".into()));
    let payment = cy.share(&group).await["payment"].clone();
    assert_eq!((&payment["payer_id"], &payment["method"]), (&json!(bo.id), &json!("card")));
    assert_eq!(cards.vendor.all("pi_").len(), 1);
    let owed = bo.get(&format!("/groups/{group}/settle-up")).await.ok()["transfers"].clone();
    assert_eq!((&owed[0]["from_user_id"], &owed[0]["amount"]["amount"]), (&json!(cy.id), &json!(800)));
    assert_eq!((bo.told().await[0].as_str(), cy.told().await[0].as_str()), ("share_paid", "share_covered"));
    cards.audit().await;
    // The limit is what it is for a month: the next one is covered anew.
    ann.next_month(&group).await;
    ann.pay(&ann, &group).await;
    cards.minute().await;
    ann.leap(&group, "day", 8).await.ok();
    assert_eq!(cy.stands(&group).await.0, "covered");
    cards.audit().await;
}

#[tokio::test]
async fn a_cover_whose_card_fails_leaves_the_member_to_be_suspended() {
    let (cards, Trio { group, ann, bo, cy }) = covered_by(DECLINED).await;
    ann.leap(&group, "day", 8).await.ok();
    assert_eq!(cy.stands(&group).await, ("past_due".into(), "failed".into()));
    assert_eq!((bo.told().await[0].as_str(), cy.told().await[0].as_str()), ("payment_failed", "suspended"));
    ann.leap(&group, "day", 3).await.ok();
    assert_eq!(cards.vendor.all("pi_").len(), 1, "it is tried once");
    cards.audit().await;
}

#[tokio::test]
async fn a_card_that_is_gone_leaves_the_cover_to_be_paid_by_hand() {
    let (cards, Trio { group, ann, bo, cy }) = covered_by(PAYS).await;
    bo.delete("/me/card").await.no_content();
    ann.leap(&group, "day", 8).await.ok();
    assert_eq!(cy.stands(&group).await, ("processing".into(), "claimed".into()));
    assert_eq!(bo.told().await[0], "cover_begun");
    cards.audit().await;
}
