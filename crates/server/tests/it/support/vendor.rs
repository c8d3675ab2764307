use std::fmt::Write;
use std::path::Path;

use serde_json::{Value, json};
use simulator::{AiVendor, Script};
use store::testing::TestDatabase;
use tempfile::TempDir;

use super::cards::WEBHOOK_SECRET;
use super::events::Shown;
use super::server::SECRET;
use super::{Person, Process, Reply, TestServer, Wire};

/// A server with the simulated vendor, on a database of its own. Every token of its model `sim` costs one nano-USD.
pub struct ChatServer {
    pub server: TestServer,
    pub vendor: AiVendor,
    config: TempDir,
}

/// The longest answer of the model `sim`, in tokens.
pub const OUTPUT_TOKENS_MAX: u64 = 300;

impl ChatServer {
    pub async fn start() -> Self {
        Self::start_with("", "20.00").await
    }

    /// With more lines for the vendor, and so much credit a month in the plans `pair` (2 seats) and `three`.
    pub async fn start_with(vendor_lines: &str, credit_usd: &str) -> Self {
        let vendor = AiVendor::start().await.unwrap();
        let config = tempfile::tempdir().unwrap();
        let path = configure(config.path(), &vendor, vendor_lines, credit_usd);
        let server = TestServer::start_with(&[("POTLUCK_CONFIG", &path)]).await;
        Self { server, vendor, config }
    }

    /// The same without recurring jobs: a test does them when it is their time.
    pub async fn start_unscheduled() -> Self {
        let vendor = AiVendor::start().await.unwrap();
        let config = tempfile::tempdir().unwrap();
        let path = configure(config.path(), &vendor, "", "20.00");
        let database = TestDatabase::create().await;
        let server = TestServer::start_unscheduled(&database.url, &[("POTLUCK_CONFIG", &path)]).await;
        Self { server, vendor, config }
    }

    /// One more node like that on the same database, with these environment variables.
    pub async fn another_unscheduled(&self, more: &[(&str, &str)]) -> TestServer {
        let path = self.config.path().join("potluck.toml").display().to_string();
        let variables = [&[("POTLUCK_CONFIG", path.as_str())], more].concat();
        TestServer::start_unscheduled(&self.server.database_url, &variables).await
    }

    /// The same on a node that reaches the same database by this way.
    pub async fn another_by(&self, wire: &Wire) -> TestServer {
        let path = self.config.path().join("potluck.toml").display().to_string();
        TestServer::start_unscheduled(&wire.url, &[("POTLUCK_CONFIG", &path)]).await
    }

    /// The same where shares can be paid by card, with the simulated payment vendor.
    pub async fn start_with_cards() -> Self {
        let vendor = AiVendor::start().await.unwrap();
        let config = tempfile::tempdir().unwrap();
        let path = configure(config.path(), &vendor, "", "20.00");
        let variables = [
            ("POTLUCK_CONFIG", path.as_str()),
            ("STRIPE_SECRET_KEY", "sk_test_simulated"),
            ("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET),
            ("STRIPE_API_BASE", &vendor.url()),
        ];
        let server = TestServer::start_with(&variables).await;
        Self { server, vendor, config }
    }

    /// The same where conversations are named by a model.
    pub async fn start_with_titles() -> Self {
        let vendor = AiVendor::start().await.unwrap();
        let config = tempfile::tempdir().unwrap();
        let path = configure(config.path(), &vendor, "", "20.00");
        let variables = [("POTLUCK_CONFIG", path.as_str()), ("POTLUCK_AUTOMATIC_TITLES", "true")];
        let server = TestServer::start_with(&variables).await;
        Self { server, vendor, config }
    }

    /// With models of vendors of every format in the plan `every`: `sim`, `sim-anthropic` and `sim-gemini`, and `sim-embed`, which makes
    /// embeddings.
    pub async fn start_with_all_vendors() -> Self {
        let vendor = AiVendor::start().await.unwrap();
        let mut lines = String::new();
        for kind in ["anthropic", "gemini"] {
            write!(
                lines,
                "[[providers]]\nid = 'sim-{kind}'\nkind = '{kind}'\nbase_url = '{}'\napi_key = 'sk-canary'\n\
                 [[models]]\nid = 'sim-{kind}'\nprovider = 'sim-{kind}'\nvendor_model = 'plain'\n\
                 input_usd_per_mtok = '0.001'\noutput_usd_per_mtok = '0.001'\ncontext_tokens = 100000\n\
                 max_output_tokens = {OUTPUT_TOKENS_MAX}\n",
                vendor.url(),
            )
            .unwrap();
        }
        lines.push_str(
            "[[models]]\nid = 'sim-embed'\nprovider = 'sim'\nvendor_model = 'plain'\ninput_usd_per_mtok = '0.001'\n\
             context_tokens = 8192\nembeddings = true\ndimensions = 4096\n",
        );
        lines.push_str(
            "[[plans]]\ncode = 'every'\nname = 'every'\nseats = 2\nprice = '24.00 USD'\ncredit_usd = '20.00'\n",
        );
        let config = tempfile::tempdir().unwrap();
        let path = configure(config.path(), &vendor, &lines, "20.00");
        let server = TestServer::start_with(&[("POTLUCK_CONFIG", &path)]).await;
        Self { server, vendor, config }
    }

    /// One more node on the same database.
    pub async fn another_node(&self) -> TestServer {
        let path = self.config.path().join("potluck.toml").display().to_string();
        TestServer::start_on(&self.server.database_url, &[("POTLUCK_CONFIG", &path)]).await
    }

    /// One more node on the same database, of an operator who asks so much for a million tokens of `sim`.
    pub async fn another_node_at(&self, usd_per_mtok: &str) -> TestServer {
        let text = std::fs::read_to_string(self.config.path().join("potluck.toml")).unwrap();
        let path = self.config.path().join("dearer.toml");
        std::fs::write(&path, text.replace("'0.001'", &format!("'{usd_per_mtok}'"))).unwrap();
        let path = path.display().to_string();
        TestServer::start_on(&self.server.database_url, &[("POTLUCK_CONFIG", &path)]).await
    }

    /// One more node on the same database, in a process of its own.
    pub fn another_process(&self) -> Process {
        self.another_process_with(&[])
    }

    /// The same with more environment variables.
    pub fn another_process_with(&self, more: &[(&str, &str)]) -> Process {
        let config = self.config.path().join("potluck.toml").display().to_string();
        let data_dir = self.config.path().join(uuid::Uuid::now_v7().to_string());
        let variables =
            [("DATABASE_URL", &*self.server.database_url), ("POTLUCK_CONFIG", &config), ("POTLUCK_SECRET", SECRET)];
        Process::start(&data_dir, &[&variables, more].concat())
    }

    /// Ann alone in a group whose period is open and whose share is paid; the group's id.
    pub async fn ann(&self) -> (Person, String) {
        self.ann_on("pair").await
    }

    /// The same on another plan.
    pub async fn ann_on(&self, plan: &str) -> (Person, String) {
        let ann = self.server.sign_up("Ann").await;
        let group = ann.make_group(plan).await;
        ann.act(&format!("/groups/{group}/start")).await.ok();
        ann.pay(&ann, &group).await;
        (ann, group)
    }
}

impl Person {
    /// Pays their share by hand, which the payee confirms.
    pub async fn pay(&self, payee: &Self, group: &str) {
        let payment = self.claim(group).await;
        payee.act(&format!("/payments/{payment}/confirm")).await.ok();
    }

    /// Makes a conversation; its id.
    pub async fn converse(&self, group: &str) -> String {
        self.post("/conversations", &json!({"group_id": group})).await.created().str("id").to_owned()
    }

    /// Asks, reads the answer to its end, and gives what was shown.
    pub async fn say(&self, conversation: &str, text: &str) -> Shown {
        Shown::of(&self.ask(conversation, &json!({"text": text})).await.rest().await)
    }

    /// Somebody's own view of a turn.
    pub async fn turn(&self, id: &str) -> Value {
        self.get(&format!("/turns/{id}")).await.ok().body
    }

    /// The conversation's messages, oldest first.
    pub async fn messages(&self, conversation: &str) -> Vec<Value> {
        let reply: Reply = self.get(&format!("/conversations/{conversation}/messages")).await.ok();
        reply["items"].as_array().unwrap().clone()
    }
}

/// Writes a configuration that names the vendor, its models and the plans; its path.
pub fn configure(directory: &Path, vendor: &AiVendor, vendor_lines: &str, credit_usd: &str) -> String {
    let mut text = format!(
        "push_services = ['{}']\n[[providers]]\nid = 'sim'\nname = 'Simulator'\nkind = 'openai'\nbase_url = '{}'\napi_key = 'sk-canary'\n\
         {vendor_lines}\n",
        vendor.url(),
        vendor.openai_url(),
    );
    // A small model for most tests, and another that only the plan `pair` leaves out.
    for (id, input, output) in [("sim", "0.001", "0.001"), ("sim-dear", "1.00", "2.00")] {
        write!(
            text,
            "[[models]]\nid = '{id}'\nprovider = 'sim'\nvendor_model = 'plain'\ninput_usd_per_mtok = '{input}'\n\
             output_usd_per_mtok = '{output}'\ncontext_tokens = 100000\nmax_output_tokens = {OUTPUT_TOKENS_MAX}\n",
        )
        .unwrap();
    }
    for (code, seats, models) in [("pair", 2, "['sim']"), ("three", 3, "['sim', 'sim-dear']")] {
        write!(
            text,
            "[[plans]]\ncode = '{code}'\nname = '{code}'\nseats = {seats}\nprice = '24.00 USD'\n\
             credit_usd = '{credit_usd}'\nmodels = {models}\n",
        )
        .unwrap();
    }
    let path = directory.join("potluck.toml");
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

/// An answer of these words, with the usage that was reserved for the question.
pub fn echo(words: u32) -> Script {
    Script::words(words).with_usage(simulator::Usage::EchoEstimate)
}
