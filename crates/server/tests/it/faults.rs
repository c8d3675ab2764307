//! What goes wrong at the vendor's, what members then see, and who pays (MONEY.md §4).

use domain::price::count_output;
use serde_json::{Value, json};
use simulator::{Fault, Script, Tokens, Usage};

use crate::support::{ChatServer, OUTPUT_TOKENS_MAX, Shown, TestServer, question};

/// The question of all cases, and what is reserved for reading it.
const QUESTION: &str = "What can go wrong?";
const INPUT_ESTIMATE: u64 = 9 + 8;

/// Who pays what.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Bill {
    /// Nothing, and the hold is void.
    Nothing,
    /// What the vendor reported: so many nano-USD.
    Reported(u64),
    /// The estimated request and the text that was delivered.
    Estimate,
}

struct Case {
    script: Script,
    /// How it ends, and why.
    status: &'static str,
    code: Option<&'static str>,
    /// How many pieces of the answer are kept.
    pieces: u64,
    bill: Bill,
    /// How often the vendor was asked.
    requests: u64,
}

fn case(script: Script, status: &'static str, code: Option<&'static str>, pieces: u64, bill: Bill) -> Case {
    Case { script, status, code, pieces, bill, requests: 1 }
}

/// Ten words with this fault, and the usage that the vendor counts.
fn failing(fault: Fault) -> Script {
    Script::words(10).with_fault(fault)
}

async fn check(cases: Vec<Case>, vendor_lines: &str) {
    let chat = ChatServer::start_with(vendor_lines, "20.00").await;
    let (ann, group) = chat.ann().await;
    for Case { script, status, code, pieces, bill, requests } in cases {
        let name = format!("{script:?}");
        let spent = chat.server.balance(&group, "spent", "nano_usd").await;
        let asked = chat.vendor.counts().requests;
        let conversation = ann.converse(&group).await;
        chat.vendor.set_default(script);
        let shown = ann.say(&conversation, QUESTION).await;

        let ended = shown.ended();
        assert_eq!((&ended["status"], &ended["error"]["code"]), (&json!(status), &json!(code)), "{name}");
        assert_eq!(shown.seq, pieces, "{name}");
        let (cost, estimated) = match bill {
            Bill::Nothing => (0, Value::Null),
            Bill::Reported(cost) => (cost, json!(false)),
            Bill::Estimate => (INPUT_ESTIMATE + count_output(&shown.text), json!(true)),
        };
        assert_eq!((&ended["cost_nanousd"], &ended["usage"]["estimated"]), (&json!(cost), &estimated), "{name}");
        assert!(cost <= INPUT_ESTIMATE + OUTPUT_TOKENS_MAX || bill != Bill::Estimate, "{name}");
        assert_eq!(chat.vendor.counts().requests - asked, requests, "{name}");

        let answer = &ann.messages(&conversation).await[1];
        let message_status = if status == "finished" { "complete" } else { status };
        assert_eq!((&answer["status"], &answer["text"]), (&json!(message_status), &json!(shown.text)), "{name}");
        assert_eq!(answer["error"], ended["error"], "{name}");
        assert!(!ended["error"]["detail"].as_str().unwrap_or_default().contains(QUESTION), "{name}");
        let now_spent = chat.server.balance(&group, "spent", "nano_usd").await;
        assert_eq!(u64::try_from(spent - now_spent).unwrap(), cost, "{name}");
        assert_eq!(chat.server.balance(&group, "hold", "nano_usd").await, 0, "{name}");
        chat.server.audit().await;
    }
}

#[tokio::test]
async fn before_the_first_token_nothing_is_charged() {
    let down = |status| failing(Fault::ErrorBeforeFirstByte { status });
    let failed = |script, code, requests| Case { requests, ..case(script, "failed", Some(code), 0, Bill::Nothing) };
    check(
        vec![
            failed(down(503), "provider_unavailable", 3),
            failed(down(401), "provider_unavailable", 1),
            failed(down(400), "provider_unavailable", 1),
            failed(down(404), "model_unknown", 1),
            failed(failing(Fault::RateLimited { retry_after_s: 600 }), "provider_busy", 1),
            failed(failing(Fault::CutAfter { tokens: 0 }), "provider_unavailable", 3),
            failed(failing(Fault::EndAfter { tokens: 0 }), "provider_unavailable", 3),
            failed(failing(Fault::MalformedAfter { tokens: 0 }), "provider_unavailable", 1),
        ],
        "",
    )
    .await;
}

#[tokio::test]
async fn a_vendor_that_recovers_is_asked_again_and_paid_once() {
    let flaky = |fault, times| {
        let script = Script { fail_times: Some(times), ..failing(fault) };
        let requests = u64::from(times) + 1;
        // Four words of the question, and ten of the answer.
        Case { requests, ..case(script, "finished", None, 10, Bill::Reported(4 + 10)) }
    };
    check(
        vec![
            flaky(Fault::ErrorBeforeFirstByte { status: 503 }, 2),
            flaky(Fault::RateLimited { retry_after_s: 1 }, 1),
            flaky(Fault::CutAfter { tokens: 0 }, 1),
        ],
        "",
    )
    .await;
}

#[tokio::test]
async fn after_the_first_token_what_came_is_kept_and_paid_by_estimate() {
    let broken = |fault| case(failing(fault), "interrupted", Some("answer_interrupted"), 5, Bill::Estimate);
    check(
        vec![
            broken(Fault::CutAfter { tokens: 5 }),
            broken(Fault::EndAfter { tokens: 5 }),
            broken(Fault::MalformedAfter { tokens: 5 }),
            broken(Fault::ErrorEventAfter { tokens: 5 }),
            broken(Fault::GiantChunkAfter { tokens: 5, bytes: 64 << 20 }),
            broken(Fault::StallAfter { tokens: 5 }),
        ],
        "silence_seconds = 1",
    )
    .await;
}

#[tokio::test]
async fn a_whole_answer_without_a_count_is_paid_by_estimate() {
    let whole = |usage| case(Script::words(10).with_usage(usage), "finished", None, 10, Bill::Estimate);
    check(vec![whole(Usage::Missing), whole(Usage::Null), whole(Usage::Zero)], "").await;
}

#[tokio::test]
async fn what_the_vendor_counts_is_paid_exactly() {
    let tokens = Tokens { input: 100, cached_input: 20, cache_write: 0, output: 7, reasoning: 30 };
    let custom = Script::words(10).with_usage(Usage::Custom(tokens));
    let huge = Tokens { input: 5000, output: 5000, ..Tokens::default() };
    check(
        vec![
            case(Script::words(10), "finished", None, 10, Bill::Reported(14)),
            case(custom, "finished", None, 10, Bill::Reported(157)),
            // More than was held: the member has enough of their own.
            case(Script::words(10).with_usage(Usage::Custom(huge)), "finished", None, 10, Bill::Reported(10_000)),
        ],
        "",
    )
    .await;
}

#[tokio::test]
async fn a_count_that_is_reported_again_and_again_is_paid_once_in_every_format() {
    let chat = ChatServer::start_with_all_vendors().await;
    let (ann, group) = chat.ann_on("every").await;
    let program = ann.program(&chat.server, &group).await;
    let counted = Usage::Custom(Tokens { input: 7, output: 5, ..Tokens::default() });
    chat.vendor.set_default(Script { usage_reports: Some(4), ..Script::words(5).with_usage(counted) });
    for model in ["sim", "sim-anthropic", "sim-gemini"] {
        let conversation = ann.converse(&group).await;
        let asked = ann.ask(&conversation, &json!({"text": QUESTION, "model": model})).await;
        let shown = Shown::of(&asked.rest().await);
        assert_eq!((shown.seq, &shown.ended()["cost_nanousd"]), (5, &json!(12)), "{model}");
        let mut body = question(model, QUESTION, true);
        body["max_tokens"] = json!(50);
        let responses = json!({"model": model, "input": QUESTION, "stream": true, "max_output_tokens": 50});
        for (path, body, end) in [
            ("/v1/chat/completions", &body, "[DONE]"),
            ("/v1/messages", &body, "message_stop"),
            ("/v1/responses", &responses, "response.completed"),
        ] {
            let whole = program.post(path, body).await.ok();
            assert!(whole.text.contains(end), "{model} {path}: {}", whole.text);
        }
    }
    let paid: Vec<(i64, bool)> = sqlx::query_as(
        "SELECT cost_nanousd, cost_nanousd <= total_nanousd FROM usage JOIN holds USING (group_id, turn_id)",
    )
    .fetch_all(&mut *chat.server.database().await)
    .await
    .unwrap();
    assert_eq!(paid, [(12, true); 12]);
    assert_eq!(chat.server.balance(&group, "hold", "nano_usd").await, 0);
    chat.server.audit().await;
}

#[tokio::test]
async fn a_refusal_is_an_answer_that_the_model_gave() {
    // "I'm sorry, but I can't help with that."
    check(vec![case(failing(Fault::Refuse), "finished", None, 8, Bill::Reported(4 + 8))], "").await;
}

#[tokio::test]
async fn a_vendor_that_is_down_fails_the_turn_and_not_the_server() {
    // Nothing listens there.
    let config = tempfile::tempdir().unwrap();
    let path = config.path().join("potluck.toml");
    let lines = "[[providers]]\nid = 'gone'\nkind = 'openai'\nbase_url = 'http://127.0.0.1:9/v1'\n[[models]]\nid = 'm'\n\
                 provider = 'gone'\ninput_usd_per_mtok = '1.00'\noutput_usd_per_mtok = '2.00'\ncontext_tokens = 8192\n\
                 max_output_tokens = 512\n";
    std::fs::write(&path, lines).unwrap();
    let server = TestServer::start_with(&[("POTLUCK_CONFIG", &path.display().to_string())]).await;
    let ann = server.sign_up("Ann").await;
    let group = ann.make_group("duo").await;
    ann.act(&format!("/groups/{group}/start")).await.ok();
    let shown = ann.say(&ann.converse(&group).await, QUESTION).await;
    let ended = shown.ended();
    assert_eq!((&ended["status"], &ended["error"]["code"]), (&json!("failed"), &json!("provider_unavailable")));
    assert_eq!(ended["cost_nanousd"], 0);
    server.audit().await;
}
