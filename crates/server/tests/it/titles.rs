//! Names of conversations by a cheap model: who is asked, what it costs, and when nobody is.

use serde_json::{Value, json};
use simulator::{Fault, Script, Tokens, Usage};

use crate::support::{ChatServer, Person};

/// The answer to the question, then a name for the conversation.
fn answer_then(chat: &ChatServer, title: Script) {
    chat.vendor.queue(Script::words(40));
    chat.vendor.queue(title);
}

/// A name, said the way models do, that costs 30 tokens.
fn title() -> Script {
    let used = Tokens { input: 20, output: 10, ..Tokens::default() };
    Script::text("\"Dinners for a Small Kitchen.\"\n").with_usage(Usage::Custom(used))
}

async fn title_of(person: &Person, conversation: &str) -> String {
    person.get(&format!("/conversations/{conversation}")).await.ok().str("title").to_owned()
}

/// Waits until the vendor has been asked so often and nothing is held any more.
async fn settled(chat: &ChatServer, requests: u64) {
    chat.vendor.until(|counts| counts.requests >= requests && counts.open_streams == 0).await;
    chat.server.until("SELECT NOT EXISTS (SELECT 1 FROM holds WHERE status = 'held')").await;
}

/// Bo asks for the first time, and has his conversation named: a call for a name before his would have come by then.
async fn another_is_named(chat: &ChatServer) {
    let bo = chat.server.sign_up("Bo").await;
    let group = bo.make_group("pair").await;
    bo.act(&format!("/groups/{group}/start")).await.ok();
    let mut events = bo.events("/events").await;
    let conversation = bo.converse(&group).await;
    answer_then(chat, title());
    bo.say(&conversation, "What shall we cook then?").await;
    while title_of(&bo, &conversation).await != "Dinners for a Small Kitchen" {
        events.until("conversation.changed").await;
    }
}

#[tokio::test]
async fn a_first_answer_is_followed_by_a_name_of_the_cheapest_model_on_a_line_of_its_own() {
    let chat = ChatServer::start_with_titles().await;
    let (ann, group) = chat.ann_on("three").await;
    let conversation = ann.converse(&group).await;
    let mut other_device = ann.events("/events").await;
    answer_then(&chat, title());
    let question = json!({"text": "What shall we cook?", "model": "sim-dear"});
    ann.ask(&conversation, &question).await.rest().await;

    // The other device hears of it, and asks.
    while title_of(&ann, &conversation).await != "Dinners for a Small Kitchen" {
        other_device.until("conversation.changed").await;
    }
    settled(&chat, 2).await;
    let asked = chat.vendor.requests();
    let shown = asked[1].body["messages"].to_string();
    assert!(shown.contains("Name this conversation") && shown.contains("What shall we cook?"), "{shown}");

    let usage = ann.get(&format!("/groups/{group}/usage")).await.ok();
    let row = |model: &str| -> Vec<Value> {
        let rows = usage["items"].as_array().unwrap();
        let row = rows.iter().find(|row| row["model"] == model).unwrap();
        let names =
            ["turns", "titles", "title_input_tokens", "title_output_tokens", "title_cost_nanousd", "cost_nanousd"];
        names.map(|name| row[name].clone()).to_vec()
    };
    assert_eq!(row("sim-dear")[..5], [1, 0, 0, 0, 0].map(Value::from));
    assert_eq!(row("sim"), [1, 1, 20, 10, 30, 30].map(Value::from));
    let summary = ann.get(&format!("/groups/{group}/usage/summary")).await.ok();
    assert_eq!(summary["typical"].as_array().unwrap().len(), 1, "a title is no question: {}", summary["typical"]);

    // A conversation that has a name is not named again.
    ann.say(&conversation, "And on Thursday?").await;
    another_is_named(&chat).await;
    assert_eq!(chat.vendor.counts().requests, 5);
    chat.server.audit().await;
}

#[tokio::test]
async fn a_name_that_its_owner_gave_meanwhile_stays_and_the_call_is_charged() {
    let chat = ChatServer::start_with_titles().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    answer_then(&chat, Script { hold_after: Some(1), ..title() });
    ann.say(&conversation, "What shall we cook?").await;
    chat.vendor.until(|counts| counts.held_streams == 1).await;
    assert_eq!(title_of(&ann, &conversation).await, "What shall we cook?");
    ann.patch(&format!("/conversations/{conversation}"), &json!({"title": "Food"})).await.ok();
    chat.vendor.release();
    settled(&chat, 2).await;
    assert_eq!(title_of(&ann, &conversation).await, "Food");
    let usage = ann.get(&format!("/groups/{group}/usage")).await.ok();
    assert_eq!(usage["items"][0]["title_cost_nanousd"], 30);
    chat.server.audit().await;
}

#[tokio::test]
async fn a_call_whose_end_fails_at_first_is_ended_all_the_same() {
    let chat = ChatServer::start_with_titles().await;
    let (ann, group) = chat.ann().await;
    // What a sequence counts stays counted when the rest is undone.
    let mut connection = chat.server.database().await;
    for statement in [
        "CREATE SEQUENCE tries",
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN
             IF NEW.purpose = 'title' AND nextval('tries') = 1 THEN RAISE EXCEPTION 'out of order'; END IF;
             RETURN NEW;
         END $$",
        "CREATE TRIGGER refuse BEFORE INSERT ON usage FOR EACH ROW EXECUTE FUNCTION refuse()",
    ] {
        sqlx::query(statement).execute(&mut *connection).await.unwrap();
    }
    answer_then(&chat, title());
    ann.say(&ann.converse(&group).await, "What shall we cook?").await;
    settled(&chat, 2).await;
    chat.server.until("SELECT last_value = 2 FROM tries").await;
    let usage = ann.get(&format!("/groups/{group}/usage")).await.ok();
    assert_eq!(usage["items"][0]["title_cost_nanousd"], 30);
    chat.server.audit().await;
}

#[tokio::test]
async fn nobody_is_asked_who_should_not_be() {
    let chat = ChatServer::start_with_titles().await;
    let (ann, group) = chat.ann().await;
    let named = ann.post("/conversations", &json!({"group_id": group, "title": "Food"})).await.created();
    ann.say(named.str("id"), "What shall we cook?").await;
    let temporary = ann.post("/conversations", &json!({"group_id": group, "temporary": true})).await.created();
    ann.say(temporary.str("id"), "What shall we cook?").await;
    // Cut off before its end: there is nothing yet to name it by.
    chat.vendor.queue(Script::words(40).with_fault(Fault::CutAfter { tokens: 3 }));
    ann.say(&ann.converse(&group).await, "What shall we cook?").await;

    assert_eq!(ann.get("/me").await.ok()["automatic_titles"], true);
    let off = ann.patch("/me", &json!({"automatic_titles": false})).await.ok();
    assert_eq!(off["automatic_titles"], false);
    let unnamed = ann.converse(&group).await;
    ann.say(&unnamed, "What shall we cook?").await;
    another_is_named(&chat).await;
    assert_eq!(chat.vendor.counts().requests, 6);
    assert_eq!(title_of(&ann, &unnamed).await, "What shall we cook?");
}

#[tokio::test]
async fn a_vendor_that_gives_no_name_costs_nothing_and_changes_nothing() {
    let chat = ChatServer::start_with_titles().await;
    let (ann, group) = chat.ann().await;
    for (number, fault) in
        [Fault::ErrorBeforeFirstByte { status: 500 }, Fault::CutAfter { tokens: 2 }].into_iter().enumerate()
    {
        let conversation = ann.converse(&group).await;
        answer_then(&chat, title().with_fault(fault));
        ann.say(&conversation, "What shall we cook?").await;
        settled(&chat, 2 * (number as u64 + 1)).await;
        assert_eq!(title_of(&ann, &conversation).await, "What shall we cook?");
    }
    let usage = ann.get(&format!("/groups/{group}/usage")).await.ok();
    assert_eq!((&usage["items"][0]["turns"], &usage["items"][0]["titles"]), (&json!(2), &json!(0)));
    chat.server.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_dead_node_held_for_a_title_is_given_back_and_what_runs_is_not() {
    let chat = ChatServer::start_with_titles().await;
    let (ann, group) = chat.ann().await;
    let node = chat.another_process_with(&[("POTLUCK_AUTOMATIC_TITLES", "true")]);
    let there = ann.at(&node.url);
    answer_then(&chat, Script { hold_after: Some(1), ..title() });
    there.say(&there.converse(&group).await, "What shall we cook?").await;
    chat.vendor.until(|counts| counts.held_streams == 1).await;
    node.kill();
    chat.vendor.until(|counts| counts.open_streams == 0).await;
    // A turn that runs, whatever its hold says.
    chat.vendor.queue(Script { hold_after: Some(1), ..Script::words(40) });
    let body = json!({"text": "And on Thursday?"});
    let mut running = ann.ask(&ann.converse(&group).await, &body).await;
    chat.vendor.until(|counts| counts.held_streams == 1).await;
    let held = "SELECT count(*) FROM holds WHERE status = 'held'";
    let count =
        async || sqlx::query_scalar::<_, i64>(held).fetch_one(&mut *chat.server.database().await).await.unwrap();
    assert_eq!(count().await, 2);
    server::chat::give_back_abandoned(&chat.server.app).await.unwrap();
    assert_eq!(count().await, 2, "its time is not up");
    let aged = "UPDATE holds SET expires_at = now() - interval '1 second' WHERE status = 'held'";
    sqlx::query(aged).execute(&mut *chat.server.database().await).await.unwrap();
    server::chat::give_back_abandoned(&chat.server.app).await.unwrap();
    assert_eq!(count().await, 1);
    chat.vendor.queue(title());
    chat.vendor.release();
    running.until("turn.finished").await;
    settled(&chat, 4).await;
    chat.server.audit().await;
}
