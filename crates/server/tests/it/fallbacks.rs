//! Another model answers while a vendor is down: who is asked, who is named, and what it costs.

use serde_json::json;
use simulator::{AiVendor, Fault, Script, Tokens, Usage};

use crate::support::{Person, TestServer};

/// A model whose fall-back is at another vendor and costs twice as much.
struct Two {
    server: TestServer,
    first: AiVendor,
    spare: AiVendor,
    ann: Person,
    group: String,
    _config: tempfile::TempDir,
}

async fn two() -> Two {
    let (first, spare) = (AiVendor::start().await.unwrap(), AiVendor::start().await.unwrap());
    let config = tempfile::tempdir().unwrap();
    let path = config.path().join("potluck.toml");
    let vendor = |id: &str, url: String, price: &str, more: &str| {
        format!(
            "[[providers]]\nid = '{id}'\nkind = 'openai'\nbase_url = '{url}'\napi_key = 'sk-canary'\n\
             [[models]]\nid = '{id}-model'\nprovider = '{id}'\nvendor_model = 'plain'\ninput_usd_per_mtok = '{price}'\n\
             output_usd_per_mtok = '{price}'\ncontext_tokens = 8192\nmax_output_tokens = 300\n{more}"
        )
    };
    let text = vendor("first", first.openai_url(), "1.00", "fallback = 'spare-model'\n")
        + &vendor("spare", spare.openai_url(), "2.00", "");
    std::fs::write(&path, text).unwrap();
    let server = TestServer::start_with(&[("POTLUCK_CONFIG", &path.display().to_string())]).await;
    let ann = server.sign_up("Ann").await;
    let group = ann.make_group("duo").await;
    ann.act(&format!("/groups/{group}/start")).await.ok();
    Two { server, first, spare, ann, group, _config: config }
}

impl Two {
    /// Asks the first model; how the turn ended, and who answered.
    async fn ask(&self) -> (serde_json::Value, String) {
        let body = json!({"group_id": self.group, "model": "first-model"});
        let conversation = self.ann.post("/conversations", &body).await.created().str("id").to_owned();
        let ended = self.ann.say(&conversation, "Is anybody there?").await.ended().clone();
        let messages = self.ann.messages(&conversation).await;
        (ended, messages[1]["model"].as_str().unwrap().to_owned())
    }
}

fn answer() -> Script {
    let used = Tokens { input: 100, output: 10, ..Tokens::default() };
    Script::words(10).with_usage(Usage::Custom(used))
}

#[tokio::test]
async fn a_vendor_that_is_down_gives_way_and_the_answer_names_who_gave_it() {
    let two = two().await;
    two.first.set_default(Script { fault: Fault::ErrorBeforeFirstByte { status: 503 }, ..Script::default() });
    two.spare.set_default(answer());
    let (ended, model) = two.ask().await;
    assert_eq!((&ended["status"], &ended["cost_nanousd"]), (&json!("finished"), &json!(220_000)));
    assert_eq!(model, "spare-model");
    let row: (String, String) =
        sqlx::query_as("SELECT provider, model FROM usage").fetch_one(&mut *two.server.database().await).await.unwrap();
    assert_eq!(row, ("spare".to_owned(), "spare-model".to_owned()));
    two.server.audit().await;
}

#[tokio::test]
async fn a_vendor_that_answers_is_not_replaced() {
    let two = two().await;
    two.first.set_default(answer());
    let (ended, model) = two.ask().await;
    assert_eq!((&ended["cost_nanousd"], model.as_str()), (&json!(110_000), "first-model"));
    assert_eq!(two.spare.counts().requests, 0);

    // Nor after its first word: what came is kept and charged.
    two.first.set_default(Script { fault: Fault::CutAfter { tokens: 3 }, ..answer() });
    let (ended, model) = two.ask().await;
    assert_eq!((&ended["status"], model.as_str()), (&json!("interrupted"), "first-model"));
    assert_eq!(two.spare.counts().requests, 0);
    two.server.audit().await;
}

#[tokio::test]
async fn when_both_are_down_nothing_is_charged() {
    let two = two().await;
    for vendor in [&two.first, &two.spare] {
        vendor.set_default(Script { fault: Fault::ErrorBeforeFirstByte { status: 503 }, ..Script::default() });
    }
    let (ended, _) = two.ask().await;
    assert_eq!((&ended["status"], &ended["cost_nanousd"]), (&json!("failed"), &json!(0)));
    two.server.audit().await;
}
