//! The official SDKs, through the gateway, against real `llama.cpp`: `cargo xtask main-job` runs this. The first time it installs
//! `llama.cpp` from `PyPI`.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::support::{TestServer, python};

/// As in `sdks.rs`.
const PACKAGES: [&str; 2] = ["openai==3.57.0", "anthropic==2.14.0"];
/// The model hardly ever wishes to end, so that every answer is as long as it may be.
const MEAN_ANSWER_TOKENS: &str = "1000000";
/// What a token costs, in nano-USD: read, read from the cache, written.
const RATES: [i64; 3] = [3_000, 300, 15_000];

/// A running llama.cpp; it ends with its standard input.
struct Llama {
    process: Child,
    url: String,
}

impl Llama {
    fn start() -> Self {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        let mut process = Command::new("python3")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../../e2e/llama_server.py"))
            .args(["--cache", &target.join("llama").display().to_string(), "--mean-answer-tokens", MEAN_ANSWER_TOKENS])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut url = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut url).unwrap();
        assert!(url.starts_with("http://"), "llama.cpp does not start: {url}");
        Self { process, url: url.trim().to_owned() }
    }

    /// What it counts itself, over all requests since its start.
    async fn counts(&self, name: &str) -> i64 {
        let text = reqwest::get(format!("{}/metrics", self.url)).await.unwrap().text().await.unwrap();
        let line = text.lines().find_map(|line| line.strip_prefix(&format!("llamacpp:{name} ")));
        line.unwrap_or_else(|| panic!("no {name} in {text}")).trim().parse().unwrap()
    }
}

impl Drop for Llama {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        self.process.wait().unwrap();
    }
}

/// The same server twice: by its `OpenAI` API and by its Anthropic API.
fn configuration(url: &str) -> String {
    let model = |kind: &str, base: &str| {
        format!(
            "[[providers]]\nid = 'llama-{kind}'\nkind = '{kind}'\nbase_url = '{base}'\napi_key = 'none'\n\
             [[models]]\nid = 'llama-{kind}'\nprovider = 'llama-{kind}'\nvendor_model = 'random-llama'\n\
             input_usd_per_mtok = '3.00'\ncached_input_usd_per_mtok = '0.30'\noutput_usd_per_mtok = '15.00'\n\
             context_tokens = 8192\nmax_output_tokens = 400\n"
        )
    };
    let plan = "[[plans]]\ncode = 'own'\nname = 'Own'\nseats = 2\nprice = '24.00 USD'\ncredit_usd = '20.00'\n";
    model("openai", &format!("{url}/v1")) + &model("anthropic", url) + plan
}

/// Input, cached input and output of everything that was charged, its cost, and how much of it is an estimate.
async fn charged(server: &TestServer) -> (i64, i64, i64, i64, i64) {
    sqlx::query_as(
        "SELECT sum(input_tokens)::bigint, sum(cached_input_tokens)::bigint, sum(output_tokens)::bigint,
                sum(cost_nanousd)::bigint, count(*) FILTER (WHERE estimated)
         FROM charged_usage",
    )
    .fetch_one(&mut *server.database().await)
    .await
    .unwrap()
}

#[tokio::test]
#[ignore = "installs llama.cpp the first time: cargo xtask main-job"]
async fn the_official_sdks_reach_llama_cpp_and_pay_what_it_reports() {
    let llama = tokio::task::spawn_blocking(Llama::start).await.unwrap();
    let directory = tempfile::tempdir().unwrap();
    let config = directory.path().join("potluck.toml");
    std::fs::write(&config, configuration(&llama.url)).unwrap();
    let server = TestServer::start_with(&[("POTLUCK_CONFIG", &config.display().to_string())]).await;
    let ann = server.sign_up("Ann").await;
    let group = ann.make_group("own").await;
    ann.act(&format!("/groups/{group}/start")).await.ok();
    ann.pay(&ann, &group).await;
    let program = ann.program(&server, &group).await;

    let python = tokio::task::spawn_blocking(|| python(&PACKAGES)).await.unwrap();
    let output = tokio::process::Command::new(python)
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sdks/llama.py"))
        .env("POTLUCK_URL", &server.url)
        .env("POTLUCK_KEY", &program.secret)
        .env("NO_PROXY", "127.0.0.1")
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let saw: Value = serde_json::from_slice(&output.stdout).unwrap();
    server.until("SELECT NOT EXISTS (SELECT 1 FROM holds WHERE status = 'held')").await;
    server.audit().await;

    for (case, tokens) in [
        ("openai_chat", 20),
        ("openai_stream", 40),
        ("openai_responses", 20),
        ("openai_tools", 40),
        ("anthropic_message", 20),
        ("anthropic_stream", 40),
        ("anthropic_tools", 40),
    ] {
        assert_eq!(saw[case]["usage"][1], tokens, "{case}: {saw}");
        assert!(saw[case]["text"].as_str().unwrap().split_whitespace().count() > 5, "{case}: {saw}");
    }
    assert!(saw["openai_stream"]["pieces"].as_i64().unwrap() > 20, "{saw}");
    assert_eq!(saw["anthropic_stream"]["stop"], "max_tokens");
    let place = saw["openai_schema"]["given"]["city"].as_str().unwrap();
    assert!(["Porto", "Lima"].contains(&place), "{saw}");
    for case in ["openai_refused", "openai_too_long"] {
        assert_eq!(
            (&saw[case]["refused"]["class"], &saw[case]["refused"]["status"]),
            (&json!("BadRequestError"), &json!(400))
        );
    }
    assert_eq!(saw["anthropic_count"]["counted"], saw["anthropic_counted"]["usage"][0]);

    // All that was charged is all that llama.cpp itself has counted, the cancelled answers included: they were read to their end.
    let (input, cached, written, cost, estimated) = charged(&server).await;
    assert_eq!(estimated, 0);
    assert_eq!(written, llama.counts("tokens_predicted_total").await, "{saw}");
    assert_eq!(input, llama.counts("prompt_tokens_total").await, "{saw}");
    assert_eq!(cached, llama.counts("prompt_tokens_cached_total").await, "{saw}");
    assert_eq!(cost, input * RATES[0] + cached * RATES[1] + written * RATES[2]);
    // And what each answer said of itself: two were cancelled after the same question, and said nothing any more.
    let said =
        |at: usize| -> i64 { saw.as_object().unwrap().values().filter_map(|case| case["usage"][at].as_i64()).sum() };
    let question = saw["anthropic_count"]["counted"].as_i64().unwrap();
    assert_eq!((said(0) + 2 * question, said(1) + 2 * 300), (input + cached, written), "{saw}");
}
