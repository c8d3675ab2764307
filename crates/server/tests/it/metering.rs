//! Who may use how much, and who pays: the pool as members meet it.

use std::collections::HashSet;

use futures_util::future::join_all;
use jiff::Span;
use jiff::civil::Date;
use serde_json::{Value, json};
use simulator::{Script, Tokens, Usage};

use crate::support::{ChatServer, OUTPUT_TOKENS_MAX, Person, Reply, Shown, Trio, echo};

/// An answer that the vendor counts as so many tokens together.
fn worth(tokens: u64) -> Script {
    Script::words(1).with_usage(Usage::Custom(Tokens { input: tokens - 1, output: 1, ..Tokens::default() }))
}

/// Uses exactly so many nano-USD.
pub(crate) async fn spend(chat: &ChatServer, person: &Person, group: &str, nanousd: u64) -> Shown {
    chat.vendor.queue(worth(nanousd));
    let shown = person.say(&person.converse(group).await, "Spend").await;
    assert_eq!(shown.ended()["cost_nanousd"], nanousd);
    shown
}

/// A question that is counted as so many tokens at most.
fn question_of(tokens: usize) -> Value {
    json!({"text": "x".repeat((tokens - 8) * 2)})
}

/// Ann, Bo and Cy with 30,000 nano-USD for 30 days, everybody's share paid, on day 12.
pub(crate) async fn thirty_thousand() -> (ChatServer, Trio) {
    let chat = ChatServer::start_with("", "0.00003").await;
    let trio = chat.server.three_on("three").await;
    for person in trio.everybody() {
        person.pay(&trio.ann, &trio.group).await;
    }
    for statement in [
        "UPDATE periods SET days = 30, starts_on = (now() AT TIME ZONE time_zone)::date - 12,
                starts_at = (date_trunc('day', now() AT TIME ZONE time_zone) - interval '12 days') AT TIME ZONE time_zone,
                ends_at = (date_trunc('day', now() AT TIME ZONE time_zone) + interval '18 days') AT TIME ZONE time_zone
         WHERE group_id = $1::uuid",
        "UPDATE period_members SET borrowed_day = 0, slices =
                (SELECT array_agg(10000 * (day + 1) / 30 - 10000 * day / 30 ORDER BY day) FROM generate_series(0, 29) day)
         WHERE group_id = $1::uuid",
    ] {
        chat.server.meddle(statement, &trio.group).await;
    }
    (chat, trio)
}

fn amounts(member: &Value) -> [i64; 4] {
    ["own", "lent", "borrowed", "available"].map(|name| member[name].as_i64().unwrap())
}

#[tokio::test]
async fn who_ran_out_borrows_what_the_others_left_and_no_more() {
    let (chat, Trio { group, ann, bo, cy }) = thirty_thousand().await;
    spend(&chat, &bo, &group, 4000).await;
    spend(&chat, &ann, &group, 10_000).await;
    assert_eq!(amounts(&ann.member(&group, &ann).await), [10_000, 0, 0, 0]);

    // Ann asks for 500 at worst: admitted from Cy, who never came; Bo has nothing to lend.
    chat.vendor.queue(worth(500));
    let body = question_of(500 - usize::try_from(OUTPUT_TOKENS_MAX).unwrap());
    let events = ann.ask(&ann.converse(&group).await, &body).await.rest().await;
    assert_eq!(events[0].data["held_nanousd"], 500);
    assert_eq!(Shown::of(&events).ended()["cost_nanousd"], 500);
    assert_eq!(amounts(&ann.member(&group, &ann).await), [10_000, 0, 500, 0]);
    assert_eq!(amounts(&ann.member(&group, &bo).await), [4000, 0, 0, 6000]);
    assert_eq!(amounts(&ann.member(&group, &cy).await), [0, 500, 0, 9500]);

    // What Cy still lends is less than the next question takes.
    let path = format!("/conversations/{}/turns", ann.converse(&group).await);
    let refused = ann.post(&path, &question_of(2500)).await.refused(402, "credit_exhausted");
    assert_eq!((&refused["own_left_nanousd"], &refused["borrowable_nanousd"]), (&json!(0), &json!(2500)));
    let group_now = ann.group(&group).await;
    assert_eq!(refused["next_slice_at"], group_now["credit"]["next_slice_at"]);
    // Cy's own is untouched by all that: 7,000 at least.
    spend(&chat, &cy, &group, 7000).await;
    chat.server.audit().await;
}

#[tokio::test]
async fn what_a_turn_leaves_of_its_hold_goes_back_to_whoever_lent_it() {
    let (chat, Trio { group, ann, cy, .. }) = thirty_thousand().await;
    spend(&chat, &ann, &group, 9900).await;
    // Holds 100 of her own and 400 of the others', and uses 130.
    chat.vendor.queue(Script { hold_after: Some(1), ..worth(130) });
    let mut events = ann.ask(&ann.converse(&group).await, &question_of(200)).await;
    events.until("text.delta").await;
    let held = amounts(&ann.member(&group, &ann).await);
    assert_eq!(held, [10_000, 0, 400, 0]);
    chat.vendor.release();
    events.until("turn.finished").await;
    assert_eq!(amounts(&ann.member(&group, &ann).await), [10_000, 0, 30, 0]);
    // Bo and Cy lend the same, and share the 30.
    assert_eq!(amounts(&ann.member(&group, &cy).await), [0, 15, 0, 9985]);
    chat.server.audit().await;
}

#[tokio::test]
async fn an_answer_is_shortened_to_what_there_is_credit_for() {
    // One question of 9 tokens and 280 of answer.
    let chat = ChatServer::start_with("", "0.000000289").await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    chat.vendor.set_default(echo(300));
    let events = ann.ask(&conversation, &json!({"text": "Q"})).await.rest().await;
    let started = &events[0].data;
    assert_eq!((&started["max_output_tokens"], &started["shortened"]), (&json!(280), &json!(true)));
    assert_eq!(started["held_nanousd"], 289);
    assert_eq!(Shown::of(&events).ended()["usage"]["output_tokens"], 280);
    let body = &chat.vendor.requests()[0].body;
    assert!(body["max_tokens"] == 280 || body["max_completion_tokens"] == 280, "{body}");
    // Nothing is left: the next one is refused, and nothing of it is kept.
    let path = format!("/conversations/{conversation}/turns");
    let refused = ann.post(&path, &json!({"text": "Q"})).await.refused(402, "credit_exhausted");
    assert_eq!((&refused["own_left_nanousd"], &refused["borrowable_nanousd"]), (&json!(0), &json!(0)));
    assert_eq!((ann.messages(&conversation).await.len(), chat.vendor.counts().requests), (2, 1));
    chat.server.audit().await;
}

#[tokio::test]
async fn usage_above_the_hold_is_the_members_while_they_have_some_and_then_the_operators() {
    let chat = ChatServer::start_with("", "0.000001").await;
    let (ann, group) = chat.ann().await;
    // 309 are held of 1,000, and 1,500 reported.
    let ended = spend(&chat, &ann, &group, 1500).await;
    assert_eq!(ended.ended()["usage"]["estimated"], false);
    assert_eq!(amounts(&ann.member(&group, &ann).await), [1000, 0, 0, 0]);
    assert_eq!(chat.server.balance(&group, "overrun", "nano_usd").await, 500);
    assert_eq!(chat.server.balance(&group, "spent", "nano_usd").await, -1500);
    chat.server.audit().await;
}

#[tokio::test]
async fn an_unpaid_share_buys_only_the_days_that_have_come() {
    // At least 31 days' worth of one question a day.
    let chat = ChatServer::start_with("", "0.000009579").await;
    let ann = chat.server.sign_up("Ann").await;
    let group = ann.make_group("pair").await;
    ann.act(&format!("/groups/{group}/start")).await.ok();
    let path = format!("/conversations/{}/turns", ann.converse(&group).await);
    let body = question_of(300);
    ann.post(&path, &body).await.refused(402, "credit_exhausted");
    ann.pay(&ann, &group).await;
    ann.post(&path, &body).await.expect(http::StatusCode::ACCEPTED);
}

#[tokio::test]
async fn usage_is_told_by_day_member_and_model() {
    let chat = ChatServer::start().await;
    let trio = chat.server.three_on("three").await;
    let (ann, bo, group) = (&trio.ann, &trio.bo, &trio.group);
    let tokens = Tokens { input: 5, cached_input: 7, cache_write: 0, output: 11, reasoning: 0 };
    chat.vendor.set_default(Script::words(11).with_usage(Usage::Custom(tokens)));
    for (person, model) in [(ann, "sim"), (ann, "sim"), (ann, "sim-dear"), (bo, "sim")] {
        let body = json!({"text": "Q", "model": model});
        person.ask(&person.converse(group).await, &body).await.rest().await;
    }
    let mut rows = Vec::new();
    let mut path = format!("/groups/{group}/usage?limit=2");
    loop {
        let page = bo.get(&path).await.ok();
        rows.extend(page["items"].as_array().unwrap().clone());
        let Some(cursor) = page["next"].as_str() else { break };
        path = format!("/groups/{group}/usage?limit=2&cursor={cursor}");
    }
    let seen: HashSet<String> = rows
        .iter()
        .map(|row| {
            let person = if row["user_id"] == ann.id { "Ann" } else { "Bo" };
            let numbers = ["turns", "input_tokens", "cached_input_tokens", "output_tokens", "cost_nanousd"];
            let numbers: Vec<i64> = numbers.map(|name| row[name].as_i64().unwrap()).to_vec();
            format!("{person} {} {numbers:?}", row["model"].as_str().unwrap())
        })
        .collect();
    let expected = ["Ann sim [2, 10, 14, 22, 46]", "Ann sim-dear [1, 5, 7, 11, 34000]", "Bo sim [1, 5, 7, 11, 23]"];
    assert_eq!(seen, expected.map(str::to_owned).into());
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(|row| row["day"].as_str().unwrap().len() == 10));

    // By an API key it is told apart, in the list, in the table and at a glance.
    let program = bo.program(&chat.server, group).await;
    program.chat("Q").await.ok();
    let by_api: Vec<Value> = bo.get(&format!("/groups/{group}/usage")).await.ok()["items"].as_array().unwrap().clone();
    let by_api: Vec<&Value> = by_api.iter().filter(|row| row["by_api"] == true).collect();
    assert_eq!((by_api.len(), &by_api[0]["turns"], &by_api[0]["user_id"]), (1, &json!(1), &json!(bo.id)));
    let today = by_api[0]["day"].as_str().unwrap();
    assert_eq!(bo.get(&format!("/groups/{group}/usage?from={today}")).await.ok()["items"].as_array().unwrap().len(), 4);
    assert_eq!(bo.get(&format!("/groups/{group}/usage?from=2999-01-01")).await.ok()["items"], json!([]));
    let table = bo.get(&format!("/groups/{group}/usage.csv")).await.ok();
    assert_eq!(table.headers["content-type"], "text/csv; charset=utf-8");
    assert_eq!(table.text.lines().count(), 5);
    assert!(
        table.text.contains(&format!("{today},Bo,sim,api,1,5,7,0,11,0.000000023,0,0.000000000\r\n")),
        "{}",
        table.text
    );
    let summary = bo.get(&format!("/groups/{group}/usage/summary")).await.ok();
    assert_eq!((&summary["mine"]["chat_nanousd"], &summary["mine"]["api_nanousd"]), (&json!(23), &json!(23)));
    assert_eq!(summary["group"]["chat_nanousd"], 34_069);
    assert_eq!(summary["mine"]["forecast_nanousd"], 46 * ann.group(group).await["period"]["days"].as_i64().unwrap());
    assert_eq!((&summary["mine"]["used_up_on"], &summary["group"]["used_up_on"]), (&json!(null), &json!(null)));
    assert_eq!(summary["typical"], json!([{"model": "sim", "turns": 2, "cost_nanousd": 23}]));
    chat.server.audit().await;
}

#[tokio::test]
async fn a_pace_leads_to_no_more_than_there_is_and_says_on_which_day_it_is_gone() {
    let (chat, Trio { group, ann, bo, .. }) = thirty_thousand().await;
    spend(&chat, &bo, &group, 4000).await;
    spend(&chat, &ann, &group, 10_000).await;
    let date = |value: &Value| value.as_str().unwrap().parse::<Date>().unwrap();
    let usage = ann.get(&format!("/groups/{group}/usage")).await.ok();
    let today = date(&usage["items"][0]["day"]);
    let summary = ann.get(&format!("/groups/{group}/usage/summary")).await.ok();
    // Day 12 is the thirteenth: 10,000 of 10,000 in 13 days, and 14,000 of 30,000.
    assert_eq!(summary["mine"]["forecast_nanousd"], 10_000 * 30 / 13);
    assert_eq!(date(&summary["mine"]["used_up_on"]), today.tomorrow().unwrap());
    assert_eq!(summary["group"]["forecast_nanousd"], 30_000, "all that there is");
    assert_eq!(date(&summary["group"]["used_up_on"]), today.saturating_add(Span::new().days(27 - 12)));
    let summary = bo.get(&format!("/groups/{group}/usage/summary")).await.ok();
    assert_eq!((&summary["mine"]["forecast_nanousd"], &summary["mine"]["used_up_on"]), (&json!(9230), &json!(null)));
}

#[tokio::test]
async fn a_members_own_caps_shorten_and_then_refuse_in_chats_and_by_api_key_alike() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let caps = format!("/groups/{group}/caps");
    assert_eq!(ann.get(&caps).await.ok().body, json!({"turn_nanousd": null, "day_nanousd": null}));
    ann.put(&caps, &json!({"turn_nanousd": 0, "day_nanousd": -1})).await.refused(422, "validation_failed");
    ann.put(&caps, &json!({"turn_nanousd": 280, "day_nanousd": 400})).await.ok();

    // 9 tokens of question and 271 of answer: the cap of one turn.
    chat.vendor.set_default(echo(300));
    let conversation = ann.converse(&group).await;
    let events = ann.ask(&conversation, &json!({"text": "Q"})).await.rest().await;
    assert_eq!((&events[0].data["held_nanousd"], &events[0].data["shortened"]), (&json!(280), &json!(true)));
    assert_eq!(Shown::of(&events).ended()["cost_nanousd"], 280);
    // 120 are left of the day: too little for any answer.
    let ask = async || {
        let path = format!("/conversations/{}/turns", ann.converse(&group).await);
        ann.post(&path, &json!({"text": "Q"})).await
    };
    let refused = ask().await.refused(402, "own_cap_reached");
    assert_eq!((&refused["turn_cap_nanousd"], &refused["day_cap_nanousd"]), (&json!(280), &json!(400)));
    let program = ann.program(&chat.server, &group).await;
    program.chat("Q").await.openai_error(429, "insufficient_quota");

    // What runs counts like what was spent, and a lifted cap is no cap.
    ann.put(&caps, &json!({"turn_nanousd": null, "day_nanousd": 590})).await.ok();
    chat.vendor.queue(Script { hold_after: Some(1), ..echo(1) });
    let mut running = ann.ask(&ann.converse(&group).await, &json!({"text": "Q"})).await;
    running.until("text.delta").await;
    ask().await.refused(402, "own_cap_reached");
    chat.vendor.release();
    running.rest().await;
    ask().await.expect(http::StatusCode::ACCEPTED);
    chat.server.until("SELECT NOT EXISTS (SELECT 1 FROM turns WHERE status = 'running')").await;
    ask().await.refused(402, "own_cap_reached");
    ann.put(&caps, &json!({})).await.ok();
    ask().await.expect(http::StatusCode::ACCEPTED);
    chat.server.until("SELECT NOT EXISTS (SELECT 1 FROM turns WHERE status = 'running')").await;
    chat.server.audit().await;
}

#[tokio::test]
async fn how_a_group_shares_changes_with_its_next_period_only() {
    let chat = ChatServer::start().await;
    let Trio { group, ann, bo, .. } = chat.server.three_on("three").await;
    let path = format!("/groups/{group}/lending");
    assert_eq!(bo.get(&path).await.ok().body, json!({"now": "on", "next": "on"}));
    bo.put(&path, &json!({"lending": "strict"})).await.refused(403, "forbidden");
    ann.put(&path, &json!({"lending": "never"})).await.refused(422, "validation_failed");
    assert_eq!(ann.put(&path, &json!({"lending": "strict"})).await.ok().body, json!({"now": "on", "next": "strict"}));
    chat.server.end_period(&group).await;
    server::periods::roll_over(&chat.server.app).await.unwrap();
    assert_eq!(bo.get(&path).await.ok().body, json!({"now": "strict", "next": "strict"}));
    chat.server.audit().await;
}

/// 200 turns at once, dealt out to these nodes, against credit for exactly 20.
async fn two_hundred(chat: &ChatServer, nodes: &[&str]) {
    let (ann, group) = chat.ann().await;
    let conversations = join_all((0..200).map(|_| ann.converse(&group))).await;
    chat.vendor.set_default(echo(u32::try_from(OUTPUT_TOKENS_MAX).unwrap()));
    let ask = async |index: usize, conversation: &String| {
        let path = format!("/conversations/{conversation}/turns");
        ann.at(nodes[index % nodes.len()]).post(&path, &json!({"text": "Q"})).await
    };
    let replies = join_all(conversations.iter().enumerate().map(|(index, id)| ask(index, id))).await;
    let (accepted, refused): (Vec<Reply>, Vec<Reply>) =
        replies.into_iter().partition(|reply| reply.status == http::StatusCode::ACCEPTED);
    assert_eq!(accepted.len(), 20);
    for reply in refused {
        reply.refused(402, "credit_exhausted");
    }
    for turn in &accepted {
        let shown = Shown::of(&ann.events(&format!("/turns/{}/events", turn.str("id"))).await.rest().await);
        assert_eq!((&shown.ended()["status"], &shown.ended()["cost_nanousd"]), (&json!("finished"), &json!(309)));
    }
    assert_eq!(chat.vendor.counts().requests, 20);
    assert_eq!(amounts(&ann.member(&group, &ann).await), [6180, 0, 0, 0]);
    chat.server.audit().await;
}

#[tokio::test]
async fn two_hundred_turns_at_once_against_credit_for_twenty() {
    let chat = ChatServer::start_with("", "0.00000618").await;
    two_hundred(&chat, &[&chat.server.url]).await;
}

// The simulated vendor goes on answering while the starts are waited for.
#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_turns_at_once_on_two_processes() {
    let chat = ChatServer::start_with("", "0.00000618").await;
    let (first, second) = (chat.another_process(), chat.another_process());
    two_hundred(&chat, &[&first.url, &second.url]).await;
    first.stop();
    second.stop();
}
