//! What happened to an account, as its member reads it.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Person, Reply, TestServer};

const PASSWORD: &str = "Ann has a long password";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

async fn sign_in(person: &Person, password: &str) -> Reply {
    let request = person.request(Method::POST, "/auth/sign-in").header("user-agent", FIREFOX);
    let body = json!({"email": "ann@example.org", "password": password});
    Reply::read(request.json(&body).send().await.unwrap()).await
}

async fn lines(person: &Person) -> Vec<Value> {
    person.get("/me/activity").await.ok()["items"].as_array().unwrap().clone()
}

fn actions(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["action"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn sign_ins_and_failed_ones_are_listed_with_device_and_half_the_address() {
    let server = TestServer::start().await;
    let first = server.sign_up("Ann").await;
    sign_in(&server.stranger(), "not her password").await.refused(401, "invalid_credentials");
    server.until("SELECT count(*) = 2 FROM account_activity").await;
    let ann = server.stranger().with_session(&sign_in(&server.stranger(), PASSWORD).await.ok());
    first.act("/auth/sign-out").await.no_content();

    let lines = lines(&ann).await;
    assert_eq!(actions(&lines), ["signed_out", "signed_in", "sign_in_failed", "signed_up"]);
    let this: Vec<bool> = lines.iter().map(|line| line["this_session"].as_bool().unwrap()).collect();
    assert_eq!(this, [false, true, false, false]);
    assert_eq!((&lines[1]["browser"], &lines[1]["system"]), (&json!("Firefox"), &json!("Linux")));
    assert_eq!(lines[1]["place"], "127.0.0.0/24");
    let listed = ann.get("/me/activity").await.ok().text;
    assert!(!listed.contains("127.0.0.1") && !listed.contains("rv:128"), "{listed}");
}

#[tokio::test]
async fn a_stolen_token_is_told() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    ann.act("/auth/refresh").await.ok();
    sqlx::query("UPDATE refresh_tokens SET rotated_at = rotated_at - interval '1 minute' WHERE rotated_at IS NOT NULL")
        .execute(&mut *server.database().await)
        .await
        .unwrap();
    ann.act("/auth/refresh").await.refused(401, "unauthenticated");
    let ann = server.stranger().with_session(&sign_in(&server.stranger(), PASSWORD).await.ok());
    assert_eq!(actions(&lines(&ann).await), ["signed_in", "token_reused", "signed_up"]);
}

#[tokio::test]
async fn seats_taken_given_back_and_taken_away_are_listed_by_the_groups_name() {
    let server = TestServer::start().await;
    let (ann, bo, cy) = (server.sign_up("Ann").await, server.sign_up("Bo").await, server.sign_up("Cy").await);
    let group = ann.make_group("trio").await;
    bo.join(&ann, &group).await;
    bo.act(&format!("/groups/{group}/leave")).await.ok();
    cy.join(&ann, &group).await;
    ann.delete(&format!("/groups/{group}/members/{}", cy.id)).await.no_content();
    for (person, expected) in [(&bo, ["group_left", "group_joined"]), (&cy, ["removed_from_group", "group_joined"])] {
        let lines = lines(person).await;
        assert_eq!(actions(&lines)[..2], expected);
        assert_eq!((&lines[0]["about"], &lines[1]["about"]), (&json!("Kitchen"), &json!("Kitchen")));
    }
    let removed = &lines(&cy).await[0];
    assert_eq!((&removed["browser"], &removed["place"]), (&Value::Null, &Value::Null), "the owner's place is theirs");
}

#[tokio::test]
async fn a_long_list_comes_in_pages_and_only_ones_own() {
    let server = TestServer::start().await;
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    for _ in 0..3 {
        sign_in(&server.stranger(), PASSWORD).await.ok();
    }
    let first = ann.get("/me/activity?limit=3").await.ok();
    let next = first.str("next");
    let second = ann.get(&format!("/me/activity?limit=3&cursor={next}")).await.ok();
    assert_eq!(actions(second["items"].as_array().unwrap()), ["signed_up"]);
    assert_eq!(second["next"], Value::Null);
    assert_eq!(actions(&lines(&bo).await), ["signed_up"]);
    server.stranger().get("/me/activity").await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn nobody_changes_a_line_and_it_goes_after_a_year() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let mut database = server.database().await;
    for statement in ["UPDATE account_activity SET action = 'signed_out'", "DELETE FROM account_activity"] {
        let refused = sqlx::query(statement).execute(&mut *database).await.unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{refused}");
    }
    sqlx::query("INSERT INTO account_activity (user_id, id, action, created_at) SELECT id, id, 'signed_in', now() - interval '367 days' FROM users")
        .execute(&mut *database)
        .await
        .unwrap();
    server::accounts::sweep(&server.app).await.unwrap();
    assert_eq!(actions(&lines(&ann).await), ["signed_up"]);
}
