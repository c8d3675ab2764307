//! Conversations, their messages and the models that answer.

use reqwest::Method;
use serde_json::{Value, json};
use simulator::Script;

use crate::support::{ChatServer, Reply, Shown, TestServer, echo};

#[tokio::test]
async fn without_a_vendor_the_demo_model_answers() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    assert_eq!(server.stranger().get("/server").await.ok()["demo"], true);
    let models = ann.get("/models").await.ok();
    let models = models["items"].as_array().unwrap();
    assert_eq!((models.len(), &models[0]["demo"], &models[0]["default"]), (1, &json!(true), &json!(true)));

    let group = ann.make_group("duo").await;
    ann.act(&format!("/groups/{group}/start")).await.ok();
    let conversation = ann.converse(&group).await;
    let mut events = ann.ask(&conversation, &json!({"text": "How do we split 24 USD?"})).await;
    let mut shown = Shown::default();
    events.until_shown(&mut shown, "You asked: “How do we split 24 USD?”").await;
}

#[tokio::test]
async fn a_group_sees_the_models_of_its_plan() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    assert_eq!(chat.server.stranger().get("/server").await.ok()["demo"], false);
    let ids = |reply: &Value| -> Vec<String> {
        reply["items"].as_array().unwrap().iter().map(|model| model["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&ann.get("/models").await.ok()), ["sim", "sim-dear"]);
    let models = ann.get(&format!("/models?group_id={group}")).await.ok();
    assert_eq!(ids(&models), ["sim"]);
    let model = &models["items"][0];
    assert_eq!((&model["provider"], &model["default"]), (&json!("Simulator"), &json!(true)));
    assert_eq!(model["price"]["output_nanousd_per_mtok"], 1_000_000);
}

#[tokio::test]
async fn a_conversation_takes_its_title_from_the_first_question_and_remembers_its_model() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let made = ann.post("/conversations", &json!({"group_id": group})).await.created();
    assert_eq!((&made["title"], &made["model"], &made["running_turn_id"]), (&Value::Null, &Value::Null, &Value::Null));
    let path = format!("/conversations/{}", made.str("id"));
    let body = json!({"text": "\n How do tides work?\nIn detail.", "model": "sim"});
    ann.ask(made.str("id"), &body).await.rest().await;
    let seen = ann.get(&path).await.ok();
    assert_eq!((seen.str("title"), seen.str("model")), ("How do tides work?", "sim"));

    let renamed = ann.patch(&path, &json!({"title": "Tides"})).await.ok();
    assert_eq!((renamed.str("title"), renamed.str("model")), ("Tides", "sim"));
    ann.ask(made.str("id"), &json!({"text": "Why twice a day?"})).await.rest().await;
    assert_eq!(ann.get(&path).await.ok().str("title"), "Tides");

    ann.patch(&path, &json!({"title": " "})).await.refused(422, "validation_failed");
    ann.patch(&path, &json!({"model": "gpt-0"})).await.refused(422, "model_unknown");
    ann.patch(&path, &json!({"model": "sim-dear"})).await.refused(422, "model_not_in_plan");
    let body = json!({"group_id": group, "model": "gpt-0"});
    ann.post("/conversations", &body).await.refused(422, "model_unknown");
}

#[tokio::test]
async fn conversations_are_listed_newest_first_page_by_page() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let mut made = Vec::new();
    for _ in 0..3 {
        made.push(ann.converse(&group).await);
    }
    ann.say(&made[0], "The oldest is used again.").await;
    let expected = [&made[0], &made[2], &made[1]];
    let mut cursor = String::new();
    for (index, id) in expected.iter().enumerate() {
        let page = ann.get(&format!("/conversations?group_id={group}&limit=1{cursor}")).await.ok();
        assert_eq!(page["items"][0]["id"], **id);
        assert_eq!(page["next"].is_null(), index == 2);
        cursor = format!("&cursor={}", page["next"].as_str().unwrap_or_default());
    }
    ann.get("/conversations?cursor=made-up").await.refused(422, "validation_failed");
}

#[tokio::test]
async fn editing_and_regenerating_make_siblings_and_the_model_sees_one_branch() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    for (question, answer) in [("Q1", "A1"), ("Q2", "A2")] {
        chat.vendor.queue(Script::text(answer));
        assert_eq!(ann.say(&conversation, question).await.text, answer);
    }
    let messages = ann.messages(&conversation).await;
    let id = |index: usize| messages[index]["id"].as_str().unwrap().to_owned();
    assert_eq!(messages[3]["parent_id"], id(2).as_str());

    // Q2 is edited: its sibling follows the same answer.
    chat.vendor.queue(Script::text("A2b"));
    ann.ask(&conversation, &json!({"text": "Q2b", "parent_id": id(1)})).await.rest().await;
    // Q1 is answered once more.
    chat.vendor.queue(Script::text("A1b"));
    ann.ask(&conversation, &json!({"parent_id": id(0)})).await.rest().await;
    // A new beginning.
    chat.vendor.queue(Script::text("A0"));
    ann.ask(&conversation, &json!({"text": "Q0", "parent_id": null})).await.rest().await;

    let messages = ann.messages(&conversation).await;
    let tree: Vec<(&str, Option<&str>)> = messages
        .iter()
        .map(|message| {
            let parent = messages.iter().find(|other| other["id"] == message["parent_id"]);
            (message["text"].as_str().unwrap(), parent.map(|parent| parent["text"].as_str().unwrap()))
        })
        .collect();
    let expected = [
        ("Q1", None),
        ("A1", Some("Q1")),
        ("Q2", Some("A1")),
        ("A2", Some("Q2")),
        ("Q2b", Some("A1")),
        ("A2b", Some("Q2b")),
        ("A1b", Some("Q1")),
        ("Q0", None),
        ("A0", Some("Q0")),
    ];
    assert_eq!(tree, expected);
    let seen: Vec<String> = chat.vendor.requests().iter().map(|request| branch(&request.body)).collect();
    assert_eq!(seen, ["Q1", "Q1 A1 Q2", "Q1 A1 Q2b", "Q1", "Q0"]);
    chat.server.audit().await;
}

#[tokio::test]
async fn the_model_sees_a_long_conversation_as_it_sees_a_short_one() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    chat.vendor.set_default(Script::text("Fine"));
    // Together they are more than comes with a conversation's shape. No two are alike, so that sealing makes them no shorter.
    let numbers =
        |from: u32| (from..from + 6000).map(|n| n.wrapping_mul(2_654_435_761).to_string()).collect::<String>();
    let questions = [0, 10_000, 20_000].map(numbers);
    for question in &questions {
        ann.say(&conversation, question).await;
    }
    let [first, second, third] = &questions;
    let seen = branch(&chat.vendor.requests()[2].body);
    assert_eq!(seen, format!("{first} Fine {second} Fine {third}"));
    chat.server.audit().await;
}

fn branch(body: &Value) -> String {
    let messages = body["messages"].as_array().unwrap();
    messages.iter().map(|message| message["content"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn a_long_conversation_opens_with_its_newest_messages() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    for question in ["One?", "Two?", "Three?"] {
        ann.say(&conversation, question).await;
    }
    let all = ann.messages(&conversation).await;
    let path = format!("/conversations/{conversation}/messages");
    for (newest, expected) in [(1, &all[5..]), (4, &all[2..]), (6, &all[..]), (100, &all[..])] {
        let page = ann.get(&format!("{path}?newest={newest}")).await.ok();
        assert_eq!(page["items"].as_array().unwrap(), expected);
    }
    // None at all would look like a conversation without any.
    assert_eq!(ann.get(&format!("{path}?newest=0")).await.ok()["items"].as_array().unwrap(), &all[5..]);
}

#[tokio::test]
async fn a_question_has_a_place_and_something_to_say() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    let elsewhere = ann.converse(&group).await;
    ann.say(&conversation, "Q1").await;
    ann.say(&elsewhere, "Q1").await;
    let messages = ann.messages(&conversation).await;
    let (question, answer) = (&messages[0]["id"], &messages[1]["id"]);
    let foreign = &ann.messages(&elsewhere).await[1]["id"];
    let path = format!("/conversations/{conversation}/turns");
    for (body, field) in [
        (json!({"text": "  \n"}), "text"),
        (json!({}), "text"),
        (json!({"parent_id": null}), "text"),
        (json!({"text": "Q2", "parent_id": question}), "parent_id"),
        (json!({"parent_id": answer}), "parent_id"),
        (json!({"text": "Q2", "parent_id": foreign}), "parent_id"),
        (json!({"text": "Q2", "parent_id": "made up"}), "parent_id"),
    ] {
        let refused = ann.post(&path, &body).await.refused(422, "validation_failed");
        assert_eq!(refused["errors"][0]["field"], field, "{body}");
    }
    let body = json!({"text": "Q2", "model": "gpt-0"});
    ann.post(&path, &body).await.refused(422, "model_unknown");
    ann.post(&path, &json!({"text": "Q2", "model": "sim-dear"})).await.refused(422, "model_not_in_plan");
    ann.post(&path, &json!({"text": "x".repeat(900_000)})).await.refused(422, "context_too_long");
    assert_eq!(chat.vendor.counts().requests, 2);
    assert_eq!(ann.messages(&conversation).await.len(), 2);
}

#[tokio::test]
async fn what_is_somebody_elses_is_not_there() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let bo = chat.server.sign_up("Bo").await;
    bo.join(&ann, &group).await;
    let eve = chat.server.sign_up("Eve").await;
    let conversation = ann.converse(&group).await;
    ann.say(&conversation, "Nobody else reads this.").await;
    let turn = ann.messages(&conversation).await[1]["turn_id"].as_str().unwrap().to_owned();

    let unknown = "0193578c-6a8e-7c3e-9d2b-3f5a6b7c8d9e";
    // Bo is in the same group, Eve is not.
    for (person, conversation, turn) in [(&bo, &*conversation, &*turn), (&eve, &*conversation, &*turn)]
        .into_iter()
        .chain([(&ann, unknown, unknown), (&ann, "made-up", "made-up")])
    {
        for (method, path, body) in routes(conversation, turn) {
            let request = person.request(method.clone(), &path);
            let request = if body.is_null() { request } else { request.json(&body) };
            let reply = Reply::read(request.send().await.unwrap()).await;
            let refused = reply.refused(404, "not_found");
            assert!(!refused.text.contains("Nobody else"), "{method} {path}");
        }
    }
    for path in [format!("/models?group_id={group}"), format!("/conversations?group_id={group}")] {
        eve.get(&path).await.refused(404, "not_found");
        bo.get(&path).await.ok();
    }
    eve.get(&format!("/groups/{group}/usage")).await.refused(404, "not_found");
    eve.post("/conversations", &json!({"group_id": group})).await.refused(404, "not_found");
    assert_eq!(bo.get("/conversations").await.ok()["items"], json!([]));
    // And nothing of it happened.
    assert_eq!(ann.messages(&conversation).await.len(), 2);
}

fn routes(conversation: &str, turn: &str) -> Vec<(Method, String, Value)> {
    vec![
        (Method::GET, format!("/conversations/{conversation}"), Value::Null),
        (Method::PATCH, format!("/conversations/{conversation}"), json!({"title": "Mine"})),
        (Method::DELETE, format!("/conversations/{conversation}"), Value::Null),
        (Method::GET, format!("/conversations/{conversation}/messages"), Value::Null),
        (Method::GET, format!("/conversations/{conversation}/instructions"), Value::Null),
        (Method::PUT, format!("/conversations/{conversation}/instructions"), json!({"text": "Mine"})),
        (Method::GET, format!("/drafts/{conversation}"), Value::Null),
        (Method::PUT, format!("/drafts/{conversation}"), json!({"text": "Mine"})),
        (Method::POST, format!("/conversations/{conversation}/turns"), json!({"text": "Mine"})),
        (Method::GET, format!("/turns/{turn}"), Value::Null),
        (Method::GET, format!("/turns/{turn}/events"), Value::Null),
        (Method::POST, format!("/turns/{turn}/stop"), Value::Null),
    ]
}

#[tokio::test]
async fn strangers_are_asked_to_sign_in_everywhere() {
    let chat = ChatServer::start().await;
    let stranger = chat.server.stranger();
    let id = "0193578c-6a8e-7c3e-9d2b-3f5a6b7c8d9e";
    let mut all = routes(id, id);
    all.extend(
        ["/models", "/conversations", "/events", &format!("/groups/{id}/usage")]
            .map(|path| (Method::GET, path.to_owned(), Value::Null)),
    );
    for (method, path, _) in all {
        let reply = stranger.request(method, &path).send().await.unwrap();
        Reply::read(reply).await.refused(401, "unauthenticated");
    }
}

#[tokio::test]
async fn a_deleted_conversation_is_gone_and_what_it_used_stays_counted() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    ann.say(&conversation, "Q1").await;
    let spent = chat.server.balance(&group, "spent", "nano_usd").await;
    let mut news = ann.events("/events").await;
    news.until("hello").await;
    // It is deleted in the middle of an answer.
    chat.vendor.queue(Script { hold_after: Some(3), ..echo(9) });
    let mut events = ann.ask(&conversation, &json!({"text": "Q2"})).await;
    events.until("text.delta").await;
    ann.delete(&format!("/conversations/{conversation}")).await.no_content();
    assert_eq!(news.until("conversation.deleted").await.data["conversation_id"], *conversation);
    let finished = events.until("turn.finished").await;
    assert_eq!(finished.data["status"], "stopped");
    ann.get(&format!("/conversations/{conversation}")).await.refused(404, "not_found");
    assert_eq!(ann.get("/conversations").await.ok()["items"], json!([]));
    let now_spent = chat.server.balance(&group, "spent", "nano_usd").await;
    assert_eq!(spent - now_spent, finished.data["cost_nanousd"].as_i64().unwrap());
    // Only now may the vendor tell its count, which corrects the estimate.
    chat.vendor.release();
    chat.server.audit().await;
}

#[tokio::test]
async fn a_group_that_has_not_started_or_that_one_has_left_answers_nothing() {
    let chat = ChatServer::start().await;
    let ann = chat.server.sign_up("Ann").await;
    let group = ann.make_group("pair").await;
    let conversation = ann.converse(&group).await;
    let path = format!("/conversations/{conversation}/turns");
    ann.post(&path, &json!({"text": "Hello?"})).await.refused(409, "group_forming");

    let bo = chat.server.sign_up("Bo").await;
    bo.join(&ann, &group).await;
    let conversation = bo.converse(&group).await;
    bo.say(&conversation, "Hello!").await;
    ann.delete(&format!("/groups/{group}/members/{}", bo.id)).await.no_content();
    let path = format!("/conversations/{conversation}/turns");
    bo.post(&path, &json!({"text": "Still there?"})).await.refused(403, "forbidden");
    // The history stays readable.
    assert_eq!(bo.messages(&conversation).await.len(), 2);
    assert_eq!(bo.get("/conversations").await.ok()["items"].as_array().unwrap().len(), 1);
    chat.server.audit().await;
}

#[tokio::test]
async fn pages_hear_of_everything_that_is_theirs_until_the_session_ends() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let bo = chat.server.sign_up("Bo").await;
    bo.join(&ann, &group).await;
    let (mut ann_hears, mut bo_hears) = (ann.events("/events").await, bo.events("/events").await);
    ann_hears.until("hello").await;
    bo_hears.until("hello").await;
    let conversation = ann.converse(&group).await;
    let finished = ann.say(&conversation, "Q1").await;
    let turn = &finished.ended()["turn_id"];
    assert_eq!(ann_hears.until("conversation.changed").await.data["conversation_id"], *conversation);
    assert_eq!(ann_hears.until("turn.started").await.data["turn_id"], *turn);
    let ended = ann_hears.until("turn.ended").await;
    assert_eq!((&ended.data["turn_id"], &ended.data["status"]), (turn, &json!("finished")));
    // Bo hears of the credit that they share, and of nothing else.
    assert_eq!(bo_hears.until("credit.changed").await.data["group_id"], *group);
    bo.act("/auth/sign-out").await.no_content();
    let rest = bo_hears.rest().await;
    let names: Vec<&str> =
        rest.iter().map(|event| event.name.as_str()).filter(|name| *name != "credit.changed").collect();
    assert_eq!(names, ["session.ended"]);
}

#[tokio::test]
async fn nothing_that_was_written_or_answered_is_in_the_database() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let canary = |place: &str| format!("canary-{place}-5f2e");
    let made = ann.post("/conversations", &json!({"group_id": group, "title": canary("title")})).await.created();
    chat.vendor.queue(Script::text(canary("answer")));
    ann.say(made.str("id"), &canary("question")).await;
    let untitled = ann.converse(&group).await;
    let instructions = format!("/conversations/{}/instructions", made.str("id"));
    ann.put(&instructions, &json!({"text": canary("instructions")})).await.no_content();
    ann.put(&format!("/drafts/{}", made.str("id")), &json!({"text": canary("draft")})).await.no_content();
    // A running answer's checkpoint counts too.
    chat.vendor
        .queue(Script { hold_after: Some(2), ..Script::text(format!("{} and more of it", canary("checkpoint"))) });
    let mut events = ann.ask(&untitled, &json!({"text": canary("first line")})).await;
    let mut shown = Shown::default();
    events.until_shown(&mut shown, "canary").await;
    chat.server.until("SELECT bool_or(text_seq > 0 AND status = 'running') FROM messages").await;
    assert_eq!(found_in_database(&chat.server, "canary-").await, Vec::<String>::new());
    // The search would find them: the address is there as it is.
    assert!(!found_in_database(&chat.server, "ann@example.org").await.is_empty());
    chat.vendor.release();
    events.rest().await;
}

/// The tables with a row that holds this text, in any column, also inside of bytes.
async fn found_in_database(server: &TestServer, text: &str) -> Vec<String> {
    let mut connection = server.database().await;
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.tables
         WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')",
    )
    .fetch_all(&mut *connection)
    .await
    .unwrap();
    assert!(tables.len() > 15, "{tables:?}");
    let mut found = Vec::new();
    for table in tables {
        // The row as text, and once more with its bytes shown as they are.
        let query = format!(
            "SELECT EXISTS (SELECT 1 FROM {table} t
                            WHERE t::text LIKE '%' || $1 || '%'
                               OR t::text LIKE '%' || encode(convert_to($1, 'UTF8'), 'hex') || '%')"
        );
        let is_there: bool =
            sqlx::query_scalar(sqlx::AssertSqlSafe(query)).bind(text).fetch_one(&mut *connection).await.unwrap();
        if is_there {
            found.push(table);
        }
    }
    found
}
