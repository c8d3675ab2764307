//! What operators did, as they read it: each in the transaction that made it true, and for ever.

use std::process::Command;

use domain::operator_action::OperatorAction;
use serde_json::{Value, json};
use server::app::commit;
use store::operator_actions;

use crate::support::{Person, TestServer, Trio, text};

async fn lines(person: &Person) -> Vec<Value> {
    person.get("/admin/actions").await.ok()["items"].as_array().unwrap().clone()
}

/// What was done, the newest first.
fn kinds(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["action"]["kind"].as_str().unwrap()).collect()
}

/// Lets an hour go by since everything that was done.
const AN_HOUR_AGO: &str = "ALTER TABLE operator_actions DISABLE TRIGGER operator_actions_append_only;
                           UPDATE operator_actions SET created_at = created_at - interval '61 minutes';
                           ALTER TABLE operator_actions ENABLE TRIGGER operator_actions_append_only;
                           UPDATE operator_looks SET noted_at = noted_at - interval '61 minutes'";

const SOMEBODY_WAITS: &str =
    "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')";

/// `potluck admin ...` on a server's database.
fn admin(server: &TestServer, words: &[&str]) {
    let done = Command::new(env!("CARGO_BIN_EXE_potluck"))
        .arg("admin")
        .args(words)
        .env("DATABASE_URL", &server.database_url)
        .env("POTLUCK_SECRET", crate::support::SECRET)
        .env("RUST_LOG", "off")
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", text(&done.stderr));
}

#[tokio::test]
async fn answers_to_payments_are_noted_with_whose_and_how_much_and_never_with_what_was_written() {
    let server = TestServer::start().await;
    // The first account runs the server.
    let Trio { group, ann, bo, cy } = server.trio().await;
    let (of_bo, of_cy) = (bo.claim(&group).await, cy.claim(&group).await);
    ann.post(&format!("/payments/{of_bo}/reject"), &json!({"reason": "Nothing came, canary."})).await.ok();
    ann.act(&format!("/payments/{of_bo}/confirm")).await.refused(409, "payment_settled");
    ann.act(&format!("/payments/{of_cy}/confirm")).await.ok();
    ann.post(&format!("/payments/{of_cy}/refund"), &json!({"amount": 100, "from": "share"})).await.created();

    let lines = lines(&ann).await;
    assert_eq!(kinds(&lines), ["payment_refunded", "payment_confirmed", "payment_rejected", "operator_made"]);
    let refunded = json!({
        "kind": "payment_refunded",
        "group_id": group,
        "payment_id": of_cy,
        "user_id": cy.id,
        "amount": {"amount": 100, "currency": "USD"},
    });
    assert_eq!(lines[0]["action"], refunded);
    assert_eq!((&lines[0]["operator"], &lines[0]["person"]), (&json!("Ann"), &json!("Cy")));
    assert_eq!((&lines[2]["person"], &lines[2]["group"]), (&json!("Bo"), &json!("Kitchen")));
    let kept: Vec<String> = sqlx::query_scalar("SELECT action::text FROM operator_actions")
        .fetch_all(&mut *server.database().await)
        .await
        .unwrap();
    for written in ["canary", "Bo", "Kitchen", "example.org"] {
        assert!(kept.iter().all(|line| !line.contains(written)), "{written}: {kept:?}");
    }
    bo.get("/admin/actions").await.refused(404, "not_found");
}

#[tokio::test]
async fn whom_an_operator_named_as_payee_is_no_operator() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, cy } = server.trio().await;
    server
        .meddle("UPDATE groups SET payee_id = (SELECT id FROM users WHERE name = 'Cy') WHERE id = $1::uuid", &group)
        .await;
    let payment = bo.claim(&group).await;
    cy.act(&format!("/payments/{payment}/confirm")).await.ok();
    assert_eq!(kinds(&lines(&ann).await), ["operator_made"]);
}

#[tokio::test]
async fn sandboxes_their_clocks_and_who_looked_at_people_are_noted() {
    let server = TestServer::start().await;
    let olga = server.sign_up("Olga").await;
    let sandbox = olga.post("/groups", &json!({"name": "Try it", "plan": "duo", "sandbox": true})).await.created();
    let sandbox = sandbox.str("id");
    let path = format!("/admin/sandboxes/{sandbox}/clock");
    olga.post(&path, &json!({"by": "week", "times": 2})).await.ok();
    olga.post(&path, &json!({"by": "week", "times": 0})).await.refused(422, "leap_out_of_range");
    for _ in 0..3 {
        olga.get("/admin/users").await.ok();
    }
    let lines = lines(&olga).await;
    assert_eq!(kinds(&lines), ["people_listed", "clock_moved", "sandbox_made", "operator_made"]);
    let moved = json!({"kind": "clock_moved", "group_id": sandbox, "by": "week", "times": 2});
    assert_eq!((&lines[1]["action"], &lines[1]["group"]), (&moved, &json!("Try it")));
    // Looked at again an hour later.
    sqlx::raw_sql(AN_HOUR_AGO).execute(&server.app.db).await.unwrap();
    olga.get("/admin/users").await.ok();
    assert_eq!(kinds(&self::lines(&olga).await)[0], "people_listed");
    assert_eq!(self::lines(&olga).await.len(), 5);
}

#[tokio::test]
async fn two_looks_at_the_same_moment_are_noted_once() {
    let server = TestServer::start().await;
    let olga = server.sign_up("Olga").await;
    let operator = olga.id.parse().unwrap();
    for _ in 0..2 {
        let mut first = server.app.begin().await.unwrap();
        operator_actions::record_hourly(&mut first, operator, &OperatorAction::PeopleListed {}).await.unwrap();
        let second = olga.get("/admin/users");
        let waits = server.until(SOMEBODY_WAITS);
        tokio::pin!(second);
        tokio::select! {
            _ = &mut second => panic!("it did not wait for the first"),
            () = waits => {}
        }
        commit(first).await.unwrap();
        second.await.ok();
        assert_eq!(kinds(&lines(&olga).await)[0], "people_listed");
        // An hour later there is a row to wait for.
        sqlx::raw_sql(AN_HOUR_AGO).execute(&server.app.db).await.unwrap();
    }
    assert_eq!(kinds(&lines(&olga).await), ["people_listed", "people_listed", "operator_made"]);
}

#[tokio::test]
async fn a_leap_is_noted_by_whoever_made_the_first_step_and_not_by_one_that_never_began() {
    let server = TestServer::start().await;
    let olga = server.sign_up("Olga").await;
    let sandbox = olga.post("/groups", &json!({"name": "Try it", "plan": "duo", "sandbox": true})).await.created();
    let path = format!("/admin/sandboxes/{}/clock", sandbox.str("id"));
    let refuse = "ALTER TABLE groups ADD CONSTRAINT stands_still CHECK (clock_ahead_seconds = 0)";
    sqlx::raw_sql(refuse).execute(&server.app.db).await.unwrap();
    olga.post(&path, &json!({"by": "day"})).await.refused(500, "internal");
    assert_eq!(kinds(&lines(&olga).await), ["sandbox_made", "operator_made"]);
    sqlx::raw_sql("ALTER TABLE groups DROP CONSTRAINT stands_still").execute(&server.app.db).await.unwrap();
    olga.post(&path, &json!({"by": "day"})).await.ok();
    assert_eq!(kinds(&lines(&olga).await), ["clock_moved", "sandbox_made", "operator_made"]);
}

#[tokio::test]
async fn looking_at_groups_their_money_and_balances_is_noted_as_looking_at_people_is() {
    let server = TestServer::start().await;
    let Trio { ann, bo, .. } = server.trio().await;
    for path in ["/admin/groups", "/admin/margin", "/admin/balances", "/payments"] {
        for _ in 0..2 {
            ann.get(path).await.ok();
        }
        ann.get(&format!("{path}?limit=1")).await.ok();
    }
    // Whoever is no operator sees their own, which is nobody's business.
    bo.get("/payments").await.ok();
    ann.get("/admin/margin?month=soon").await.refused(422, "validation_failed");
    let noted = ["payments_listed", "balances_listed", "margin_listed", "groups_listed", "operator_made"];
    assert_eq!(kinds(&lines(&ann).await), noted);
    sqlx::raw_sql(AN_HOUR_AGO).execute(&server.app.db).await.unwrap();
    ann.get("/payments").await.ok();
    assert_eq!(kinds(&lines(&ann).await)[..2], ["payments_listed", "payments_listed"]);
}

#[tokio::test]
async fn what_a_newer_node_wrote_is_shown_by_its_name_and_ends_no_page() {
    let server = TestServer::start().await;
    let olga = server.sign_up("Olga").await;
    for kind in ["vault_opened", "vault_closed", "vault_opened"] {
        sqlx::query("INSERT INTO operator_actions (id, operator_id, action) VALUES ($1, $2::uuid, jsonb_build_object('kind', $3::text))")
            .bind(uuid::Uuid::now_v7())
            .bind(&olga.id)
            .bind(kind)
            .execute(&server.app.db)
            .await
            .unwrap();
    }
    olga.get("/admin/users").await.ok();
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = olga.get(&format!("/admin/actions?limit=2{cursor}")).await.ok();
        let items = page["items"].as_array().unwrap();
        seen.extend(items.iter().map(|line| (line["action"]["kind"].clone(), line["action"]["name"].clone())));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    let unknown = |name| (json!("unknown"), json!(name));
    let known = |kind| (json!(kind), Value::Null);
    let expected = [
        known("people_listed"),
        unknown("vault_opened"),
        unknown("vault_closed"),
        unknown("vault_opened"),
        known("operator_made"),
    ];
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn what_is_done_on_the_machine_itself_names_nobody_who_did_it() {
    let server = TestServer::start().await;
    let (olga, ann) = (server.sign_up("Olga").await, server.sign_up("Ann").await);
    admin(&server, &["make-operator", "Ann@Example.org"]);
    admin(&server, &["reset-link", "ann@example.org"]);
    let lines = lines(&ann).await;
    assert_eq!(kinds(&lines), ["reset_link_made", "operator_made", "operator_made"]);
    for line in &lines[..2] {
        assert_eq!((&line["operator"], &line["person"]), (&Value::Null, &json!("Ann")));
        assert_eq!(line["action"]["user_id"], json!(ann.id));
    }
    assert_eq!(lines[2]["operator"], "Olga");

    let first = olga.get("/admin/actions?limit=2").await.ok();
    let rest = olga.get(&format!("/admin/actions?limit=2&cursor={}", first.str("next"))).await.ok();
    assert_eq!((&rest["items"][0], &rest["next"]), (&lines[2], &Value::Null));
}

#[tokio::test]
async fn what_was_done_is_never_changed_nor_deleted() {
    let server = TestServer::start().await;
    server.sign_up("Olga").await;
    for statement in
        ["UPDATE operator_actions SET operator_id = NULL", "DELETE FROM operator_actions", "TRUNCATE operator_actions"]
    {
        let error = sqlx::query(statement).execute(&mut *server.database().await).await.unwrap_err();
        assert!(error.to_string().contains("append-only"), "{error}");
    }
}
