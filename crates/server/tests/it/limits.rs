//! Attempts are limited by account and by address, on all nodes together.

use std::time::Duration;

use domain::attempt::Attempt;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use reqwest::Method;
use serde_json::{Value, json};
use server::http::limits;

use crate::support::{Person, Reply, TestServer};

/// Longer than anything here takes; a guess that waits for a derivation fails by this.
const PATIENCE: Duration = Duration::from_secs(20);

/// A call that a proxy on this machine hands on from `address`.
async fn from(address: &str, person: &Person, path: &str, body: &Value) -> Reply {
    let request = person.request(Method::POST, path).header("x-forwarded-for", address).json(body);
    Reply::read(request.send().await.unwrap()).await
}

/// The same in a browser with this cookie.
async fn in_browser(cookie: &str, address: &str, person: &Person, body: &Value) -> Reply {
    let request = person.request(Method::POST, "/auth/sign-in").header("x-forwarded-for", address).json(body);
    Reply::read(request.header("cookie", cookie).send().await.unwrap()).await
}

/// Strangers guess at the account for as long as they may.
async fn use_up(server: &TestServer, account: &str) {
    for _ in 0..300 {
        limits::attempt(&server.app, Attempt::SignInToAccount, account).await.unwrap();
    }
}

fn credentials(email: &str, password: &str) -> Value {
    json!({"email": email, "password": password})
}

#[tokio::test]
async fn guessing_one_password_is_limited_on_all_nodes_together_and_elsewhere_one_still_gets_in() {
    let server = TestServer::start().await;
    let other_node = TestServer::start_on(&server.database_url, &[]).await;
    server.sign_up("Ann").await;
    let right = credentials("ann@example.org", "Ann has a long password");
    for guess in 0..20 {
        let node = if guess % 2 == 0 { &server } else { &other_node };
        let wrong = credentials("Ann@Example.org", "not her password");
        from("203.0.113.7", &node.stranger(), "/auth/sign-in", &wrong).await.refused(401, "invalid_credentials");
    }
    let refused =
        from("203.0.113.7", &server.stranger(), "/auth/sign-in", &right).await.refused(429, "too_many_attempts");
    assert!(refused.headers.contains_key("retry-after"));
    from("198.51.100.1", &other_node.stranger(), "/auth/sign-in", &right).await.ok();
    // The window is over.
    server.meddle("UPDATE attempts SET ends_at = now() - $1::interval", "1 second").await;
    from("203.0.113.7", &server.stranger(), "/auth/sign-in", &right).await.ok();
}

#[tokio::test]
async fn an_address_without_an_account_is_limited_like_one_with_an_account() {
    let server = TestServer::start().await;
    server.sign_up("Ann").await;
    let answers = async |email: &str| {
        let mut answers = Vec::new();
        for _ in 0..21 {
            let reply = server.stranger().post("/auth/sign-in", &credentials(email, "not the password")).await;
            answers.push((reply.status, reply.str("code").to_owned()));
        }
        answers
    };
    assert_eq!(answers("ann@example.org").await, answers("nobody@example.org").await);
}

#[tokio::test]
async fn guesses_at_an_account_over_its_limit_are_refused_without_a_derivation() {
    let server = TestServer::start().await;
    server.sign_up("Ann").await;
    let accounts = ["ann@example.org", "nobody@example.org"];
    for account in accounts {
        use_up(&server, account).await;
    }
    // All places for derivations are taken.
    let _all = [server.app.hashing.place().await.unwrap(), server.app.hashing.place().await.unwrap()];
    for (number, account) in accounts.into_iter().enumerate() {
        let guess = credentials(account, "not the password");
        let address = format!("203.0.113.{number}");
        from(&address, &server.stranger(), "/auth/sign-in", &guess).await.refused(429, "too_many_attempts");
    }
}

#[tokio::test]
async fn guesses_of_one_instant_are_counted_before_the_derivation_that_they_ask_for() {
    let server = TestServer::start().await;
    server.sign_up("Ann").await;
    for _ in 0..299 {
        limits::attempt(&server.app, Attempt::SignInToAccount, "ann@example.org").await.unwrap();
    }
    // None of them gets a derivation before all are there.
    let all = [server.app.hashing.place().await.unwrap(), server.app.hashing.place().await.unwrap()];
    let stranger = server.stranger();
    let guess = credentials("ann@example.org", "not the password");
    let mut guesses: FuturesUnordered<_> = ["203.0.113.1", "203.0.113.2", "203.0.113.3"]
        .map(|address| from(address, &stranger, "/auth/sign-in", &guess))
        .into_iter()
        .collect();
    for _ in 0..2 {
        let answered = tokio::time::timeout(PATIENCE, guesses.next()).await.expect("refused at once").unwrap();
        answered.refused(429, "too_many_attempts");
    }
    drop(all);
    guesses.next().await.unwrap().refused(401, "invalid_credentials");
}

#[tokio::test]
async fn strangers_who_use_up_an_accounts_hour_do_not_keep_its_member_out_of_a_browser_that_knows_them() {
    let server = TestServer::start().await;
    let other_node = TestServer::start_on(&server.database_url, &[]).await;
    server.sign_up("Ann").await;
    let (right, wrong) =
        (credentials("ann@example.org", "Ann has a long password"), credentials("ann@example.org", "no"));
    let stranger = server.stranger();
    let sign_in = async || from("198.51.100.1", &stranger, "/auth/sign-in", &right).await.ok().known().unwrap();
    let (known, other) = (sign_in().await, sign_in().await);
    assert_ne!(known, other, "each browser has its own");

    // From many addresses at the account, and from Ann's own address at it and at others.
    use_up(&server, "ann@example.org").await;
    for _ in 0..20 {
        limits::attempt(&server.app, Attempt::SignInHere, "198.51.100.1 ann@example.org").await.unwrap();
    }
    for _ in 0..198 {
        limits::attempt(&server.app, Attempt::SignInFromAddress, "198.51.100.1").await.unwrap();
    }
    for address in ["198.51.100.1", "203.0.113.7"] {
        from(address, &stranger, "/auth/sign-in", &right).await.refused(429, "too_many_attempts");
    }
    for _ in 0..25 {
        in_browser(&known, "198.51.100.1", &stranger, &right).await.ok();
    }
    in_browser(&other, "192.0.2.9", &other_node.stranger(), &right).await.ok();

    // Nobody guesses for long in such a browser either, and uses up nothing of another one.
    for _ in 0..20 {
        in_browser(&known, "198.51.100.1", &stranger, &wrong).await.refused(401, "invalid_credentials");
    }
    in_browser(&known, "192.0.2.9", &other_node.stranger(), &right).await.refused(429, "too_many_attempts");
    in_browser(&other, "198.51.100.1", &stranger, &right).await.ok();
}

#[tokio::test]
async fn a_browser_is_known_for_the_accounts_that_were_opened_in_it_and_no_others() {
    let server = TestServer::start().await;
    let stranger = server.stranger();
    for name in ["Ann", "Bo"] {
        server.sign_up(name).await;
        use_up(&server, &format!("{}@example.org", name.to_lowercase())).await;
    }
    let of = |name: &str| credentials(&format!("{name}@example.org"), &format!("{name} has a long password"));
    let mallory = credentials("mallory@example.org", "Mallory has a long password");
    server.sign_up("Mallory").await;
    let hers = from("203.0.113.7", &stranger, "/auth/sign-in", &mallory).await.ok().known().unwrap();
    let changed = format!("{}AAAA", &hers[..hers.len() - 4]);
    for cookie in [hers.as_str(), &changed, "potluck_known=", "potluck_known=nonsense"] {
        in_browser(cookie, "203.0.113.7", &stranger, &of("Ann")).await.refused(429, "too_many_attempts");
    }
    // Ann's own browser, once it knows Bo too.
    server.meddle("UPDATE attempts SET ends_at = now() - $1::interval", "1 second").await;
    let ann = from("198.51.100.1", &stranger, "/auth/sign-in", &of("Ann")).await.ok().known().unwrap();
    let both = in_browser(&ann, "198.51.100.1", &stranger, &of("Bo")).await.ok().known().unwrap();
    for name in ["Ann", "Bo"] {
        use_up(&server, &format!("{}@example.org", name.to_lowercase())).await;
        in_browser(&both, "198.51.100.1", &stranger, &of(name)).await.ok();
    }
    in_browser(&ann, "198.51.100.1", &stranger, &of("Bo")).await.refused(429, "too_many_attempts");
}

#[tokio::test]
async fn a_browser_is_forgotten_with_the_password_and_with_all_other_sessions() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let stranger = server.stranger();
    let mut password = "Ann has a long password";
    for path in ["/sessions/end-others", "/auth/password"] {
        let body = match path {
            "/auth/password" => json!({"current_password": password, "new_password": "Ann has another password"}),
            _ => json!({"password": password}),
        };
        let right = credentials("ann@example.org", password);
        let copied = from("198.51.100.1", &stranger, "/auth/sign-in", &right).await.ok().known().unwrap();
        use_up(&server, "ann@example.org").await;
        in_browser(&copied, "203.0.113.7", &stranger, &right).await.ok();
        assert!(ann.post(path, &body).await.status.is_success(), "{path}");
        if path == "/auth/password" {
            password = "Ann has another password";
        }
        let right = credentials("ann@example.org", password);
        in_browser(&copied, "203.0.113.7", &stranger, &right).await.refused(429, "too_many_attempts");
        // The browser in which she did it is known again as soon as its session goes on.
        let own = ann.act("/auth/refresh").await.ok().known().unwrap();
        in_browser(&own, "203.0.113.7", &stranger, &right).await.ok();
        server.meddle("UPDATE attempts SET ends_at = now() - $1::interval", "1 second").await;
    }
}

#[tokio::test]
async fn a_link_for_a_new_password_lets_its_member_in_while_strangers_guess() {
    let server = TestServer::start().await;
    server.sign_up("Ann").await;
    use_up(&server, "ann@example.org").await;
    let (link, _) = server::accounts::make_reset_link(&server.app, "ann@example.org").await.unwrap().unwrap();
    let token = link.split_once("/reset-password#").unwrap().1;
    let new = json!({"token": token, "password": "Ann has another password", "seal_history": true});
    let stranger = server.stranger();
    let known = stranger.post("/auth/password-reset/confirm", &new).await.ok().known().unwrap();
    let right = credentials("ann@example.org", "Ann has another password");
    from("203.0.113.7", &stranger, "/auth/sign-in", &right).await.refused(429, "too_many_attempts");
    in_browser(&known, "203.0.113.7", &stranger, &right).await.ok();
}

#[tokio::test]
async fn a_right_password_gives_its_place_back_and_takes_it_until_then() {
    let server = TestServer::start().await;
    server.sign_up("Ann").await;
    for _ in 0..299 {
        limits::attempt(&server.app, Attempt::SignInToAccount, "ann@example.org").await.unwrap();
    }
    let stranger = server.stranger();
    let (right, wrong) =
        (credentials("ann@example.org", "Ann has a long password"), credentials("ann@example.org", "no"));
    from("198.51.100.1", &stranger, "/auth/sign-in", &right).await.ok();
    let all = [server.app.hashing.place().await.unwrap(), server.app.hashing.place().await.unwrap()];
    let others = async {
        server.until("SELECT EXISTS (SELECT 1 FROM attempts WHERE count = 300)").await;
        for number in 1..=5 {
            let address = format!("203.0.113.{number}");
            from(&address, &stranger, "/auth/sign-in", &wrong).await.refused(429, "too_many_attempts");
        }
        drop(all);
    };
    let (under_way, ()) = tokio::join!(from("198.51.100.1", &stranger, "/auth/sign-in", &right), others);
    under_way.ok();
    // Those who were refused take no place: one is free, and no more.
    from("203.0.113.6", &stranger, "/auth/sign-in", &wrong).await.refused(401, "invalid_credentials");
    from("203.0.113.7", &stranger, "/auth/sign-in", &wrong).await.refused(429, "too_many_attempts");
}

#[tokio::test]
async fn signing_in_rightly_is_never_limited() {
    let server = TestServer::start().await;
    server.sign_up("Ann").await;
    for _ in 0..25 {
        let right = credentials("ann@example.org", "Ann has a long password");
        from("203.0.113.7", &server.stranger(), "/auth/sign-in", &right).await.ok();
    }
}

#[tokio::test]
async fn new_accounts_from_one_address_are_limited_and_what_a_stranger_claims_does_not_help() {
    let server = TestServer::start().await;
    for _ in 0..30 {
        limits::attempt(&server.app, Attempt::SignUpFromAddress, "203.0.113.7").await.unwrap();
    }
    let body = json!({"email": "bo@example.org", "password": "Bo has a long password", "name": "Bo"});
    let stranger = server.stranger();
    // The last address is what the proxy saw; the one before is what the client wrote.
    for claimed in ["203.0.113.7", "192.0.2.9, 203.0.113.7"] {
        from(claimed, &stranger, "/auth/sign-up", &body).await.refused(429, "too_many_attempts");
    }
    from("203.0.113.8", &stranger, "/auth/sign-up", &body).await.created();
}

#[tokio::test]
async fn links_that_are_none_are_limited_and_good_ones_still_open() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let token = ann.invite(&ann.make_group("duo").await).await;
    let preview = async |token: &str| {
        let request = server.stranger().request(Method::GET, &format!("/invitations/{token}"));
        Reply::read(request.header("x-forwarded-for", "203.0.113.7").send().await.unwrap()).await
    };
    for _ in 0..30 {
        preview("nonsense").await.refused(404, "not_found");
    }
    preview("nonsense").await.refused(429, "too_many_attempts");
    preview(&token).await.ok();
}

#[tokio::test]
async fn the_table_of_attempts_names_nobody_and_is_swept() {
    let server = TestServer::start().await;
    server.sign_up("Ann").await;
    let wrong = credentials("ann@example.org", "not her password");
    from("203.0.113.7", &server.stranger(), "/auth/sign-in", &wrong).await.refused(401, "invalid_credentials");
    let rows: Vec<String> =
        sqlx::query_scalar("SELECT a::text FROM attempts a").fetch_all(&server.app.db).await.unwrap();
    assert_eq!(rows.len(), 3, "by address, by both, by account");
    assert!(rows.iter().all(|row| !row.contains("203.0.113") && !row.contains("ann")), "{rows:?}");
    server.meddle("UPDATE attempts SET ends_at = now() - $1::interval", "1 second").await;
    server::accounts::sweep(&server.app).await.unwrap();
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM attempts").fetch_one(&server.app.db).await.unwrap();
    assert_eq!(left, 0);
}
