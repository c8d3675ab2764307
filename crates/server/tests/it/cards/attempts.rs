//! Charging a share: once, whoever asks for it and whatever becomes of the answers.

use http::StatusCode;
use serde_json::{Value, json};
use simulator::PaymentFault;

use super::{days_later, trio_with_a_card};
use crate::support::{ASKS, CardServer, DECLINED, PAYS, Reply, Trio};

const INTENTS: &str = "/v1/payment_intents";

#[tokio::test]
async fn a_share_is_paid_by_card_and_the_fee_is_posted() {
    let (cards, Trio { group, bo, ann, .. }) = trio_with_a_card().await;
    let paid = bo.pay_by_card(&group).await.created();
    assert_eq!((&paid["status"], &paid["redirect_url"]), (&json!("confirmed"), &json!(null)));
    let share = bo.share(&group).await;
    assert_eq!((&share["status"], &share["payment"]["method"]), (&json!("paid"), &json!("card")));
    assert_eq!(cards.balance(&group, "fees", "USD").await, 34);
    assert_eq!(cards.balance(&group, "cash", "USD").await, 800 - 34);
    assert_eq!(cards.balance(&group, "receivable:", "USD").await, 1600);
    cards.audit().await;
    // The vendor decides about it, not the payee.
    let path = format!("/payments/{}", share["payment"]["id"].as_str().unwrap());
    ann.act(&format!("{path}/confirm")).await.refused(409, "payment_settled");
    bo.pay_by_card(&group).await.refused(409, "payment_not_claimable");
    let credit = bo.group(&group).await["credit"].clone();
    assert_eq!(credit["usable_nanousd"], credit["available_nanousd"]);
}

#[tokio::test]
async fn saved_cards_are_charged_by_themselves_and_again_on_days_one_three_five_and_seven() {
    let cards = CardServer::start().await;
    let Trio { group, ann, bo, cy } = cards.trio().await;
    cards.save_card(&bo, &group, PAYS).await;
    cards.save_card(&cy, &group, DECLINED).await;
    let tries = async || {
        cards.minute().await;
        cards.minute().await;
        cards.audit().await;
        let all = cards.vendor.all("pi_");
        all.iter().filter(|intent| intent["status"] != "succeeded").count()
    };
    assert_eq!(tries().await, 1);
    assert_eq!(bo.stands(&group).await, ("paid".into(), "confirmed".into()));
    assert_eq!(cy.stands(&group).await, ("due".into(), "failed".into()));
    assert_eq!(ann.stands(&group).await, ("due".into(), "none".into()));
    for (days_more, expected) in [(1, 2), (1, 2), (1, 3), (2, 4), (2, 5), (5, 5)] {
        days_later(&cards, &group, days_more).await;
        assert_eq!(tries().await, expected);
    }
    // A day by which the server was down: one try, not two.
    assert_eq!(cards.vendor.all("pi_").len(), 6);
    server::periods::dun(&cards.app).await.unwrap();
    assert_eq!(cy.stands(&group).await.0, "past_due");
    cards.audit().await;
}

#[tokio::test]
async fn a_declined_card_leaves_the_share_due_and_another_card_pays_it() {
    let cards = CardServer::start().await;
    let Trio { group, bo, .. } = cards.trio().await;
    bo.pay_by_card(&group).await.refused(409, "no_card");
    cards.save_card(&bo, &group, DECLINED).await;
    assert_eq!(bo.pay_by_card(&group).await.created().str("status"), "failed");
    let share = bo.share(&group).await;
    assert_eq!((&share["status"], &share["payment"]["failure"]), (&json!("due"), &json!("generic_decline")));
    cards.audit().await;
    cards.save_card(&bo, &group, PAYS).await;
    assert_eq!(bo.pay_by_card(&group).await.created().str("status"), "confirmed");
    assert_eq!(cards.balance(&group, "receivable:", "USD").await, 1600);
    cards.audit().await;
}

#[tokio::test]
async fn two_tabs_paying() {
    let (cards, Trio { group, bo, .. }) = trio_with_a_card().await;
    let (first, second) = tokio::join!(bo.pay_by_card(&group), bo.pay_by_card(&group));
    let (winner, loser) = if first.status.is_success() { (first, second) } else { (second, first) };
    assert_eq!(winner.created().str("status"), "confirmed");
    loser.refused(409, "payment_not_claimable");
    assert_eq!(cards.vendor.all("pi_").len(), 1);
    cards.audit().await;
}

#[tokio::test]
async fn payer_and_coverer_at_once() {
    let (cards, Trio { group, bo, cy, .. }) = trio_with_a_card().await;
    cards.save_card(&cy, &group, PAYS).await;
    let share = bo.share(&group).await;
    let cover = format!("/shares/{}/cover", share["id"].as_str().unwrap());
    let covering = json!({"method": "card"});
    let (paid, covered): (Reply, Reply) = tokio::join!(bo.pay_by_card(&group), cy.post(&cover, &covering));
    let codes = [paid.status, covered.status];
    assert!(codes.contains(&StatusCode::CREATED) && codes.contains(&StatusCode::CONFLICT), "{codes:?}");
    let owed = cy.get(&format!("/groups/{group}/settle-up")).await.ok()["transfers"].as_array().unwrap().len();
    let expected = if paid.status == StatusCode::CREATED { ("paid", 0) } else { ("covered", 1) };
    assert_eq!((bo.stands(&group).await.0.as_str(), owed), expected);
    assert_eq!(cards.balance(&group, "receivable:", "USD").await, 1600);
    cards.audit().await;
}

#[tokio::test]
async fn a_share_is_covered_by_card_and_its_member_owes_the_coverer() {
    let (cards, Trio { group, bo, cy, .. }) = trio_with_a_card().await;
    let share = cy.share(&group).await;
    let cover = format!("/shares/{}/cover", share["id"].as_str().unwrap());
    bo.post(&cover, &json!({"method": "shells"})).await.refused(422, "validation_failed");
    assert_eq!(bo.post(&cover, &json!({"method": "card"})).await.created().str("status"), "confirmed");
    let covered = cy.share(&group).await;
    assert_eq!((&covered["status"], &covered["payment"]["payer_id"]), (&json!("covered"), &json!(bo.id)));
    let transfers = bo.get(&format!("/groups/{group}/settle-up")).await.ok()["transfers"].clone();
    assert_eq!((&transfers[0]["from_user_id"], &transfers[0]["amount"]["amount"]), (&json!(cy.id), &json!(800)));
    cards.audit().await;
}

#[tokio::test]
async fn a_bank_that_asks_is_answered_where_the_payer_is_sent() {
    let cards = CardServer::start().await;
    let Trio { group, bo, cy, .. } = cards.trio().await;
    cards.save_card(&bo, &group, ASKS).await;
    let asked = bo.pay_by_card(&group).await.created();
    assert_eq!(asked["status"], "action_required");
    assert!(asked.str("redirect_url").starts_with(&cards.vendor.url()));
    assert_eq!(bo.stands(&group).await, ("processing".into(), "action_required".into()));
    let payment = asked.str("id").to_owned();
    let refresh = format!("/payments/{payment}/refresh");
    assert_eq!(bo.act(&refresh).await.ok()["status"], "action_required");
    cy.act(&refresh).await.refused(404, "not_found");
    cards.vendor.answer_at_bank(&cards.last_charge(), true);
    assert_eq!(bo.act(&refresh).await.ok()["status"], "confirmed");
    assert_eq!(bo.stands(&group).await, ("paid".into(), "confirmed".into()));
    cards.audit().await;
}

#[tokio::test]
async fn a_charge_of_somebody_who_is_away_waits_for_them_and_is_given_up_after_a_day() {
    let cards = CardServer::start().await;
    let Trio { group, bo, cy, .. } = cards.trio().await;
    cards.save_card(&bo, &group, ASKS).await;
    cards.save_card(&cy, &group, ASKS).await;
    cards.minute().await;
    assert_eq!(bo.stands(&group).await, ("processing".into(), "action_required".into()));
    let payment = bo.share(&group).await["payment"]["id"].as_str().unwrap().to_owned();
    let authenticate = format!("/payments/{payment}/authenticate");
    cy.act(&authenticate).await.refused(404, "not_found");
    let sent = bo.act(&authenticate).await.ok();
    let bank = sent.str("redirect_url").to_owned();
    cards.vendor.answer_at_bank(bank.rsplit('/').next().unwrap(), true);
    cards.deliver_all().await;
    assert_eq!(bo.stands(&group).await, ("paid".into(), "confirmed".into()));
    let nothing = bo.act(&authenticate).await.ok();
    assert_eq!((&nothing["status"], &nothing["redirect_url"]), (&json!("confirmed"), &json!(null)));

    let statement = "UPDATE payments SET changed_at = changed_at - interval '1 day' WHERE share_id = $1::uuid";
    let share = cy.share(&group).await;
    cards.meddle(statement, share["id"].as_str().unwrap()).await;
    cards.wait_is_over().await;
    cards.minute().await;
    let share = cy.share(&group).await;
    assert_eq!((&share["status"], &share["payment"]["failure"]), (&json!("due"), &json!("cancelled")));
    cards.audit().await;
}

#[tokio::test]
async fn a_payer_who_refuses_at_their_bank_has_not_paid() {
    let cards = CardServer::start().await;
    let Trio { group, bo, .. } = cards.trio().await;
    cards.save_card(&bo, &group, ASKS).await;
    bo.pay_by_card(&group).await.created();
    cards.vendor.answer_at_bank(&cards.last_charge(), false);
    cards.deliver_all().await;
    assert_eq!(bo.stands(&group).await, ("due".into(), "failed".into()));
    cards.audit().await;
}

#[tokio::test]
async fn vendor_call_timed_out_and_retried_a_day_later() {
    for keys_are_pruned in [false, true] {
        let (cards, Trio { group, bo, .. }) = trio_with_a_card().await;
        cards.vendor.fail_next(INTENTS, PaymentFault::LoseAnswer);
        assert_eq!(bo.pay_by_card(&group).await.created().str("status"), "sending");
        assert_eq!(bo.stands(&group).await, ("processing".into(), "sending".into()));
        bo.pay_by_card(&group).await.refused(409, "payment_not_claimable");
        cards.audit().await;
        // Too early: it is not looked at yet.
        cards.minute().await;
        assert_eq!(bo.stands(&group).await.1, "sending");
        if keys_are_pruned {
            cards.vendor.prune_keys();
        }
        cards.wait_is_over().await;
        cards.minute().await;
        assert_eq!(bo.stands(&group).await, ("paid".into(), "confirmed".into()), "{keys_are_pruned}");
        assert_eq!(cards.vendor.all("pi_").len(), 1, "charged once");
        cards.audit().await;
    }
}

#[tokio::test]
async fn a_call_that_never_arrived_is_made_when_the_vendor_is_back() {
    let (cards, Trio { group, bo, .. }) = trio_with_a_card().await;
    for fault in [PaymentFault::LoseCall, PaymentFault::Answer { status: 500 }, PaymentFault::Answer { status: 503 }] {
        cards.vendor.fail_next(INTENTS, fault);
    }
    assert_eq!(bo.pay_by_card(&group).await.created().str("status"), "sending");
    for _ in 0..3 {
        assert_eq!(cards.vendor.all("pi_").len(), 0);
        cards.wait_is_over().await;
        cards.minute().await;
    }
    assert_eq!(bo.stands(&group).await, ("paid".into(), "confirmed".into()));
    let made = cards.vendor.calls().into_iter().filter(|call| call.method == "POST" && call.path == INTENTS);
    let keys: Vec<Option<String>> = made.map(|call| call.idempotency_key).collect();
    assert!(keys.iter().all(|key| key.is_some() && *key == keys[0]), "one key for one payment: {keys:?}");
    cards.audit().await;
}

#[tokio::test]
async fn payment_after_void() {
    let (cards, Trio { group, ann, bo, .. }) = trio_with_a_card().await;
    cards.vendor.fail_next(INTENTS, PaymentFault::LoseAnswer);
    bo.pay_by_card(&group).await.created();
    // Removed while the answer is on its way: most of the share is credited.
    ann.delete(&format!("/groups/{group}/members/{}", bo.id)).await.no_content();
    cards.audit().await;
    cards.wait_is_over().await;
    cards.minute().await;
    let days = ann.group(&group).await["period"]["days"].as_i64().unwrap();
    let first_day = 800 / days;
    assert_eq!(cards.balance(&group, &format!("receivable:{}", bo.id), "USD").await, 0);
    assert_eq!(cards.balance(&group, &format!("balance:{}", bo.id), "USD").await, first_day - 800);
    cards.audit().await;
}

#[tokio::test]
async fn sponsors_card_fails() {
    let cards = CardServer::start().await;
    let Trio { group, ann, bo, cy } = cards.trio().await;
    for person in [&ann, &bo, &cy] {
        person.pay(&ann, &group).await;
    }
    let sponsored = json!({"mode": "sponsor", "payer": ann.id, "fallback": {"mode": "equal"}});
    let changed = ann.put(&format!("/groups/{group}/split"), &sponsored).await;
    assert!(changed.status.is_success(), "{}", changed.text);
    cards.end_period(&group).await;
    server::periods::roll_over(&cards.app).await.unwrap();
    let amounts = async || -> Vec<i64> {
        let shares = ann.get(&format!("/groups/{group}/invoices")).await.ok()["items"][0]["shares"].clone();
        shares.as_array().unwrap().iter().map(|share| share["amount"]["amount"].as_i64().unwrap()).collect()
    };
    assert_eq!(amounts().await.iter().max(), Some(&2400));
    cards.save_card(&ann, &group, DECLINED).await;
    for _ in 0..5 {
        cards.minute().await;
        days_later(&cards, &group, 2).await;
    }
    server::periods::dun(&cards.app).await.unwrap();
    // The sponsor alone is suspended; nobody else owes more for this month.
    assert_eq!(ann.share(&group).await["status"], "past_due");
    for other in [&bo, &cy] {
        let share = other.share(&group).await;
        assert_eq!((&share["amount"]["amount"], &share["status"]), (&json!(0), &json!("paid")));
    }
    cards.audit().await;
    // From the next month on the fall-back holds.
    cards.end_period(&group).await;
    server::periods::roll_over(&cards.app).await.unwrap();
    assert_eq!(amounts().await, [800, 800, 800]);
    cards.audit().await;
}

#[tokio::test]
async fn nothing_that_says_who_somebody_is_goes_to_the_vendor() {
    let (cards, Trio { group, bo, .. }) = trio_with_a_card().await;
    bo.pay_by_card(&group).await.created();
    let sent: Vec<(String, String)> = cards.vendor.calls().into_iter().flat_map(|call| call.fields).collect();
    assert!(!sent.is_empty());
    for (name, value) in sent {
        let told = value.to_lowercase();
        assert!(!told.contains("bo@") && !told.contains("kitchen") && !told.contains("example"), "{name} {value}");
    }
    let log: Value = cards.vendor.all("cus_").remove(0);
    assert_eq!(log["metadata"], json!({"user": bo.id}));
}
