//! `potluck seed-demo`: a Trio group with three members and some history, made the way people would make it: over HTTP.

use reqwest::{Client, Method};
use serde_json::{Value, json};
use server::app::App;
use server::config::Settings;
use server::keys::Keys;
use server::lifecycle::Lifecycle;
use server::{router, schedule};
use tokio::net::TcpListener;

use crate::Failure;
use crate::database::Database;

/// Everybody's password in the demo.
const PASSWORD: &str = "potluck demo";
const GROUP: &str = "Kitchen table";

/// Who is in the group, and what they ask.
const PEOPLE: [(&str, &str, &[&[&str]]); 3] = [
    (
        "Ann",
        "ann@demo.example",
        &[
            &["Plan a week of dinners for three people who share a small kitchen", "Make Thursday vegetarian"],
            &["Explain how compound interest works, with a table"],
            &["Write a Python function that finds the longest common prefix of some words"],
        ],
    ),
    ("Bo", "bo@demo.example", &[&["What should I look at when I buy a used bicycle?"]]),
    ("Cy", "cy@demo.example", &[&["Summarise the rules of Go for a beginner", "And how is the score counted?"]]),
];

/// Makes the demo, unless it is there already, and says how to sign in.
pub(crate) async fn seed(settings: Settings) -> Result<(), Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let base = format!("http://{}/api/v1", listener.local_addr()?);
    let database = Database::open(&settings).await?;
    let keys = Keys::load(&settings)?;
    let lifecycle = Lifecycle::default();
    let app = App::new(database.pool.clone(), settings, keys, lifecycle.clone()).await?;
    schedule::listen(&app);

    let made = tokio::select! {
        made = make(&base) => made,
        served = router::serve(listener, app.clone(), std::future::pending()) => served.map_err(Failure::from),
    };
    lifecycle.ended().await;
    drop(app);
    database.close().await?;
    made?;
    tell();
    Ok(())
}

fn tell() {
    #[expect(clippy::print_stdout, reason = "the person who started the demo reads it")]
    {
        println!("\nThe demo's people, all with the password \"{PASSWORD}\":");
        for (name, email, _) in PEOPLE {
            println!("  {name:<4} {email}");
        }
    }
}

async fn make(base: &str) -> Result<(), Failure> {
    let http = Client::builder().no_proxy().build()?;
    let stranger = Visitor { http, base: base.to_owned(), token: None };
    let server = stranger.call(Method::GET, "/server", None).await?;
    if server["needs_operator"] != true {
        return Ok(());
    }
    let mut people = Vec::new();
    for (name, email, _) in PEOPLE {
        people.push(stranger.sign_up(name, email).await?);
    }
    let [ann, others @ ..] = people.as_slice() else { return Ok(()) };

    let zone = json!({"name": GROUP, "plan": "trio"});
    let group = text(&ann.call(Method::POST, "/groups", Some(zone)).await?, "id")?;
    for other in others {
        let invitation = ann.call(Method::POST, &format!("/groups/{group}/invitations"), Some(json!({}))).await?;
        let token = text(&invitation, "token")?;
        other.call(Method::POST, &format!("/invitations/{token}/accept"), None).await?;
    }
    pay(&people, &group).await?;
    for (person, (_, _, conversations)) in people.iter().zip(PEOPLE) {
        for questions in conversations {
            person.chat(&group, questions).await?;
        }
    }
    Ok(())
}

/// The first two have paid; the third says so, and the operator has yet to confirm.
async fn pay(people: &[Visitor], group: &str) -> Result<(), Failure> {
    let [ann, ..] = people else { return Ok(()) };
    for (index, person) in people.iter().enumerate() {
        let details = person.call(Method::GET, &format!("/groups/{group}"), None).await?;
        let members = details["members"].as_array().cloned().unwrap_or_default();
        let Some(mine) = members.iter().find(|member| member["user_id"] == details["you"]) else { continue };
        let share = text(mine, "share_id")?;
        let claim = json!({"method": "manual", "reference": "Bank transfer"});
        let payment = person.call(Method::POST, &format!("/shares/{share}/payments"), Some(claim)).await?;
        if index < 2 {
            ann.call(Method::POST, &format!("/payments/{}/confirm", text(&payment, "id")?), None).await?;
        }
    }
    Ok(())
}

fn text(value: &Value, name: &str) -> Result<String, Failure> {
    value[name].as_str().map(str::to_owned).ok_or_else(|| format!("no {name} in an answer").into())
}

/// Somebody with an HTTP client.
struct Visitor {
    http: Client,
    base: String,
    token: Option<String>,
}

impl Visitor {
    async fn sign_up(&self, name: &str, email: &str) -> Result<Self, Failure> {
        let body = json!({"email": email, "password": PASSWORD, "name": name});
        let session = self.call(Method::POST, "/auth/sign-up", Some(body)).await?;
        Ok(Self { http: self.http.clone(), base: self.base.clone(), token: Some(text(&session, "access_token")?) })
    }

    /// Asks one question after the other, each when the answer before is there.
    async fn chat(&self, group: &str, questions: &[&str]) -> Result<(), Failure> {
        let conversation = self.call(Method::POST, "/conversations", Some(json!({"group_id": group}))).await?;
        let path = format!("/conversations/{}/turns", text(&conversation, "id")?);
        for question in questions {
            let request = self.request(Method::POST, &path).header("accept", "text/event-stream");
            let answer = request.json(&json!({"text": question})).send().await?.error_for_status()?;
            // The stream ends with the turn.
            answer.bytes().await?;
        }
        Ok(())
    }

    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Result<Value, Failure> {
        let mut request = self.request(method, path);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await?.error_for_status()?;
        Ok(serde_json::from_str(&answer.text().await?).unwrap_or_default())
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }
}
