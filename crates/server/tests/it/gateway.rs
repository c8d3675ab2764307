//! The vendors' own formats, by API key: what goes through, what is refused, who pays what.

use futures_util::StreamExt;
use http::Method;
use serde_json::{Value, json};
use simulator::{Fault, Script, Tokens, Usage};

use crate::support::{ChatServer, OUTPUT_TOKENS_MAX, Person, Program, payloads, question};

const CHAT: &str = "/v1/chat/completions";

struct Desk {
    chat: ChatServer,
    ann: Person,
    group: String,
    program: Program,
}

/// Ann with a key, in a group with so much credit.
async fn desk_with(vendor_lines: &str, credit_usd: &str) -> Desk {
    let chat = ChatServer::start_with(vendor_lines, credit_usd).await;
    let (ann, group) = chat.ann().await;
    let program = ann.program(&chat.server, &group).await;
    Desk { chat, ann, group, program }
}

async fn desk() -> Desk {
    desk_with("", "20.00").await
}

impl Desk {
    /// What Ann has used of her own share, and what is held.
    async fn own(&self) -> i64 {
        self.ann.member(&self.group, &self.ann).await["own"].as_i64().unwrap()
    }

    /// The usage rows, oldest first: model, key, tokens in and out, cost, whether estimated.
    async fn rows(&self) -> Vec<(String, bool, i64, i64, i64, bool)> {
        sqlx::query_as(
            "SELECT model, api_key_id IS NOT NULL, input_tokens + cached_input_tokens, output_tokens, cost_nanousd, estimated
             FROM usage ORDER BY recorded_at",
        )
        .fetch_all(&mut *self.chat.server.database().await)
        .await
        .unwrap()
    }

    /// Waits until nothing is held any more, and looks at the books.
    async fn settled(&self) {
        self.chat.server.until("SELECT NOT EXISTS (SELECT 1 FROM holds WHERE status = 'held')").await;
        self.chat.server.until("SELECT NOT EXISTS (SELECT 1 FROM gateway_requests)").await;
        self.chat.server.audit().await;
    }
}

#[tokio::test]
async fn an_answer_at_once_is_the_vendors_own_and_charged_to_the_share() {
    let desk = desk().await;
    let counted = Tokens { input: 40, cached_input: 30, cache_write: 0, output: 20, reasoning: 10 };
    desk.chat.vendor.queue(Script::text("Four words of answer").with_usage(Usage::Custom(counted)));
    let mut body = question("sim", "Hello", false);
    body["temperature"] = json!(0.25);
    body["unheard_of"] = json!({"deep": [1, 2.50]});
    let answer = desk.program.post(CHAT, &body).await.ok();
    assert_eq!(answer["choices"][0]["message"]["content"], "Four words of answer");
    assert_eq!(answer["usage"]["total_tokens"], 100);
    assert_eq!(answer.headers["x-potluck-max-output-tokens"], OUTPUT_TOKENS_MAX.to_string().as_str());
    // Only the model's name and the limit were changed.
    let sent = &desk.chat.vendor.requests()[0];
    assert_eq!((&sent.body["model"], &sent.body["max_tokens"]), (&json!("plain"), &json!(OUTPUT_TOKENS_MAX)));
    assert_eq!((&sent.body["unheard_of"], &sent.body["temperature"]), (&body["unheard_of"], &json!(0.25)));
    assert_eq!(sent.body["messages"], body["messages"]);
    assert_eq!(desk.rows().await, [("sim".to_owned(), true, 70, 30, 100, false)]);
    assert_eq!(desk.own().await, 100);
    desk.settled().await;
}

#[tokio::test]
async fn a_stream_is_passed_on_event_by_event() {
    let desk = desk().await;
    desk.chat.vendor.queue(Script { hold_after: Some(2), ..Script::words(5) });
    let mut response = desk.program.stream("Hello").await;
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut text = String::new();
    while payloads(&text).len() < 3 {
        text.push_str(std::str::from_utf8(&response.chunk().await.unwrap().unwrap()).unwrap());
    }
    // What has come is here, while the vendor waits with the rest.
    desk.chat.vendor.until(|counts| counts.held_streams == 1).await;
    desk.chat.vendor.release();
    while let Some(bytes) = response.chunk().await.unwrap() {
        text.push_str(std::str::from_utf8(&bytes).unwrap());
    }
    let events = payloads(&text);
    assert_eq!(events.last().unwrap(), "[DONE]");
    assert_eq!(events[events.len() - 2]["choices"][0]["finish_reason"], "stop");
    // Asked for by Potluck and not by the client: the event with the usage stays here.
    let with_usage = |event: &&Value| event["usage"].is_object();
    assert_eq!(events.iter().filter(with_usage).count(), 0);
    assert_eq!(desk.chat.vendor.requests()[0].body["stream_options"]["include_usage"], true);
    assert_eq!(desk.rows().await.len(), 1);

    let mut body = question("sim", "Hello", true);
    body["stream_options"] = json!({"include_usage": true});
    let asked = desk.program.post(CHAT, &body).await.ok();
    assert_eq!(payloads(&asked.text).iter().filter(with_usage).count(), 1);
    desk.settled().await;
}

#[tokio::test]
async fn what_is_no_request_is_refused_in_the_formats_words_and_costs_nothing() {
    let desk = desk().await;
    let with = |name: &str, value: Value| {
        let mut body = question("sim", "Hello", false);
        body[name] = value;
        body.to_string()
    };
    let deep = format!("{}1{}", "[".repeat(50_000), "]".repeat(50_000));
    for (body, status, code) in [
        ("{".to_owned(), 400, "invalid_request_error"),
        ("[]".to_owned(), 400, "invalid_request_error"),
        (r#"{"model":"sim","max_tokens":1,"max_tokens":9}"#.to_owned(), 400, "invalid_request_error"),
        (r#"{"messages":[]}"#.to_owned(), 400, "invalid_request_error"),
        (with("model", json!("nobody")), 404, "model_not_found"),
        (with("model", json!("sim-dear")), 404, "model_not_found"),
        (with("model", json!(5)), 400, "invalid_request_error"),
        (with("stream", json!("yes")), 400, "invalid_request_error"),
        (with("max_tokens", json!(0)), 400, "invalid_request_error"),
        (with("max_tokens", json!(-5)), 400, "invalid_request_error"),
        (with("max_tokens", json!("many")), 400, "invalid_request_error"),
        (with("n", json!(100)), 400, "unsupported_parameter"),
        (with("service_tier", json!("priority")), 400, "unsupported_parameter"),
        (with("messages", json!([{"role": "user", "content": "x".repeat(2_000_000)}])), 400, "context_length_exceeded"),
        (format!("{{\"model\":\"sim\",\"messages\":{deep}}}"), 400, "invalid_request_error"),
    ] {
        let asked = desk.program.request(Method::POST, CHAT).body(body.clone()).send().await.unwrap();
        let reply = crate::support::Reply::read(asked).await;
        reply.openai_error(status, code);
        let anthropic = desk.program.request(Method::POST, "/v1/messages").body(body).send().await.unwrap();
        assert_eq!(anthropic.json::<Value>().await.unwrap()["type"], "error");
    }
    let large = vec![b' '; 33 * 1024 * 1024];
    let asked = desk.program.request(Method::POST, CHAT).body(large).send().await.unwrap();
    assert_eq!(asked.status(), 413);
    // An absurd wish is only a wish, and a thousand messages are a conversation.
    let huge = desk.program.request(Method::POST, CHAT).body(with("max_tokens", json!(u64::MAX))).send().await.unwrap();
    assert_eq!(huge.status(), 200);
    let many: Vec<Value> = (0..2000).map(|_| json!({"role": "user", "content": "x"})).collect();
    desk.program
        .request(Method::POST, CHAT)
        .body(with("messages", json!(many)))
        .send()
        .await
        .unwrap()
        .error_for_status()
        .unwrap();
    assert_eq!(desk.chat.vendor.counts().requests, 2);
    desk.settled().await;
}

#[tokio::test]
async fn a_giant_picture_counts_as_a_picture_and_is_charged_as_reported() {
    let desk = desk().await;
    // Twenty megabytes: as text they would be ten million tokens.
    let url = format!("data:image/png;base64,{}", "A".repeat(20 * 1024 * 1024));
    let content = json!([{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": url}}]);
    let body = json!({"model": "sim", "stream": true, "messages": [{"role": "user", "content": content}]});
    desk.chat.vendor.queue(Script { hold_after: Some(1), ..Script::words(4) });
    let asked = desk.program.request(Method::POST, CHAT).json(&body).send().await.unwrap();
    desk.chat.vendor.until(|counts| counts.held_streams == 1).await;
    let held = "SELECT EXISTS (SELECT 1 FROM holds WHERE status = 'held' AND total_nanousd BETWEEN 6000 AND 7000)";
    desk.chat.server.until(held).await;
    desk.chat.vendor.release();
    // The vendor calls the model by its own name; charged is the model that was asked.
    assert_eq!(payloads(&asked.text().await.unwrap())[0]["model"], "plain");
    desk.settled().await;
    let rows = desk.rows().await;
    assert_eq!((rows[0].0.as_str(), rows[0].3, rows[0].5), ("sim", 4, false));
}

#[tokio::test]
async fn what_the_vendor_refuses_costs_nothing_and_says_what_it_means() {
    let desk = desk().await;
    for (status, expected, code) in [
        (400, 400, "invalid_request_error"),
        (401, 503, "provider_unavailable"),
        (403, 503, "provider_unavailable"),
        (404, 404, "model_not_found"),
        (429, 429, "rate_limit_exceeded"),
        (500, 429, "rate_limit_exceeded"),
        (503, 429, "rate_limit_exceeded"),
    ] {
        desk.chat.vendor.queue(Script::default().with_fault(Fault::ErrorBeforeFirstByte { status }));
        let whole = desk.program.chat("Hello").await;
        whole.openai_error(expected, code);
        assert!(!whole.text.contains("sk-canary"));
    }
    desk.chat.vendor.queue(Script::default().with_fault(Fault::RateLimited { retry_after_s: 7 }));
    let busy = desk.program.chat("Hello").await;
    busy.openai_error(429, "rate_limit_exceeded");
    assert_eq!(busy.headers["retry-after"], "7");
    assert_eq!((desk.own().await, desk.rows().await.len()), (0, 0));
    desk.settled().await;
}

#[tokio::test]
async fn who_pays_what_for_each_fault_of_a_stream() {
    // The simulator counts a token for each word; the estimate is of what was delivered.
    for (fault, outcome) in [
        (Fault::CutAfter { tokens: 5 }, "estimated"),
        (Fault::EndAfter { tokens: 5 }, "estimated"),
        (Fault::MalformedAfter { tokens: 5 }, "estimated"),
        (Fault::ErrorEventAfter { tokens: 5 }, "estimated"),
        (Fault::GiantChunkAfter { tokens: 5, bytes: 4 << 20 }, "estimated"),
        (Fault::CutAfter { tokens: 0 }, "nothing"),
        (Fault::EndAfter { tokens: 0 }, "nothing"),
        (Fault::ErrorEventAfter { tokens: 0 }, "nothing"),
    ] {
        let desk = desk().await;
        desk.chat.vendor.queue(Script::words(40).with_fault(fault));
        let body = desk.program.stream("Hello").await.text().await.unwrap();
        let events = payloads(&body);
        assert_eq!(
            events.last().unwrap()["error"]["code"],
            if matches!(fault, Fault::ErrorEventAfter { .. }) { "rate_limit_exceeded" } else { "provider_unavailable" },
            "{fault:?}"
        );
        assert!(!body.contains("[DONE]"), "{fault:?}");
        let rows = desk.rows().await;
        if outcome == "nothing" {
            assert_eq!((rows.len(), desk.own().await), (0, 0), "{fault:?}");
        } else {
            let (_, _, input, output, cost, estimated) = rows[0].clone();
            assert!(estimated && output >= 5 && input > 0, "{fault:?}: {rows:?}");
            assert_eq!((cost, cost), (input + output, desk.own().await), "{fault:?}");
        }
        desk.settled().await;
    }
}

#[tokio::test]
async fn usage_that_is_missing_or_nothing_is_estimated_and_an_absurd_one_is_the_operators() {
    for stream in [false, true] {
        for usage in [Usage::Missing, Usage::Null, Usage::Zero] {
            let desk = desk().await;
            desk.chat.vendor.queue(Script::words(9).with_usage(usage));
            desk.program.post(CHAT, &question("sim", "Hello", stream)).await.ok();
            let (_, _, input, output, cost, estimated) = desk.rows().await[0].clone();
            assert!(estimated && output >= 9 && cost == input + output, "{usage:?} {stream}");
            desk.settled().await;
        }
        let desk = desk_with("", "0.000001").await;
        let absurd = Tokens { input: 5_000_000_000, output: 5_000_000_000, ..Tokens::default() };
        desk.chat.vendor.queue(Script::words(3).with_usage(Usage::Custom(absurd)));
        desk.program.post(CHAT, &question("sim", "Hello", stream)).await.ok();
        assert_eq!(desk.own().await, 1000);
        assert!(desk.chat.server.balance(&desk.group, "overrun", "nano_usd").await > 1_000_000);
        desk.settled().await;
    }
}

#[tokio::test]
async fn a_client_that_goes_away_is_charged_what_the_vendor_reports() {
    let desk = desk().await;
    desk.chat.vendor.queue(Script { hold_after: Some(3), ..Script::words(20) });
    let mut response = desk.program.stream("Hello").await;
    response.chunk().await.unwrap().unwrap();
    desk.chat.vendor.until(|counts| counts.held_streams == 1).await;
    drop(response);
    // Its answer is read on without it, for the usage.
    desk.chat.vendor.release();
    desk.settled().await;
    let rows = desk.rows().await;
    assert_eq!((rows[0].3, rows[0].5), (20, false), "{rows:?}");
    assert_eq!(desk.chat.vendor.counts().disconnects, 0);
}

#[tokio::test]
async fn a_revoked_key_is_not_served_on_and_what_it_used_is_charged() {
    let desk = desk().await;
    desk.chat.vendor.queue(Script { hold_after: Some(3), ..Script::words(20) });
    let mut response = desk.program.stream("Hello").await;
    response.chunk().await.unwrap().unwrap();
    desk.chat.vendor.until(|counts| counts.held_streams == 1).await;
    desk.ann.delete(&format!("/api-keys/{}", desk.program.key_id)).await.no_content();
    let mut rest = String::new();
    while let Some(bytes) = response.chunk().await.unwrap() {
        rest.push_str(std::str::from_utf8(&bytes).unwrap());
    }
    assert_eq!(payloads(&rest).last().unwrap()["error"]["code"], "invalid_api_key", "{rest}");
    desk.chat.vendor.release();
    desk.settled().await;
    assert_eq!(desk.rows().await[0].3, 20);
}

#[tokio::test]
async fn a_client_that_never_reads_holds_back_the_vendor_and_not_the_memory() {
    let desk = desk().await;
    // 30 MB in 300 tokens: far more than all buffers on the way.
    desk.chat.vendor.queue(Script::text(format!("{} ", "x".repeat(100_000)).repeat(300)));
    let response = desk.program.stream("Hello").await;
    desk.chat.vendor.until(|counts| counts.open_streams == 1).await;
    tokio::time::timeout(std::time::Duration::from_secs(1), desk.chat.vendor.until(|counts| counts.ended_streams == 1))
        .await
        .expect_err("the vendor waits");
    drop(response);
    desk.settled().await;
}

#[tokio::test]
async fn admission_is_exact_with_two_nodes_and_chats_beside_it() {
    // Credit for exactly twenty requests of this size.
    let probe = desk().await;
    probe.chat.vendor.set_default(Script::words(1));
    probe.program.chat("Q").await.ok();
    let held: i64 = sqlx::query_scalar("SELECT total_nanousd FROM holds")
        .fetch_one(&mut *probe.chat.server.database().await)
        .await
        .unwrap();
    let desk = desk_with("", &format!("0.{:09}", held * 20)).await;
    let node = desk.chat.another_node().await;
    let full = Tokens {
        input: u64::try_from(held).unwrap() - OUTPUT_TOKENS_MAX,
        output: OUTPUT_TOKENS_MAX,
        ..Tokens::default()
    };
    desk.chat.vendor.set_default(Script::words(300).with_usage(Usage::Custom(full)));
    let there = desk.program.at(&node);
    let asking = (0..100).map(|n| if n % 2 == 0 { desk.program.chat("Q") } else { there.chat("Q") });
    let replies = futures_util::future::join_all(asking).await;
    let (good, refused): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 200);
    assert_eq!(good.len(), 20);
    for reply in refused {
        reply.openai_error(429, "insufficient_quota");
    }
    assert_eq!(desk.own().await, held * 20);
    desk.settled().await;
}

#[tokio::test]
async fn a_dead_nodes_requests_are_ended_and_charged_by_what_was_delivered() {
    let desk = desk().await;
    desk.chat.vendor.queue(Script { hold_after: Some(8), ..Script::words(20) });
    let mut response = desk.program.stream("Hello").await;
    response.chunk().await.unwrap().unwrap();
    desk.chat.server.until("SELECT EXISTS (SELECT 1 FROM gateway_requests WHERE output_estimate_tokens >= 8)").await;
    // As if the node were gone: somebody else's, and out of time.
    desk.chat.server.meddle(
        "UPDATE gateway_requests SET node_id = gen_random_uuid(), lease_until = now() - interval '1 second' WHERE $1 <> ''",
        "all",
    ).await;
    desk.settled().await;
    let (_, _, _, output, _, estimated) = desk.rows().await[0].clone();
    assert!(estimated && output >= 8);
    // The node that thought it ran the request serves it no further, and charges nothing again.
    while response.chunk().await.is_ok_and(|chunk| chunk.is_some()) {}
    assert_eq!(desk.rows().await.len(), 1);
}

#[tokio::test]
async fn each_format_reaches_every_vendor() {
    let chat = ChatServer::start_with_all_vendors().await;
    let (ann, group) = chat.ann_on("every").await;
    let program = ann.program(&chat.server, &group).await;
    chat.vendor.set_default(Script::text("Hello from there").with_usage(Usage::Custom(Tokens {
        input: 7,
        output: 3,
        ..Tokens::default()
    })));
    for model in ["sim", "sim-anthropic", "sim-gemini"] {
        for stream in [false, true] {
            let mut body = question(model, "Hello", stream);
            body["max_tokens"] = json!(50);
            let answer = program.post(CHAT, &body).await.ok();
            let said = if stream {
                assert!(answer.text.ends_with("data: [DONE]\n\n"), "{model}: {}", answer.text);
                payloads(&answer.text)
                    .iter()
                    .filter_map(|event| event["choices"][0]["delta"]["content"].as_str())
                    .collect()
            } else {
                assert_eq!(answer["usage"]["total_tokens"], 10, "{model}");
                answer["choices"][0]["message"]["content"].as_str().unwrap().to_owned()
            };
            assert_eq!(said, "Hello from there", "{model} {stream}");

            let answer = program.post("/v1/messages", &body).await.ok();
            let said = if stream {
                assert!(answer.text.contains("event: message_stop"), "{model}: {}", answer.text);
                payloads(&answer.text).iter().filter_map(|event| event["delta"]["text"].as_str()).collect()
            } else {
                assert_eq!(
                    (&answer["usage"]["input_tokens"], &answer["usage"]["output_tokens"]),
                    (&json!(7), &json!(3)),
                    "{model}"
                );
                answer["content"][0]["text"].as_str().unwrap().to_owned()
            };
            assert_eq!(said, "Hello from there", "{model} {stream}");

            let body = json!({"model": model, "input": "Hello", "stream": stream, "max_output_tokens": 50});
            let answer = program.post("/v1/responses", &body).await.ok();
            let response = if stream { payloads(&answer.text).pop().unwrap()["response"].clone() } else { answer.body };
            assert_eq!(response["output"][0]["content"][0]["text"], "Hello from there", "{model} {stream}");
            assert_eq!(response["usage"]["total_tokens"], 10, "{model} {stream}");
        }
    }
    for request in chat.vendor.requests() {
        let limits = ["/max_tokens", "/generationConfig/maxOutputTokens"].map(|at| request.body.pointer(at).cloned());
        assert_eq!(limits.into_iter().flatten().collect::<Vec<_>>(), [json!(50)], "{}", request.body);
    }
    let costs: Vec<i64> = sqlx::query_scalar("SELECT cost_nanousd FROM usage")
        .fetch_all(&mut *chat.server.database().await)
        .await
        .unwrap();
    assert_eq!(costs, vec![10; 18]);
    chat.server.audit().await;
}

#[tokio::test]
async fn a_stream_that_is_slow_to_begin_keeps_its_credit_held_and_counts_once() {
    let desk = desk().await;
    desk.chat.vendor.queue(Script { hold_after: Some(1), ..Script::words(4) });
    let response = desk.program.stream("Hello").await;
    desk.chat.vendor.until(|counts| counts.held_streams == 1).await;
    let held = desk.own().await;
    assert!(held > 300, "{held}");
    assert_eq!(desk.ann.api_key(&desk.program.key_id).await["used_today_nanousd"], held);
    desk.chat.vendor.release();
    let mut stream = response.bytes_stream();
    while stream.next().await.is_some() {}
    desk.settled().await;
    assert_eq!(desk.ann.api_key(&desk.program.key_id).await["used_today_nanousd"], desk.own().await);
}
