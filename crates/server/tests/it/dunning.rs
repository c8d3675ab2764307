//! Shares that change after they were invoiced: members who do not pay, and members who are removed.

use serde_json::json;
use server::periods::{dun, roll_over};

use crate::support::{Person, TestServer, Trio};

/// Lets eight days go by for a group, which is one more than there are days of grace: its period has nine of its days behind it.
async fn eight_days_later(server: &TestServer, group: &str) {
    for statement in [
        "UPDATE invoices SET final_at = final_at - interval '8 days' WHERE group_id = $1::uuid",
        "UPDATE shares SET invoiced_at = invoiced_at - interval '8 days' WHERE group_id = $1::uuid",
        "UPDATE groups SET anchor_on = anchor_on - 8 WHERE id = $1::uuid",
        "UPDATE periods SET starts_on = starts_on - 8, starts_at = starts_at - interval '8 days',
                ends_at = ends_at - interval '8 days' WHERE group_id = $1::uuid",
    ] {
        server.meddle(statement, group).await;
    }
}

/// What 8.00 cost for the first so many days of the group's period.
async fn cost_of(person: &Person, group: &str, first_days: i64) -> i64 {
    let days = person.group(group).await["period"]["days"].as_i64().unwrap();
    800 * first_days / days
}

#[tokio::test]
async fn who_does_not_pay_in_seven_days_is_suspended_alone_and_owes_the_days_until_then() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, cy } = server.trio().await;
    ann.pay(&ann, &group).await;
    bo.pay(&ann, &group).await;
    let before = (bo.member(&group, &bo).await, cy.member(&group, &cy).await);
    dun(&server.app).await.unwrap();
    assert_eq!(cy.share(&group).await["status"], "due", "there are days of grace");

    eight_days_later(&server, &group).await;
    dun(&server.app).await.unwrap();
    dun(&server.app).await.unwrap();
    let owed = cost_of(&ann, &group, 9).await;
    let share = cy.share(&group).await;
    assert_eq!((&share["status"], &share["to_pay"]["amount"]), (&json!("past_due"), &json!(owed)));
    assert_eq!((&share["credited"]["amount"], &share["amount"]["amount"]), (&json!(800 - owed), &json!(800)));
    assert_eq!(server.balance(&group, "receivable:", "USD").await, owed);
    server.audit().await;

    // Cy's coming days have left the pool; nobody else's anything has changed.
    assert!(cy.member(&group, &cy).await["grant"].as_i64() < before.1["grant"].as_i64());
    assert_eq!(cy.group(&group).await["credit"]["usable_nanousd"], 0);
    let after = bo.member(&group, &bo).await;
    for name in ["grant", "available", "share", "share_status"] {
        assert_eq!(after[name], before.0[name], "{name}");
    }

    // Late payment ends it.
    cy.pay(&ann, &group).await;
    let share = cy.share(&group).await;
    assert_eq!((&share["status"], &share["to_pay"]["amount"]), (&json!("paid"), &json!(0)));
    assert_ne!(cy.group(&group).await["credit"]["usable_nanousd"], 0);
    assert_eq!(server.balance(&group, "cash", "USD").await, 1600 + owed);
    server.audit().await;
    dun(&server.app).await.unwrap();
    server.end_period(&group).await;
    roll_over(&server.app).await.unwrap();
    assert_eq!(server.balance(&group, "revenue", "USD").await, -(1600 + owed));
    server.audit().await;
}

#[tokio::test]
async fn a_claim_waits_for_its_answer_and_one_that_is_rejected_late_is_past_due_once() {
    let server = TestServer::start().await;
    let Trio { group, ann, cy, .. } = server.trio().await;
    let mut payment = cy.claim(&group).await;
    eight_days_later(&server, &group).await;
    dun(&server.app).await.unwrap();
    assert_eq!(cy.share(&group).await["status"], "processing");
    let owed = cost_of(&ann, &group, 9).await;
    for _ in 0..2 {
        ann.post(&format!("/payments/{payment}/reject"), &json!({"reason": "Nothing has arrived."})).await.ok();
        dun(&server.app).await.unwrap();
        let share = cy.share(&group).await;
        assert_eq!((&share["status"], &share["to_pay"]["amount"]), (&json!("past_due"), &json!(owed)));
        server.audit().await;
        payment = cy.claim(&group).await;
    }
}

#[tokio::test]
async fn leave_with_an_unpaid_share() {
    let server = TestServer::start().await;
    let Trio { group, ann, cy, .. } = server.trio().await;
    let first_day = cost_of(&ann, &group, 1).await;
    ann.delete(&format!("/groups/{group}/members/{}", cy.id)).await.no_content();
    assert_eq!(server.balance(&group, &format!("receivable:{}", cy.id), "USD").await, first_day);
    assert_eq!(server.balance(&group, "balance:", "USD").await, 0);
    server.audit().await;
}

#[tokio::test]
async fn who_is_removed_keeps_what_they_paid_for_the_other_days_and_a_later_share_is_paid_from_it() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, cy } = server.trio().await;
    cy.pay(&ann, &group).await;
    let first_day = cost_of(&ann, &group, 1).await;
    ann.delete(&format!("/groups/{group}/members/{}", cy.id)).await.no_content();
    let balance = format!("balance:{}", cy.id);
    assert_eq!(server.balance(&group, &balance, "USD").await, first_day - 800);
    let shares = bo.get(&format!("/groups/{group}/invoices")).await.ok()["items"][0]["shares"].clone();
    let of_cy = shares.as_array().unwrap().iter().find(|share| share["user_id"] == cy.id).unwrap().clone();
    assert_eq!((&of_cy["status"], &of_cy["credited"]["amount"]), (&json!("paid"), &json!(800 - first_day)));
    server.audit().await;

    // Joining again costs a third of what the others pay for the whole period, which is there.
    cy.join(&ann, &group).await;
    let joined = 2 * (800 / 3);
    let share = cy.share(&group).await;
    assert_eq!((&share["status"], &share["amount"]["amount"]), (&json!("paid"), &json!(joined)));
    server.audit().await;
    server.end_period(&group).await;
    roll_over(&server.app).await.unwrap();
    let share = cy.share(&group).await;
    assert_eq!((&share["status"], &share["to_pay"]["amount"]), (&json!("due"), &json!(first_day + joined)));
    assert_eq!(server.balance(&group, &balance, "USD").await, 0);
    server.audit().await;
    cy.pay(&ann, &group).await;
    assert_eq!(server.balance(&group, "cash", "USD").await, 800 + first_day + joined);
    server.audit().await;
}

#[tokio::test]
async fn payment_after_void() {
    let server = TestServer::start().await;
    let Trio { group, ann, cy, .. } = server.trio().await;
    let payment = cy.claim(&group).await;
    let first_day = cost_of(&ann, &group, 1).await;
    // While it is under way, the owner removes Cy: what arrives is more than is owed.
    ann.delete(&format!("/groups/{group}/members/{}", cy.id)).await.no_content();
    ann.act(&format!("/payments/{payment}/confirm")).await.ok();
    assert_eq!(server.balance(&group, "cash", "USD").await, 800);
    assert_eq!(server.balance(&group, &format!("receivable:{}", cy.id), "USD").await, 0);
    assert_eq!(server.balance(&group, &format!("balance:{}", cy.id), "USD").await, first_day - 800);
    server.audit().await;
}

#[tokio::test]
async fn sponsor_card_fails() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, cy } = server.trio().await;
    for person in [&ann, &bo, &cy] {
        person.pay(&ann, &group).await;
    }
    let sponsor = json!({"mode": "sponsor", "payer": ann.id, "fallback": {"mode": "equal"}});
    ann.put(&format!("/groups/{group}/split"), &sponsor).await.ok();
    server.end_period(&group).await;
    roll_over(&server.app).await.unwrap();
    assert_eq!(ann.share(&group).await["amount"]["amount"], 2400);

    // The sponsor does not pay: the guests go on as before, and share the next bill as they agreed for this case.
    let a_week_ago = "UPDATE invoices SET final_at = final_at - interval '8 days' WHERE group_id = $1::uuid";
    server.meddle(a_week_ago, &group).await;
    let a_week_ago = "UPDATE shares SET invoiced_at = invoiced_at - interval '8 days' WHERE group_id = $1::uuid";
    server.meddle(a_week_ago, &group).await;
    dun(&server.app).await.unwrap();
    assert_eq!(ann.share(&group).await["status"], "past_due");
    assert_eq!(bo.share(&group).await["status"], "paid");
    assert_ne!(bo.group(&group).await["credit"]["usable_nanousd"], 0);
    server.audit().await;
    server.end_period(&group).await;
    roll_over(&server.app).await.unwrap();
    assert_eq!(bo.group(&group).await["split"], json!({"mode": "equal"}));
    assert_eq!(bo.share(&group).await["amount"]["amount"], 800);
    server.audit().await;
}
