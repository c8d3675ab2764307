//! Signing up, in and out; sessions and their tokens.

use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use serde_json::json;
use server::http::access_token;

use crate::mail::{unquoted, with_mail};
use crate::support::{MailSink, Reply, TestServer};

const PASSWORD: &str = "Ann has a long password";

#[tokio::test]
async fn the_first_account_runs_the_server_and_the_second_does_not() {
    let server = TestServer::start().await;
    assert_eq!(server.stranger().get("/server").await.ok()["needs_operator"], true);
    let ann = server.sign_up("Ann").await;
    let bo = server.sign_up("Bo").await;
    assert_eq!(ann.get("/me").await.ok()["operator"], true);
    assert_eq!(bo.get("/me").await.ok()["operator"], false);
    assert_eq!(server.stranger().get("/server").await.ok()["needs_operator"], false);
}

#[tokio::test]
async fn two_people_who_sign_up_first_at_once_make_one_operator() {
    let server = TestServer::start().await;
    let (ann, bo) = tokio::join!(server.sign_up("Ann"), server.sign_up("Bo"));
    let operators = [ann.get("/me").await.ok(), bo.get("/me").await.ok()];
    assert_eq!(operators.iter().filter(|me| me["operator"] == true).count(), 1);
}

#[tokio::test]
async fn what_was_typed_wrong_is_refused_field_by_field() {
    let server = TestServer::start().await;
    let body = json!({"email": "not an address", "password": "short", "name": "  "});
    let refused = server.stranger().post("/auth/sign-up", &body).await.refused(422, "validation_failed");
    let fields: Vec<_> = refused["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["email", "name", "password"]);
    assert!(!refused.text.contains("not an address"), "what was sent is not repeated");
}

#[tokio::test]
async fn an_address_has_one_account_however_it_is_written() {
    let server = TestServer::start().await;
    server.sign_up("Ann").await;
    let body = json!({"email": " ANN@example.ORG ", "password": PASSWORD, "name": "Ann again"});
    let refused = server.stranger().post("/auth/sign-up", &body).await.refused(409, "email_taken");
    assert_eq!(refused["errors"][0]["field"], "email");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_get_the_same_answer() {
    let server = TestServer::start().await;
    server.sign_up("Ann").await;
    let sign_in = async |email: &str, password: &str| {
        server.stranger().post("/auth/sign-in", &json!({"email": email, "password": password})).await
    };
    let wrong = sign_in("ann@example.org", "not her password").await.refused(401, "invalid_credentials");
    let unknown = sign_in("eve@example.org", PASSWORD).await.refused(401, "invalid_credentials");
    let without_id = |reply: &Reply| {
        let mut body = reply.body.clone();
        body.as_object_mut().unwrap().remove("request_id");
        body
    };
    assert_eq!(without_id(&wrong), without_id(&unknown));
    sign_in("Ann@Example.org", PASSWORD).await.ok();
}

#[tokio::test]
async fn refreshing_rotates_the_cookie_and_two_tabs_at_once_are_no_attack() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let (first, second) = tokio::join!(ann.act("/auth/refresh"), ann.act("/auth/refresh"));
    let (first, second) = (ann.with_session(&first.ok()), ann.with_session(&second.ok()));
    assert_ne!(first.cookie, ann.cookie);
    assert_ne!(first.cookie, second.cookie);
    for tab in [first, second] {
        tab.get("/me").await.ok();
        tab.act("/auth/refresh").await.ok();
    }
}

#[tokio::test]
async fn a_refresh_token_used_again_later_ends_the_session_for_thief_and_owner() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let renewed = ann.with_session(&ann.act("/auth/refresh").await.ok());
    sqlx::query("UPDATE refresh_tokens SET rotated_at = rotated_at - interval '1 minute' WHERE rotated_at IS NOT NULL")
        .execute(&mut *server.database().await)
        .await
        .unwrap();
    ann.act("/auth/refresh").await.refused(401, "unauthenticated");
    renewed.act("/auth/refresh").await.refused(401, "unauthenticated");
    renewed.get("/me").await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn whose_token_was_copied_gets_a_mail_that_says_what_to_do() {
    let mut sink = MailSink::start("250 fine").await;
    let server = with_mail(&sink).await;
    let ann = server.sign_up("Ann").await;
    ann.act("/auth/refresh").await.ok();
    server.meddle("UPDATE refresh_tokens SET rotated_at = rotated_at - interval '1 minute' WHERE $1 = ''", "").await;
    ann.act("/auth/refresh").await.refused(401, "unauthenticated");
    let mail = sink.next().await;
    assert!(mail.to.contains("<ann@example.org>"), "{}", mail.to);
    let text = unquoted(&mail.text);
    assert!(text.contains("Subject: A copy of your Potluck sign-in was used"), "{text}");
    assert!(text.contains("https://pot.example/settings/devices"), "{text}");
}

#[tokio::test]
async fn an_exchanged_token_keeps_its_hash_and_loses_its_wrap() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let renewed = ann.with_session(&ann.act("/auth/refresh").await.ok());
    sqlx::query("UPDATE refresh_tokens SET rotated_at = rotated_at - interval '1 minute' WHERE rotated_at IS NOT NULL")
        .execute(&mut *server.database().await)
        .await
        .unwrap();
    server::accounts::sweep(&server.app).await.unwrap();
    let wiped: Vec<bool> = sqlx::query_scalar("SELECT wrapped = ''::bytea FROM refresh_tokens ORDER BY created_at")
        .fetch_all(&mut *server.database().await)
        .await
        .unwrap();
    assert_eq!(wiped, [true, false]);
    renewed.act("/auth/refresh").await.ok();
}

#[tokio::test]
async fn signing_out_ends_the_session_at_once_and_twice_is_no_mistake() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    ann.act("/auth/sign-out").await.no_content();
    ann.get("/me").await.refused(401, "unauthenticated");
    ann.act("/auth/refresh").await.refused(401, "unauthenticated");
    ann.act("/auth/sign-out").await.no_content();
}

#[tokio::test]
async fn tampered_foreign_and_missing_tokens_let_nobody_in() {
    let server = TestServer::start().await;
    let elsewhere = TestServer::start_with(&[("POTLUCK_SECRET", "another secret, of more than 32 characters")]).await;
    let ann = server.sign_up("Ann").await;
    let token = ann.access_token.clone().unwrap();
    let [header, claims, signature] = token.split('.').collect::<Vec<_>>().try_into().unwrap();
    let none = "eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0";
    for forged in [
        String::new(),
        "nonsense".to_owned(),
        format!("{header}.{claims}."),
        format!("{none}.{claims}."),
        format!("{header}.{claims}.{}", signature.chars().rev().collect::<String>()),
        elsewhere.sign_up("Ann").await.access_token.unwrap(),
    ] {
        let mut stranger = server.stranger();
        stranger.access_token = Some(forged);
        let refused = stranger.get("/me").await.refused(401, "unauthenticated");
        assert_eq!(refused.headers["www-authenticate"], "Bearer");
    }
    server.stranger().get("/me").await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn an_old_token_says_that_it_is_old() {
    let server = TestServer::start().await;
    let mut ann = server.sign_up("Ann").await;
    let proven = access_token::verify(&server.app.keys, ann.access_token.as_deref().unwrap()).ok().unwrap();
    let sign = |age: SignedDuration| {
        #[expect(clippy::disallowed_methods, reason = "the server compares with this machine's clock")]
        let then = Timestamp::now() - age;
        access_token::sign(&server.app.keys, proven.user, proven.session, &proven.content_key, then).unwrap()
    };
    ann.access_token = Some(sign(SignedDuration::from_mins(9)));
    ann.get("/me").await.ok();
    ann.access_token = Some(sign(SignedDuration::from_mins(11)));
    ann.get("/me").await.refused(401, "token_expired");
    ann.access_token = Some(sign(SignedDuration::from_mins(-1)));
    ann.get("/me").await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn bodies_that_do_not_read_are_refused_by_what_is_wrong() {
    let server = TestServer::start().await;
    let stranger = server.stranger();
    let send = async |content_type: &str, body: String| {
        let request = stranger.request(Method::POST, "/auth/sign-in").header("content-type", content_type).body(body);
        Reply::read(request.send().await.unwrap()).await
    };
    send("application/json", "{".to_owned()).await.refused(400, "malformed_json");
    send("application/json", "{}".to_owned()).await.refused(422, "validation_failed");
    send("text/plain", "{}".to_owned()).await.refused(415, "unsupported_media_type");
    send("application/json", format!("{{\"email\":\"{}\"}}", "a".repeat(2 << 20))).await.refused(413, "body_too_large");
    stranger.get("/nowhere").await.refused(404, "not_found");
    stranger.delete("/me").await.refused(405, "method_not_allowed");
}
