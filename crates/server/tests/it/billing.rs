//! Invoices and payments by hand: every cent adds up, after every step.

use std::io::Write;

use serde_json::{Value, json};
use tempfile::NamedTempFile;

use crate::support::{Person, Reply, TestServer, Trio};

const SOMEBODY: &str = "0193578c-6a8e-7c3e-9d2b-3f5a6b7c8d9e";

/// A configuration with one more plan of three seats.
pub fn plan_of_three(price: &str) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    write!(file, "[[plans]]\ncode = \"odd\"\nname = \"Odd\"\nseats = 3\nprice = \"{price}\"\ncredit_usd = \"10.00\"\n")
        .unwrap();
    file
}

async fn invoices(person: &Person, group: &str) -> Vec<Value> {
    person.get(&format!("/groups/{group}/invoices")).await.ok()["items"].as_array().unwrap().clone()
}

async fn confirm(person: &Person, payment: &str) -> Reply {
    person.act(&format!("/payments/{payment}/confirm")).await
}

async fn reject(person: &Person, payment: &str) -> Reply {
    person.post(&format!("/payments/{payment}/reject"), &json!({"reason": "Nothing has arrived."})).await
}

async fn claim(person: &Person, share: &Value) -> Reply {
    person.post(&format!("/shares/{}/payments", share["id"].as_str().unwrap()), &json!({"method": "manual"})).await
}

#[tokio::test]
async fn twenty_four_dollars_for_three_are_eight_each_claimed_and_confirmed() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, .. } = server.trio().await;
    let invoice = invoices(&bo, &group).await.remove(0);
    assert_eq!((&invoice["status"], &invoice["period_number"]), (&json!("final"), &json!(0)));
    let number = invoice["number"].as_str().unwrap();
    assert!(number.starts_with("PL-20") && number.ends_with("-000001"), "{number}");
    assert_eq!(invoice["total"], json!({"amount": 2400, "currency": "USD"}));
    let shares = invoice["shares"].as_array().unwrap();
    assert_eq!(shares.len(), 3);
    for share in shares {
        assert_eq!((&share["amount"]["amount"], &share["status"]), (&json!(800), &json!("due")));
        assert_eq!(share["payment"], json!(null));
    }
    assert_eq!(server.balance(&group, "receivable:", "USD").await, 2400);
    assert_eq!(server.balance(&group, "deferred:", "USD").await, -2400);
    server.audit().await;

    let own = bo.share(&group).await;
    let body = json!({"method": "manual", "reference": "bank transfer of today"});
    let path = format!("/shares/{}/payments", own["id"].as_str().unwrap());
    let claimed = bo.post(&path, &body).await.created();
    assert_eq!(claimed.str("status"), "claimed");
    let processing = ann.member(&group, &bo).await;
    assert_eq!(processing["share_status"], "processing");
    server.audit().await;

    let waiting = ann.get("/payments?status=claimed").await.ok();
    let item = &waiting["items"][0];
    assert_eq!((&item["id"], &item["invoice_number"]), (&claimed["id"], &invoice["number"]));
    assert_eq!((&item["payer"]["name"], &item["group_name"]), (&json!("Bo"), &json!("Kitchen")));
    assert_eq!((&item["reference"], &item["amount"]["amount"]), (&json!("bank transfer of today"), &json!(800)));

    let confirmed = confirm(&ann, claimed.str("id")).await.ok();
    assert_eq!(confirmed.body, json!({"id": claimed["id"], "status": "confirmed", "redirect_url": null}));
    let paid = bo.share(&group).await;
    assert_eq!((&paid["status"], &paid["payment"]["status"]), (&json!("paid"), &json!("confirmed")));
    assert_eq!(server.balance(&group, "cash", "USD").await, 800);
    assert_eq!(server.balance(&group, "receivable:", "USD").await, 1600);
    server.audit().await;
    assert_eq!(ann.get("/payments?status=claimed").await.ok()["items"], json!([]));
    assert_eq!(ann.get("/payments?status=confirmed").await.ok()["items"].as_array().unwrap().len(), 1);

    // A paid share buys the credit: all of it can be used now.
    let credit = bo.group(&group).await["credit"].clone();
    assert_eq!(credit["usable_nanousd"], credit["available_nanousd"]);
}

#[tokio::test]
async fn a_rejected_claim_is_due_again_and_can_be_claimed_again() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, .. } = server.trio().await;
    let first = bo.claim(&group).await;
    assert_eq!(reject(&ann, &first).await.ok().body, json!({"id": first, "status": "rejected", "redirect_url": null}));
    let share = bo.share(&group).await;
    assert_eq!((&share["status"], &share["payment"]["reason"]), (&json!("due"), &json!("Nothing has arrived.")));
    server.audit().await;
    reject(&ann, &first).await.refused(409, "payment_settled");
    confirm(&ann, &first).await.refused(409, "payment_settled");

    let second = bo.claim(&group).await;
    confirm(&ann, &second).await.ok();
    assert_eq!(bo.share(&group).await["status"], "paid");
    confirm(&ann, &second).await.refused(409, "payment_settled");
    reject(&ann, &second).await.refused(409, "payment_settled");
    assert_eq!(server.balance(&group, "cash", "USD").await, 800);
    server.audit().await;
}

#[tokio::test]
async fn what_cannot_be_claimed_says_why() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, .. } = server.trio().await;
    let own = bo.share(&group).await;
    let path = format!("/shares/{}/payments", own["id"].as_str().unwrap());
    bo.post(&path, &json!({"method": "card"})).await.refused(422, "payment_method_unavailable");
    bo.post(&path, &json!({"method": "shells"})).await.refused(422, "validation_failed");
    bo.post(&path, &json!({"method": "manual", "reference": "x".repeat(141)})).await.refused(422, "validation_failed");
    bo.post(&path, &json!({})).await.refused(422, "validation_failed");
    let payment = bo.claim(&group).await;
    claim(&bo, &own).await.refused(409, "payment_not_claimable");
    ann.post(&format!("/payments/{payment}/reject"), &json!({"reason": " "})).await.refused(422, "validation_failed");
    confirm(&ann, &payment).await.ok();
    claim(&bo, &own).await.refused(409, "payment_not_claimable");
    for (status, statement) in [
        ("voided", "UPDATE shares SET status = 'voided' WHERE id = $1::uuid"),
        ("covered", "UPDATE shares SET status = 'covered' WHERE id = $1::uuid"),
        ("refunded", "UPDATE shares SET status = 'refunded' WHERE id = $1::uuid"),
    ] {
        server.meddle(statement, own["id"].as_str().unwrap()).await;
        assert_eq!(bo.share(&group).await["status"], status);
        claim(&bo, &own).await.refused(409, "payment_not_claimable");
    }
}

#[tokio::test]
async fn somebody_elses_shares_and_payments_are_not_there() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, cy } = server.trio().await;
    let of_bo = bo.share(&group).await;
    let outsider = server.sign_up("Dee").await;
    for other in [&ann, &cy, &outsider] {
        claim(other, &of_bo).await.refused(404, "not_found");
    }
    let payment = bo.claim(&group).await;
    // Neither the payer nor the others are payees; only the operator is.
    for other in [&bo, &cy, &outsider] {
        confirm(other, &payment).await.refused(404, "not_found");
        reject(other, &payment).await.refused(404, "not_found");
        assert_eq!(other.get("/payments").await.ok()["items"], json!([]));
    }
    for nothing in [SOMEBODY, "nonsense"] {
        claim(&bo, &json!({"id": nothing})).await.refused(404, "not_found");
        confirm(&ann, nothing).await.refused(404, "not_found");
        reject(&ann, nothing).await.refused(404, "not_found");
    }
    let nobody = server.stranger();
    claim(&nobody, &of_bo).await.refused(401, "unauthenticated");
    confirm(&nobody, &payment).await.refused(401, "unauthenticated");
    nobody.get("/payments").await.refused(401, "unauthenticated");
    assert_eq!(bo.share(&group).await["status"], "processing");
}

#[tokio::test]
async fn whom_the_operator_names_answers_for_that_group_only() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, cy } = server.trio().await;
    let other = ann.make_group("duo").await;
    bo.join(&ann, &other).await;
    sqlx::query("UPDATE groups SET payee_id = $1::uuid WHERE id = $2::uuid")
        .bind(&cy.id)
        .bind(&group)
        .execute(&mut *server.database().await)
        .await
        .unwrap();
    let (here, there) = (bo.claim(&group).await, bo.claim(&other).await);
    let listed = cy.get("/payments").await.ok();
    let ids: Vec<_> = listed["items"].as_array().unwrap().iter().map(|item| &item["id"]).collect();
    assert_eq!(ids, [&here]);
    confirm(&cy, &there).await.refused(404, "not_found");
    confirm(&cy, &here).await.ok();
    // The operator can answer everywhere; pages go on where the last one ended.
    let page = ann.get("/payments?limit=1").await.ok();
    assert_eq!(page["items"][0]["id"], there);
    let rest = ann.get(&format!("/payments?limit=1&cursor={}", page.str("next"))).await.ok();
    assert_eq!(rest["items"][0]["id"], here);
    confirm(&ann, &there).await.ok();
    server.audit().await;
}

#[tokio::test]
async fn two_tabs_that_claim_or_confirm_at_once_do_it_once() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, .. } = server.trio().await;
    let own = bo.share(&group).await;
    let (first, second) = tokio::join!(claim(&bo, &own), claim(&bo, &own));
    let (winner, loser) = if first.status.is_success() { (first, second) } else { (second, first) };
    loser.refused(409, "payment_not_claimable");
    let payment = winner.created().str("id").to_owned();
    let (first, second) = tokio::join!(confirm(&ann, &payment), reject(&ann, &payment));
    let (winner, loser) = if first.status.is_success() { (first, second) } else { (second, first) };
    loser.refused(409, "payment_settled");
    let is_confirmed = winner.ok().str("status") == "confirmed";
    assert_eq!(server.balance(&group, "cash", "USD").await, if is_confirmed { 800 } else { 0 });
    server.audit().await;
}

#[tokio::test]
async fn the_odd_cent_goes_round() {
    let config = plan_of_three("10.00 USD");
    let server = TestServer::start_with(&[("POTLUCK_CONFIG", config.path().to_str().unwrap())]).await;
    let trio = server.three_on("odd").await;
    let mut paid = [0, 0, 0];
    for period in 0..3 {
        let mut amounts = Vec::new();
        for (total, person) in paid.iter_mut().zip(trio.everybody()) {
            let amount = person.share(&trio.group).await["amount"]["amount"].as_i64().unwrap();
            amounts.push(amount);
            *total += amount;
        }
        amounts.sort_unstable();
        assert_eq!(amounts, [333, 333, 334], "period {period}");
        server.audit().await;
        server.end_period(&trio.group).await;
        server::periods::roll_over(&server.app).await.unwrap();
    }
    assert_eq!(paid, [1000, 1000, 1000]);
}

#[tokio::test]
async fn a_share_of_nothing_is_born_paid() {
    let config = plan_of_three("0.00 USD");
    let server = TestServer::start_with(&[("POTLUCK_CONFIG", config.path().to_str().unwrap())]).await;
    let trio = server.three_on("odd").await;
    let share = trio.bo.share(&trio.group).await;
    assert_eq!((&share["amount"]["amount"], &share["status"]), (&json!(0), &json!("paid")));
    claim(&trio.bo, &share).await.refused(409, "payment_not_claimable");
    let group = trio.bo.group(&trio.group).await;
    assert_eq!(group["credit"]["usable_nanousd"], group["credit"]["available_nanousd"]);
    server.audit().await;
}

#[tokio::test]
#[should_panic(expected = "what members owe is what their open shares say")]
async fn the_audit_notices_a_share_that_the_ledger_does_not_know_as_paid() {
    let server = TestServer::start().await;
    let trio = server.trio().await;
    server
        .meddle("UPDATE shares SET status = 'paid', paid_minor = amount_minor WHERE user_id = $1::uuid", &trio.bo.id)
        .await;
    server.audit().await;
}
