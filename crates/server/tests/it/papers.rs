//! Invoices and receipts to keep.

use bytes::Bytes;
use reqwest::Method;
use serde_json::json;
use store::testing::TestDatabase;

use crate::support::{Person, TestServer, Trio};

/// The file, which must be a PDF to be saved under this name.
async fn pdf(person: &Person, path: &str, name: &str) -> Bytes {
    let response = person.request(Method::GET, path).send().await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    assert_eq!(response.headers()["content-type"], "application/pdf");
    let disposition = response.headers()["content-disposition"].to_str().unwrap().to_owned();
    assert_eq!(disposition, format!("attachment; filename=\"{name}\""));
    let file = response.bytes().await.unwrap();
    assert!(file.starts_with(b"%PDF-1.7"));
    file
}

fn holds(file: &[u8], what: &str) -> bool {
    file.windows(what.len()).any(|window| window == what.as_bytes())
}

#[tokio::test]
async fn an_invoice_is_the_same_file_for_ever() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, .. } = server.trio().await;
    let invoice = ann.get(&format!("/groups/{group}/invoices")).await.ok()["items"][0].clone();
    let number = invoice["number"].as_str().unwrap();
    let path = format!("/groups/{group}/invoices/{}/pdf", invoice["id"].as_str().unwrap());
    let name = format!("{number}.pdf");
    let first = pdf(&ann, &path, &name).await;
    assert!(holds(&first, number) && holds(&first, "/Lang(en)"), "its title and language");

    // Whatever else is said or paid since.
    bo.patch("/me", &json!({"name": "Bob"})).await.ok();
    ann.patch(&format!("/groups/{group}"), &json!({"name": "Dining room"})).await.ok();
    bo.pay(&ann, &group).await;
    assert_eq!(pdf(&bo, &path, &name).await, first);

    let german = pdf(&ann, &format!("{path}?language=de"), &name).await;
    assert!(holds(&german, "/Lang(de)") && german != first);
    ann.patch("/me", &json!({"language": "de"})).await.ok();
    assert_eq!(pdf(&ann, &path, &name).await, german, "by itself in the reader's language");
    ann.get(&format!("{path}?language=tlh")).await.refused(400, "malformed_request");
}

#[tokio::test]
async fn a_draft_is_no_paper_yet() {
    let server = TestServer::start().await;
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    let group = ann.make_group("duo").await;
    ann.put(&format!("/groups/{group}/split"), &json!({"mode": "usage"})).await.ok();
    bo.join(&ann, &group).await;
    let draft = ann.get(&format!("/groups/{group}/invoices")).await.ok()["items"][0].clone();
    assert_eq!(draft["status"], "draft");
    let path = format!("/groups/{group}/invoices/{}/pdf", draft["id"].as_str().unwrap());
    ann.get(&path).await.refused(404, "not_found");
}

#[tokio::test]
async fn whoever_paid_has_a_receipt_once_it_arrived_and_nobody_else() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, cy } = server.trio().await;
    let share = cy.share(&group).await;
    let path = format!("/shares/{}/cover", share["id"].as_str().unwrap());
    let payment = bo.post(&path, &json!({})).await.created().str("id").to_owned();
    let receipt = format!("/receipts/{payment}");
    bo.get(&receipt).await.refused(404, "not_found");
    ann.act(&format!("/payments/{payment}/confirm")).await.ok();
    let number =
        bo.get(&format!("/groups/{group}/invoices")).await.ok()["items"][0]["number"].as_str().unwrap().to_owned();
    let name = format!("receipt-{number}.pdf");
    let first = pdf(&bo, &receipt, &name).await;
    cy.patch("/me", &json!({"name": "Cyril"})).await.ok();
    assert_eq!(pdf(&bo, &receipt, &name).await, first);
    for other in [&ann, &cy] {
        other.get(&receipt).await.refused(404, "not_found");
    }
    let payer = cy.get(&format!("/groups/{group}/invoices")).await.ok();
    let shares = payer["items"][0]["shares"].as_array().unwrap();
    let covered = shares.iter().find(|share| share["user_id"] == cy.id).unwrap();
    assert_eq!(covered["payment"]["payer_id"], bo.id);
}

#[tokio::test]
async fn a_closed_account_takes_its_name_off_the_papers() {
    let server = TestServer::start().await;
    let Trio { group, ann, cy, .. } = server.trio().await;
    cy.pay(&ann, &group).await;
    cy.post("/me/close", &json!({"password": "Cy has a long password"})).await.no_content();
    server.until("SELECT NOT EXISTS (SELECT 1 FROM receipts WHERE payer_name = 'Cy' OR member_name = 'Cy')").await;
    server.until("SELECT count(*) = 1 FROM shares WHERE member_name = 'Former member'").await;
}

#[tokio::test]
async fn papers_name_who_sold_as_it_was_then() {
    let database = TestDatabase::create().await;
    let selling = async |seller: &str| TestServer::start_on(&database.url, &[("POTLUCK_SELLER", seller)]).await;
    let first = selling("Pot & Sons, 1 Kitchen Lane").await;
    let Trio { group, ann, bo, .. } = first.trio().await;
    bo.pay(&ann, &group).await;
    let invoice = ann.get(&format!("/groups/{group}/invoices")).await.ok()["items"][0].clone();
    let name = format!("{}.pdf", invoice["number"].as_str().unwrap());
    let path = format!("/groups/{group}/invoices/{}/pdf", invoice["id"].as_str().unwrap());
    let named = pdf(&ann, &path, &name).await;
    let sellers = async || -> Vec<Option<String>> {
        let query = sqlx::query_scalar("SELECT seller FROM invoices ORDER BY created_at");
        query.fetch_all(&mut *first.database().await).await.unwrap()
    };
    assert_eq!(sellers().await, [Some("Pot & Sons, 1 Kitchen Lane".to_owned())]);

    // Somebody else sells from now on, and then nobody is named; what was printed stays.
    for (seller, named_after) in [("Ladle Ltd", Some("Ladle Ltd".to_owned())), ("", None)] {
        let later = selling(seller).await;
        let eve = later.sign_up(&format!("Eve{}", seller.len())).await;
        let other = eve.make_group("duo").await;
        eve.act(&format!("/groups/{other}/start")).await.ok();
        assert_eq!(sellers().await.last().unwrap(), &named_after);
    }
    assert_eq!(pdf(&ann, &path, &name).await, named);
    let unnamed = TestServer::start().await;
    let Trio { group, ann, .. } = unnamed.trio().await;
    let invoice = ann.get(&format!("/groups/{group}/invoices")).await.ok()["items"][0].clone();
    let name = format!("{}.pdf", invoice["number"].as_str().unwrap());
    let path = format!("/groups/{group}/invoices/{}/pdf", invoice["id"].as_str().unwrap());
    assert!(pdf(&ann, &path, &name).await.len() < named.len(), "with a line less");
}
