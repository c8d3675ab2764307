//! Which models a server offers, by what is configured and what answers; and each vendor's own wire format.

use std::fmt::Write;

use serde_json::json;
use server::catalogue::Catalogue;
use server::config::Settings;
use simulator::{AiVendor, Script, Tokens, Usage};
use tempfile::TempDir;

use crate::support::{Person, Shown, TestServer};

/// A configuration file that names these models, each with its provider.
fn config(models: &[(&str, &str)]) -> (TempDir, String) {
    let directory = tempfile::tempdir().unwrap();
    let mut text = String::new();
    for (id, provider) in models {
        write!(
            text,
            "[[models]]\nid = '{id}'\nprovider = '{provider}'\nvendor_model = 'sim-small'\n\
             input_usd_per_mtok = '0.001'\ncached_input_usd_per_mtok = '0.001'\noutput_usd_per_mtok = '0.001'\n\
             context_tokens = 8192\nmax_output_tokens = 512\n"
        )
        .unwrap();
    }
    let path = directory.path().join("potluck.toml");
    std::fs::write(&path, text).unwrap();
    let path = path.display().to_string();
    (directory, path)
}

async fn offered(server: &TestServer) -> Vec<String> {
    let ann = server.sign_up("Ann").await;
    let models = ann.get("/models").await.ok();
    models["items"].as_array().unwrap().iter().map(|model| model["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_vendors_own_address_offers_what_is_known_of_it() {
    let server = TestServer::start_with(&[("ANTHROPIC_API_KEY", "sk-canary")]).await;
    let ids = offered(&server).await;
    assert!(!ids.is_empty() && ids.iter().all(|id| id.starts_with("claude-")), "{ids:?}");
}

#[tokio::test]
async fn what_has_no_price_is_not_offered() {
    let vendor = AiVendor::start().await.unwrap();
    let url = vendor.openai_url();
    let unpriced = TestServer::start_with(&[("OPENAI_BASE_URL", &url)]).await;
    assert_eq!(offered(&unpriced).await, ["demo"]);
    let (_directory, path) = config(&[("small", "openai")]);
    let priced = TestServer::start_with(&[("OPENAI_BASE_URL", &url), ("POTLUCK_CONFIG", &path)]).await;
    assert_eq!(offered(&priced).await, ["small"]);
    assert_eq!(vendor.counts().requests, 0);
}

#[tokio::test]
async fn a_model_of_this_machine_is_found_and_costs_nothing() {
    let vendor = AiVendor::start().await.unwrap();
    let server = TestServer::start_with(&[("OLLAMA_HOST", &vendor.url())]).await;
    let ann = server.sign_up("Ann").await;
    let models = ann.get("/models").await.ok();
    let model = &models["items"][0];
    assert_eq!((&model["id"], &model["name"]), (&json!("sim-small"), &json!("sim-small (local)")));
    assert_eq!((&model["provider"], &model["price"]["output_nanousd_per_mtok"]), (&json!("Ollama"), &json!(0)));
    let shown = say(&ann, "sim-small", &server).await;
    assert_eq!((&shown.ended()["status"], &shown.ended()["cost_nanousd"]), (&json!("finished"), &json!(0)));
    server.audit().await;
}

#[tokio::test]
async fn every_vendors_format_is_spoken_and_its_count_is_charged() {
    let vendor = AiVendor::start().await.unwrap();
    let counted = Tokens { input: 40, cached_input: 30, cache_write: 0, output: 20, reasoning: 10 };
    vendor.set_default(Script::words(9).with_usage(Usage::Custom(counted)));
    let (url, openai_url) = (vendor.url(), vendor.openai_url());
    let (_directory, path) = config(&[("o", "openai"), ("a", "anthropic"), ("g", "gemini")]);
    let server = TestServer::start_with(&[
        ("POTLUCK_CONFIG", &path),
        ("OPENAI_BASE_URL", &openai_url),
        ("OPENAI_API_KEY", "key-o"),
        ("ANTHROPIC_BASE_URL", &url),
        ("ANTHROPIC_API_KEY", "key-a"),
        ("GEMINI_BASE_URL", &url),
        ("GEMINI_API_KEY", "key-g"),
    ])
    .await;
    let ann = server.sign_up("Ann").await;
    for (model, path) in
        [("o", "/v1/chat/completions"), ("a", "/v1/messages"), ("g", "/v1beta/models/sim-small:streamGenerateContent")]
    {
        let shown = say(&ann, model, &server).await;
        let usage = json!({"input_tokens": 40, "cached_input_tokens": 30, "cache_write_tokens": 0, "output_tokens": 30,
                           "estimated": false});
        assert_eq!((shown.seq, &shown.ended()["usage"]), (9, &usage), "{model}");
        assert_eq!(shown.ended()["cost_nanousd"], 100, "{model}");
        let request = vendor.requests().pop().unwrap();
        assert_eq!((request.path.as_str(), request.api_key), (path, Some(format!("key-{model}"))));
    }
    // What the vendor said itself is kept as evidence.
    server.until("SELECT count(*) = 3 FROM usage WHERE raw IS NOT NULL").await;
    server.audit().await;
}

/// Ann, alone in a group, asks a model.
async fn say(ann: &Person, model: &str, server: &TestServer) -> Shown {
    let group = ann.make_group("duo").await;
    ann.act(&format!("/groups/{group}/start")).await.ok();
    let conversation = ann.converse(&group).await;
    let body = json!({"text": "What is it?", "model": model});
    let shown = Shown::of(&ann.ask(&conversation, &body).await.rest().await);
    server.audit().await;
    shown
}

#[tokio::test]
async fn a_catalogue_that_makes_no_sense_is_refused_and_says_why() {
    let load = async |text: &str| {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("potluck.toml");
        std::fs::write(&path, text).unwrap();
        let lookup = |name: &str| match name {
            "POTLUCK_CONFIG" => Some(path.display().to_string()),
            "OLLAMA_HOST" => Some("127.0.0.1:9".to_owned()),
            "EMPTY_KEY" => Some(String::new()),
            "KEY" => Some("sk-typed".to_owned()),
            _ => None,
        };
        let settings = Settings::load(&lookup).unwrap();
        Catalogue::load(&settings).await.map(|catalogue| catalogue.models().len()).map_err(|error| error.to_string())
    };
    let provider = |kind: &str, url: &str| format!("[[providers]]\nid = 'p'\nkind = '{kind}'\nbase_url = '{url}'\n");
    let model = "[[models]]\nid = 'm'\nprovider = 'p'\ninput_usd_per_mtok = '1.00'\noutput_usd_per_mtok = '2.00'\n\
                 context_tokens = 8192\nmax_output_tokens = 512\n";
    for (text, reason) in [
        (model.to_owned(), "there is no provider \"p\""),
        (provider("telex", "http://127.0.0.1:9"), "kind must be openai, anthropic, gemini or ollama"),
        (provider("openai", "ftp://127.0.0.1"), "the base URL is not an http or https address"),
        (format!("{}api_key_file = '/nowhere/key'\n", provider("openai", "http://127.0.0.1:9")), "api_key_file"),
        (format!("{}api_key_env = 'NO_SUCH_KEY_HERE'\n", provider("openai", "http://127.0.0.1:9")), "NO_SUCH_KEY_HERE"),
        (format!("{}api_key_env = 'EMPTY_KEY'\n", provider("openai", "http://127.0.0.1:9")), "EMPTY_KEY"),
    ] {
        let refused = load(&text).await.unwrap_err();
        assert!(refused.contains(reason), "{refused}");
    }
    assert_eq!(load(&format!("{}api_key_env = 'KEY'\n{model}", provider("openai", "http://127.0.0.1:9"))).await, Ok(1));
    // A vendor that does not answer now still has the models that the operator lists.
    assert_eq!(load(&format!("{}{model}", provider("openai", "http://127.0.0.1:9"))).await, Ok(1));
    // A well-known vendor may be without its key today.
    assert_eq!(load(&model.replace("'p'", "'openai'")).await, Ok(1));
}
