use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use super::Reply;

/// Somebody with a browser: what they send carries their access token and their refresh cookie.
#[derive(Clone)]
pub struct Person {
    /// Their account's id; empty before they sign up.
    pub id: String,
    pub access_token: Option<String>,
    /// The refresh cookie, as it is sent.
    pub cookie: Option<String>,
    /// What sign-up showed them once.
    pub recovery_code: Option<String>,
    base: String,
    http: reqwest::Client,
}

impl Person {
    pub fn new(base: String, http: reqwest::Client) -> Self {
        Self { id: String::new(), access_token: None, cookie: None, recovery_code: None, base, http }
    }

    /// Signs up as somebody new, with an address and a password made of the name.
    pub async fn sign_up(&self, name: &str) -> Self {
        let body = json!({
            "email": format!("{}@example.org", name.to_lowercase()),
            "password": format!("{name} has a long password"),
            "name": name,
        });
        let session = self.post("/auth/sign-up", &body).await.created();
        self.with_session(&session)
    }

    /// The same browser after a sign-up, sign-in or refresh.
    pub fn with_session(&self, session: &Reply) -> Self {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        Self {
            id: text(&session.body["user"]["id"]).unwrap(),
            access_token: text(&session.body["access_token"]),
            cookie: session.cookie(),
            recovery_code: text(&session.body["recovery_code"]).or_else(|| self.recovery_code.clone()),
            ..self.clone()
        }
    }

    /// The same person, talking to another node.
    pub fn at(&self, url: &str) -> Self {
        Self { base: format!("{url}/api/v1"), ..self.clone() }
    }

    /// A request still to be sent, for tests that need its headers or its stream.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if let Some(token) = &self.access_token {
            request = request.bearer_auth(token);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        request
    }

    pub async fn get(&self, path: &str) -> Reply {
        Reply::read(self.request(Method::GET, path).send().await.unwrap()).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        Reply::read(self.request(Method::POST, path).json(body).send().await.unwrap()).await
    }

    /// A call without a body.
    pub async fn act(&self, path: &str) -> Reply {
        Reply::read(self.request(Method::POST, path).send().await.unwrap()).await
    }

    pub async fn patch(&self, path: &str, body: &Value) -> Reply {
        Reply::read(self.request(Method::PATCH, path).json(body).send().await.unwrap()).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Reply {
        Reply::read(self.request(Method::PUT, path).json(body).send().await.unwrap()).await
    }

    pub async fn delete(&self, path: &str) -> Reply {
        Reply::read(self.request(Method::DELETE, path).send().await.unwrap()).await
    }
}
