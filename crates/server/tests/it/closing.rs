//! Closing an account: the person is gone, and nobody's reckoning is.

use serde_json::json;
use simulator::Script;
use sqlx::{PgConnection, Row};

use crate::second_factor::set_up;
use crate::support::{ChatServer, Person, Reply, TestServer, echo};

async fn close(person: &Person, name: &str) -> Reply {
    person.post("/me/close", &json!({"password": format!("{name} has a long password")})).await
}

#[tokio::test]
async fn everything_that_was_theirs_is_gone_at_once_and_the_books_still_balance() {
    let chat = ChatServer::start().await;
    let server = &chat.server;
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    let group = ann.make_group("pair").await;
    bo.join(&ann, &group).await;
    bo.pay(&ann, &group).await;
    let conversation = bo.converse(&group).await;
    bo.say(&conversation, "What is for dinner?").await;
    let mut live = bo.events("/events").await;
    live.until("hello").await;
    let usage = ann.get(&format!("/groups/{group}/usage")).await.ok().text.clone();

    close(&bo, "Not Bo").await.refused(403, "wrong_password");
    bo.get("/me").await.ok();
    let closed = close(&bo, "Bo").await.no_content();
    assert!(closed.set_cookie("potluck_refresh").unwrap().contains("Max-Age=0"), "the cookie is taken away");

    live.until("session.ended").await;
    bo.get("/me").await.refused(401, "unauthenticated");
    bo.act("/auth/refresh").await.refused(401, "unauthenticated");
    let typed = json!({"email": "bo@example.org", "password": "Bo has a long password"});
    server.stranger().post("/auth/sign-in", &typed).await.refused(401, "invalid_credentials");
    assert_eq!(traces(server, &bo).await, Vec::<String>::new());

    // What others reckon with stays, without the name.
    let former = ann.member(&group, &bo).await;
    assert_eq!((&former["name"], &former["status"]), (&json!("Former member"), &json!("leaving")));
    assert_eq!(former["share_status"], "paid");
    assert_eq!(ann.get(&format!("/groups/{group}/usage")).await.ok().text, usage);
    server.audit().await;
    // The address is free, and knows nothing of before.
    let again = server.sign_up("Bo").await;
    assert_ne!(again.id, bo.id);
    assert_eq!(again.get("/groups").await.ok()["items"], json!([]));
    assert_eq!(again.get("/conversations").await.ok()["items"], json!([]));

    server.end_period(&group).await;
    server::periods::roll_over(&server.app).await.unwrap();
    let staying = ann.group(&group).await;
    assert_eq!(staying["members"].as_array().unwrap().len(), 1);
    server.audit().await;
}

/// Where the database still knows the person: rows that belong to accounts alone, and their words anywhere.
async fn traces(server: &TestServer, person: &Person) -> Vec<String> {
    let mut database = server.database().await;
    let owned = sqlx::query(
        "SELECT c.conrelid::regclass::text AS name, a.attname::text AS key FROM pg_constraint c
         JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
         WHERE c.contype = 'f' AND c.confrelid = 'users'::regclass AND c.confdeltype = 'c'
         UNION SELECT 'account_activity', 'user_id'",
    );
    let owned = owned.fetch_all(&mut *database).await.unwrap();
    assert!(owned.len() >= 5, "the tables that belong to an account are found");
    let mut found = Vec::new();
    for row in owned {
        let (table, key): (String, String) = (row.get("name"), row.get("key"));
        let query = format!("SELECT count(*) FROM {table} WHERE {key} = $1::uuid");
        let count: i64 =
            sqlx::query_scalar(sqlx::AssertSqlSafe(query)).bind(&person.id).fetch_one(&mut *database).await.unwrap();
        if count > 0 {
            found.push(format!("{count} rows of {table}"));
        }
    }
    let tables = sqlx::query_scalar::<_, String>(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
         WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
    );
    for table in tables.fetch_all(&mut *database).await.unwrap() {
        let query = format!("SELECT count(*) FROM {table} t WHERE t::text ILIKE '%bo@example.org%'");
        let count: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(query)).fetch_one(&mut *database).await.unwrap();
        if count > 0 {
            found.push(format!("the address in {table}"));
        }
    }
    found
}

#[tokio::test]
async fn an_owner_hands_over_first_and_the_last_operator_stays() {
    let server = TestServer::start().await;
    let (ann, bo, cy) = (server.sign_up("Ann").await, server.sign_up("Bo").await, server.sign_up("Cy").await);
    let group = bo.make_group("trio").await;
    cy.join(&bo, &group).await;
    let refused = close(&bo, "Bo").await.refused(409, "owner_must_hand_over");
    assert_eq!(refused["groups"], json!(["Kitchen"]));
    close(&ann, "Ann").await.refused(409, "last_operator");
    for person in [&ann, &bo] {
        person.get("/me").await.ok();
    }
    bo.post(&format!("/groups/{group}/owner"), &json!({"user_id": cy.id})).await.ok();
    close(&bo, "Bo").await.no_content();
    // The group had not started: the seat is free at once.
    assert_eq!(cy.group(&group).await["members"].as_array().unwrap().len(), 1);
    server.audit().await;
}

#[tokio::test]
async fn an_account_with_a_second_factor_is_exported_and_closed_with_both() {
    let server = TestServer::start().await;
    let (ann, _bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    let (_app, backup_codes) = set_up(&server, &ann).await;
    let mut proof = json!({"password": "Ann has a long password"});
    for path in ["/me/export", "/me/close"] {
        ann.post(path, &proof).await.refused(403, "second_factor_required");
    }
    proof["code"] = json!("000000");
    ann.post("/me/export", &proof).await.refused(403, "second_factor_wrong");
    proof["code"] = json!(backup_codes[0]);
    ann.post("/me/export", &proof).await.ok();
    // Each code counts once.
    ann.post("/me/close", &proof).await.refused(403, "second_factor_wrong");
    ann.get("/me").await.ok();
}

#[tokio::test]
async fn whoever_was_alone_leaves_no_open_door() {
    let server = TestServer::start().await;
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    let group = bo.make_group("duo").await;
    let token = bo.invite(&group).await;
    close(&bo, "Bo").await.no_content();
    ann.accept(&token).await.refused(410, "invitation_revoked");
}

#[tokio::test]
async fn what_runs_is_stopped_and_settled() {
    let chat = ChatServer::start().await;
    let server = &chat.server;
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    let group = ann.make_group("pair").await;
    bo.join(&ann, &group).await;
    let conversation = bo.converse(&group).await;
    chat.vendor.queue(Script { hold_after: Some(2), ..echo(9) });
    let mut answer = bo.ask(&conversation, &json!({"text": "A long story, please."})).await;
    answer.until("text.delta").await;
    close(&bo, "Bo").await.no_content();
    server.until("SELECT count(*) = 0 FROM turns WHERE status = 'running'").await;
    server.until("SELECT count(*) = 0 FROM holds WHERE status = 'held'").await;
    server.audit().await;
}

/// How many wait for a lock in this database.
async fn waiting(connection: &mut PgConnection) -> i64 {
    sqlx::query_scalar(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    )
    .fetch_one(connection)
    .await
    .unwrap()
}

/// What is being made while the account closes waits for the closing, and finds nobody any more.
#[tokio::test]
async fn a_chat_that_is_made_in_the_moment_of_closing_does_not_remain() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let group = ann.make_group("duo").await;
    let mut closing = server.app.begin().await.unwrap();
    store::closing::lock(&mut closing, ann.id.parse().unwrap()).await.unwrap().unwrap();
    let (body, text) = (json!({"group_id": group, "title": "Too late"}), json!({"text": "Too late"}));
    let place = format!("/drafts/{group}");
    let mut looking = server.database().await;
    let finish = async {
        while waiting(&mut looking).await < 2 {}
        store::closing::erase(&mut closing, ann.id.parse().unwrap()).await.unwrap();
        closing.commit().await.unwrap();
    };
    let (chat, draft, ()) = tokio::join!(ann.post("/conversations", &body), ann.put(&place, &text), finish);
    // Who is in no group any more has none to chat in.
    chat.refused(404, "not_found");
    draft.refused(401, "unauthenticated");
    let left: i64 = sqlx::query_scalar("SELECT (SELECT count(*) FROM conversations) + (SELECT count(*) FROM drafts)")
        .fetch_one(&mut *looking)
        .await
        .unwrap();
    assert_eq!(left, 0);
}
