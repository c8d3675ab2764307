//! The official Stripe SDK, and `localstripe`, a Stripe that others wrote.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use jiff::Timestamp;
use payments::signature;
use serde_json::{Value, json};
use simulator::sign;
use store::testing::TestDatabase;

use crate::support::{Person, TestServer, Trio, WEBHOOK_SECRET, python};

/// Seen to work together.
const PACKAGES: [&str; 2] = ["stripe==16.1.0", "localstripe==1.15.10"];
const SECRET: &str = "whsec_test";
const NOW: u64 = 2_000_000_000;

/// A header with something wrong with it, or nothing.
fn cases() -> Vec<(String, String)> {
    let body = r#"{"id": "evt_1", "object": "event", "text": "für 8 €"}"#.to_owned();
    let good = |second: u64| sign(SECRET, second, &body);
    let signature = |second: u64| good(second).split("v1=").nth(1).unwrap().to_owned();
    let of_now = signature(NOW);
    let headers = [
        good(NOW),
        good(NOW - 300),
        good(NOW - 301),
        good(NOW - 1_000_000),
        // From a clock that is ahead.
        good(NOW + 1000),
        sign("whsec_other", NOW, &body),
        format!("t={NOW},v1={},v1={of_now}", "0".repeat(64)),
        format!("t={NOW},v1={},v1={}", "0".repeat(64), "f".repeat(64)),
        format!("t={NOW},v0={of_now}"),
        format!("t={NOW},v0=abc,v1={of_now}"),
        format!("t={},v1={of_now}", NOW + 1),
        format!("v1={of_now},t={NOW}"),
        format!("v1={of_now}"),
        format!("t={NOW}"),
        format!("t=soon,v1={of_now}"),
        format!("t={NOW},v1={}", of_now.to_uppercase()),
        format!("t={NOW},v1={}", &of_now[..62]),
        format!("t={NOW},v1={of_now}00"),
        format!("t={NOW},v1="),
        String::new(),
        ",".to_owned(),
        "nonsense".to_owned(),
    ];
    let mut cases: Vec<(String, String)> = headers.into_iter().map(|header| (header, body.clone())).collect();
    // Changed on the way.
    cases.push((good(NOW), body.replace('8', "9")));
    cases.push((good(NOW), String::new()));
    cases.push((sign(SECRET, NOW, ""), String::new()));
    cases
}

#[tokio::test]
async fn the_official_sdk_and_we_believe_the_same_webhooks() {
    let cases = cases();
    let asked: Vec<Value> = cases
        .iter()
        .map(|(header, payload)| json!({"header": header, "payload": payload, "secret": SECRET, "now": NOW}))
        .collect();
    let theirs = tokio::task::spawn_blocking(move || verdicts(&json!(asked))).await.unwrap();
    let now = Timestamp::from_second(NOW.try_into().unwrap()).unwrap();
    let ours: Vec<bool> = cases
        .iter()
        .map(|(header, payload)| signature::verify(header, payload.as_bytes(), &[SECRET], now).is_ok())
        .collect();
    for ((case, ours), theirs) in cases.iter().zip(&ours).zip(&theirs) {
        assert_eq!(ours, theirs, "{case:?}");
    }
    assert_eq!((theirs.len(), ours.iter().filter(|believed| **believed).count()), (cases.len(), 7));
}

fn verdicts(cases: &Value) -> Vec<bool> {
    let mut child = Command::new(python(&PACKAGES))
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sdks/signatures.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(cases.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// `localstripe` on a port of its own. It ends when dropped.
struct LocalStripe {
    process: Child,
    url: String,
    _home: tempfile::TempDir,
}

impl LocalStripe {
    fn start() -> Self {
        let home = tempfile::tempdir().unwrap();
        // Whoever finds a port that is free says which it is, and serves on it.
        let program = "import asyncio, socket, sys\n\
                       from aiohttp import web\n\
                       from localstripe import server\n\
                       listener = socket.socket()\n\
                       listener.bind(('127.0.0.1', 0))\n\
                       print(listener.getsockname()[1], flush=True)\n\
                       server.store.dump_to_disk = lambda: None\n\
                       web.run_app(server.app, sock=listener, print=None, access_log=None)\n";
        let mut process = Command::new(python(&PACKAGES))
            .args(["-c", program])
            .current_dir(home.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut port = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut port).unwrap();
        Self { process, url: format!("http://127.0.0.1:{}", port.trim()), _home: home }
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Value {
        let body: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = reqwest::Client::builder().no_proxy().build().unwrap().post(format!("{}{path}", self.url));
        let request = request.header("content-type", "application/x-www-form-urlencoded").bearer_auth("sk_test_12345");
        let response = request.body(body).send().await.unwrap();
        let status = response.status();
        let text = response.text().await.unwrap();
        assert!(status.is_success(), "{path}: {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    /// It has no hosted pages: the card is attached behind our back.
    async fn give_card(&self, server: &TestServer, person: &Person, number: &str) {
        let customer = self.post("/v1/customers", &[]).await["id"].as_str().unwrap().to_owned();
        let card = [
            ("type", "card"),
            ("card[number]", number),
            ("card[exp_month]", "12"),
            ("card[exp_year]", "2034"),
            ("card[cvc]", "123"),
        ];
        let method = self.post("/v1/payment_methods", &card).await["id"].as_str().unwrap().to_owned();
        self.post(&format!("/v1/payment_methods/{method}/attach"), &[("customer", &customer)]).await;
        sqlx::query(
            "INSERT INTO payer_accounts (user_id, customer_ref, card_ref, card_brand, card_last_four, card_expires_year,
                                         card_expires_month, card_saved_at)
             VALUES ($1::uuid, $2, $3, 'visa', right($4, 4), 2034, 12, now())",
        )
        .bind(&person.id)
        .bind(&customer)
        .bind(&method)
        .bind(number)
        .execute(&mut *server.database().await)
        .await
        .unwrap();
    }
}

impl Drop for LocalStripe {
    fn drop(&mut self) {
        let _already_gone = self.process.kill();
        let _status = self.process.wait();
    }
}

#[tokio::test]
async fn localstripe_charges_declines_refunds_and_sends_webhooks() {
    let stripe = tokio::task::spawn_blocking(LocalStripe::start).await.unwrap();
    let variables = [
        ("STRIPE_SECRET_KEY", "sk_test_12345"),
        ("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET),
        ("STRIPE_API_BASE", &stripe.url),
    ];
    let server = TestServer::start_unscheduled(&TestDatabase::create().await.url, &variables).await;
    let webhooks = format!("{}/api/v1/webhooks/stripe", server.url);
    stripe.post("/_config/webhooks/ours", &[("url", &webhooks), ("secret", WEBHOOK_SECRET)]).await;
    let Trio { group, ann, bo, cy } = server.trio().await;
    stripe.give_card(&server, &bo, "4242424242424242").await;
    stripe.give_card(&server, &cy, "4000000000000341").await;
    server::charging::charge_due(&server.app).await.unwrap();
    assert_eq!(bo.stands(&group).await, ("paid".into(), "confirmed".into()));
    assert_eq!(cy.stands(&group).await, ("due".into(), "failed".into()));
    server.audit().await;

    let payment = bo.share(&group).await["payment"]["id"].as_str().unwrap().to_owned();
    let asked = json!({"amount": 300, "from": "share"});
    let refunded = ann.post(&format!("/payments/{payment}/refund"), &asked).await.created();
    assert_eq!(refunded["status"], "sent");
    // Its webhooks come a second later, signed; they change nothing that is not so already.
    server
        .until("SELECT count(*) >= 2 AND bool_and(applied_at IS NOT NULL) FROM vendor_events WHERE subject = 'charge'")
        .await;
    assert_eq!(bo.stands(&group).await, ("paid".into(), "confirmed".into()));
    server.audit().await;
}
