//! Where conversations are listed, how far they were read, what stands above them, and what was typed and not sent.

use reqwest::Method;
use serde_json::{Value, json};
use simulator::Script;

use crate::support::{ChatServer, Person, Reply, TestServer, echo};

async fn listed(person: &Person, query: &str) -> Vec<String> {
    let list = person.get(&format!("/conversations?{query}")).await.ok();
    list["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn pinned_and_archived_conversations_are_listed_apart() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let mut made = Vec::new();
    for _ in 0..3 {
        made.push(ann.converse(&group).await);
    }
    let path = |index: usize| format!("/conversations/{}", made[index]);
    let pinned = ann.patch(&path(0), &json!({"pinned": true})).await.ok();
    assert_eq!((&pinned["pinned"], &pinned["archived"]), (&json!(true), &json!(false)));
    let archived = ann.patch(&path(1), &json!({"archived": true})).await.ok();
    assert_eq!((&archived["pinned"], &archived["archived"]), (&json!(false), &json!(true)));

    assert_eq!(listed(&ann, "shelf=pinned").await, [made[0].clone()]);
    assert_eq!(listed(&ann, "shelf=archived").await, [made[1].clone()]);
    assert_eq!(listed(&ann, &format!("shelf=recent&group_id={group}")).await, [made[2].clone()]);
    // Nothing of it changed the order of all.
    assert_eq!(listed(&ann, "").await, [made[2].clone(), made[1].clone(), made[0].clone()]);

    ann.patch(&path(0), &json!({"archived": true})).await.ok();
    assert_eq!(listed(&ann, "shelf=pinned").await, Vec::<String>::new());
    ann.patch(&path(0), &json!({"archived": false})).await.ok();
    ann.patch(&path(1), &json!({"archived": false})).await.ok();
    assert_eq!(listed(&ann, "shelf=recent").await.len(), 3);

    let refused =
        ann.patch(&path(0), &json!({"pinned": true, "archived": true})).await.refused(422, "validation_failed");
    assert_eq!(refused["errors"][0]["field"], "archived");
    assert_eq!(ann.get("/conversations?shelf=attic").await.status, 400);
}

#[tokio::test]
async fn to_go_on_in_a_conversation_none_of_its_turns_is_read() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    for question in ["Q1", "Q2", "Q3"] {
        ann.say(&conversation, question).await;
    }
    // Whoever looks whether it is unread goes through all three of them.
    let last = ann.messages(&conversation).await[5]["id"].clone();
    ann.patch(&format!("/conversations/{conversation}"), &json!({"read_to": last})).await.ok();

    let mut tx = chat.server.app.begin().await.unwrap();
    // As it is planned for tables that are not as small as these.
    sqlx::raw_sql("SET LOCAL enable_seqscan = off").execute(&mut *tx).await.unwrap();
    let (user, id) = (ann.id.parse().unwrap(), conversation.parse().unwrap());
    let before = turns_read(&mut tx).await;
    let (_, tree) = store::conversations::find_to_go_on(&mut tx, user, id).await.unwrap().unwrap();
    assert_eq!(tree.nodes.len(), 6);
    assert_eq!(turns_read(&mut tx).await - before, 0);
}

/// How many turns a connection has read, since it last told the others.
async fn turns_read(connection: &mut sqlx::PgConnection) -> i64 {
    sqlx::query_scalar(
        "SELECT coalesce(sum(seq_tup_read + idx_tup_fetch), 0)::bigint FROM pg_stat_xact_user_tables WHERE relname = 'turns'",
    )
    .fetch_one(connection)
    .await
    .unwrap()
}

#[tokio::test]
async fn an_answer_is_unread_until_some_device_has_read_it() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    let path = format!("/conversations/{conversation}");
    assert_eq!(ann.get(&path).await.ok()["unread"], false);

    ann.say(&conversation, "Q1").await;
    assert_eq!(ann.get(&path).await.ok()["unread"], true);
    assert_eq!(ann.get("/conversations").await.ok()["items"][0]["unread"], true);
    let messages = ann.messages(&conversation).await;
    let first_answer = messages[1]["id"].clone();

    let mut other_device = ann.events("/events").await;
    other_device.until("hello").await;
    assert_eq!(ann.patch(&path, &json!({"read_to": first_answer})).await.ok()["unread"], false);
    assert_eq!(other_device.until("conversation.changed").await.data["conversation_id"], *conversation);

    ann.say(&conversation, "Q2").await;
    // What was read before is not what came since, and reading never goes back.
    assert_eq!(ann.patch(&path, &json!({"read_to": first_answer})).await.ok()["unread"], true);
    let second_answer = &ann.messages(&conversation).await[3]["id"];
    ann.patch(&path, &json!({"read_to": second_answer})).await.ok();
    assert_eq!(ann.patch(&path, &json!({"read_to": first_answer})).await.ok()["unread"], false);

    // A message of another conversation is not here.
    let elsewhere = ann.converse(&group).await;
    let body = json!({"read_to": second_answer});
    ann.patch(&format!("/conversations/{elsewhere}"), &body).await.refused(422, "validation_failed");
}

#[tokio::test]
async fn instructions_stand_above_the_conversation_and_are_paid_for() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    let path = format!("/conversations/{conversation}/instructions");
    assert_eq!(ann.get(&path).await.ok()["text"], "");

    chat.vendor.queue(echo(1));
    let before = ann.say(&conversation, "Q1").await;
    ann.put(&path, &json!({"text": "  Answer like a sailor.  "})).await.no_content();
    assert_eq!(ann.get(&path).await.ok()["text"], "Answer like a sailor.");
    assert_eq!(ann.get(&format!("/conversations/{conversation}")).await.ok()["instructed"], true);
    chat.vendor.queue(echo(1));
    let question = ann.messages(&conversation).await[0]["id"].clone();
    let again = ann.ask(&conversation, &json!({"parent_id": question})).await.rest().await;
    let after = crate::support::Shown::of(&again);

    let requests = chat.vendor.requests();
    let first = |index: usize| requests[index].body["messages"][0].clone();
    assert_eq!(first(0)["role"], "user");
    assert_eq!(first(1), json!({"role": "system", "content": "Answer like a sailor."}));
    let input = |shown: &crate::support::Shown| shown.ended()["usage"]["input_tokens"].as_u64().unwrap();
    assert!(input(&after) > input(&before), "the reservation counts the instructions");

    ann.put(&path, &json!({"text": " "})).await.no_content();
    assert_eq!(ann.get(&format!("/conversations/{conversation}")).await.ok()["instructed"], false);
    ann.put(&path, &json!({"text": "x".repeat(8001)})).await.refused(422, "validation_failed");
    chat.server.audit().await;
}

#[tokio::test]
async fn drafts_are_the_same_on_every_device() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    let mut other_device = ann.events("/events").await;
    other_device.until("hello").await;
    for place in [&conversation, &group] {
        let path = format!("/drafts/{place}");
        assert_eq!(ann.get(&path).await.ok()["text"], "");
        for typed in ["How do ti", "How do tides\nwork?", ""] {
            ann.put(&path, &json!({"text": typed})).await.no_content();
            assert_eq!(other_device.until("draft.changed").await.data["place_id"], **place);
            assert_eq!(ann.get(&path).await.ok()["text"], typed);
        }
    }
    // A draft goes with its conversation.
    ann.put(&format!("/drafts/{conversation}"), &json!({"text": "Never sent"})).await.no_content();
    ann.delete(&format!("/conversations/{conversation}")).await.no_content();
    chat.server.until("SELECT NOT EXISTS (SELECT 1 FROM drafts)").await;

    let too_long = json!({"text": "x".repeat(600_000)});
    ann.put(&format!("/drafts/{group}"), &too_long).await.refused(422, "validation_failed");
    let bo = chat.server.sign_up("Bo").await;
    for place in [&*conversation, &*group, "0193578c-6a8e-7c3e-9d2b-3f5a6b7c8d9e", "made-up"] {
        bo.get(&format!("/drafts/{place}")).await.refused(404, "not_found");
        bo.put(&format!("/drafts/{place}"), &json!({"text": "Mine"})).await.refused(404, "not_found");
    }
}

#[tokio::test]
async fn another_name_is_seen_by_the_others_at_once() {
    let server = TestServer::start().await;
    let trio = server.trio().await;
    let mut hears = trio.bo.events("/events").await;
    hears.until("hello").await;
    assert_eq!(trio.ann.patch("/me", &json!({"name": "  Anna Lind "})).await.ok().str("name"), "Anna Lind");
    assert_eq!(hears.until("group.changed").await.data["group_id"], *trio.group);
    assert_eq!(trio.bo.member(&trio.group, &trio.ann).await["name"], "Anna Lind");
    assert_eq!(trio.ann.get("/me").await.ok().str("name"), "Anna Lind");
    for name in ["", "  ", "two\nlines", &"x".repeat(81)] {
        trio.ann.patch("/me", &json!({"name": name})).await.refused(422, "validation_failed");
    }
    let stranger = server.stranger().request(Method::PATCH, "/me").json(&json!({"name": "Eve"}));
    Reply::read(stranger.send().await.unwrap()).await.refused(401, "unauthenticated");
}

/// The hits of a search as (title, found in a message, what is shown), and its end.
async fn search(person: &Person, query: &Value) -> (Vec<(String, bool, String)>, Value) {
    let request = person.request(Method::POST, "/search").json(query);
    let events = crate::support::Events::of(request.send().await.unwrap()).await.rest().await;
    let (last, hits) = events.split_last().unwrap();
    assert_eq!(last.name, "search.done");
    let hits = hits.iter().map(|hit| {
        assert_eq!(hit.name, "search.hit");
        let text = |name: &str| hit.data[name].as_str().unwrap_or_default().to_owned();
        let shown = format!("{}[{}]{}", text("before"), text("found"), text("after"));
        (text("title"), hit.data["message_id"].is_string(), shown)
    });
    (hits.collect(), last.data.clone())
}

#[tokio::test]
async fn a_search_finds_titles_and_messages_the_newest_first_and_nobody_elses() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let bo = chat.server.sign_up("Bo").await;
    bo.join(&ann, &group).await;
    for (title, question, answer) in
        [("Kitchen", "Where is the Käse?", "In the fridge."), ("Käsekuchen", "How long?", "An hour, says the KÄSE.")]
    {
        let made = ann.post("/conversations", &json!({"group_id": group, "title": title})).await.created();
        chat.vendor.queue(Script::text(answer));
        ann.say(made.str("id"), question).await;
    }
    let (hits, done) = search(&ann, &json!({"q": " käse "})).await;
    let expected = [
        ("Käsekuchen".to_owned(), false, "[Käse]kuchen".to_owned()),
        ("Käsekuchen".to_owned(), true, "An hour, says the [KÄSE].".to_owned()),
        ("Kitchen".to_owned(), true, "Where is the [Käse]?".to_owned()),
    ];
    assert_eq!((hits.as_slice(), &done), (expected.as_slice(), &json!({"scanned": 4, "next": null})));
    let url = "/search?q=K%C3%A4se&limit=2";
    assert_eq!(ann.events(url).await.rest().await.len(), 3);

    // Page by page, everything once.
    let (first, done) = search(&ann, &json!({"q": "käse", "limit": 2})).await;
    let (second, end) = search(&ann, &json!({"q": "käse", "limit": 2, "cursor": done["next"]})).await;
    assert_eq!([first, second].concat(), expected);
    assert_eq!(end["next"], Value::Null);

    assert_eq!(search(&ann, &json!({"q": "k.se"})).await.0, []);
    assert_eq!(search(&bo, &json!({"q": "käse"})).await, (vec![], json!({"scanned": 0, "next": null})));
    let other = ann.make_group("pair").await;
    assert_eq!(search(&ann, &json!({"q": "käse", "group_id": other})).await.0, []);
    for query in [json!({"q": " "}), json!({"q": "x".repeat(201)}), json!({"q": "x", "cursor": "made-up"})] {
        ann.post("/search", &query).await.refused(422, "validation_failed");
    }
    chat.server.stranger().post("/search", &json!({"q": "käse"})).await.refused(401, "unauthenticated");
}
