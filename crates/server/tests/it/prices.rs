//! What models cost: where it is written down, how it changes, and what a turn is charged.

use std::process::{Command, Output};

use serde_json::json;
use simulator::{AiVendor, Script, Tokens, Usage};

use crate::support::{TestServer, configure, text};

/// `potluck prices ...` on a server's database.
fn prices(server: &TestServer, words: &[&str]) -> Output {
    prices_by(server, None, words)
}

/// The same with a configuration.
fn prices_by(server: &TestServer, config: Option<&str>, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_potluck"))
        .envs(config.map(|path| ("POTLUCK_CONFIG", path)))
        .arg("prices")
        .args(words)
        .env("DATABASE_URL", &server.database_url)
        .env("RUST_LOG", "off")
        .output()
        .unwrap()
}

/// Imports this list; what it says, and whether it was taken.
fn import(server: &TestServer, list: &str, words: &[&str]) -> (bool, String) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("list.toml");
    std::fs::write(&path, list).unwrap();
    let path = path.display().to_string();
    let imported = prices(server, &[&["import", &path], words].concat());
    (imported.status.success(), format!("{}{}", text(&imported.stdout), text(&imported.stderr)))
}

const LOCAL: &str = "[[prices]]\nprovider = 'ollama'\nmodel = 'sim-small'\ninput_usd_per_mtok = '1.00'\n\
                     output_usd_per_mtok = '2.00'\n";

#[tokio::test]
async fn the_shipped_prices_are_written_down_with_their_date_once() {
    let variables = [("ANTHROPIC_API_KEY", "sk-canary")];
    let server = TestServer::start_with(&variables).await;
    let listed = prices(&server, &["list"]);
    let before = text(&listed.stdout).to_owned();
    assert!(before.lines().count() >= 4, "{before}{}", text(&listed.stderr));
    let date = "from 2026-11-23T00:00:00Z  shipped catalogue of 2026-11-23";
    assert!(before.lines().all(|line| line.starts_with("anthropic") && line.ends_with(date)), "{before}");

    let _another_node = TestServer::start_on(&server.database_url, &variables).await;
    assert_eq!(text(&prices(&server, &["list"]).stdout), before, "nothing has changed");
}

#[tokio::test]
async fn a_turn_is_charged_what_was_valid_when_it_was_reserved_and_for_ever() {
    let vendor = AiVendor::start().await.unwrap();
    let server = TestServer::start_with(&[("OLLAMA_HOST", &vendor.url())]).await;
    let ann = server.sign_up("Ann").await;
    let group = ann.make_group("duo").await;
    ann.act(&format!("/groups/{group}/start")).await.ok();
    let ask = async || {
        let used = Tokens { input: 100, output: 10, ..Tokens::default() };
        vendor.queue(Script::words(3).with_usage(Usage::Custom(used)));
        let body = json!({"group_id": group, "model": "sim-small"});
        let conversation = ann.post("/conversations", &body).await.created().str("id").to_owned();
        ann.say(&conversation, "Q").await.ended()["cost_nanousd"].clone()
    };
    assert_eq!(ask().await, 0, "a model of one's own machine");

    let (taken, said) = import(&server, LOCAL, &["--confirm-large"]);
    assert!(taken && said.contains("4 rates imported."), "{said}");
    let done = &ann.get("/admin/actions").await.ok()["items"][0];
    assert_eq!(done["action"], json!({"kind": "prices_imported", "rates": 4}));
    server.app.catalogue.refresh_prices(&mut *server.database().await).await.unwrap();
    assert_eq!(ask().await, 120_000);

    // What comes later is not valid yet, and does not touch what was charged.
    let later = LOCAL.replace("'2.00'", "'3.00'") + "valid_from = '2999-01-01T00:00:00Z'\n";
    assert!(import(&server, &later, &[]).0);
    server.app.catalogue.refresh_prices(&mut *server.database().await).await.unwrap();
    assert_eq!(ask().await, 120_000);
    server.audit().await;

    let listed = prices(&server, &["list"]);
    let of_output: Vec<&str> = text(&listed.stdout)
        .lines()
        .filter(|line| line.contains("sim-small") && line.contains(" output "))
        .map(|line| line.split("  ").last().unwrap())
        .collect();
    assert_eq!(of_output, ["built in", "import: list.toml", "import: list.toml"]);
}

#[tokio::test]
async fn an_import_is_taken_whole_or_not_at_all() {
    let vendor = AiVendor::start().await.unwrap();
    let server = TestServer::start_with(&[("OLLAMA_HOST", &vendor.url())]).await;
    assert!(import(&server, LOCAL, &["--confirm-large"]).0);
    let before = text(&prices(&server, &["list"]).stdout).to_owned();
    let other = "[[prices]]\nprovider = 'p'\nmodel = 'm'\ninput_usd_per_mtok = '1'\noutput_usd_per_mtok = '1'\n";
    for (list, reason) in [
        (format!("{other}{}", LOCAL.replace("'2.00'", "'4.00'")), "repeat with --confirm-large"),
        (format!("{other}valid_from = '2020-01-01T00:00:00Z'\n"), "valid_from is in the past"),
        (format!("{other}{}", LOCAL.replace("'2.00'", "'much'")), "output_usd_per_mtok: write the rate"),
        (other.replace("output_usd_per_mtok = '1'\n", ""), "missing field `output_usd_per_mtok`"),
        (format!("{other}colour = 'blue'\n"), "unknown field `colour`"),
    ] {
        let (taken, said) = import(&server, &list, &[]);
        assert!(!taken && said.contains(reason), "{said}");
        assert_eq!(text(&prices(&server, &["list"]).stdout), before, "{reason}");
    }
}

#[tokio::test]
async fn an_import_over_a_model_of_the_configuration_is_refused_and_changes_nothing() {
    let vendor = AiVendor::start().await.unwrap();
    let directory = tempfile::tempdir().unwrap();
    let config = configure(directory.path(), &vendor, "", "20.00");
    let server = TestServer::start_with(&[("POTLUCK_CONFIG", &config)]).await;
    let before = text(&prices(&server, &["list"]).stdout).to_owned();
    assert!(before.contains("sim"), "{before}");

    // Another model stands before it in the list: of that nothing is taken either.
    let other = LOCAL.replace("'ollama'", "'elsewhere'").replace("'sim-small'", "'other'");
    let ours = LOCAL.replace("'ollama'", "'sim'").replace("'sim-small'", "'sim'");
    let path = directory.path().join("list.toml");
    std::fs::write(&path, format!("{other}{ours}")).unwrap();
    let imported = prices_by(&server, Some(&config), &["import", &path.display().to_string(), "--confirm-large"]);
    assert!(!imported.status.success());
    assert!(text(&imported.stderr).contains("sim of sim: its price is in potluck.toml"), "{}", text(&imported.stderr));
    assert_eq!(text(&prices(&server, &["list"]).stdout), before);
    let of_sim = server.app.catalogue.model("sim").unwrap().price.get();
    server.app.catalogue.refresh_prices(&mut *server.database().await).await.unwrap();
    assert_eq!(server.app.catalogue.model("sim").unwrap().price.get(), of_sim);
}

#[tokio::test]
async fn prices_are_never_changed_nor_deleted() {
    let chat = crate::support::ChatServer::start().await;
    let listed = prices(&chat.server, &["list"]);
    assert!(text(&listed.stdout).lines().all(|line| line.ends_with("potluck.toml")), "{}", text(&listed.stdout));
    for statement in ["UPDATE prices SET pico_usd = 0", "DELETE FROM prices"] {
        let error = sqlx::query(statement).execute(&mut *chat.server.database().await).await.unwrap_err();
        assert!(error.to_string().contains("append-only"), "{error}");
    }
}
