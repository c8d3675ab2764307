//! What the operator sees of the work that the server does by itself, and what can be done about it.

use domain::job::PeriodicWork;
use serde_json::{Value, json};
use store::testing::TestDatabase;

use crate::mail::with_mail;
use crate::support::{MailSink, Person, TestServer};

/// A server whose jobs nobody does, with so many mails of an invitation in its queue.
async fn with_jobs(count: usize) -> (TestServer, Person) {
    let database = TestDatabase::create().await;
    let server = TestServer::start_unscheduled(&database.url, &[]).await;
    server::jobs::migrate(&server.app.db).await.unwrap();
    let olga = server.sign_up("Olga").await;
    let mut tx = server.app.begin().await.unwrap();
    for _ in 0..count {
        let job = server::notices::InvitationMail { invitation_id: olga.id.parse().unwrap() };
        server::jobs::enqueue(&server.app, &mut tx, job).await.unwrap();
    }
    tx.commit().await.unwrap();
    (server, olga)
}

/// As if the queue's jobs had been tried so often, and had left this.
async fn tried(server: &TestServer, attempts: i16, left: &str) {
    sqlx::query("UPDATE jobs._private_jobs SET attempts = $1, last_error = $2, run_at = now() + interval '1 day'")
        .bind(attempts)
        .bind(left)
        .execute(&server.app.db)
        .await
        .unwrap();
}

async fn jobs(person: &Person) -> Vec<Value> {
    person.get("/admin/jobs").await.ok()["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_job_that_was_given_up_is_tried_as_often_as_a_new_one() {
    let (server, olga) = with_jobs(1).await;
    let job = &jobs(&olga).await[0];
    assert_eq!((&job["kind"], &job["state"]), (&json!("invitation_mail"), &json!("waiting")));
    let retry = format!("/admin/jobs/{}/retry", job["id"]);
    olga.act(&retry).await.refused(409, "job_not_failed");

    // What a panic says may hold what somebody wrote.
    tried(&server, 25, r#"TaskPanic("Ann wrote: secret")"#).await;
    let listed = olga.get("/admin/jobs").await.ok();
    let (job, backlog) = (&listed["items"][0], &listed["backlogs"][0]);
    assert_eq!((&job["state"], &job["trouble"]), (&json!("given_up"), &json!("other")));
    assert_eq!((&job["attempts"], &job["attempts_max"]), (&json!(25), &json!(25)));
    assert_eq!((&backlog["kind"], &backlog["waiting"], &backlog["failing"]), (&job["kind"], &json!(1), &json!(1)));
    assert!(!listed.text.contains("secret"), "{}", listed.text);

    let again = olga.act(&retry).await.ok();
    assert_eq!((&again["state"], &again["attempts"]), (&json!("waiting"), &json!(0)));
    olga.act(&retry).await.refused(409, "job_not_failed");
    let done = &olga.get("/admin/actions").await.ok()["items"][0];
    assert_eq!(done["action"], json!({"kind": "job_retried", "job_id": again["id"], "job": "invitation_mail"}));
}

#[tokio::test]
async fn a_job_that_a_node_has_is_left_to_it() {
    let (server, olga) = with_jobs(1).await;
    tried(&server, 3, r#"TaskError("\"database: away\"")"#).await;
    let job = &jobs(&olga).await[0];
    assert_eq!((&job["state"], &job["trouble"]), (&json!("failing"), &json!("database")));
    server.meddle("UPDATE jobs._private_jobs SET locked_at = now(), locked_by = $1", "another").await;
    assert_eq!(jobs(&olga).await[0]["state"], "running");
    olga.act(&format!("/admin/jobs/{}/retry", job["id"])).await.refused(409, "job_not_failed");
    olga.act("/admin/jobs/987654321/retry").await.refused(404, "not_found");
}

#[tokio::test]
async fn what_a_newer_node_queued_is_shown_by_its_name_and_left_to_it() {
    let (server, olga) = with_jobs(1).await;
    let queue = "SELECT jobs.add_job('carrier_pigeon'); INSERT INTO periodic_work (work, succeeded_at) VALUES ('dreams', now())";
    sqlx::raw_sql(queue).execute(&server.app.db).await.unwrap();
    tried(&server, 25, r#"TaskError("other: away")"#).await;
    let listed = olga.get("/admin/jobs").await.ok();
    let (pigeon, mail) = (&listed["items"][0], &listed["items"][1]);
    assert_eq!(
        (&pigeon["kind"], &pigeon["name"], &pigeon["state"]),
        (&Value::Null, &json!("carrier_pigeon"), &json!("given_up"))
    );
    assert_eq!((&mail["kind"], &mail["name"]), (&json!("invitation_mail"), &json!("invitation_mail")));
    let backlogs = listed["backlogs"].as_array().unwrap();
    assert_eq!(
        (&backlogs[0]["kind"], &backlogs[0]["name"], &backlogs[0]["waiting"]),
        (&Value::Null, &json!("carrier_pigeon"), &json!(1))
    );
    let dreams = listed["work"].as_array().unwrap().last().unwrap();
    assert_eq!((&dreams["work"], &dreams["name"]), (&Value::Null, &json!("dreams")));
    olga.act(&format!("/admin/jobs/{}/retry", pigeon["id"])).await.refused(404, "not_found");
    olga.act(&format!("/admin/jobs/{}/retry", mail["id"])).await.ok();
}

#[tokio::test]
async fn the_queue_is_listed_page_by_page_the_newest_first() {
    let (_server, olga) = with_jobs(3).await;
    let first = olga.get("/admin/jobs?limit=2").await.ok();
    let rest = olga.get(&format!("/admin/jobs?limit=2&cursor={}", first.str("next"))).await.ok();
    let ids: Vec<i64> = [&first, &rest]
        .iter()
        .flat_map(|page| page["items"].as_array().unwrap())
        .map(|job| job["id"].as_i64().unwrap())
        .collect();
    assert!(ids.len() == 3 && ids.is_sorted_by(|one, next| one > next), "{ids:?}");
    assert_eq!((&rest["next"], &first["backlogs"][0]["waiting"]), (&Value::Null, &json!(3)));
}

#[tokio::test]
async fn a_mail_that_is_not_taken_is_seen_with_why_and_goes_when_it_is_tried_again() {
    let mut sink = MailSink::start("450 come again, nobody@example.org").await;
    let server = with_mail(&sink).await;
    let olga = server.sign_up("Olga").await;
    let group = olga.make_group("duo").await;
    let invite = |email| json!({"email": email});
    let path = format!("/groups/{group}/invitations");
    olga.post(&path, &invite("nobody@example.org")).await.created();
    sink.next().await;
    server.until("SELECT EXISTS (SELECT 1 FROM jobs.jobs WHERE last_error IS NOT NULL AND locked_at IS NULL)").await;
    let listed = olga.get("/admin/jobs").await.ok();
    let job = &listed["items"][0];
    assert_eq!((&job["state"], &job["trouble"]), (&json!("failing"), &json!("mail_not_taken")));
    assert!(!listed.text.contains("nobody"), "{}", listed.text);

    olga.act(&format!("/admin/jobs/{}/retry", job["id"])).await.ok();
    // A new job has the queue looked at now.
    olga.post(&path, &invite("somebody@example.org")).await.created();
    let mut told = [sink.next().await.to, sink.next().await.to];
    told.sort();
    assert!(told[0].contains("nobody") && told[1].contains("somebody"), "{told:?}");
}

#[tokio::test]
async fn what_is_done_over_and_over_says_when_it_last_was() {
    let database = TestDatabase::create().await;
    let server = TestServer::start_on(&database.url, &[]).await;
    server::jobs::migrate(&server.app.db).await.unwrap();
    let olga = server.sign_up("Olga").await;
    server
        .until("SELECT count(*) = 5 FROM periodic_work WHERE work IN ('periods', 'shares', 'turns', 'sweep', 'pushes')")
        .await;
    let mut connection = server.database().await;
    store::periodic_work::note(&mut connection, PeriodicWork::Shares, false).await.unwrap();
    let listed = olga.get("/admin/jobs").await.ok();
    let work = listed["work"].as_array().unwrap();
    let of = |word: &str| work.iter().find(|work| work["work"] == word).unwrap();
    assert!(work.iter().all(|work| work["succeeded_at"].is_string()), "{work:?}");
    assert_eq!(of("sweep")["failed_at"], Value::Null);
    assert!(of("shares")["failed_at"].is_string(), "that it went well before is not forgotten");
}
