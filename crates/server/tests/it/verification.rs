//! Who may sign up, and showing that mail to an address arrives.

use serde_json::json;
use store::testing::TestDatabase;

use crate::mail::{unquoted, with_mail_and};
use crate::support::{MailSink, Person, Reply, TestServer};

/// The token in the mail that asks to confirm an address.
async fn mailed_token(sink: &mut MailSink) -> String {
    let text = unquoted(&sink.next().await.text);
    let (_, rest) = text.split_once("https://pot.example/verify-email#").unwrap_or_else(|| panic!("{text}"));
    rest[..43].to_owned()
}

async fn verify(server: &TestServer, token: &str) -> Reply {
    server.stranger().post("/auth/verify-email", &json!({"token": token})).await
}

async fn is_verified(person: &Person) -> bool {
    person.get("/me").await.ok()["email_verified"].as_bool().unwrap()
}

async fn sign_up(server: &TestServer, name: &str, invitation: Option<&str>) -> Reply {
    let email = format!("{}@example.org", name.to_lowercase());
    let body = json!({"email": email, "password": "a long password of theirs", "name": name, "invitation": invitation});
    server.stranger().post("/auth/sign-up", &body).await
}

#[tokio::test]
async fn a_new_account_confirms_its_address_by_the_mailed_link_once() {
    let mut sink = MailSink::start("250 fine").await;
    let server = with_mail_and(&sink, &[]).await;
    assert_eq!(server.stranger().get("/server").await.ok()["email_verification"], true);
    let ann = server.sign_up("Ann").await;
    let token = mailed_token(&mut sink).await;
    assert!(!is_verified(&ann).await);
    for wrong in ["", "nonsense", &token[1..]] {
        verify(&server, wrong).await.refused(410, "link_over");
    }
    verify(&server, &token).await.no_content();
    assert!(is_verified(&ann).await);
    verify(&server, &token).await.refused(410, "link_over");
    // It sets no password.
    let body = json!({"token": token, "password": "Eve has a password", "seal_history": true});
    server.stranger().post("/auth/password-reset/confirm", &body).await.refused(410, "link_over");
}

#[tokio::test]
async fn the_mail_can_be_asked_for_again_but_not_without_end() {
    let mut sink = MailSink::start("250 fine").await;
    let server = with_mail_and(&sink, &[]).await;
    let ann = server.sign_up("Ann").await;
    let first = mailed_token(&mut sink).await;
    for _ in 0..5 {
        assert_eq!(ann.act("/auth/verify-email/mail").await.status.as_u16(), 202);
        assert_ne!(mailed_token(&mut sink).await, first);
    }
    ann.act("/auth/verify-email/mail").await.refused(429, "too_many_attempts");
    verify(&server, &first).await.no_content();
}

#[tokio::test]
async fn few_invitations_are_mailed_in_the_name_of_an_address_that_is_not_confirmed() {
    let mut sink = MailSink::start("250 fine").await;
    let server = with_mail_and(&sink, &[]).await;
    let ann = server.sign_up("Ann").await;
    let token = mailed_token(&mut sink).await;
    let path = format!("/groups/{}/invitations", ann.make_group("squad").await);
    for friend in 0..5 {
        ann.post(&path, &json!({"email": format!("friend-{friend}@example.org")})).await.created();
    }
    let one_more = json!({"email": "friend-6@example.org"});
    ann.post(&path, &one_more).await.refused(403, "email_unverified");
    ann.post(&path, &json!({})).await.created();
    verify(&server, &token).await.no_content();
    ann.post(&path, &one_more).await.created();
}

#[tokio::test]
async fn without_mail_or_when_switched_off_nobody_is_asked() {
    let sink = MailSink::start("250 fine").await;
    let database = TestDatabase::create().await;
    let variables = [("POTLUCK_SMTP_URL", sink.url.as_str()), ("POTLUCK_EMAIL_VERIFICATION", "false")];
    for server in [TestServer::start().await, TestServer::start_on(&database.url, &variables).await] {
        assert_eq!(server.stranger().get("/server").await.ok()["email_verification"], false);
        let ann = server.sign_up("Ann").await;
        ann.act("/auth/verify-email/mail").await.refused(409, "mail_unavailable");
    }
    assert!(sink.is_empty());
}

#[tokio::test]
async fn only_invited_people_sign_up_where_the_operator_says_so() {
    let server = TestServer::start_with(&[("POTLUCK_SIGN_UP", "invitation")]).await;
    assert_eq!(server.stranger().get("/server").await.ok()["sign_up"], "invitation");
    let ann = server.sign_up("Ann").await;
    let group = ann.make_group("trio").await;
    let (open, used) = (ann.invite(&group).await, ann.invite(&group).await);
    server.stranger().act(&format!("/invitations/{used}/decline")).await.no_content();
    for wrong in [None, Some(""), Some("nonsense"), Some(used.as_str())] {
        sign_up(&server, "Bo", wrong).await.refused(403, "invitation_needed");
    }
    let bo = sign_up(&server, "Bo", Some(&open)).await.created();
    server.stranger().with_session(&bo).accept(&open).await.ok();
}

#[tokio::test]
async fn nobody_signs_up_where_it_is_closed_except_its_operator() {
    let server = TestServer::start_with(&[("POTLUCK_SIGN_UP", "closed")]).await;
    let ann = server.sign_up("Ann").await;
    let token = ann.invite(&ann.make_group("duo").await).await;
    sign_up(&server, "Bo", Some(&token)).await.refused(403, "sign_up_closed");
}
