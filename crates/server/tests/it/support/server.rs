use std::collections::HashMap;
use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use server::app::App;
use server::config::Settings;
use server::keys::Keys;
use server::lifecycle::Lifecycle;
use server::{billing, periods, router, schedule};
use store::testing::TestDatabase;
use tokio::net::TcpListener;

use super::{Person, Reply, client};

pub const SECRET: &str = "a secret for tests only, of more than 32 characters";

/// A running server. Dropping it stops its tasks.
pub struct TestServer {
    pub app: App,
    pub url: String,
    pub database_url: String,
    http: reqwest::Client,
}

impl TestServer {
    /// A server with nothing configured, on a database of its own.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// A server with these environment variables.
    pub async fn start_with(variables: &[(&str, &str)]) -> Self {
        let database = TestDatabase::create().await;
        Self::start_on(&database.url, variables).await
    }

    /// One more node on a database that is already there.
    pub async fn start_on(database_url: &str, variables: &[(&str, &str)]) -> Self {
        let server = Self::start_unscheduled(database_url, variables).await;
        schedule::start(&server.app);
        server
    }

    /// A server that waits only so long for the body of a call.
    pub async fn start_impatient(patience: Duration, variables: &[(&str, &str)]) -> Self {
        let database = TestDatabase::create().await;
        let be_impatient = |settings: &mut Settings| settings.body_patience = patience;
        Self::start_changed(&database.url, variables, be_impatient).await
    }

    /// The same without recurring jobs: a test does them when it is their time.
    pub async fn start_unscheduled(database_url: &str, variables: &[(&str, &str)]) -> Self {
        Self::start_changed(database_url, variables, |_| ()).await
    }

    /// The same with settings that nobody sets.
    async fn start_changed(database_url: &str, variables: &[(&str, &str)], change: impl FnOnce(&mut Settings)) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let url = format!("http://{address}");
        let mut environment = HashMap::from([
            ("POTLUCK_LISTEN".to_owned(), address.to_string()),
            ("POTLUCK_SECRET".to_owned(), SECRET.to_owned()),
            // Nothing answers there: tests never find a model server of the machine they run on.
            ("OLLAMA_HOST".to_owned(), "127.0.0.1:9".to_owned()),
            ("POTLUCK_FILES_URL".to_owned(), "memory:///".to_owned()),
            // A call that most tests do not mean; those about titles switch it on.
            ("POTLUCK_AUTOMATIC_TITLES".to_owned(), "false".to_owned()),
        ]);
        environment.extend(variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let mut settings = Settings::load(&|name| environment.get(name).cloned()).unwrap();
        settings.program = env!("CARGO_BIN_EXE_potluck").into();
        change(&mut settings);
        let keys = Keys::load(&settings).unwrap();
        let pool = store::pool::connect(database_url, 20).await.unwrap();
        let lifecycle = Lifecycle::default();
        let app = App::new(pool, settings, keys, lifecycle.clone()).await.unwrap();

        periods::record_prices(&app).await.unwrap();
        billing::record_seller(&app).await.unwrap();
        schedule::listen(&app);
        let (served, stopping) = (app.clone(), lifecycle.clone());
        lifecycle.spawn("server", async move {
            router::serve(listener, served, async move { stopping.stopping().await }).await.unwrap();
        });
        Self { app, url, database_url: database_url.to_owned(), http: client() }
    }

    /// Somebody new signs up, with an address made of their name.
    pub async fn sign_up(&self, name: &str) -> Person {
        self.stranger().sign_up(name).await
    }

    /// Signs somebody in on one more device, which says this of itself.
    pub async fn another_device(&self, name: &str, user_agent: &str) -> Person {
        let credentials = json!({
            "email": format!("{}@example.org", name.to_lowercase()),
            "password": format!("{name} has a long password"),
        });
        let stranger = self.stranger();
        let request = stranger.request(Method::POST, "/auth/sign-in").header("user-agent", user_agent);
        stranger.with_session(&Reply::read(request.json(&credentials).send().await.unwrap()).await.ok())
    }

    /// Somebody who has not signed in.
    pub fn stranger(&self) -> Person {
        Person::new(format!("{}/api/v1", self.url), client())
    }

    /// An address outside of the API, such as `/healthz`.
    pub async fn get(&self, path: &str) -> Reply {
        Reply::read(self.http.get(format!("{}{path}", self.url)).send().await.unwrap()).await
    }

    /// A connection to look behind the scenes with.
    pub async fn database(&self) -> sqlx::pool::PoolConnection<sqlx::Postgres> {
        self.app.db.acquire().await.unwrap()
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.app.lifecycle.stop();
    }
}
