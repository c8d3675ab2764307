use serde_json::{Value, json};
use simulator::{Pushed, Subscribed};

use super::{ChatServer, Person};

/// What a browser is told.
pub struct Browser(Subscribed);

impl ChatServer {
    /// A browser subscribes at the simulated push service, for this server.
    pub async fn browser(&self, person: &Person) -> Browser {
        Browser(self.vendor.subscribe(person.get("/me/push").await.ok().str("public_key")))
    }

    /// Everything that waits to be pushed is due now, and goes.
    pub async fn push(&self) {
        self.push_on(&self.server).await;
    }

    /// The same by another node.
    pub async fn push_on(&self, node: &super::TestServer) {
        sqlx::query("UPDATE pushes SET due_at = now()").execute(&mut *node.database().await).await.unwrap();
        server::notices::push_due(&node.app).await.unwrap();
    }

    /// How many pushes wait.
    pub async fn waiting(&self) -> i64 {
        sqlx::query_scalar("SELECT count(*) FROM pushes").fetch_one(&mut *self.server.database().await).await.unwrap()
    }
}

impl Browser {
    /// What it says of itself, with what its owner wants to be told.
    pub fn wants(&self, answers: bool, shares: bool) -> Value {
        let Subscribed { endpoint, p256dh, auth, .. } = &self.0;
        json!({"endpoint": endpoint, "p256dh": p256dh, "auth": auth, "answers": answers, "shares": shares})
    }

    /// The next message, once it comes.
    pub async fn next(&mut self) -> Pushed {
        let waited = tokio::time::timeout(std::time::Duration::from_secs(20), self.0.next()).await;
        waited.expect("a push comes").unwrap()
    }

    /// How many messages have come.
    pub fn received(&self) -> usize {
        self.0.received()
    }

    /// Where it is.
    pub fn endpoint(&self) -> &str {
        &self.0.endpoint
    }
}

impl Person {
    /// What they are told at this device; null: nothing.
    pub async fn told_here(&self) -> Value {
        self.get("/me/push").await.ok()["device"].clone()
    }
}
