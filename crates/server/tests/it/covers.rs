//! Members who pay for each other, and settle it among themselves.

use serde_json::{Value, json};

use crate::support::{Person, Reply, TestServer, Trio};

async fn cover(person: &Person, share: &Value) -> Reply {
    person.post(&format!("/shares/{}/cover", share["id"].as_str().unwrap()), &json!({})).await
}

async fn confirm(payee: &Person, payment: &Reply) -> Reply {
    payee.act(&format!("/payments/{}/confirm", payment.str("id"))).await
}

/// Who pays whom how much, by name.
fn transfers(settle_up: &Reply) -> Vec<(String, String, i64)> {
    let text = |transfer: &Value, name: &str| transfer[name].as_str().unwrap().to_owned();
    settle_up["transfers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (text(one, "from_name"), text(one, "to_name"), one["amount"]["amount"].as_i64().unwrap()))
        .collect()
}

async fn settle_up(person: &Person, group: &str) -> Reply {
    person.get(&format!("/groups/{group}/settle-up")).await.ok()
}

async fn got_back(person: &Person, group: &str, from: &Person, minor: i64) -> Reply {
    let body = json!({"from_user_id": from.id, "amount": {"amount": minor, "currency": "USD"}});
    person.post(&format!("/groups/{group}/settle-up"), &body).await
}

#[tokio::test]
async fn a_covered_share_is_owed_to_the_coverer_until_it_is_paid_back() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, cy } = server.trio().await;
    assert_eq!(settle_up(&bo, &group).await["transfers"], json!([]));
    let payment = cover(&bo, &cy.share(&group).await).await.created();
    assert_eq!(cy.share(&group).await["status"], "processing");
    server.audit().await;
    confirm(&ann, &payment).await.ok();
    let share = cy.share(&group).await;
    assert_eq!((&share["status"], &share["to_pay"]["amount"]), (&json!("covered"), &json!(0)));
    let credit = cy.group(&group).await["credit"].clone();
    assert_eq!(credit["usable_nanousd"], credit["available_nanousd"], "a covered share buys credit");
    assert_eq!(server.balance(&group, &format!("receivable:{}", cy.id), "USD").await, 0);
    assert_eq!(server.balance(&group, "cash", "USD").await, 800);
    server.audit().await;

    let owed = settle_up(&cy, &group).await;
    assert_eq!(transfers(&owed), [("Cy".to_owned(), "Bo".to_owned(), 800)]);
    // Only whoever gets money says that it came, and never more than is owed.
    got_back(&cy, &group, &bo, 800).await.refused(422, "more_than_owed");
    let refused = got_back(&bo, &group, &cy, 801).await.refused(422, "more_than_owed");
    assert_eq!(refused["amount"], 800);
    got_back(&bo, &group, &cy, 0).await.refused(422, "validation_failed");
    got_back(&bo, &group, &bo, 5).await.refused(422, "validation_failed");
    let rest = got_back(&bo, &group, &cy, 300).await.created();
    assert_eq!(transfers(&rest), [("Cy".to_owned(), "Bo".to_owned(), 500)]);
    assert_eq!(transfers(&got_back(&bo, &group, &cy, 500).await.created()), []);
    // All of it outside of the operator's books.
    assert_eq!(server.balance(&group, "cash", "USD").await, 800);
    server.audit().await;
}

#[tokio::test]
async fn payer_and_coverer_at_once_and_whatever_else_cannot_be_covered() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, cy } = server.trio().await;
    let share = cy.share(&group).await;
    let path = format!("/shares/{}/payments", share["id"].as_str().unwrap());
    let own = json!({"method": "manual"});
    let (paid, covered) = tokio::join!(cy.post(&path, &own), cover(&bo, &share));
    let won = [&paid, &covered].into_iter().filter(|reply| reply.status == 201).count();
    assert_eq!(won, 1, "{paid:?} {covered:?}");
    server.audit().await;
    cover(&ann, &share).await.refused(409, "share_not_coverable");
    cover(&bo, &bo.share(&group).await).await.refused(409, "share_not_coverable");
    let winner = if paid.status == 201 { &paid } else { &covered };
    confirm(&ann, winner).await.ok();
    cover(&ann, &share).await.refused(409, "share_not_coverable");
    let dee = server.sign_up("Dee").await;
    cover(&dee, &share).await.refused(404, "not_found");
    server.audit().await;
}

#[tokio::test]
async fn who_covered_somebody_that_is_removed_gets_the_unused_days_back() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, cy } = server.trio().await;
    let payment = cover(&bo, &cy.share(&group).await).await.created();
    confirm(&ann, &payment).await.ok();
    let days = ann.group(&group).await["period"]["days"].as_i64().unwrap();
    let first_day = 800 / days;
    ann.delete(&format!("/groups/{group}/members/{}", cy.id)).await.no_content();
    assert_eq!(server.balance(&group, &format!("balance:{}", bo.id), "USD").await, first_day - 800);
    assert_eq!(transfers(&settle_up(&bo, &group).await), [("Cy".to_owned(), "Bo".to_owned(), first_day)]);
    server.audit().await;
}
