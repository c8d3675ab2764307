//! A forgotten password: by mail, by a link that is handed over, with the chats kept or sealed, and unlocking them later.

use domain::account_link::LinkPurpose;
use serde_json::{Value, json};

use crate::mail::{unquoted, with_mail};
use crate::support::{MailSink, Person, Reply, TestServer};

const OLD: &str = "Ann has a long password";
const NEW: &str = "Ann has another password";
const TITLE: &str = "Written before";

/// Ann with a conversation, on a server that sends no mail.
struct House {
    server: TestServer,
    ann: Person,
    group: String,
    conversation: String,
}

impl House {
    async fn build() -> Self {
        let server = TestServer::start().await;
        let ann = server.sign_up("Ann").await;
        let group = ann.make_group("duo").await;
        let conversation = titled(&ann, &group, TITLE).await;
        Self { server, ann, group, conversation }
    }

    /// A link as the operator makes it.
    async fn token(&self) -> String {
        token_of(&link(&self.server).await)
    }

    async fn confirm(&self, body: Value) -> Reply {
        self.server.stranger().post("/auth/password-reset/confirm", &body).await
    }

    async fn sign_in(&self, password: &str) -> Person {
        let body = json!({"email": "ann@example.org", "password": password});
        self.ann.with_session(&self.server.stranger().post("/auth/sign-in", &body).await.ok())
    }

    /// Ann loses everything, and goes on with this password. Answers with her new recovery code.
    async fn lose_everything(&self, password: &str) -> (Person, String) {
        let body = json!({"token": self.token().await, "password": password, "seal_history": true});
        let done = self.confirm(body).await.ok();
        assert_eq!(done["history_kept"], false);
        (self.sign_in(password).await, done.str("recovery_code").to_owned())
    }
}

async fn link(server: &TestServer) -> String {
    server::accounts::make_reset_link(&server.app, " ANN@example.org").await.unwrap().unwrap().0
}

fn token_of(url: &str) -> String {
    url.split_once("/reset-password#").unwrap().1.to_owned()
}

async fn titled(person: &Person, group: &str, title: &str) -> String {
    let body = json!({"group_id": group, "title": title});
    person.post("/conversations", &body).await.created().str("id").to_owned()
}

/// What the list says of each conversation: its title, and whether it is sealed.
async fn listed(person: &Person) -> Vec<(Value, bool)> {
    let list = person.get("/conversations").await.ok();
    let items = list["items"].as_array().unwrap();
    items.iter().map(|item| (item["title"].clone(), item["sealed"].as_bool().unwrap())).collect()
}

async fn unlock(person: &Person, body: Value) -> Reply {
    person.post("/auth/unlock", &body).await
}

async fn refreshed(person: &Person) -> Person {
    person.with_session(&person.act("/auth/refresh").await.ok())
}

#[tokio::test]
async fn a_mailed_link_and_the_recovery_code_give_a_new_password_and_keep_the_chats() {
    let mut sink = MailSink::start("250 fine").await;
    let server = with_mail(&sink).await;
    let ann = server.sign_up("Ann").await;
    let group = ann.make_group("duo").await;
    titled(&ann, &group, TITLE).await;
    let stranger = server.stranger();
    for address in ["nobody@example.org", " Ann@Example.org"] {
        let asked = stranger.post("/auth/password-reset", &json!({"email": address})).await;
        assert_eq!((asked.status.as_u16(), asked.text.as_str()), (202, ""));
    }
    let mail = sink.next().await;
    assert!(mail.to.contains("<ann@example.org>"), "{}", mail.to);
    let text = unquoted(&mail.text);
    let token = text.split_once("https://pot.example/reset-password#").unwrap().1[..43].to_owned();

    let seen = stranger.post("/auth/password-reset/preview", &json!({"token": token})).await.ok();
    assert_eq!((seen.str("email"), &seen["signed_in_here"]), ("ann@example.org", &json!(false)));
    let typed = ann.recovery_code.clone().unwrap().to_lowercase().replace('-', " ");
    let body = json!({"token": token, "password": NEW, "recovery_code": typed});
    let done = stranger.post("/auth/password-reset/confirm", &body).await.ok();
    assert_eq!(done["history_kept"], true);
    assert!(done.cookie().is_none(), "nobody is signed in by a link");

    ann.get("/me").await.refused(401, "unauthenticated");
    ann.act("/auth/refresh").await.refused(401, "unauthenticated");
    let sign_in = async |password: &str| {
        stranger.post("/auth/sign-in", &json!({"email": "ann@example.org", "password": password})).await
    };
    sign_in(OLD).await.refused(401, "invalid_credentials");
    let ann = ann.with_session(&sign_in(NEW).await.ok());
    assert_eq!(listed(&ann).await, [(json!(TITLE), false)]);
    let told = sink.next().await;
    assert!(told.text.contains("Subject: Your Potluck password was changed"), "{}", told.text);
    let activity = ann.get("/me/activity").await.ok();
    let actions: Vec<&str> =
        activity["items"].as_array().unwrap().iter().map(|line| line["action"].as_str().unwrap()).collect();
    assert!(actions.contains(&"password_reset") && actions.contains(&"password_reset_asked"), "{actions:?}");
    // Once.
    stranger.post("/auth/password-reset/confirm", &body).await.refused(410, "link_over");
    stranger.post("/auth/password-reset/preview", &json!({"token": token})).await.refused(410, "link_over");
}

#[tokio::test]
async fn a_used_recovery_code_is_replaced() {
    let house = House::build().await;
    let first = house.ann.recovery_code.clone().unwrap();
    let reset = async |code: &str| {
        house.confirm(json!({"token": house.token().await, "password": NEW, "recovery_code": code})).await
    };
    let second = reset(&first).await.ok().str("recovery_code").to_owned();
    assert_ne!(first, second);
    let refused = reset(&first).await.refused(403, "wrong_recovery_code");
    assert_eq!(refused["errors"][0]["field"], "recovery_code");
    assert!(!refused.text.contains(&first));
    reset(&second).await.ok();
    assert_eq!(listed(&house.sign_in(NEW).await).await, [(json!(TITLE), false)]);
}

#[tokio::test]
async fn a_browser_that_is_still_signed_in_keeps_the_chats_without_the_code() {
    let house = House::build().await;
    let bo = house.server.sign_up("Bo").await;
    let token = house.token().await;
    let preview = async |person: &Person| {
        person.post("/auth/password-reset/preview", &json!({"token": token})).await.ok()["signed_in_here"].clone()
    };
    assert_eq!((preview(&house.ann).await, preview(&bo).await), (json!(true), json!(false)));
    let body = json!({"token": token, "password": NEW});
    // Somebody else's session opens nothing of Ann's.
    bo.post("/auth/password-reset/confirm", &body).await.refused(409, "history_would_be_sealed");
    let done = house.ann.post("/auth/password-reset/confirm", &body).await.ok();
    assert_eq!(done["history_kept"], true);
    house.ann.get("/me").await.refused(401, "unauthenticated");
    bo.get("/me").await.ok();
    assert_eq!(listed(&house.sign_in(NEW).await).await, [(json!(TITLE), false)]);
}

#[tokio::test]
async fn without_code_and_session_the_chats_are_sealed_only_when_that_was_confirmed() {
    let house = House::build().await;
    let body = json!({"token": house.token().await, "password": NEW});
    house.confirm(body).await.refused(409, "history_would_be_sealed");
    house.sign_in(OLD).await;

    let (ann, _) = house.lose_everything(NEW).await;
    assert_eq!(listed(&ann).await, [(json!(null), true)]);
    let path = format!("/conversations/{}", house.conversation);
    let shown = ann.get(&path).await.ok();
    assert_eq!((&shown["title"], &shown["sealed"]), (&json!(null), &json!(true)));
    ann.get(&format!("{path}/messages")).await.ok();
    // What is written now is sealed with the new key, beside what is not readable.
    titled(&ann, &house.group, "Written after").await;
    assert_eq!(listed(&ann).await, [(json!("Written after"), false), (json!(null), true)]);
    ann.patch(&path, &json!({"title": "Named anew"})).await.ok();
    assert_eq!(listed(&ann).await, [(json!("Written after"), false), (json!("Named anew"), false)]);
}

#[tokio::test]
async fn sealed_chats_open_again_with_the_old_code_and_with_nothing_else() {
    let house = House::build().await;
    let old_code = house.ann.recovery_code.clone().unwrap();
    let (ann, new_code) = house.lose_everything(NEW).await;
    let sealed = ann.get("/auth/sealed-history").await.ok();
    assert_eq!(sealed["items"].as_array().unwrap().len(), 1);
    unlock(&ann, json!({"recovery_code": new_code})).await.refused(403, "wrong_recovery_code");
    unlock(&ann, json!({"recovery_code": "nonsense"})).await.refused(403, "wrong_recovery_code");
    unlock(&ann, json!({"old_password": NEW})).await.refused(403, "wrong_password");
    unlock(&ann, json!({})).await.refused(422, "validation_failed");
    let bo = house.server.sign_up("Bo").await;
    unlock(&bo, json!({"recovery_code": old_code})).await.refused(403, "wrong_recovery_code");

    assert_eq!(unlock(&ann, json!({"recovery_code": old_code})).await.ok()["still_sealed"], json!([]));
    assert_eq!(listed(&ann).await, [(json!(null), true)], "the access token is from before");
    let ann = refreshed(&ann).await;
    assert_eq!(listed(&ann).await, [(json!(TITLE), false)]);
    assert_eq!(listed(&house.sign_in(NEW).await).await, [(json!(TITLE), false)]);
    assert_eq!(ann.get("/auth/sealed-history").await.ok()["items"], json!([]));
    // The old code has done its work.
    let left: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM sealed_keys WHERE num_nonnulls(password_salt, by_password, by_recovery_code) > 0",
    )
    .fetch_one(&house.server.app.db)
    .await
    .unwrap();
    assert_eq!(left, 0);
}

#[tokio::test]
async fn the_old_password_that_came_back_to_mind_unlocks_too() {
    let house = House::build().await;
    let (ann, _) = house.lose_everything(NEW).await;
    unlock(&ann, json!({"old_password": OLD})).await.ok();
    assert_eq!(listed(&refreshed(&ann).await).await, [(json!(TITLE), false)]);
}

#[tokio::test]
async fn what_was_unlocked_stays_open_through_further_changes_and_losses() {
    let house = House::build().await;
    let first_code = house.ann.recovery_code.clone().unwrap();
    let (ann, second_code) = house.lose_everything(NEW).await;
    unlock(&ann, json!({"recovery_code": first_code})).await.ok();
    let ann = refreshed(&ann).await;
    titled(&ann, &house.group, "Second").await;
    let change = json!({"current_password": NEW, "new_password": OLD});
    ann.post("/auth/password", &change).await.no_content();
    assert_eq!(listed(&house.sign_in(OLD).await).await.len(), 2);

    // Lost once more: two keys are sealed, the older one behind the younger.
    let (ann, _) = house.lose_everything("Ann has a third password").await;
    titled(&ann, &house.group, "Third").await;
    assert_eq!(listed(&ann).await, [(json!("Third"), false), (json!(null), true), (json!(null), true)]);
    assert_eq!(unlock(&ann, json!({"recovery_code": second_code})).await.ok()["still_sealed"], json!([]));
    let ann = refreshed(&ann).await;
    assert_eq!(listed(&ann).await, [(json!("Third"), false), (json!("Second"), false), (json!(TITLE), false)]);
}

#[tokio::test]
async fn a_new_recovery_code_needs_the_password_and_ends_the_old_one() {
    let house = House::build().await;
    let old = house.ann.recovery_code.clone().unwrap();
    house.ann.post("/auth/recovery-code", &json!({"password": NEW})).await.refused(403, "wrong_password");
    house
        .server
        .stranger()
        .post("/auth/recovery-code", &json!({"password": OLD}))
        .await
        .refused(401, "unauthenticated");
    let new = house.ann.post("/auth/recovery-code", &json!({"password": OLD})).await.ok();
    let reset = async |code: &str| {
        house.confirm(json!({"token": house.token().await, "password": NEW, "recovery_code": code})).await
    };
    reset(&old).await.refused(403, "wrong_recovery_code");
    reset(new.str("recovery_code")).await.ok();
    assert_eq!(listed(&house.sign_in(NEW).await).await, [(json!(TITLE), false)]);
}

#[tokio::test]
async fn links_that_are_old_foreign_for_something_else_or_made_up_set_no_password() {
    let house = House::build().await;
    let elsewhere = TestServer::start_with(&[("POTLUCK_SECRET", "another secret, of more than 32 characters")]).await;
    elsewhere.sign_up("Ann").await;
    let foreign = token_of(&link(&elsewhere).await);
    let (replaced, used) = (house.token().await, house.token().await);
    house.confirm(json!({"token": used, "password": NEW, "seal_history": true})).await.ok();
    let expired = house.token().await;
    house.server.meddle("UPDATE account_links SET expires_at = now() WHERE $1 = '' AND used_at IS NULL", "").await;
    let other_purpose = house.token().await;
    let statement = "UPDATE account_links SET purpose = $1 WHERE used_at IS NULL AND expires_at > now()";
    house.server.meddle(statement, LinkPurpose::EmailVerification.as_str()).await;
    let invitation = house.sign_in(NEW).await.invite(&house.group).await;
    for token in [&foreign, &used, &replaced, &expired, &other_purpose, &invitation, "", "nonsense"] {
        let body = json!({"token": token, "password": "Eve has a password", "seal_history": true});
        house.confirm(body).await.refused(410, "link_over");
    }
    house.sign_in(NEW).await;
}

#[tokio::test]
async fn of_two_who_use_a_link_at_once_one_sets_the_password() {
    let house = House::build().await;
    let token = house.token().await;
    let with = |password: &str| json!({"token": token, "password": password, "seal_history": true});
    let (one, two) = tokio::join!(house.confirm(with("the first of two")), house.confirm(with("the second of two")));
    let (password, loser) =
        if one.status.is_success() { ("the first of two", two) } else { ("the second of two", one) };
    loser.refused(410, "link_over");
    house.sign_in(password).await;
}

#[tokio::test]
async fn without_mail_the_server_says_whom_to_ask_and_with_it_mails_are_limited() {
    let server = TestServer::start().await;
    let asked = json!({"email": "ann@example.org"});
    server.stranger().post("/auth/password-reset", &asked).await.refused(409, "mail_unavailable");

    let sink = MailSink::start("250 fine").await;
    let server = with_mail(&sink).await;
    for address in ["ann@example.org", "nobody@example.org"] {
        for _ in 0..5 {
            let asked = server.stranger().post("/auth/password-reset", &json!({"email": address})).await;
            assert_eq!(asked.status.as_u16(), 202);
        }
        server
            .stranger()
            .post("/auth/password-reset", &json!({"email": address}))
            .await
            .refused(429, "too_many_attempts");
    }
    server.stranger().post("/auth/password-reset", &json!({"email": "ann"})).await.refused(422, "validation_failed");
}

#[tokio::test]
async fn recovery_codes_are_not_guessed_for_long() {
    let house = House::build().await;
    let (ann, _) = house.lose_everything(NEW).await;
    let wrong = json!({"recovery_code": "0".repeat(32)});
    for _ in 0..20 {
        unlock(&ann, wrong.clone()).await.refused(403, "wrong_recovery_code");
    }
    unlock(&ann, wrong).await.refused(429, "too_many_attempts");
}
