//! Invitations that go by mail.

use serde_json::json;

use crate::support::{MailSink, Person, TestServer};
use store::testing::TestDatabase;

/// A server that sends mail, with the job queue's tables made as they are at a real start.
pub(crate) async fn with_mail(sink: &MailSink) -> TestServer {
    with_mail_and(sink, &[("POTLUCK_EMAIL_VERIFICATION", "false")]).await
}

/// The same with these settings; by default new accounts are asked to confirm their address.
pub(crate) async fn with_mail_and(sink: &MailSink, more: &[(&str, &str)]) -> TestServer {
    let database = TestDatabase::create().await;
    let pool = store::pool::connect(&database.url, 4).await.unwrap();
    // Two nodes that start together.
    let (first, second) = tokio::join!(server::jobs::migrate(&pool), server::jobs::migrate(&pool));
    first.unwrap();
    second.unwrap();
    let own = [("POTLUCK_SMTP_URL", sink.url.as_str()), ("POTLUCK_PUBLIC_URL", "https://pot.example")];
    TestServer::start_on(&database.url, &[&own, more].concat()).await
}

async fn invite(person: &Person, group: &str, email: &str) -> crate::support::Reply {
    person.post(&format!("/groups/{group}/invitations"), &json!({"email": email})).await.created()
}

/// Quoted-printable, as mail writes long lines and signs beyond ASCII.
pub(crate) fn unquoted(text: &str) -> String {
    text.replace("=\n", "").replace("=3D", "=")
}

#[tokio::test]
async fn an_invitation_is_mailed_with_its_link_and_accepted_by_whoever_has_it() {
    let mut sink = MailSink::start("250 fine").await;
    let server = with_mail(&sink).await;
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    assert_eq!(ann.get("/server").await.ok()["mail"], true);
    let group = ann.make_group("duo").await;
    let made = invite(&ann, &group, " Cy@Example.org ").await;
    assert_eq!((made.str("email"), &made["mailed"]), ("cy@example.org", &json!(true)));

    let mail = sink.next().await;
    assert!(mail.to.contains("<cy@example.org>"), "{}", mail.to);
    let text = unquoted(&mail.text);
    assert!(text.contains("Subject: Ann invites you to Kitchen"), "{text}");
    let link = format!("https://pot.example/invitation/{}", made.str("token"));
    assert!(text.contains(&link), "{text}");
    assert!(text.contains("Content-Type: text/plain"), "{text}");
    bo.accept(made.str("token")).await.ok();
}

#[tokio::test]
async fn neither_the_queue_nor_any_table_holds_the_link() {
    let sink = MailSink::start("250 fine").await;
    let database = TestDatabase::create().await;
    let pool = store::pool::connect(&database.url, 4).await.unwrap();
    server::jobs::migrate(&pool).await.unwrap();
    let server = TestServer::start_on(&database.url, &[]).await;
    let ann = server.sign_up("Ann").await;
    let group = ann.make_group("duo").await;
    let made = invite(&ann, &group, "bo@example.org").await;
    assert_eq!(made["mailed"], false, "this server has no SMTP server, and says so");
    let mut tx = server.app.begin().await.unwrap();
    let job = server::notices::InvitationMail { invitation_id: made.str("id").parse().unwrap() };
    server::jobs::enqueue(&server.app, &mut tx, job).await.unwrap();
    let payload: serde_json::Value =
        sqlx::query_scalar("SELECT payload::jsonb FROM jobs._private_jobs").fetch_one(&mut *tx).await.unwrap();
    assert_eq!(payload, json!({"invitation_id": made["id"]}));
    tx.rollback().await.unwrap();
    let left: i64 =
        sqlx::query_scalar("SELECT count(*) FROM jobs._private_jobs").fetch_one(&server.app.db).await.unwrap();
    assert_eq!(left, 0, "a job that was not committed is none");
    assert!(sink.is_empty());
}

#[tokio::test]
async fn a_mail_that_is_refused_for_good_is_given_up_and_the_link_still_works() {
    let mut sink = MailSink::start("550 no such mailbox").await;
    let server = with_mail(&sink).await;
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    let group = ann.make_group("duo").await;
    let made = invite(&ann, &group, "nobody@example.org").await;
    sink.next().await;
    bo.accept(made.str("token")).await.ok();
    server.until("SELECT NOT EXISTS (SELECT 1 FROM jobs._private_jobs)").await;
}

#[tokio::test]
async fn a_mail_that_is_not_taken_now_is_tried_again_and_the_queue_names_nobody() {
    let mut sink = MailSink::start("450 come again, nobody@example.org").await;
    let server = with_mail(&sink).await;
    let ann = server.sign_up("Ann").await;
    let group = ann.make_group("duo").await;
    invite(&ann, &group, "nobody@example.org").await;
    sink.next().await;
    server
        .until("SELECT EXISTS (SELECT 1 FROM jobs._private_jobs WHERE last_error IS NOT NULL AND run_at > now())")
        .await;
    let error: String =
        sqlx::query_scalar("SELECT last_error FROM jobs._private_jobs").fetch_one(&server.app.db).await.unwrap();
    assert!(error.contains("450") && !error.contains("nobody"), "{error}");
}

#[tokio::test]
async fn an_invitation_that_was_revoked_before_its_mail_went_is_not_mailed() {
    let mut sink = MailSink::start("250 fine").await;
    let server = with_mail(&sink).await;
    let ann = server.sign_up("Ann").await;
    let group = ann.make_group("duo").await;
    let listed = async || ann.get(&format!("/groups/{group}/invitations")).await.ok();
    // Revoked and queued again: the job looks at the row when it is done.
    let made = invite(&ann, &group, "early@example.org").await;
    sink.next().await;
    ann.delete(&format!("/groups/{group}/invitations/{}", made.str("id"))).await.no_content();
    assert_eq!(listed().await["items"], json!([]));
    let mut tx = server.app.begin().await.unwrap();
    let job = server::notices::InvitationMail { invitation_id: made.str("id").parse().unwrap() };
    server::jobs::enqueue(&server.app, &mut tx, job).await.unwrap();
    tx.commit().await.unwrap();
    invite(&ann, &group, "later@example.org").await;
    assert!(sink.next().await.to.contains("later@example.org"));
    server.until("SELECT NOT EXISTS (SELECT 1 FROM jobs._private_jobs)").await;
    assert!(sink.is_empty());
}
