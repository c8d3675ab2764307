//! The second factor: setting it up, being asked for it, and what somebody with the password alone can do.

use serde_json::{Value, json};
use totp_rs::{Builder, Secret, Totp};

use crate::support::{Person, Reply, TestServer};

const PASSWORD: &str = "Ann has a long password";

/// An authenticator app whose clock the test sets.
pub struct App {
    totp: Totp,
    second: u64,
}

impl App {
    /// Reads what the page shows. The second is the one that has begun: a cast alone would round up to the next, which
    /// near the end of a half minute belongs to the next code.
    async fn scan(server: &TestServer, shown: &Reply) -> Self {
        let secret = Secret::try_from_base32(shown.str("secret")).unwrap();
        let second: i64 = sqlx::query_scalar("SELECT floor(extract(epoch FROM now()))::bigint")
            .fetch_one(&mut *server.database().await)
            .await
            .unwrap();
        Self { totp: Builder::new().with_secret(secret).build().unwrap(), second: u64::try_from(second).unwrap() }
    }

    fn code(&self) -> String {
        self.totp.generate(self.second).to_string()
    }

    /// The code of half a minute later, which the server takes already.
    fn next_code(&self) -> String {
        self.totp.generate(self.second + 30).to_string()
    }

    /// A code that is right neither now nor soon.
    fn wrong_code(&self) -> String {
        let right: Vec<String> =
            (0..20).map(|step| self.totp.generate(self.second + 30 * step - 60).to_string()).collect();
        ["000000", "111111", "222222"].into_iter().find(|code| !right.iter().any(|it| it == code)).unwrap().to_owned()
    }
}

/// Sets a second factor up; the app, and the backup codes.
pub async fn set_up(server: &TestServer, ann: &Person) -> (App, Vec<String>) {
    let shown = ann.post("/second-factor", &json!({"password": PASSWORD})).await.created();
    let app = App::scan(server, &shown).await;
    let confirmed = ann.post("/second-factor/confirm", &json!({"code": app.code()})).await.ok();
    let codes = confirmed["backup_codes"].as_array().unwrap();
    (app, codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect())
}

async fn sign_in(server: &TestServer, password: &str, code: Option<&str>) -> Reply {
    let body = json!({"email": "ann@example.org", "password": password, "code": code});
    server.stranger().post("/auth/sign-in", &body).await
}

/// As if all waiting after wrong codes were over.
async fn waiting_is_over(server: &TestServer) {
    sqlx::query("UPDATE second_factors SET last_wrong_at = now() - interval '1 day'")
        .execute(&mut *server.database().await)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_confirmed_app_is_asked_for_after_the_right_password_only() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    assert_eq!(ann.get("/second-factor").await.ok()["enabled"], false);
    ann.post("/second-factor", &json!({"password": "not her password"})).await.refused(403, "wrong_password");
    let shown = ann.post("/second-factor", &json!({"password": PASSWORD})).await.created();
    assert!(shown.str("uri").starts_with("otpauth://totp/Potluck:ann%40example.org?"), "{}", shown.text);
    assert!(shown.str("uri").contains(shown.str("secret")));
    // Half made, it asks for nothing: nobody is locked out by a code that could not be scanned.
    sign_in(&server, PASSWORD, None).await.ok();

    let app = App::scan(&server, &shown).await;
    ann.post("/second-factor/confirm", &json!({"code": app.wrong_code()})).await.refused(403, "second_factor_wrong");
    assert_eq!(ann.get("/second-factor").await.ok()["enabled"], false);
    ann.post("/second-factor/confirm", &json!({"code": app.code()})).await.ok();
    let known = ann.get("/second-factor").await.ok();
    assert_eq!((&known["enabled"], &known["backup_codes_left"]), (&json!(true), &json!(10)));
    ann.post("/second-factor", &json!({"password": PASSWORD})).await.refused(409, "second_factor_enabled");
    ann.post("/second-factor/confirm", &json!({"code": app.next_code()})).await.refused(409, "second_factor_not_begun");

    // The password is looked at first: whoever does not have it learns nothing.
    sign_in(&server, "not her password", None).await.refused(401, "invalid_credentials");
    sign_in(&server, "not her password", Some(&app.next_code())).await.refused(401, "invalid_credentials");
    sign_in(&server, PASSWORD, None).await.refused(401, "second_factor_required");
    sign_in(&server, PASSWORD, Some("")).await.refused(401, "second_factor_required");
    let wrong = sign_in(&server, PASSWORD, Some(&app.wrong_code())).await.refused(401, "second_factor_wrong");
    assert_eq!(wrong["errors"][0]["field"], "code");
    assert!(wrong.cookie().is_none());
    let phone = server.stranger().with_session(&sign_in(&server, PASSWORD, Some(&app.next_code())).await.ok());
    phone.get("/me").await.ok();
}

#[tokio::test]
async fn a_code_counts_once_also_when_it_comes_twice_at_once() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let (app, _) = set_up(&server, &ann).await;
    // The one that confirmed the app is used up too.
    sign_in(&server, PASSWORD, Some(&app.code())).await.refused(401, "second_factor_wrong");
    let code = app.next_code();
    let (one, other) = tokio::join!(sign_in(&server, PASSWORD, Some(&code)), sign_in(&server, PASSWORD, Some(&code)));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 401]);
    sign_in(&server, PASSWORD, Some(&code)).await.refused(401, "second_factor_wrong");
}

#[tokio::test]
async fn guessing_gets_slower_and_the_right_code_waits_too() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let (app, codes) = set_up(&server, &ann).await;
    for _ in 0..5 {
        sign_in(&server, PASSWORD, Some(&app.wrong_code())).await.refused(401, "second_factor_wrong");
    }
    let refused = sign_in(&server, PASSWORD, Some(&app.next_code())).await.refused(429, "too_many_attempts");
    let seconds: u64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=31).contains(&seconds), "{seconds}");
    sign_in(&server, PASSWORD, Some(&codes[0])).await.refused(429, "too_many_attempts");
    // Also where it is guessed from within a session.
    let both = json!({"password": PASSWORD, "code": app.next_code()});
    ann.post("/second-factor/disable", &both).await.refused(429, "too_many_attempts");

    waiting_is_over(&server).await;
    sign_in(&server, PASSWORD, Some(&app.wrong_code())).await.refused(401, "second_factor_wrong");
    let refused = sign_in(&server, PASSWORD, Some(&app.next_code())).await.refused(429, "too_many_attempts");
    let seconds: u64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((31..=61).contains(&seconds), "{seconds}");
    waiting_is_over(&server).await;
    sign_in(&server, PASSWORD, Some(&app.next_code())).await.ok();
}

#[tokio::test]
async fn a_backup_code_signs_in_once_and_new_ones_end_the_old() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let (app, codes) = set_up(&server, &ann).await;
    assert_eq!(codes.len(), 10);
    let typed = codes[3].to_lowercase().replace('-', " ");
    sign_in(&server, PASSWORD, Some(&typed)).await.ok();
    sign_in(&server, PASSWORD, Some(&codes[3])).await.refused(401, "second_factor_wrong");
    assert_eq!(ann.get("/second-factor").await.ok()["backup_codes_left"], 9);
    let stored: Vec<String> =
        sqlx::query_scalar("SELECT c::text FROM backup_codes c UNION SELECT f::text FROM second_factors f")
            .fetch_all(&mut *server.database().await)
            .await
            .unwrap();
    assert_eq!(stored.len(), 10);
    for code in &codes {
        assert!(stored.iter().all(|row| !row.contains(&code.replace('-', ""))));
    }

    let both = json!({"password": PASSWORD, "code": app.next_code()});
    let renewed = ann.post("/second-factor/backup-codes", &both).await.ok();
    sign_in(&server, PASSWORD, Some(&codes[4])).await.refused(401, "second_factor_wrong");
    sign_in(&server, PASSWORD, renewed["backup_codes"][4].as_str()).await.ok();
}

#[tokio::test]
async fn it_is_switched_off_with_both_factors_and_never_with_one() {
    let server = TestServer::start().await;
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    let (app, codes) = set_up(&server, &ann).await;
    let disable = async |password: &str, code: &str| {
        ann.post("/second-factor/disable", &json!({"password": password, "code": code})).await
    };
    disable("not her password", &app.next_code()).await.refused(403, "wrong_password");
    disable(PASSWORD, "").await.refused(403, "second_factor_required");
    disable(PASSWORD, &app.wrong_code()).await.refused(403, "second_factor_wrong");
    let bos = json!({"password": "Bo has a long password", "code": app.next_code()});
    bo.post("/second-factor/disable", &bos).await.refused(409, "second_factor_not_enabled");
    sign_in(&server, PASSWORD, None).await.refused(401, "second_factor_required");
    // Who has lost the app uses a backup code.
    disable(PASSWORD, &codes[0]).await.no_content();
    sign_in(&server, PASSWORD, None).await.ok();
    assert_eq!(ann.get("/second-factor").await.ok()["enabled"], false);
    // And may set up another one.
    let (another, _) = set_up(&server, &ann).await;
    sign_in(&server, PASSWORD, Some(&another.next_code())).await.ok();
}

#[tokio::test]
async fn codes_go_on_working_after_the_servers_secret_has_changed() {
    let old = "the old secret of the server, of more than 32 characters";
    let new = "the new secret of the server, of more than 32 characters";
    let before = TestServer::start_with(&[("POTLUCK_SECRET", old)]).await;
    let ann = before.sign_up("Ann").await;
    let (app, codes) = set_up(&before, &ann).await;

    let both = [("POTLUCK_SECRET", new), ("POTLUCK_SECRET_PREVIOUS", old)];
    let changing = TestServer::start_on(&before.database_url, &both).await;
    sign_in(&changing, PASSWORD, Some(&codes[0])).await.ok();
    sign_in(&changing, PASSWORD, Some(&app.next_code())).await.ok();
    // Its use encrypted it anew: the old secret is not needed any more.
    let after = TestServer::start_on(&before.database_url, &[("POTLUCK_SECRET", new)]).await;
    let refused: Value =
        sign_in(&after, PASSWORD, Some(&app.wrong_code())).await.refused(401, "second_factor_wrong").body;
    assert_eq!(refused["code"], "second_factor_wrong", "the secret was opened");
}
