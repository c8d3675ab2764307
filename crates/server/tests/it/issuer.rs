//! Signing in with an `OpenID` Connect issuer: it says who somebody is, and opens no chat.

use reqwest::Method;
use serde_json::{Value, json};
use simulator::{AiVendor, CLIENT, IssuerFault, Somebody};

use crate::mail::{unquoted, with_mail_and};
use crate::support::{MailSink, Person, Reply, TestServer};

const PASSWORD: &str = "what opens her chats";
const TITLE: &str = "What only Ann reads";

/// A server with an issuer that recognises whom it is told to.
struct House {
    server: TestServer,
    vendor: AiVendor,
}

/// A browser, with the cookie of its way to the issuer.
#[derive(Clone)]
struct Browser {
    person: Person,
    cookie: Option<String>,
}

fn somebody(name: &str) -> Somebody {
    Somebody {
        subject: format!("subject of {name}"),
        email: Some(format!("{}@id.example", name.to_lowercase())),
        email_verified: true,
        name: Some(name.to_owned()),
    }
}

impl House {
    async fn build() -> Self {
        Self::build_with(&[]).await
    }

    async fn build_with(more: &[(&str, &str)]) -> Self {
        let vendor = AiVendor::start().await.unwrap();
        let url = vendor.issuer_url();
        let mut variables = vec![
            ("POTLUCK_OIDC_ISSUER", url.as_str()),
            ("POTLUCK_OIDC_CLIENT_ID", CLIENT.0),
            ("POTLUCK_OIDC_CLIENT_SECRET", CLIENT.1),
            ("POTLUCK_OIDC_NAME", "Kitchen ID"),
        ];
        variables.extend_from_slice(more);
        Self { server: TestServer::start_with(&variables).await, vendor }
    }

    fn recognises(&self, name: &str) {
        self.vendor.recognise(somebody(name), IssuerFault::None);
    }

    fn browser(&self) -> Browser {
        Browser { person: self.server.stranger(), cookie: None }
    }

    /// Somebody who came by the issuer, and has a chat.
    async fn signed_up(&self, name: &str) -> (Person, String) {
        self.recognises(name);
        let mut browser = self.browser();
        assert_eq!(browser.goes_there_and_back().await.ok()["step"], "sign_up");
        let made = browser.signs_up(name).await.created();
        let person = browser.person.with_session(&made);
        let group = person.make_group("duo").await;
        let titled = json!({"group_id": group, "title": TITLE});
        let conversation = person.post("/conversations", &titled).await.created();
        (person, conversation.str("id").to_owned())
    }
}

impl Browser {
    async fn post(&self, path: &str, body: &Value) -> Reply {
        let mut request = self.person.request(Method::POST, path).json(body);
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", format!("potluck_issuer={cookie}"));
        }
        Reply::read(request.send().await.unwrap()).await
    }

    fn keep_cookie(&mut self, reply: &Reply) {
        let set = reply.set_cookie("potluck_issuer").unwrap();
        assert!(set.contains("HttpOnly") && set.contains("SameSite=Strict"), "{set}");
        let value = set.strip_prefix("potluck_issuer=").unwrap().split(';').next().unwrap();
        self.cookie = Some(value.to_owned());
    }

    /// Goes to the issuer; the code and the state with which it sends the browser back.
    async fn goes_there(&mut self, begun: &Reply) -> (String, String) {
        self.keep_cookie(begun);
        let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let sent_back = client.get(begun.str("url")).send().await.unwrap();
        let back = reqwest::Url::parse(sent_back.headers()["location"].to_str().unwrap()).unwrap();
        assert_eq!(back.path(), "/sign-in/return");
        let value = |name: &str| back.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
        (value("code"), value("state"))
    }

    async fn begins(&self) -> Reply {
        self.post("/auth/issuer/begin", &json!({})).await.ok()
    }

    async fn comes_back(&self, code: &str, state: &str) -> Reply {
        self.post("/auth/issuer/finish", &json!({"code": code, "state": state})).await
    }

    async fn goes_there_and_back(&mut self) -> Reply {
        let begun = self.begins().await;
        let (code, state) = self.goes_there(&begun).await;
        self.comes_back(&code, &state).await
    }

    async fn signs_up(&self, name: &str) -> Reply {
        let email = format!("{}@id.example", name.to_lowercase());
        self.post("/auth/issuer/sign-up", &json!({"email": email, "name": name, "password": PASSWORD})).await
    }

    async fn unlocks(&self, body: Value) -> Reply {
        self.post("/auth/issuer/unlock", &body).await
    }
}

async fn reads(person: &Person, conversation: &str) {
    assert_eq!(person.get(&format!("/conversations/{conversation}")).await.ok()["title"], TITLE);
}

#[tokio::test]
async fn the_issuer_says_who_it_is_and_the_password_opens_the_chats() {
    let house = House::build().await;
    assert_eq!(house.server.stranger().get("/server").await.ok()["issuer"], "Kitchen ID");
    let (ann, conversation) = house.signed_up("Ann").await;
    let me = ann.get("/me").await.ok();
    assert_eq!((me.str("email"), &me["email_verified"]), ("ann@id.example", &json!(true)));

    let mut elsewhere = house.browser();
    let step = elsewhere.goes_there_and_back().await.ok();
    assert_eq!((step.str("step"), step.str("email")), ("unlock", "ann@id.example"));
    assert!(step.cookie().is_none() && step.body.get("access_token").is_none(), "the issuer alone signs nobody in");
    elsewhere.unlocks(json!({})).await.refused(403, "required");
    elsewhere.unlocks(json!({"password": "not hers"})).await.refused(403, "wrong_password");
    let there = elsewhere.person.with_session(&elsewhere.unlocks(json!({"password": PASSWORD})).await.ok());
    assert_eq!(there.id, ann.id);
    reads(&there, &conversation).await;
    // Once.
    elsewhere.unlocks(json!({"password": PASSWORD})).await.refused(401, "issuer_over");
    let activity = there.get("/me/activity").await.ok();
    assert_eq!(
        (&activity["items"][0]["action"], &activity["items"][0]["about"]),
        (&json!("signed_in"), &json!("Kitchen ID"))
    );
}

#[tokio::test]
async fn an_account_of_the_issuers_comes_in_by_it_alone_until_it_is_untied() {
    let house = House::build().await;
    let (ann, conversation) = house.signed_up("Ann").await;
    let by_password = json!({"email": "ann@id.example", "password": PASSWORD});
    let stranger = house.server.stranger();
    stranger.post("/auth/sign-in", &by_password).await.refused(403, "issuer_required");
    let guess = json!({"email": "ann@id.example", "password": "a guess of hers"});
    stranger.post("/auth/sign-in", &guess).await.refused(401, "invalid_credentials");

    let tie = ann.get("/issuer-link").await.ok();
    assert_eq!(tie["link"]["email"], "ann@id.example");
    ann.post("/issuer-link/remove", &json!({"password": "not hers"})).await.refused(403, "wrong_password");
    ann.post("/issuer-link/remove", &json!({"password": PASSWORD})).await.no_content();
    ann.post("/issuer-link/remove", &json!({"password": PASSWORD})).await.refused(409, "issuer_not_linked");
    reads(&stranger.with_session(&stranger.post("/auth/sign-in", &by_password).await.ok()), &conversation).await;
    // To the issuer's own account nobody is tied any more.
    let mut browser = house.browser();
    assert_eq!(browser.goes_there_and_back().await.ok()["step"], "sign_up");
}

#[tokio::test]
async fn who_has_an_account_ties_it_by_being_signed_in_and_never_by_an_address() {
    let house = House::build().await;
    let ann = house.server.sign_up("Ann").await;
    // The issuer claims that somebody has Ann's address.
    let impostor = Somebody { email: Some("ann@example.org".to_owned()), ..somebody("Eve") };
    house.vendor.recognise(impostor, IssuerFault::None);
    let mut eve = house.browser();
    assert_eq!(eve.goes_there_and_back().await.ok()["step"], "sign_up");
    let body = json!({"email": "ann@example.org", "name": "Ann", "password": PASSWORD});
    eve.post("/auth/issuer/sign-up", &body).await.refused(409, "email_taken");

    house.recognises("Ann");
    ann.post("/issuer-link/begin", &json!({"password": "not hers"})).await.refused(403, "wrong_password");
    let mut hers = Browser { person: ann.clone(), cookie: None };
    let begun = ann.post("/issuer-link/begin", &json!({"password": "Ann has a long password"})).await.ok();
    let (code, state) = hers.goes_there(&begun).await;
    assert_eq!(hers.comes_back(&code, &state).await.ok()["step"], "linked");
    let again = ann.post("/issuer-link/begin", &json!({"password": "Ann has a long password"})).await;
    again.refused(409, "issuer_linked");
    let mut elsewhere = house.browser();
    assert_eq!(elsewhere.goes_there_and_back().await.ok()["step"], "unlock");
    elsewhere.unlocks(json!({"password": "Ann has a long password"})).await.ok();

    // One account here for one there.
    let bo = house.server.sign_up("Bo").await;
    let mut his = Browser { person: bo.clone(), cookie: None };
    let begun = bo.post("/issuer-link/begin", &json!({"password": "Bo has a long password"})).await.ok();
    let (code, state) = his.goes_there(&begun).await;
    his.comes_back(&code, &state).await.refused(409, "issuer_taken");
    assert_eq!(bo.get("/issuer-link").await.ok()["link"], Value::Null);
    // Ann still comes in by her password too.
    let by_password = json!({"email": "ann@example.org", "password": "Ann has a long password"});
    house.server.stranger().post("/auth/sign-in", &by_password).await.ok();
}

#[tokio::test]
async fn an_address_that_the_issuer_has_not_confirmed_is_confirmed_by_nobody() {
    let house = House::build().await;
    for (name, email_verified, given) in [("Ann", false, "ann@id.example"), ("Bo", true, "bo@elsewhere.example")] {
        house.vendor.recognise(Somebody { email_verified, ..somebody(name) }, IssuerFault::None);
        let mut browser = house.browser();
        browser.goes_there_and_back().await.ok();
        let body = json!({"email": given, "name": name, "password": PASSWORD});
        let made = browser.post("/auth/issuer/sign-up", &body).await.created();
        assert_eq!(made["user"]["email_verified"], false, "{name}");
    }
}

#[tokio::test]
async fn the_operators_sign_up_modes_and_the_rules_for_passwords_apply() {
    let house = House::build_with(&[("POTLUCK_SIGN_UP", "invitation")]).await;
    let ann = house.server.sign_up("Ann").await;
    let group = ann.make_group("duo").await;
    let token = ann.post(&format!("/groups/{group}/invitations"), &json!({})).await.created();
    house.recognises("Bo");
    let mut bo = house.browser();
    bo.goes_there_and_back().await.ok();
    bo.signs_up("Bo").await.refused(403, "invitation_needed");
    let mut body = json!({"email": "bo@id.example", "name": "Bo", "password": "short", "invitation": token["token"]});
    bo.post("/auth/issuer/sign-up", &body).await.refused(422, "validation_failed");
    body["password"] = json!(PASSWORD);
    // What was refused has used nothing up.
    bo.post("/auth/issuer/sign-up", &body).await.created();
    bo.post("/auth/issuer/sign-up", &body).await.refused(401, "issuer_over");
}

#[tokio::test]
async fn a_lost_password_is_replaced_by_the_recovery_code_and_a_used_code_by_a_new_one() {
    let house = House::build().await;
    let (ann, conversation) = house.signed_up("Ann").await;
    let first = ann.recovery_code.clone().unwrap();
    let unlock = async |body: Value| {
        let mut browser = house.browser();
        browser.goes_there_and_back().await.ok();
        browser.unlocks(body).await
    };
    unlock(json!({"recovery_code": "nonsense"})).await.refused(403, "wrong_recovery_code");
    let opened = unlock(json!({"recovery_code": first})).await.ok();
    let second = opened.str("recovery_code").to_owned();
    reads(&house.server.stranger().with_session(&opened), &conversation).await;
    unlock(json!({"recovery_code": first})).await.refused(403, "wrong_recovery_code");
    assert_eq!(unlock(json!({"password": PASSWORD})).await.ok()["recovery_code"], Value::Null);
    unlock(json!({"recovery_code": second})).await.ok();
}

#[tokio::test]
async fn a_second_factor_is_asked_for_here_too() {
    let house = House::build().await;
    let (_, _) = house.signed_up("Ann").await;
    sqlx::query("INSERT INTO second_factors (user_id, secret_encrypted, confirmed_at) SELECT id, '', now() FROM users")
        .execute(&mut *house.server.database().await)
        .await
        .unwrap();
    let mut browser = house.browser();
    browser.goes_there_and_back().await.ok();
    browser.unlocks(json!({"password": PASSWORD})).await.refused(401, "second_factor_required");
    let wrong = json!({"password": PASSWORD, "code": "aaaa-aaaa-aaaa"});
    browser.unlocks(wrong).await.refused(401, "second_factor_wrong");
}

#[tokio::test]
async fn tokens_that_are_not_to_be_believed_sign_nobody_in() {
    use IssuerFault::{
        Expired, NoExpiry, NoNonce, NoSubject, NotYet, OtherAudience, OtherIssuer, OtherNonce, RefusesCodes,
        SeveralAudiences, SignedByAnother, SignedByClientSecret, SignedByPublicKey, Unsigned,
    };
    let house = House::build().await;
    for fault in [
        OtherIssuer,
        OtherAudience,
        SeveralAudiences,
        OtherNonce,
        NoNonce,
        Expired,
        NotYet,
        NoExpiry,
        NoSubject,
        Unsigned,
        SignedByClientSecret,
        SignedByPublicKey,
        SignedByAnother,
        RefusesCodes,
    ] {
        house.vendor.recognise(somebody("Ann"), fault);
        let mut browser = house.browser();
        let answer = browser.goes_there_and_back().await;
        assert_eq!((answer.status.as_u16(), answer.str("code")), (401, "issuer_refused"), "{fault:?}");
        browser.signs_up("Ann").await.refused(401, "issuer_over");
    }
    for right in [IssuerFault::Rsa, IssuerFault::None] {
        house.vendor.recognise(somebody("Ann"), right);
        assert_eq!(house.browser().goes_there_and_back().await.ok()["step"], "sign_up", "{right:?}");
    }
}

#[tokio::test]
async fn an_issuer_that_is_down_or_somebody_else_is_said_to_be() {
    for fault in [IssuerFault::Down, IssuerFault::OtherName] {
        let house = House::build().await;
        house.vendor.recognise(somebody("Ann"), fault);
        let begun = house.server.stranger().post("/auth/issuer/begin", &json!({})).await;
        begun.refused(502, "issuer_unreachable");
        // It is asked again once it is back.
        house.recognises("Ann");
        house.browser().goes_there_and_back().await.ok();
    }
    let house = House::build().await;
    let mut browser = house.browser();
    let begun = browser.begins().await;
    let (code, state) = browser.goes_there(&begun).await;
    house.vendor.recognise(somebody("Ann"), IssuerFault::Down);
    browser.comes_back(&code, &state).await.refused(502, "issuer_unreachable");
}

/// Login CSRF: an answer counts in the browser that asked, to the question that it asked, once.
#[tokio::test]
async fn an_answer_counts_once_and_in_the_browser_that_asked() {
    let house = House::build().await;
    house.recognises("Eve");
    let (mut eve, mut ann) = (house.browser(), house.browser());
    let begun = eve.begins().await;
    let (code, state) = eve.goes_there(&begun).await;
    // Eve has Ann's browser open her own answer: without a question of Ann's, and with one.
    house.browser().comes_back(&code, &state).await.refused(401, "issuer_over");
    let begun = ann.begins().await;
    let (_, hers) = ann.goes_there(&begun).await;
    ann.comes_back(&code, &state).await.refused(401, "issuer_over");
    ann.comes_back(&code, &hers).await.refused(401, "issuer_refused");
    let guess = Browser { cookie: Some("A".repeat(43)), ..house.browser() };
    guess.comes_back(&code, &state).await.refused(401, "issuer_over");
    guess.unlocks(json!({"password": PASSWORD})).await.refused(401, "issuer_over");

    let begun = eve.begins().await;
    let (code, state) = eve.goes_there(&begun).await;
    eve.comes_back(&code, &state).await.ok();
    eve.comes_back(&code, &state).await.refused(401, "issuer_over");
    // Too late.
    let begun = eve.begins().await;
    let (code, state) = eve.goes_there(&begun).await;
    house.server.meddle("UPDATE issuer_passages SET expires_at = now() WHERE $1 = ''", "").await;
    eve.comes_back(&code, &state).await.refused(401, "issuer_over");
}

#[tokio::test]
async fn where_to_go_on_is_a_path_of_ours_and_kept_for_that_browser_alone() {
    let house = House::build().await;
    house.recognises("Ann");
    let stranger = house.server.stranger();
    for next in ["https://evil.example", "//evil.example", "/\\evil.example", "evil"] {
        stranger.post("/auth/issuer/begin", &json!({"next": next})).await.refused(422, "validation_failed");
    }
    let mut ann = house.browser();
    let begun = ann.post("/auth/issuer/begin", &json!({"next": "/invitation/canary-qzvxkwj"})).await.ok();
    let (code, state) = ann.goes_there(&begun).await;
    assert!(!begun.str("url").contains("canary"), "nothing of it goes to the issuer");
    let kept: Vec<u8> = sqlx::query_scalar("SELECT kept FROM issuer_passages")
        .fetch_one(&mut *house.server.database().await)
        .await
        .unwrap();
    assert!(memchr::memmem::find(&kept, b"canary").is_none());
    assert_eq!(ann.comes_back(&code, &state).await.ok()["next"], "/invitation/canary-qzvxkwj");
}

/// Somebody makes an account with an address of somebody else's. Whoever gets mail there takes it over; the issuer's account does not.
#[tokio::test]
async fn who_gets_the_mail_of_an_unconfirmed_address_takes_the_account_from_the_issuers() {
    let mut sink = MailSink::start("250 fine").await;
    let vendor = AiVendor::start().await.unwrap();
    let url = vendor.issuer_url();
    let issuer = [
        ("POTLUCK_OIDC_ISSUER", url.as_str()),
        ("POTLUCK_OIDC_CLIENT_ID", CLIENT.0),
        ("POTLUCK_OIDC_CLIENT_SECRET", CLIENT.1),
        ("POTLUCK_EMAIL_VERIFICATION", "false"),
        ("POTLUCK_PUBLIC_URL", "http://pot.example"),
    ];
    let house = House { server: with_mail_and(&sink, &issuer).await, vendor };
    house.vendor.recognise(Somebody { email_verified: false, ..somebody("Ann") }, IssuerFault::None);
    let mut eve = house.browser();
    eve.goes_there_and_back().await.ok();
    eve.signs_up("Ann").await.created();

    let ann = house.server.stranger();
    ann.post("/auth/password-reset", &json!({"email": "ann@id.example"})).await;
    let text = unquoted(&sink.next().await.text);
    let token = &text.split_once("/reset-password#").unwrap().1[..43];
    let body = json!({"token": token, "password": "now it is hers", "seal_history": true});
    ann.post("/auth/password-reset/confirm", &body).await.ok();
    let by_password = json!({"email": "ann@id.example", "password": "now it is hers"});
    ann.post("/auth/sign-in", &by_password).await.ok();
    assert_eq!(house.browser().goes_there_and_back().await.ok()["step"], "sign_up");
}

#[tokio::test]
async fn when_the_operator_takes_the_issuer_away_passwords_let_its_people_in() {
    let house = House::build().await;
    let (_, conversation) = house.signed_up("Ann").await;
    let without = TestServer::start_on(&house.server.database_url, &[]).await;
    let by_password = json!({"email": "ann@id.example", "password": PASSWORD});
    let ann = without.stranger();
    reads(&ann.with_session(&ann.post("/auth/sign-in", &by_password).await.ok()), &conversation).await;
}

#[tokio::test]
async fn without_an_issuer_the_server_says_so() {
    let server = TestServer::start().await;
    assert_eq!(server.stranger().get("/server").await.ok()["issuer"], Value::Null);
    server.stranger().post("/auth/issuer/begin", &json!({})).await.refused(409, "issuer_unavailable");
    let ann = server.sign_up("Ann").await;
    let begun = ann.post("/issuer-link/begin", &json!({"password": "Ann has a long password"})).await;
    begun.refused(409, "issuer_unavailable");
}
