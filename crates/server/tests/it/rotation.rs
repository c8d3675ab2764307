//! Replacing a content key: everything stays readable, whatever goes on meanwhile, and in the end nothing is left under the old one.

use futures_util::stream;
use serde_json::{Value, json};
use simulator::Script;
use sqlx::{Acquire, PgConnection};
use tokio::sync::mpsc;

use crate::support::{ChatServer, Events, Person, Reply, TestServer, echo};

const PASSWORD: &str = "Ann has a long password";
/// More than one batch of titles.
const CHATS: usize = 120;
const WAITS_FOR_A_LOCK: &str =
    "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')";

async fn replace(ann: &Person) -> Reply {
    ann.post("/auth/content-key", &json!({"password": PASSWORD})).await
}

/// Chats with titles, as many as asked.
async fn chats(ann: &Person, group: &str, count: usize) {
    for number in 0..count {
        let body = json!({"group_id": group, "title": format!("Chat {number}")});
        ann.post("/conversations", &body).await.created();
    }
}

/// All titles that can be read; each that cannot is a null.
async fn titles(person: &Person) -> Vec<Value> {
    let (mut titles, mut next) = (Vec::new(), None::<String>);
    loop {
        let path = match &next {
            Some(next) => format!("/conversations?cursor={next}"),
            None => "/conversations".to_owned(),
        };
        let page = person.get(&path).await.ok();
        titles.extend(page["items"].as_array().unwrap().iter().map(|item| item["title"].clone()));
        match page["next"].as_str() {
            Some(more) => next = Some(more.to_owned()),
            None => return titles,
        }
    }
}

async fn status(person: &Person) -> Value {
    person.get("/auth/content-key").await.ok()["rotation"].clone()
}

/// Waits until the page hears that the rotation is this far.
async fn until(person: &Person, reached: impl Fn(&Value) -> bool) -> Value {
    let mut events = person.events("/events").await;
    // Also what happened before the stream was open.
    loop {
        let status = status(person).await;
        if reached(&status) {
            return status;
        }
        one_of(&mut events, &["rotation.progressed", "account.changed"]).await;
    }
}

/// Passes over everything up to an event of one of these names.
async fn one_of(events: &mut Events, names: &[&str]) {
    while !names.contains(&&*events.next().await.expect("the stream goes on").name) {}
}

/// As if the rotation had begun a quarter of an hour earlier: nothing that carries the old key is accepted any more.
async fn let_time_pass(server: &TestServer) {
    server
        .meddle(
            "UPDATE key_rotations SET began_at = began_at - interval '15 minutes',
                 round_began_at = round_began_at - interval '15 minutes',
                 round_ended_at = round_ended_at - interval '15 minutes' WHERE $1 = ''",
            "",
        )
        .await;
}

async fn refreshed(person: &Person) -> Person {
    person.with_session(&person.act("/auth/refresh").await.ok())
}

/// Lets the last round go through, and waits until the old key is gone.
async fn settle(server: &TestServer, person: &Person) -> Person {
    let_time_pass(server).await;
    let person = refreshed(person).await;
    until(&person, Value::is_null).await;
    person
}

async fn old_keys(server: &TestServer) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM sealed_keys").fetch_one(&server.app.db).await.unwrap()
}

#[tokio::test]
async fn everything_stays_readable_and_the_old_key_goes_when_nothing_is_left_under_it() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    ann.say(&conversation, "What is for dinner?").await;
    let file = ann.attach("menu.txt", b"Soup, and what grows behind the house.").await;
    let with_file = json!({"text": "What is on it?", "attachments": [file]});
    ann.ask(&conversation, &with_file).await.rest().await;
    ann.put(&format!("/conversations/{conversation}/instructions"), &json!({"text": "Be brief."})).await.no_content();
    ann.put(&format!("/drafts/{conversation}"), &json!({"text": "And for break"})).await.no_content();
    chats(&ann, &group, 3).await;
    let phone = json!({"email": "ann@example.org", "password": PASSWORD});
    let phone = ann.with_session(&chat.server.stranger().post("/auth/sign-in", &phone).await.ok());
    let before = (ann.messages(&conversation).await, titles(&ann).await);

    let replaced = replace(&ann).await.ok();
    assert_ne!(replaced["recovery_code"].as_str(), ann.recovery_code.as_deref());
    let here = ann.with_session(&replaced);
    ann.get("/me").await.refused(401, "unauthenticated");
    phone.get("/me").await.refused(401, "unauthenticated");
    phone.act("/auth/refresh").await.refused(401, "unauthenticated");
    let reads_all = async |person: &Person| {
        assert_eq!((person.messages(&conversation).await, titles(person).await), before);
        let path = format!("/conversations/{conversation}/instructions");
        assert_eq!(person.get(&path).await.ok()["text"], "Be brief.");
        assert_eq!(person.get(&format!("/drafts/{conversation}")).await.ok()["text"], "And for break");
        assert_eq!(person.download(&file).await, b"Soup, and what grows behind the house.");
    };
    reads_all(&here).await;
    let settling = until(&here, |status| status["is_settling"] == true).await;
    assert_eq!(settling["done_rows"], settling["total_rows"]);
    reads_all(&here).await;
    assert_eq!(old_keys(&chat.server).await, 1, "what comes late may still be sealed with it");

    let here = settle(&chat.server, &here).await;
    assert_eq!(old_keys(&chat.server).await, 0);
    // Nothing but the new key opens all of it.
    reads_all(&refreshed(&here).await).await;
    let password = json!({"email": "ann@example.org", "password": PASSWORD});
    reads_all(&ann.with_session(&chat.server.stranger().post("/auth/sign-in", &password).await.ok())).await;
    let activity = here.get("/me/activity").await.ok();
    assert!(activity.text.contains("content_key_rotated"), "{}", activity.text);
}

#[tokio::test]
async fn it_takes_the_password_goes_on_once_and_is_nobody_elses() {
    let server = TestServer::start().await;
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    ann.post("/auth/content-key", &json!({"password": "not hers"})).await.refused(403, "wrong_password");
    bo.post("/auth/content-key", &json!({"password": PASSWORD})).await.refused(403, "wrong_password");
    assert_eq!(status(&ann).await, Value::Null);
    let here = ann.with_session(&replace(&ann).await.ok());
    until(&here, |status| status["is_settling"] == true).await;
    replace(&here).await.refused(409, "rotation_running");
    assert_eq!(status(&bo).await, Value::Null);
    let here = settle(&server, &here).await;
    replace(&here).await.ok();
}

#[tokio::test]
async fn the_new_recovery_code_opens_and_the_old_one_does_not() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let group = ann.make_group("duo").await;
    chats(&ann, &group, 1).await;
    let here = ann.with_session(&replace(&ann).await.ok());
    until(&here, |status| status["is_settling"] == true).await;
    let reset = async |code: &str| {
        let (link, _) = server::accounts::make_reset_link(&server.app, "ann@example.org").await.unwrap().unwrap();
        let token = link.split_once('#').unwrap().1;
        let body = json!({"token": token, "password": "Ann has another password", "recovery_code": code});
        server.stranger().post("/auth/password-reset/confirm", &body).await
    };
    reset(ann.recovery_code.as_deref().unwrap()).await.refused(403, "wrong_recovery_code");
    reset(here.recovery_code.as_deref().unwrap()).await.ok();
    let body = json!({"email": "ann@example.org", "password": "Ann has another password"});
    let there = ann.with_session(&server.stranger().post("/auth/sign-in", &body).await.ok());
    assert_eq!(titles(&there).await, [json!("Chat 0")]);
    // It goes on with the session that the new password opened.
    let there = settle(&server, &there).await;
    assert_eq!(titles(&there).await, [json!("Chat 0")]);
}

#[tokio::test]
async fn a_password_that_is_lost_meanwhile_leaves_both_keys_to_be_unlocked() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let group = ann.make_group("duo").await;
    chats(&ann, &group, 2).await;
    let here = ann.with_session(&replace(&ann).await.ok());
    until(&here, |status| status["is_settling"] == true).await;
    let (link, _) = server::accounts::make_reset_link(&server.app, "ann@example.org").await.unwrap().unwrap();
    let token = link.split_once('#').unwrap().1;
    let body = json!({"token": token, "password": "Ann has another password", "seal_history": true});
    server.stranger().post("/auth/password-reset/confirm", &body).await.ok();
    let body = json!({"email": "ann@example.org", "password": "Ann has another password"});
    let there = ann.with_session(&server.stranger().post("/auth/sign-in", &body).await.ok());
    assert_eq!((titles(&there).await, status(&there).await), (vec![Value::Null, Value::Null], Value::Null));
    there.post("/auth/unlock", &json!({"recovery_code": here.recovery_code})).await.ok();
    assert_eq!(titles(&refreshed(&there).await).await, [json!("Chat 1"), json!("Chat 0")]);
}

/// Holds one value fast, so that a batch that reaches it waits.
async fn hold_a_title(connection: &mut PgConnection) {
    sqlx::query("BEGIN").execute(&mut *connection).await.unwrap();
    let held = "SELECT id FROM conversations WHERE id = (SELECT id FROM conversations ORDER BY id OFFSET 70 LIMIT 1) FOR UPDATE";
    sqlx::query(held).execute(connection).await.unwrap();
}

// The other node has to go on while this test waits for it to die.
#[tokio::test(flavor = "multi_thread")]
async fn killed_in_the_middle_it_goes_on_where_it_was_at_the_next_session_on_another_node() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    chats(&ann, &group, CHATS).await;
    let before = titles(&ann).await;
    let doomed = chat.another_process();
    let mut held = chat.server.database().await;
    hold_a_title(&mut held).await;
    let replaced = ann.at(&doomed.url).post("/auth/content-key", &json!({"password": PASSWORD})).await.ok();
    let here = ann.with_session(&replaced);
    // The first batch is through, and the second waits for the one that is held.
    let half = until(&here, |status| status["done_rows"].as_i64() > Some(0)).await;
    assert!(half["done_rows"].as_i64() < half["total_rows"].as_i64() && half["is_settling"] == false, "{half}");
    doomed.kill();
    sqlx::query("ROLLBACK").execute(&mut *held).await.unwrap();
    drop(held);

    assert_eq!(titles(&here).await, before, "both keys open what is half done");
    assert_eq!(status(&here).await["is_settling"], false, "nobody goes on by themselves");
    let here = refreshed(&here).await;
    until(&here, |status| status["is_settling"] == true).await;
    let here = settle(&chat.server, &here).await;
    assert_eq!((titles(&here).await, old_keys(&chat.server).await), (before, 0));
}

#[tokio::test]
async fn two_nodes_at_once_do_no_harm_and_what_is_changed_meanwhile_stays_changed() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let other = chat.another_node().await;
    chats(&ann, &group, CHATS).await;
    let mut held = chat.server.database().await;
    hold_a_title(&mut held).await;
    let here = ann.with_session(&replace(&ann).await.ok());
    until(&here, |status| status["done_rows"].as_i64() > Some(0)).await;
    // A session on the other node is at it too, and both wait for the title that is held.
    let there = here.at(&other.url);
    let there = there.with_session(&there.act("/auth/refresh").await.ok());
    let list = there.get("/conversations").await.ok();
    let newest = list["items"][0]["id"].as_str().unwrap().to_owned();
    there.patch(&format!("/conversations/{newest}"), &json!({"title": "Named anew"})).await.ok();
    sqlx::query("ROLLBACK").execute(&mut *held).await.unwrap();
    drop(held);
    until(&there, |status| status["is_settling"] == true).await;
    let there = settle(&chat.server, &there).await;
    let titles = titles(&there).await;
    assert_eq!((titles.len(), old_keys(&chat.server).await), (CHATS, 0));
    assert!(titles.contains(&json!("Named anew")) && !titles.contains(&Value::Null));
}

/// An answer is sealed to its end with the key of its beginning: the old key waits for it.
#[tokio::test]
async fn an_answer_that_runs_meanwhile_is_kept_and_the_old_key_waits_for_it() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    chat.vendor.queue(Script { hold_after: Some(3), ..echo(9) });
    let mut events = ann.ask(&conversation, &json!({"text": "Go on."})).await;
    events.until("turn.started").await;
    chat.vendor.until(|counts| counts.held_streams == 1).await;
    let here = ann.with_session(&replace(&ann).await.ok());
    until(&here, |status| status["is_settling"] == true).await;
    let_time_pass(&chat.server).await;
    let here = refreshed(&here).await;
    chat.vendor.release();
    ended(&here, &conversation).await;
    // Whether or not the session looked while the answer ran: the last round begins after it.
    let here = settle(&chat.server, &here).await;
    let [question, answer] = here.messages(&conversation).await.try_into().unwrap();
    assert_eq!((&question["text"], answer["status"].as_str()), (&json!("Go on."), Some("complete")));
    assert_eq!(answer["text"].as_str().unwrap().split_whitespace().count(), 9);
    assert_eq!(old_keys(&chat.server).await, 0);
}

/// Waits until the conversation's last answer is whole.
async fn ended(person: &Person, conversation: &str) {
    let mut events = person.events("/events").await;
    while person.messages(conversation).await.last().unwrap()["status"] == "running" {
        one_of(&mut events, &["turn.ended", "conversation.changed"]).await;
    }
}

#[tokio::test]
async fn search_drafts_export_and_retries_work_in_the_middle_of_it() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    ann.say(&conversation, "What is the qzvxkwj for dinner?").await;
    chats(&ann, &group, CHATS).await;
    let made = json!({"group_id": group, "title": "Made once"});
    let send = async |person: &Person| {
        let request = person.request(reqwest::Method::POST, "/conversations").header("idempotency-key", "the same");
        Reply::read(request.json(&made).send().await.unwrap()).await.created()
    };
    let first = send(&ann).await;
    let mut held = chat.server.database().await;
    hold_a_title(&mut held).await;
    let here = ann.with_session(&replace(&ann).await.ok());
    until(&here, |status| status["done_rows"].as_i64() > Some(0)).await;

    let finds = async |person: &Person| {
        let found = person.get("/search?q=qzvxkwj").await;
        assert!(found.text.contains(&conversation), "{}", found.text);
    };
    finds(&here).await;
    here.put(&format!("/drafts/{conversation}"), &json!({"text": "half a thought"})).await.no_content();
    let archive = here.request(reqwest::Method::POST, "/me/export").json(&json!({"password": PASSWORD}));
    let archive = archive.send().await.unwrap().bytes().await.unwrap();
    assert!(archive.starts_with(b"PK") && archive.len() > CHATS * 100, "{}", archive.len());
    sqlx::query("ROLLBACK").execute(&mut *held).await.unwrap();
    drop(held);

    until(&here, |status| status["is_settling"] == true).await;
    let here = settle(&chat.server, &here).await;
    finds(&here).await;
    assert_eq!(here.get(&format!("/drafts/{conversation}")).await.ok()["text"], "half a thought");
    let again = send(&here).await;
    assert_eq!((again.str("id"), &again.headers["idempotency-replayed"]), (first.str("id"), &"true".parse().unwrap()));
}

/// A node that has heard nothing lets the old token in for a moment; what it carries must not become anybody's key again.
#[tokio::test]
async fn a_request_with_the_old_key_cannot_wrap_it_again() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let group = ann.make_group("duo").await;
    chats(&ann, &group, 1).await;
    let here = ann.with_session(&replace(&ann).await.ok());
    // As on a node that has missed the news.
    let session: uuid::Uuid = sqlx::query_scalar("SELECT id FROM sessions WHERE end_reason = 'key_replaced'")
        .fetch_one(&server.app.db)
        .await
        .unwrap();
    let late = async |path: &str, body: Value| {
        server.app.live_sessions.note(ann.id.parse().unwrap(), session.into(), std::time::Instant::now());
        ann.post(path, &body).await.refused(401, "unauthenticated");
    };
    late("/auth/password", json!({"current_password": PASSWORD, "new_password": "Ann has another password"})).await;
    late("/auth/recovery-code", json!({"password": PASSWORD})).await;
    late("/auth/content-key", json!({"password": PASSWORD})).await;
    until(&here, |status| status["is_settling"] == true).await;
    let here = settle(&server, &here).await;
    assert_eq!(titles(&here).await, [json!("Chat 0")]);
}

/// A slow line: the file arrives when the key that it would be sealed with is long gone.
#[tokio::test]
async fn a_file_that_arrives_after_the_old_key_is_gone_is_refused() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let room = server.app.large_bodies.available_permits();
    let (sender, arriving) = mpsc::channel::<std::io::Result<&'static str>>(1);
    let body = stream::unfold(arriving, async |mut arriving| Some((arriving.recv().await?, arriving)));
    let request = ann.request(reqwest::Method::POST, "/attachments").header("x-file-name", "late.txt");
    let uploading = async { Reply::read(request.body(reqwest::Body::wrap_stream(body)).send().await.unwrap()).await };
    let meanwhile = async {
        sender.send(Ok("Begun in time, ")).await.unwrap();
        while server.app.large_bodies.available_permits() == room {
            tokio::task::yield_now().await;
        }
        let here = ann.with_session(&replace(&ann).await.ok());
        until(&here, |status| status["is_settling"] == true).await;
        settle(&server, &here).await;
        sender.send(Ok("and ended late.")).await.unwrap();
        drop(sender);
    };
    let (uploaded, ()) = futures_util::join!(uploading, meanwhile);
    uploaded.refused(401, "unauthenticated");
    server.until("SELECT NOT EXISTS (SELECT 1 FROM attachments)").await;
}

#[tokio::test]
async fn what_is_changed_with_the_old_key_in_the_moment_of_the_last_round_is_sealed_anew_as_well() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let group = ann.make_group("duo").await;
    chats(&ann, &group, 1).await;
    let sealed = async || -> Vec<u8> {
        sqlx::query_scalar("SELECT title_sealed FROM conversations").fetch_one(&server.app.db).await.unwrap()
    };
    let first = sealed().await;
    let conversation = ann.get("/conversations").await.ok()["items"][0]["id"].as_str().unwrap().to_owned();
    ann.patch(&format!("/conversations/{conversation}"), &json!({"title": "Chat 1"})).await.ok();
    let second = sealed().await;
    let here = ann.with_session(&replace(&ann).await.ok());
    until(&here, |status| status["is_settling"] == true).await;
    // What the new key sealed is changed twice, as by requests that still have the old one: once before the last round looks, and
    // once after that and before it writes.
    let put = "UPDATE conversations SET title_sealed = $1";
    sqlx::query(put).bind(&first).execute(&server.app.db).await.unwrap();
    let mut held = server.database().await;
    let mut change = held.begin().await.unwrap();
    sqlx::query(put).bind(&second).execute(&mut *change).await.unwrap();
    let_time_pass(&server).await;
    let here = refreshed(&here).await;
    server.until(WAITS_FOR_A_LOCK).await;
    change.commit().await.unwrap();
    until(&here, Value::is_null).await;
    assert_eq!(old_keys(&server).await, 0);
    assert_eq!(titles(&refreshed(&here).await).await, [json!("Chat 1")]);
}
