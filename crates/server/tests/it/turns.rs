//! Turns over real HTTP: streamed, resumed, watched from elsewhere, stopped, repeated, and ended for a dead node.

use domain::price::count_output;
use serde_json::{Value, json};
use simulator::{Script, Usage};
use uuid::Uuid;

use crate::support::{ChatServer, Event, Events, OUTPUT_TOKENS_MAX, Person, Shown, TestServer, echo};

/// Opens a turn whose answer of nine words waits after four, and reads those.
async fn held(chat: &ChatServer, person: &Person, conversation: &str) -> (String, Events, Vec<Event>) {
    chat.vendor.queue(Script { hold_after: Some(4), ..echo(9) });
    let mut events = person.ask(conversation, &json!({"text": "Go on."})).await;
    let mut seen = vec![events.until("turn.started").await];
    for _ in 0..4 {
        seen.push(events.until("text.delta").await);
    }
    (seen[0].data["turn_id"].as_str().unwrap().to_owned(), events, seen)
}

#[tokio::test]
async fn an_answer_streams_piece_by_piece_and_ends_with_what_it_cost() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    chat.vendor.set_default(echo(9));
    let events = ann.ask(&conversation, &json!({"text": "Hello"})).await.rest().await;

    let started = &events[0];
    assert_eq!((started.name.as_str(), started.id), ("turn.started", None));
    // "Hello" and its frame, and the longest answer.
    let (input, held) = (3 + 8, 11 + OUTPUT_TOKENS_MAX);
    assert_eq!(started.data["held_nanousd"], held);
    assert_eq!((&started.data["max_output_tokens"], &started.data["shortened"]), (&json!(300), &json!(false)));
    let deltas = &events[1..events.len() - 1];
    let numbers: Vec<u64> = deltas.iter().map(|delta| delta.data["seq"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (1..=9).collect::<Vec<u64>>());
    assert!(deltas.iter().all(|delta| delta.name == "text.delta"));

    let shown = Shown::of(&events);
    let usage = json!({"input_tokens": input, "cached_input_tokens": 0, "cache_write_tokens": 0, "output_tokens": 9,
                       "estimated": false});
    let ended = shown.ended();
    assert_eq!((&ended["status"], &ended["usage"]), (&json!("finished"), &usage));
    assert_eq!((&ended["cost_nanousd"], &ended["error"]), (&json!(input + 9), &Value::Null));

    let turn = ann.turn(ended["turn_id"].as_str().unwrap()).await;
    assert_eq!((&turn["status"], &turn["usage"], &turn["held_nanousd"]), (&json!("finished"), &usage, &json!(held)));
    let [question, answer] = ann.messages(&conversation).await.try_into().unwrap();
    assert_eq!((&question["text"], &question["role"]), (&json!("Hello"), &json!("user")));
    assert_eq!((&answer["text"], &answer["status"]), (&json!(shown.text), &json!("complete")));
    assert_eq!(
        (&answer["usage"], &answer["cost_nanousd"], &answer["model"]),
        (&usage, &json!(input + 9), &json!("sim"))
    );
    let request = &chat.vendor.requests()[0];
    assert_eq!((request.model.as_str(), request.api_key.as_deref()), ("plain", Some("sk-canary")));
    chat.server.audit().await;
}

#[tokio::test]
async fn whoever_comes_back_at_any_point_sees_the_same_text() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    let (turn, first, seen) = held(&chat, &ann, &conversation).await;
    let mut pages = Vec::new();
    for count in 0..=4 {
        let before = Shown::of(&seen[..=count]);
        pages.push((before.clone(), ann.events_after(&turn, before.seq).await));
    }
    chat.vendor.release();
    let whole = Shown::of(&first.rest().await.into_iter().fold(seen.clone(), |mut all, event| {
        all.push(event);
        all
    }));
    for (mut shown, events) in pages {
        let rest = events.rest().await;
        assert!(rest.iter().all(|event| event.name != "turn.snapshot"), "only what comes after {}", shown.seq);
        for event in &rest {
            shown.take(event);
        }
        assert_eq!(shown, whole);
    }
    // And after the end, from the database: whole, or nothing but the end for whoever has seen all.
    for seq in [0, 4, 99] {
        assert_eq!(Shown::of(&ann.events_after(&turn, seq).await.rest().await), whole);
    }
    let rest = ann.events_after(&turn, whole.seq).await.rest().await;
    assert_eq!(rest.iter().map(|event| event.name.as_str()).collect::<Vec<_>>(), ["turn.finished"]);
}

#[tokio::test]
async fn a_second_device_attaches_in_mid_answer_and_a_closed_page_stops_nothing() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    let (turn, first, seen) = held(&chat, &ann, &conversation).await;
    drop(first);
    let body = json!({"email": "ann@example.org", "password": "Ann has a long password"});
    let phone = ann.with_session(&chat.server.stranger().post("/auth/sign-in", &body).await.ok());
    let running = phone.get(&format!("/conversations/{conversation}")).await.ok();
    assert_eq!(running.str("running_turn_id"), turn);
    let mut events = phone.events(&format!("/turns/{turn}/events")).await;
    let snapshot = events.next().await.unwrap();
    assert_eq!(snapshot.name, "turn.snapshot");
    assert_eq!(Shown::of([&snapshot]), Shown::of(&seen));
    // A page whose session ends is closed; the turn goes on.
    let tablet = ann.with_session(&chat.server.stranger().post("/auth/sign-in", &body).await.ok());
    let mut closing = tablet.events(&format!("/turns/{turn}/events")).await;
    closing.until("turn.snapshot").await;
    tablet.act("/auth/sign-out").await.no_content();
    assert_eq!(closing.next().await, None);

    chat.vendor.release();
    let mut shown = Shown::of([&snapshot]);
    events.rest().await.iter().for_each(|event| shown.take(event));
    assert_eq!((shown.seq, &shown.ended()["status"]), (9, &json!("finished")));
    assert_eq!(ann.messages(&conversation).await[1]["text"], shown.text);
    assert_eq!(chat.vendor.counts().disconnects, 0);
}

#[tokio::test]
async fn stopping_ends_at_once_by_an_estimate_and_pays_what_the_vendor_says_later() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    let (turn, events, seen) = held(&chat, &ann, &conversation).await;
    let stopped = ann.act(&format!("/turns/{turn}/stop")).await.ok();
    assert_eq!(stopped.str("id"), turn);
    // The vendor is still at it; the turn is over, what was not used is free again, and the conversation goes on.
    let rest = events.rest().await;
    assert_eq!(rest.iter().map(|event| event.name.as_str()).collect::<Vec<_>>(), ["turn.finished"]);
    let ended = &rest[0].data;
    let counted = count_output(&Shown::of(&seen).text);
    assert_eq!((&ended["status"], &ended["usage"]["output_tokens"]), (&json!("stopped"), &json!(counted)));
    assert_eq!((&ended["usage"]["estimated"], &ended["error"]), (&json!(true), &Value::Null));
    let answer = &ann.messages(&conversation).await[1];
    assert_eq!((&answer["text"], &answer["status"]), (&json!(Shown::of(&seen).text), &json!("stopped")));
    assert_eq!(chat.server.balance(&group, "hold", "nano_usd").await, 0);
    assert_eq!(ann.act(&format!("/turns/{turn}/stop")).await.ok().str("status"), "stopped");
    chat.vendor.queue(echo(3));
    assert_eq!(ann.say(&conversation, "And now?").await.ended()["status"], "finished");
    chat.server.audit().await;
    assert_eq!(chat.vendor.counts().disconnects, 0, "the vendor is read on for its usage");

    // It goes on to its end; nothing of that is shown any more, and what it reports is charged in place of the estimate.
    chat.vendor.release();
    chat.server.until("SELECT count(*) = 1 FROM usage WHERE corrects_id IS NOT NULL").await;
    let answer = &ann.messages(&conversation).await[1];
    assert_eq!(answer["text"], Shown::of(&seen).text);
    assert_eq!((&answer["usage"]["output_tokens"], &answer["usage"]["estimated"]), (&json!(9), &json!(false)));
    assert_eq!(ann.turn(&turn).await["cost_nanousd"], answer["cost_nanousd"]);
    let days = ann.get(&format!("/groups/{group}/usage")).await.ok();
    assert_eq!((&days["items"][0]["turns"], &days["items"][0]["output_tokens"]), (&json!(2), &json!(9 + 3)));
    chat.server.audit().await;
}

#[tokio::test]
async fn a_report_that_comes_when_the_period_is_closed_changes_nothing() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    let (turn, events, _) = held(&chat, &ann, &conversation).await;
    ann.act(&format!("/turns/{turn}/stop")).await.ok();
    events.rest().await;
    let charged = ann.turn(&turn).await;
    chat.server.end_period(&group).await;
    let moved = server::periods::move_on(&chat.server.app, group.parse().unwrap()).await.unwrap();
    assert_ne!(moved, server::periods::Moved::MoreIsDue);
    chat.vendor.release();
    // Nothing of the old turn runs any more once the server has ended all its tasks.
    chat.server.app.lifecycle.ended().await;
    let mut books = chat.server.database().await;
    let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM usage").fetch_one(&mut *books).await.unwrap();
    assert_eq!((rows, &charged["usage"]["estimated"]), (1, &json!(true)));
    chat.server.audit().await;
}

#[tokio::test]
async fn stopping_before_the_first_token_costs_nothing() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    // The vendor hangs before the head of its response is good, and for ever.
    chat.vendor.set_default(Script::words(1).with_fault(simulator::Fault::RateLimited { retry_after_s: 29 }));
    let mut events = ann.ask(&conversation, &json!({"text": "Hello"})).await;
    let turn = events.until("turn.started").await.data["turn_id"].as_str().unwrap().to_owned();
    chat.vendor.until(|counts| counts.requests == 1).await;
    ann.act(&format!("/turns/{turn}/stop")).await.ok();
    let ended = events.until("turn.finished").await.data;
    assert_eq!(
        (&ended["status"], &ended["usage"], &ended["cost_nanousd"]),
        (&json!("stopped"), &Value::Null, &json!(0))
    );
    assert_eq!(chat.server.balance(&group, "hold", "nano_usd").await, 0);
    chat.server.audit().await;
}

#[tokio::test]
async fn a_turn_sent_again_is_the_same_turn_and_is_paid_once() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let (conversation, other) = (ann.converse(&group).await, ann.converse(&group).await);
    chat.vendor.set_default(echo(9));
    let id = Uuid::now_v7().to_string();
    let body = json!({"id": id, "text": "Once only", "parent_id": null, "model": "sim"});
    let path = format!("/conversations/{conversation}/turns");
    let (one, two, three) =
        tokio::join!(ann.ask(&conversation, &body), ann.ask(&conversation, &body), ann.post(&path, &body));
    assert_eq!((three.status.as_u16(), three.str("id")), (202, &*id));
    let (one, two) = tokio::join!(one.rest(), two.rest());
    assert_eq!(one[0], two[0]);
    assert_eq!(Shown::of(&one), Shown::of(&two));
    let again = ann.ask(&conversation, &body).await.rest().await;
    assert_eq!((&again[0], Shown::of(&again)), (&one[0], Shown::of(&one)));
    assert_eq!((chat.vendor.counts().requests, ann.messages(&conversation).await.len()), (1, 2));
    let spent = chat.server.balance(&group, "spent", "nano_usd").await;
    assert_eq!(-spent, Shown::of(&one).ended()["cost_nanousd"].as_i64().unwrap());

    let answer = ann.messages(&conversation).await[1]["id"].clone();
    for (path, body) in [
        (&path, json!({"id": id, "text": "Something else"})),
        (&path, json!({"id": id, "text": "Once only", "parent_id": answer})),
        (&path, json!({"id": id, "text": "Once only", "model": "sim-dear"})),
        (&path, json!({"id": id, "parent_id": answer})),
        (&format!("/conversations/{other}/turns"), json!({"id": id, "text": "Once only"})),
    ] {
        ann.post(path, &body).await.refused(409, "payload_conflict");
    }
    // Somebody else's use of the same id tells them nothing, and gives them nothing.
    let bo = chat.server.sign_up("Bo").await;
    bo.join(&ann, &group).await;
    let path = format!("/conversations/{}/turns", bo.converse(&group).await);
    bo.post(&path, &json!({"id": id, "text": "Once only"})).await.refused(409, "payload_conflict");
    bo.get(&format!("/turns/{id}")).await.refused(404, "not_found");
    chat.server.audit().await;
}

#[tokio::test]
async fn a_regenerated_answer_sent_again_is_the_same_turn() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    ann.say(&conversation, "Q1").await;
    let question = ann.messages(&conversation).await[0]["id"].clone();
    let body = json!({"id": Uuid::now_v7(), "parent_id": question});
    let path = format!("/conversations/{conversation}/turns");
    ann.ask(&conversation, &body).await.rest().await;
    assert_eq!(ann.post(&path, &body).await.expect(http::StatusCode::ACCEPTED).str("status"), "finished");
    let with_text = json!({"id": body["id"], "text": "Q1", "parent_id": null});
    ann.post(&path, &with_text).await.refused(409, "payload_conflict");
    assert_eq!((chat.vendor.counts().requests, ann.messages(&conversation).await.len()), (2, 3));
}

#[tokio::test]
async fn one_answer_at_a_time_in_a_conversation() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    let (turn, events, _) = held(&chat, &ann, &conversation).await;
    let path = format!("/conversations/{conversation}/turns");
    let refused = ann.post(&path, &json!({"text": "And?"})).await.refused(409, "conversation_busy");
    assert_eq!(refused.str("turn_id"), turn);
    chat.vendor.release();
    events.rest().await;
    // Ten at once: one is first.
    let body = json!({"text": "And?", "parent_id": ann.messages(&conversation).await[1]["id"]});
    chat.vendor.queue(Script { hold_after: Some(1), ..echo(2) });
    let replies = futures_util::future::join_all((0..10).map(|_| ann.post(&path, &body))).await;
    let accepted: Vec<_> = replies.iter().filter(|reply| reply.status.as_u16() == 202).collect();
    assert_eq!(accepted.len(), 1);
    for reply in replies.iter().filter(|reply| reply.status.as_u16() != 202) {
        assert_eq!((reply.status.as_u16(), &reply["turn_id"]), (409, &accepted[0]["id"]), "{}", reply.text);
    }
    chat.vendor.until(|counts| counts.held_streams == 1).await;
    chat.vendor.release();
    ann.events(&format!("/turns/{}/events", accepted[0].str("id"))).await.rest().await;
    chat.server.audit().await;
}

#[tokio::test]
async fn another_node_shows_a_running_turn_and_can_stop_it() {
    let chat = ChatServer::start().await;
    let node = chat.another_node().await;
    let (ann, group) = chat.ann().await;
    let ann_elsewhere = ann.at(&node.url);
    let conversation = ann.converse(&group).await;
    let (turn, events, seen) = held(&chat, &ann, &conversation).await;
    let seen = Shown::of(&seen);
    let mut elsewhere = ann_elsewhere.events(&format!("/turns/{turn}/events")).await;
    let mut shown = Shown::default();
    elsewhere.until_shown(&mut shown, &seen.text).await;
    assert_eq!(shown, seen);
    let live = chat.server.app.turns.find(ann.id.parse().unwrap(), turn.parse().unwrap()).unwrap();
    ann_elsewhere.act(&format!("/turns/{turn}/stop")).await.ok();
    // The node that runs it hears of it by the bus; then what the vendor still sends is not shown.
    live.stop_requested().await;
    drop(live);
    chat.vendor.release();
    for events in [events, elsewhere] {
        let rest = events.rest().await;
        assert_eq!(rest.len(), 1, "{rest:?}");
        assert_eq!((rest[0].name.as_str(), &rest[0].data["status"]), ("turn.finished", &json!("stopped")));
    }
    assert_eq!(ann_elsewhere.messages(&conversation).await[1]["text"], seen.text);
    chat.server.audit().await;
}

#[tokio::test]
async fn another_node_shows_an_answer_growing_to_its_end() {
    let chat = ChatServer::start().await;
    let node = chat.another_node().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    let (turn, events, _) = held(&chat, &ann, &conversation).await;
    let mut elsewhere = ann.at(&node.url).events(&format!("/turns/{turn}/events")).await;
    let mut shown = Shown::default();
    elsewhere.until_shown(&mut shown, "keep").await;
    chat.vendor.release();
    let whole = Shown::of(&ann.events_after(&turn, 0).await.rest().await);
    elsewhere.rest().await.iter().for_each(|event| shown.take(event));
    assert_eq!(shown, whole);
    drop(events);
}

/// Takes a running turn away from its node, as if that had died a minute ago.
async fn abandon(server: &TestServer, turn: &str) {
    let statement = "UPDATE turns SET node_id = gen_random_uuid(), lease_until = now() - interval '1 minute'
                     WHERE id = $1::uuid AND status = 'running'";
    server.meddle(statement, turn).await;
}

#[tokio::test]
async fn a_dead_nodes_turn_is_ended_with_what_was_saved_and_paid_by_estimate() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    let (turn, events, seen) = held(&chat, &ann, &conversation).await;
    let seen = Shown::of(&seen).text;
    chat.server.until("SELECT bool_or(text_seq = 4) FROM messages").await;
    abandon(&chat.server, &turn).await;
    // Nobody waits for the next round: another node has just started.
    server::chat::reap(&chat.server.app).await.unwrap();
    drop(events);

    let ended = ann.turn(&turn).await;
    // "Go on." and its frame.
    let cost = (3 + 8) + count_output(&seen);
    assert_eq!((&ended["status"], &ended["cost_nanousd"]), (&json!("interrupted"), &json!(cost)));
    assert_eq!((&ended["usage"]["estimated"], &ended["error"]["code"]), (&json!(true), &json!("server_stopped")));
    let answer = &ann.messages(&conversation).await[1];
    assert_eq!((&answer["text"], &answer["status"]), (&json!(seen), &json!("interrupted")));
    assert_eq!(answer["error"]["code"], "server_stopped");
    let end = Shown::of(&ann.events(&format!("/turns/{turn}/events")).await.rest().await);
    assert_eq!((end.text.as_str(), &end.ended()["status"]), (seen.as_str(), &json!("interrupted")));
    // The node that had lost it changes nothing when its vendor comes to an end, and the conversation goes on.
    chat.vendor.release();
    assert_eq!(ann.say(&conversation, "Go on.").await.ended()["status"], "finished");
    assert_eq!(ann.turn(&turn).await, ended);
    assert_eq!(chat.server.balance(&group, "hold", "nano_usd").await, 0);
    chat.server.audit().await;
}

#[tokio::test]
async fn a_dead_nodes_turn_without_a_word_costs_nothing() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    chat.vendor.queue(Script { hold_after: Some(0), ..echo(9) });
    let mut events = ann.ask(&conversation, &json!({"text": "Hello"})).await;
    let turn = events.until("turn.started").await.data["turn_id"].as_str().unwrap().to_owned();
    abandon(&chat.server, &turn).await;
    server::chat::reap(&chat.server.app).await.unwrap();
    let ended = ann.turn(&turn).await;
    assert_eq!((&ended["status"], &ended["cost_nanousd"]), (&json!("interrupted"), &json!(0)));
    assert_eq!((&ended["usage"], chat.server.balance(&group, "spent", "nano_usd").await), (&Value::Null, 0));
    chat.server.audit().await;
}

#[tokio::test]
async fn a_server_that_stops_ends_its_turns_with_what_came() {
    let chat = ChatServer::start().await;
    let node = chat.another_node().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    chat.vendor.queue(Script { hold_after: Some(4), ..echo(9).with_usage(Usage::Exact) });
    let mut events = ann.at(&node.url).ask(&conversation, &json!({"text": "Go on."})).await;
    let turn = events.until("turn.started").await.data["turn_id"].as_str().unwrap().to_owned();
    let mut shown = Shown::default();
    events.until_shown(&mut shown, "keep").await;
    node.app.lifecycle.stop();
    let path = format!("/conversations/{}/turns", ann.converse(&group).await);
    // The stream closes at once, so that the browser goes to another node; the turn may go on for a while.
    assert_eq!(events.next().await, None);
    assert_eq!(ann.turn(&turn).await["status"], "running");
    node.app.lifecycle.ended().await;
    let ended = ann.turn(&turn).await;
    assert_eq!((&ended["status"], &ended["error"]["code"]), (&json!("interrupted"), &json!("server_stopped")));
    assert_eq!(ann.messages(&conversation).await[1]["text"], shown.text);
    chat.vendor.release();
    ann.post(&path, &json!({"text": "Hello"})).await.expect(http::StatusCode::ACCEPTED);
    chat.server.audit().await;
}
