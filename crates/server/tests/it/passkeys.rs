//! Passkeys: adding them, signing in with them, opening the vault by them, and what is no passkey.

use serde_json::{Value, json};

use crate::support::{Authenticator, Person, Reply, TestServer};

const PASSWORD: &str = "Ann has a long password";

/// A device of somebody who reads the pages where they may be read.
async fn device(server: &TestServer, number: u8) -> Authenticator {
    let described = server.stranger().get("/server").await.ok();
    Authenticator::new(described.str("passkeys_at"), number)
}

/// Asks to add a passkey; what the page is to ask the device for.
async fn begin(person: &Person, password: &str) -> Reply {
    person.post("/passkeys/begin", &json!({"password": password})).await.ok()
}

fn answer(begun: &Reply, credential: &Value, device: &Authenticator) -> Value {
    json!({
        "ceremony_id": begun["ceremony_id"],
        "name": "Ann's laptop",
        "credential": credential,
        "output": device.output(),
    })
}

async fn add(ann: &Person, device: &mut Authenticator) -> Reply {
    let begun = begin(ann, PASSWORD).await;
    let credential = device.make(&begun["options"]);
    ann.post("/passkeys", &answer(&begun, &credential, device)).await.created()
}

async fn ask(server: &TestServer) -> Reply {
    server.stranger().act("/auth/passkey/begin").await.ok()
}

async fn sign_in(server: &TestServer, device: &mut Authenticator) -> Reply {
    let asked = ask(server).await;
    let credential = device.show(&asked["options"]);
    server.stranger().post("/auth/passkey", &answer(&asked, &credential, device)).await
}

/// A chat of hers from before, to be read again.
async fn a_chat(ann: &Person) -> String {
    let group = ann.make_group("duo").await;
    ann.act(&format!("/groups/{group}/start")).await.ok();
    let titled = json!({"group_id": group, "title": "What only Ann reads"});
    ann.post("/conversations", &titled).await.created().str("id").to_owned()
}

async fn reads(person: &Person, conversation: &str) {
    let read = person.get(&format!("/conversations/{conversation}")).await.ok();
    assert_eq!(read["title"], "What only Ann reads");
}

#[tokio::test]
async fn a_passkey_signs_in_without_an_address_and_opens_the_chats() {
    let server = TestServer::start().await;
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    let conversation = a_chat(&ann).await;
    let mut laptop = device(&server, 1).await;
    ann.post("/passkeys/begin", &json!({"password": "not hers"})).await.refused(403, "wrong_password");
    assert_eq!(add(&ann, &mut laptop).await["unlocks"], true);

    let there = server.stranger().with_session(&sign_in(&server, &mut laptop).await.ok());
    assert_eq!(there.id, ann.id);
    reads(&there, &conversation).await;
    there.act("/auth/refresh").await.ok();

    let listed = ann.get("/passkeys").await.ok();
    let passkey = &listed["items"][0];
    assert_eq!((&passkey["name"], &passkey["unlocks"]), (&json!("Ann's laptop"), &json!(true)));
    assert!(passkey["last_used_at"].is_string());
    assert_eq!(bo.get("/passkeys").await.ok()["items"], json!([]));
    let activity = ann.get("/me/activity").await.ok();
    assert!(activity.text.contains("passkey_added") && activity.text.contains("Ann's laptop"), "{}", activity.text);
}

/// It stands for both factors: something that is had, and something that its owner is or knows.
#[tokio::test]
async fn a_passkey_needs_no_code_and_its_owner_must_be_verified() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let mut laptop = device(&server, 1).await;
    add(&ann, &mut laptop).await;
    sqlx::query("INSERT INTO second_factors (user_id, secret_encrypted, confirmed_at) SELECT id, '', now() FROM users")
        .execute(&mut *server.database().await)
        .await
        .unwrap();
    sign_in(&server, &mut laptop).await.ok();
    laptop.verifies = false;
    sign_in(&server, &mut laptop).await.refused(401, "passkey_refused");

    let begun = begin(&ann, PASSWORD).await;
    let mut careless = device(&server, 2).await;
    careless.verifies = false;
    let credential = careless.make(&begun["options"]);
    ann.post("/passkeys", &answer(&begun, &credential, &careless)).await.refused(403, "passkey_refused");
}

#[tokio::test]
async fn a_passkey_that_opens_nothing_asks_once_for_password_or_recovery_code() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let conversation = a_chat(&ann).await;
    let mut stick = device(&server, 1).await;
    stick.output = None;
    assert_eq!(add(&ann, &mut stick).await["unlocks"], false);

    let locked = sign_in(&server, &mut stick).await.refused(401, "vault_locked");
    assert!(locked.cookie().is_none());
    let unlock = async |body: Value| server.stranger().post("/auth/passkey/unlock", &body).await;
    let id = &locked["unlock_id"];
    unlock(json!({"unlock_id": id})).await.refused(403, "required");
    unlock(json!({"unlock_id": id, "password": "not hers"})).await.refused(403, "wrong_password");
    unlock(json!({"unlock_id": id, "recovery_code": "AAAA"})).await.refused(403, "wrong_recovery_code");
    let there = server.stranger().with_session(&unlock(json!({"unlock_id": id, "password": PASSWORD})).await.ok());
    reads(&there, &conversation).await;
    unlock(json!({"unlock_id": id, "password": PASSWORD})).await.refused(401, "passkey_refused");
    unlock(json!({"unlock_id": ann.id, "password": PASSWORD})).await.refused(401, "passkey_refused");

    // Another browser knows how to ask it; from then on it opens the chats.
    stick.output = Some([9; 32]);
    let locked = sign_in(&server, &mut stick).await.refused(401, "vault_locked");
    let body = json!({
        "unlock_id": locked["unlock_id"], "recovery_code": ann.recovery_code, "output": stick.output(),
    });
    reads(&server.stranger().with_session(&unlock(body).await.ok()), &conversation).await;
    let there = server.stranger().with_session(&sign_in(&server, &mut stick).await.ok());
    reads(&there, &conversation).await;
    // What another device gives opens nothing, whatever its owner shows.
    stick.output = Some([8; 32]);
    sign_in(&server, &mut stick).await.refused(401, "vault_locked");
}

#[tokio::test]
async fn an_answer_counts_once_for_its_own_question_its_own_page_and_its_own_key() {
    let server = TestServer::start().await;
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    let mut laptop = device(&server, 1).await;
    add(&ann, &mut laptop).await;
    let send = async |body: &Value| server.stranger().post("/auth/passkey", body).await;

    let asked = ask(&server).await;
    let right = answer(&asked, &laptop.show(&asked["options"]), &laptop);
    send(&right).await.ok();
    send(&right).await.refused(401, "passkey_refused");

    // Another question's answer; and a question that was asked to add a passkey.
    let (one, other) = (ask(&server).await, ask(&server).await);
    send(&answer(&one, &laptop.show(&other["options"]), &laptop)).await.refused(401, "passkey_refused");
    let adding = begin(&ann, PASSWORD).await;
    let asked = ask(&server).await;
    send(&answer(&adding, &laptop.show(&asked["options"]), &laptop)).await.refused(401, "passkey_refused");

    let mut phished = laptop.clone();
    "https://potluck.example.evil".clone_into(&mut phished.origin);
    sign_in(&server, &mut phished).await.refused(401, "passkey_refused");
    let mut stranger = device(&server, 3).await;
    stranger.claim(&ann.id);
    sign_in(&server, &mut stranger).await.refused(401, "passkey_refused");
    laptop.claim(&bo.id);
    sign_in(&server, &mut laptop).await.refused(401, "passkey_refused");
    laptop.claim(&ann.id);

    // A counter that goes back: somebody has a copy.
    laptop.counter = 100;
    sign_in(&server, &mut laptop).await.ok();
    laptop.counter = 50;
    sign_in(&server, &mut laptop).await.refused(401, "passkey_refused");
}

#[tokio::test]
async fn a_question_is_answered_by_whom_it_was_put_to_and_not_for_long() {
    let server = TestServer::start().await;
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    let mut laptop = device(&server, 1).await;
    // Bo brings an answer to Ann's question: he would have a key to her account.
    let begun = begin(&ann, PASSWORD).await;
    let credential = laptop.make(&begun["options"]);
    bo.post("/passkeys", &answer(&begun, &credential, &laptop)).await.refused(403, "passkey_refused");
    let begun = begin(&ann, PASSWORD).await;
    let credential = laptop.make(&begun["options"]);
    sqlx::query("UPDATE passkey_ceremonies SET expires_at = now() - interval '1 second'")
        .execute(&mut *server.database().await)
        .await
        .unwrap();
    ann.post("/passkeys", &answer(&begun, &credential, &laptop)).await.refused(403, "passkey_refused");
    server::accounts::sweep(&server.app).await.unwrap();
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM passkey_ceremonies")
        .fetch_one(&mut *server.database().await)
        .await
        .unwrap();
    assert_eq!(left, 0);

    add(&ann, &mut laptop).await;
    let begun = begin(&ann, PASSWORD).await;
    assert_eq!(begun["options"]["excludeCredentials"].as_array().unwrap().len(), 1);
    let again = laptop.make(&begun["options"]);
    ann.post("/passkeys", &answer(&begun, &again, &laptop)).await.refused(403, "passkey_refused");
}

#[tokio::test]
async fn a_removed_passkey_lets_nobody_in_and_only_its_owner_removes_it() {
    let server = TestServer::start().await;
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    let mut laptop = device(&server, 1).await;
    let id = add(&ann, &mut laptop).await.str("id").to_owned();
    let (rename, remove) = (format!("/passkeys/{id}"), format!("/passkeys/{id}/remove"));
    bo.patch(&rename, &json!({"name": "Mine"})).await.refused(404, "not_found");
    bo.post(&remove, &json!({"password": "Bo has a long password"})).await.refused(404, "not_found");
    ann.patch(&rename, &json!({"name": " "})).await.refused(422, "validation_failed");
    ann.patch(&rename, &json!({"name": "Old laptop"})).await.no_content();
    assert_eq!(ann.get("/passkeys").await.ok()["items"][0]["name"], "Old laptop");
    ann.post(&remove, &json!({"password": "not hers"})).await.refused(403, "wrong_password");
    ann.post(&remove, &json!({"password": PASSWORD})).await.no_content();
    sign_in(&server, &mut laptop).await.refused(401, "passkey_refused");
    ann.get("/me").await.ok();
}

#[tokio::test]
async fn a_server_without_a_name_says_that_it_has_no_passkeys() {
    let server = TestServer::start_with(&[("POTLUCK_PUBLIC_URL", "http://potluck.example")]).await;
    assert_eq!(server.stranger().get("/server").await.ok()["passkeys_at"], Value::Null);
    server.stranger().act("/auth/passkey/begin").await.refused(409, "passkeys_unavailable");
    let ann = server.sign_up("Ann").await;
    ann.post("/passkeys/begin", &json!({"password": PASSWORD})).await.refused(409, "passkeys_unavailable");
}

#[tokio::test]
async fn a_recovery_code_that_opened_after_a_passkey_is_replaced() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let conversation = a_chat(&ann).await;
    let mut stick = device(&server, 1).await;
    stick.output = None;
    add(&ann, &mut stick).await;
    let mut unlock = async |code: &str| {
        let locked = sign_in(&server, &mut stick).await.refused(401, "vault_locked");
        let body = json!({"unlock_id": locked["unlock_id"], "recovery_code": code});
        server.stranger().post("/auth/passkey/unlock", &body).await
    };
    let first = ann.recovery_code.clone().unwrap();
    let second = unlock(&first).await.ok().str("recovery_code").to_owned();
    unlock(&first).await.refused(403, "wrong_recovery_code");
    reads(&server.stranger().with_session(&unlock(&second).await.ok()), &conversation).await;
}

/// The passkey wrapped a key that nobody uses any more: it asks for the new password once, and opens the new chats from then on.
#[tokio::test]
async fn after_a_password_was_lost_without_the_code_a_passkey_signs_in_to_the_new_key() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let before = a_chat(&ann).await;
    let mut laptop = device(&server, 1).await;
    assert_eq!(add(&ann, &mut laptop).await["unlocks"], true);
    let (link, _) = server::accounts::make_reset_link(&server.app, "ann@example.org").await.unwrap().unwrap();
    let token = link.split_once('#').unwrap().1;
    let body = json!({"token": token, "password": "Ann has another password", "seal_history": true});
    server.stranger().post("/auth/password-reset/confirm", &body).await.ok();

    let locked = sign_in(&server, &mut laptop).await.refused(401, "vault_locked");
    let unlock = async |password: &str| {
        let body = json!({"unlock_id": locked["unlock_id"], "password": password, "output": laptop.output()});
        server.stranger().post("/auth/passkey/unlock", &body).await
    };
    unlock(PASSWORD).await.refused(403, "wrong_password");
    let there = server.stranger().with_session(&unlock("Ann has another password").await.ok());
    assert_eq!(there.get(&format!("/conversations/{before}")).await.ok()["sealed"], true);
    let group = there.get("/groups").await.ok()["items"][0]["id"].as_str().unwrap().to_owned();
    let after = json!({"group_id": group, "title": "What only Ann reads"});
    let after = there.post("/conversations", &after).await.created().str("id").to_owned();
    reads(&server.stranger().with_session(&sign_in(&server, &mut laptop).await.ok()), &after).await;
}
