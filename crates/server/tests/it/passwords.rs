//! Changing the password, and which ones are taken.

use serde_json::json;

use crate::support::{Person, Reply, TestServer};

const OLD: &str = "Ann has a long password";
const NEW: &str = "Ann has another password";

async fn change(person: &Person, current: &str, new: &str) -> Reply {
    person.post("/auth/password", &json!({"current_password": current, "new_password": new})).await
}

async fn sign_in(server: &TestServer, password: &str) -> Reply {
    server.stranger().post("/auth/sign-in", &json!({"email": "ann@example.org", "password": password})).await
}

#[tokio::test]
async fn a_changed_password_keeps_the_chats_and_ends_the_other_sessions_on_every_node_at_once() {
    let server = TestServer::start().await;
    let other_node = TestServer::start_on(&server.database_url, &[]).await;
    let ann = server.sign_up("Ann").await;
    let group = ann.make_group("duo").await;
    let titled = json!({"group_id": group, "title": "Before"});
    let conversation = ann.post("/conversations", &titled).await.created();
    let phone = ann.with_session(&sign_in(&server, OLD).await.ok()).at(&other_node.url);
    let mut open_page = phone.events("/events").await;
    open_page.until("hello").await;

    change(&ann, OLD, NEW).await.no_content();
    open_page.until("session.ended").await;
    phone.get("/me").await.refused(401, "unauthenticated");
    phone.act("/auth/refresh").await.refused(401, "unauthenticated");
    ann.get("/me").await.ok();
    let ann = ann.with_session(&ann.act("/auth/refresh").await.ok());

    sign_in(&server, OLD).await.refused(401, "invalid_credentials");
    let again = ann.with_session(&sign_in(&server, NEW).await.ok());
    let shown = again.get(&format!("/conversations/{}", conversation.str("id"))).await.ok();
    assert_eq!(shown["title"], "Before");
}

#[tokio::test]
async fn who_does_not_know_the_password_cannot_change_it_and_cannot_guess_for_long() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    for _ in 0..20 {
        let refused = change(&ann, "not her password", NEW).await.refused(403, "wrong_password");
        assert_eq!(refused["errors"][0]["field"], "current_password");
    }
    let refused = change(&ann, OLD, NEW).await.refused(429, "too_many_attempts");
    let wait: u64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((800..=900).contains(&wait), "{wait}");
    server.stranger().post("/auth/password", &json!({})).await.refused(401, "unauthenticated");
    sign_in(&server, OLD).await.ok();
}

#[tokio::test]
async fn of_two_changes_at_once_one_wins_and_its_password_opens_the_chats() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let (one, two) = tokio::join!(change(&ann, OLD, "the first of two"), change(&ann, OLD, "the second of two"));
    let (winner, loser) = if one.status.is_success() { ("the first of two", two) } else { ("the second of two", one) };
    assert!(["password_changed", "wrong_password"].contains(&loser.str("code")), "{}", loser.text);
    sign_in(&server, winner).await.ok();
}

#[tokio::test]
async fn a_password_that_is_guessed_first_is_refused_at_sign_up_and_change() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    // 513 characters, and two bytes each: what counts is bytes.
    let long = "ü".repeat(513);
    for (password, code) in [
        ("tiny one", "too_short"),
        (&*long, "too_many_bytes"),
        ("qwertyuiop", "too_common"),
        ("Password2024!", "too_common"),
        ("ann@example.org", "too_personal"),
        ("potluck 123", "too_personal"),
    ] {
        let refused = change(&ann, OLD, password).await.refused(422, "validation_failed");
        let error = &refused["errors"][0];
        assert_eq!((&error["field"], &error["code"]), (&json!("new_password"), &json!(code)), "{password}");
        let body = json!({"email": "ann@example.org", "password": password, "name": "Ann"});
        let refused = server.stranger().post("/auth/sign-up", &body).await.refused(422, "validation_failed");
        assert_eq!(refused["errors"][0]["code"], code);
        assert!(!refused.text.contains(password));
    }
}

#[tokio::test]
async fn a_password_of_a_megabyte_is_refused() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let huge = "ü".repeat(500_000);
    sign_in(&server, &huge).await.refused(401, "invalid_credentials");
    change(&ann, OLD, &huge).await.refused(422, "validation_failed");
    change(&ann, &huge, NEW).await.refused(403, "wrong_password");
    let body = json!({"email": "bo@example.org", "password": huge, "name": "Bo"});
    server.stranger().post("/auth/sign-up", &body).await.refused(422, "validation_failed");
}

#[tokio::test]
async fn a_password_opens_however_the_keyboard_types_its_letters() {
    let server = TestServer::start().await;
    let body = json!({"email": "ren\u{e9}e@example.org", "password": "caf\u{e9} au lait \u{212b}", "name": "Renée"});
    server.stranger().post("/auth/sign-up", &body).await.created();
    let body = json!({"email": "RENE\u{301}E@example.org", "password": "cafe\u{301} au lait A\u{30a}"});
    server.stranger().post("/auth/sign-in", &body).await.ok();
}
