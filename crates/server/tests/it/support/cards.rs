use std::ops::Deref;

use serde_json::{Value, json};
use server::charging;
use simulator::PaymentVendor;
use store::testing::TestDatabase;

use super::{Person, Reply, TestServer};

pub const WEBHOOK_SECRET: &str = "whsec_of_the_tests";
/// A card that pays.
pub const PAYS: &str = "4242424242424242";
/// One whose bank asks each time.
pub const ASKS: &str = "4000002760003184";
/// One that can be saved, and is declined.
pub const DECLINED: &str = "4000000000000341";
/// One that will not work any more.
pub const EXPIRED: &str = "4000000000000069";

/// A server that takes cards, and the simulated vendor behind it. Nothing is charged and nothing is looked at by itself, and
/// webhooks come when a test sends them.
pub struct CardServer {
    pub server: TestServer,
    pub vendor: PaymentVendor,
}

impl CardServer {
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    pub async fn start_with(more: &[(&str, &str)]) -> Self {
        let vendor = PaymentVendor::start().await.unwrap();
        let database = TestDatabase::create().await;
        let url = vendor.url();
        let mut variables = vec![
            ("STRIPE_SECRET_KEY", "sk_test_simulated"),
            ("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET),
            ("STRIPE_API_BASE", url.as_str()),
        ];
        variables.extend_from_slice(more);
        let server = TestServer::start_unscheduled(&database.url, &variables).await;
        vendor.webhooks_to(&format!("{}/api/v1/webhooks/stripe", server.url), WEBHOOK_SECRET, false);
        Self { server, vendor }
    }

    /// Somebody saves a card at the vendor's page.
    pub async fn save_card(&self, person: &Person, group: &str, number: &str) {
        let page = person.post("/me/card", &json!({"group_id": group})).await.created();
        let setup = self.visit_of(page.str("url"));
        assert!(self.vendor.type_card(page.str("url"), number), "the card is not taken");
        let saved = person.act(&format!("/me/card/{setup}/finish")).await.ok();
        assert_eq!(saved["card"]["last_four"], number[12..]);
    }

    /// Our name for the visit to this page: it is in the address that they come back to.
    pub fn visit_of(&self, url: &str) -> String {
        let session = self.vendor.object(url.rsplit('/').next().unwrap()).unwrap();
        session["success_url"].as_str().unwrap().split("card=").nth(1).unwrap().to_owned()
    }

    /// The charge that was made last.
    pub fn last_charge(&self) -> String {
        self.vendor.all("pi_").last().unwrap()["id"].as_str().unwrap().to_owned()
    }

    /// Sends the webhooks of everything that has happened so far, oldest first; all are accepted.
    pub async fn deliver_all(&self) {
        for event in self.vendor.events() {
            assert_eq!(self.vendor.deliver(&event).await, 204, "{event}");
        }
    }

    /// Does what the schedule does every minute, for whom it is time.
    pub async fn minute(&self) {
        charging::look_again(&self.server.app).await.unwrap();
        charging::charge_due(&self.server.app).await.unwrap();
    }

    /// The payments, refunds and events that wait for an answer have waited long enough.
    pub async fn wait_is_over(&self) {
        for statement in [
            "UPDATE payments SET look_at = now() WHERE look_at IS NOT NULL",
            "UPDATE refunds SET look_at = now() WHERE look_at IS NOT NULL",
            "UPDATE leaving_customers SET look_at = now()",
            "UPDATE vendor_events SET look_at = now() WHERE applied_at IS NULL",
        ] {
            sqlx::query(statement).execute(&mut *self.server.database().await).await.unwrap();
        }
    }
}

impl Deref for CardServer {
    type Target = TestServer;

    fn deref(&self) -> &TestServer {
        &self.server
    }
}

impl Person {
    /// Pays their own share by their saved card.
    pub async fn pay_by_card(&self, group: &str) -> Reply {
        let share = self.share(group).await;
        self.post(&format!("/shares/{}/payments", share["id"].as_str().unwrap()), &json!({"method": "card"})).await
    }

    /// How their share and its newest payment stand.
    pub async fn stands(&self, group: &str) -> (String, String) {
        let share = self.share(group).await;
        let word = |value: &Value| value.as_str().unwrap_or("none").to_owned();
        (word(&share["status"]), word(&share["payment"]["status"]))
    }
}
