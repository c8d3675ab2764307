//! The devices that are signed in: seeing them, ending them, and what a stolen key does to them.

use serde_json::{Value, json};
use simulator::{AiVendor, Script};

use crate::support::{Events, Person, TestServer, Trio, configure};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0";

async fn sessions(person: &Person) -> Vec<Value> {
    person.get("/sessions").await.ok()["items"].as_array().unwrap().clone()
}

/// The id of the session that the person came with.
async fn own_session(person: &Person) -> String {
    let all = sessions(person).await;
    all.iter().find(|session| session["current"] == true).unwrap()["id"].as_str().unwrap().to_owned()
}

fn password(name: &str) -> Value {
    json!({"password": format!("{name} has a long password")})
}

/// Makes what was exchanged until now look like long ago.
async fn a_minute_passes(server: &TestServer) {
    sqlx::query("UPDATE refresh_tokens SET rotated_at = rotated_at - interval '1 minute' WHERE rotated_at IS NOT NULL")
        .execute(&mut *server.database().await)
        .await
        .unwrap();
}

#[tokio::test]
async fn devices_are_listed_in_words_with_their_network_and_the_own_one_marked() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let laptop = server.another_device("Ann", FIREFOX).await;
    let listed = sessions(&laptop).await;
    assert_eq!(listed.len(), 2);
    assert_eq!(
        (&listed[0]["browser"], &listed[0]["system"], &listed[0]["place"], &listed[0]["current"]),
        (&json!("Firefox"), &json!("Linux"), &json!("127.0.0.0/24"), &json!(true))
    );
    assert_eq!((&listed[1]["browser"], &listed[1]["current"]), (&Value::Null, &json!(false)));
    // The other device sees the same, from its own side.
    assert_eq!(own_session(&ann).await, listed[1]["id"]);
    let stored: Vec<String> =
        sqlx::query_scalar("SELECT s::text FROM sessions s").fetch_all(&mut *server.database().await).await.unwrap();
    assert!(stored.iter().all(|row| !row.contains("Gecko") && !row.contains("127.0.0.1")), "{stored:?}");
}

#[tokio::test]
async fn a_device_is_ended_from_another_with_the_password_and_nobody_elses_is() {
    let server = TestServer::start().await;
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    let phone = server.another_device("Ann", FIREFOX).await;
    let end = format!("/sessions/{}/end", own_session(&phone).await);

    let refused = ann.post(&end, &json!({"password": "not her password"})).await.refused(403, "wrong_password");
    assert_eq!(refused["errors"][0]["field"], "password");
    bo.post(&end, &password("Bo")).await.refused(404, "not_found");
    server.stranger().post(&end, &password("Ann")).await.refused(401, "unauthenticated");
    phone.get("/me").await.ok();

    ann.post(&end, &password("Ann")).await.no_content();
    phone.get("/me").await.refused(401, "unauthenticated");
    phone.act("/auth/refresh").await.refused(401, "unauthenticated");
    assert_eq!(sessions(&ann).await.len(), 1);
    ann.post(&end, &password("Ann")).await.refused(404, "not_found");
}

#[tokio::test]
async fn all_other_devices_are_ended_at_once() {
    let server = TestServer::start().await;
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    let (phone, tablet) = (server.another_device("Ann", "").await, server.another_device("Ann", "").await);
    ann.post("/sessions/end-others", &json!({"password": "wrong"})).await.refused(403, "wrong_password");
    assert_eq!(ann.post("/sessions/end-others", &password("Ann")).await.ok()["ended"], 2);
    for ended in [phone, tablet] {
        ended.get("/me").await.refused(401, "unauthenticated");
        ended.act("/auth/refresh").await.refused(401, "unauthenticated");
    }
    ann.get("/me").await.ok();
    bo.get("/me").await.ok();
}

/// Every open stream, also one of a running answer, on the node that did not end the session.
#[tokio::test]
async fn an_end_closes_the_streams_and_refuses_the_tokens_of_another_node() {
    let vendor = AiVendor::start().await.unwrap();
    vendor.queue(Script { hold_after: Some(5), ..Script::words(90) });
    let directory = tempfile::tempdir().unwrap();
    let config = configure(directory.path(), &vendor, "", "20.00");
    let here = TestServer::start_with(&[("POTLUCK_CONFIG", &config)]).await;
    let there = TestServer::start_on(&here.database_url, &[("POTLUCK_CONFIG", &config)]).await;
    let ann = here.sign_up("Ann").await;
    let group = ann.make_group("pair").await;
    ann.act(&format!("/groups/{group}/start")).await.ok();
    let conversation = ann.converse(&group).await;
    let phone = here.another_device("Ann", FIREFOX).await.at(&there.url);
    let session = own_session(&phone).await;

    let mut live = phone.events("/events").await;
    live.until("hello").await;
    let mut answer = phone.ask(&conversation, &json!({"text": "Go on."})).await;
    answer.until("turn.started").await;
    // The other node has just seen that the session is live.
    phone.get("/me").await.ok();
    ann.post(&format!("/sessions/{session}/end"), &password("Ann")).await.no_content();

    let ended = live.until("session.ended").await;
    assert_eq!(ended.data["session_id"], session);
    assert_eq!(live.rest().await, []);
    assert!(answer.rest().await.iter().all(|event| event.name != "turn.finished"), "the answer itself goes on");
    phone.get("/me").await.refused(401, "unauthenticated");
    vendor.release();
}

/// The bus may be silent: what a node has read is believed for three seconds, no longer.
#[tokio::test]
async fn a_node_that_heard_nothing_still_notices_within_five_seconds() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    ann.get("/me").await.ok();
    sqlx::query("UPDATE sessions SET ended_at = now()").execute(&mut *server.database().await).await.unwrap();
    let before = std::time::Instant::now();
    loop {
        let asked = before.elapsed();
        if ann.get("/me").await.status != 200 {
            break;
        }
        assert!(asked.as_secs() < 5, "an ended session goes on");
    }
    ann.get("/me").await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn a_token_that_is_used_twice_ends_the_session_and_its_member_is_told() {
    let server = TestServer::start().await;
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    let laptop = server.another_device("Ann", FIREFOX).await;
    let mut news = ann.events("/events").await;
    news.until("hello").await;
    let stolen = laptop.clone();
    let renewed = laptop.with_session(&laptop.act("/auth/refresh").await.ok());
    a_minute_passes(&server).await;
    stolen.act("/auth/refresh").await.refused(401, "unauthenticated");
    renewed.get("/me").await.refused(401, "unauthenticated");

    news.until("account.changed").await;
    let notices = ann.get("/security-notices").await.ok();
    let notice = &notices["items"][0];
    assert_eq!(
        (&notice["kind"], &notice["browser"], &notice["system"]),
        (&json!("token_reused"), &json!("Firefox"), &json!("Linux"))
    );
    assert_eq!(bo.get("/security-notices").await.ok()["items"], json!([]));
    let dismiss = format!("/security-notices/{}/dismiss", notice["id"].as_str().unwrap());
    bo.act(&dismiss).await.refused(404, "not_found");
    assert_eq!(ann.get("/security-notices").await.ok()["items"].as_array().unwrap().len(), 1);
    ann.act(&dismiss).await.no_content();
    assert_eq!(ann.get("/security-notices").await.ok()["items"], json!([]));
}

#[tokio::test]
async fn many_tabs_that_refresh_at_once_stay_signed_in_and_nobody_is_alarmed() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let tabs = futures_util::future::join_all((0..8).map(|_| ann.act("/auth/refresh"))).await;
    let tabs: Vec<Person> = tabs.into_iter().map(|answer| ann.with_session(&answer.ok())).collect();
    for tab in &tabs {
        tab.get("/me").await.ok();
        tab.act("/auth/refresh").await.ok();
    }
    assert_eq!(sessions(&ann).await.len(), 1, "they are one session");
    assert_eq!(ann.get("/security-notices").await.ok()["items"], json!([]));
}

#[tokio::test]
async fn a_session_ends_after_half_a_year_however_much_it_is_used() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let age = async |days: i32| {
        sqlx::query("UPDATE sessions SET created_at = now() - make_interval(days => $1)")
            .bind(days)
            .execute(&mut *server.database().await)
            .await
            .unwrap();
    };
    age(179).await;
    let ann = ann.with_session(&ann.act("/auth/refresh").await.ok());
    let left: i64 = sqlx::query_scalar(
        "SELECT extract(day FROM max(expires_at) FILTER (WHERE rotated_at IS NULL) - now())::bigint FROM refresh_tokens",
    )
    .fetch_one(&mut *server.database().await)
    .await
    .unwrap();
    assert_eq!(left, 0, "its last token lives for less than a day");
    age(181).await;
    let ann = ann.with_session(&ann.act("/auth/refresh").await.ok());
    ann.act("/auth/refresh").await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn a_removed_members_open_stream_tells_nothing_of_the_group_any_more() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, cy } = server.trio().await;
    let (before, after) = (bo.converse(&group).await, bo.converse(&group).await);
    let mut bos = bo.events("/events").await;
    bos.until("hello").await;
    ann.delete(&format!("/groups/{group}/members/{}", bo.id)).await.no_content();
    bo.get(&format!("/groups/{group}")).await.refused(404, "not_found");

    // Two events of Bo's own tell what came in between.
    let told_until = async |events: &mut Events, conversation: &str| {
        bo.delete(&format!("/conversations/{conversation}")).await.no_content();
        let mut names = Vec::new();
        loop {
            let event = events.next().await.unwrap();
            if event.data["conversation_id"] == conversation && event.name == "conversation.deleted" {
                return names;
            }
            names.push(event.name);
        }
    };
    assert!(told_until(&mut bos, &before).await.contains(&"group.changed".to_owned()), "Bo is told of the removal");
    ann.patch(&format!("/groups/{group}"), &json!({"name": "Without Bo"})).await.ok();
    assert_eq!(cy.group(&group).await["name"], "Without Bo");
    assert_eq!(told_until(&mut bos, &after).await, Vec::<String>::new());
}
