//! Saving a card at the vendor's page: its number never comes here.

use serde_json::json;

use crate::support::{CardServer, EXPIRED, PAYS, TestServer};

#[tokio::test]
async fn a_saved_card_shows_its_brand_and_last_four_digits_and_can_be_replaced_and_removed() {
    let cards = CardServer::start().await;
    let ann = cards.sign_up("Ann").await;
    let group = ann.make_group("duo").await;
    assert_eq!(ann.get("/server").await.ok()["card_payments"], true);
    assert_eq!(ann.get("/me/card").await.ok()["card"], json!(null));

    let page = ann.post("/me/card", &json!({"group_id": group})).await.created();
    let setup = cards.visit_of(page.str("url"));
    let finish = format!("/me/card/{setup}/finish");
    assert_eq!(ann.act(&finish).await.ok()["card"], json!(null), "nothing is typed yet");
    assert!(cards.vendor.type_card(page.str("url"), "5555 5555 5555 4444"));
    let expected = json!({"card": {
        "brand": "mastercard", "last_four": "4444", "expires_year": 2034, "expires_month": 12, "is_refused": false,
    }});
    assert_eq!(ann.act(&finish).await.ok().body, expected);
    assert_eq!(ann.act(&finish).await.ok().body, expected, "coming back twice changes nothing");
    assert_eq!(ann.get("/me/card").await.ok().body, expected);

    cards.save_card(&ann, &group, PAYS).await;
    let methods = cards.vendor.all("pm_");
    assert_eq!((&methods[0]["customer"], methods[1]["customer"].is_string()), (&json!(null), true), "one is forgotten");
    assert_eq!(cards.vendor.all("cus_").len(), 1);
    ann.delete("/me/card").await.no_content();
    assert_eq!(ann.get("/me/card").await.ok()["card"], json!(null));
    assert_eq!(cards.vendor.all("pm_")[1]["customer"], json!(null));
}

#[tokio::test]
async fn a_card_is_kept_also_when_its_owner_does_not_come_back() {
    let cards = CardServer::start().await;
    let ann = cards.sign_up("Ann").await;
    let group = ann.make_group("duo").await;
    let page = ann.post("/me/card", &json!({"group_id": group})).await.created();
    assert!(cards.vendor.type_card(page.str("url"), PAYS));
    cards.deliver_all().await;
    cards.deliver_all().await;
    assert_eq!(ann.get("/me/card").await.ok()["card"]["last_four"], "4242");
}

#[tokio::test]
async fn somebody_elses_visit_and_group_are_not_there() {
    let cards = CardServer::start().await;
    let (ann, bo) = (cards.sign_up("Ann").await, cards.sign_up("Bo").await);
    let group = ann.make_group("duo").await;
    bo.post("/me/card", &json!({"group_id": group})).await.refused(404, "not_found");
    let page = ann.post("/me/card", &json!({"group_id": group})).await.created();
    let setup = cards.visit_of(page.str("url"));
    assert!(cards.vendor.type_card(page.str("url"), PAYS));
    bo.act(&format!("/me/card/{setup}/finish")).await.refused(404, "not_found");
    assert_eq!(bo.get("/me/card").await.ok()["card"], json!(null));
}

#[tokio::test]
async fn a_card_that_will_not_work_any_more_says_so_until_another_is_saved() {
    let cards = CardServer::start().await;
    let trio = cards.trio().await;
    cards.save_card(&trio.bo, &trio.group, EXPIRED).await;
    cards.minute().await;
    let share = trio.bo.share(&trio.group).await;
    assert_eq!((&share["status"], &share["payment"]["failure"]), (&json!("due"), &json!("expired_card")));
    assert_eq!(trio.bo.get("/me/card").await.ok()["card"]["is_refused"], true);
    // It is not tried again on the days after.
    super::days_later(&cards, &trio.group, 3).await;
    cards.minute().await;
    assert_eq!(cards.vendor.all("pi_").len(), 1);
    cards.save_card(&trio.bo, &trio.group, PAYS).await;
    cards.minute().await;
    assert_eq!(trio.bo.stands(&trio.group).await, ("paid".into(), "confirmed".into()));
    cards.audit().await;
}

#[tokio::test]
async fn without_a_vendor_there_are_no_cards() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let group = ann.make_group("duo").await;
    assert_eq!(ann.get("/server").await.ok()["card_payments"], false);
    ann.post("/me/card", &json!({"group_id": group})).await.refused(422, "payment_method_unavailable");
    ann.act("/webhooks/stripe").await.refused(404, "not_found");
}
