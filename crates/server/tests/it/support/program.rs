use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use super::{Person, Reply, TestServer, client};

/// A member's own program, that comes with an API key.
pub struct Program {
    pub key_id: String,
    pub secret: String,
    url: String,
    http: reqwest::Client,
}

impl Person {
    /// Makes a key for a program of theirs.
    pub async fn program(&self, server: &TestServer, group: &str) -> Program {
        self.program_with(server, &json!({"name": "Editor", "group_id": group})).await
    }

    /// The same, with all that a key can have.
    pub async fn program_with(&self, server: &TestServer, key: &Value) -> Program {
        let made = self.post("/api-keys", key).await.created();
        Program::new(&server.url, made.str("id"), made.str("secret"))
    }

    /// A key of theirs, as the list has it.
    pub async fn api_key(&self, id: &str) -> Value {
        let keys = self.get("/api-keys").await.ok();
        keys["items"].as_array().unwrap().iter().find(|key| key["id"] == id).cloned().unwrap_or(Value::Null)
    }
}

impl Program {
    /// One with a key that was made.
    pub fn new(url: &str, key_id: &str, secret: &str) -> Self {
        Self { key_id: key_id.to_owned(), secret: secret.to_owned(), url: url.to_owned(), http: client() }
    }

    /// The same program at another node.
    pub fn at(&self, server: &TestServer) -> Self {
        Self::new(&server.url, &self.key_id, &self.secret)
    }

    /// A request still to be sent.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url)).bearer_auth(&self.secret)
    }

    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        Reply::read(self.request(Method::POST, path).json(body).send().await.unwrap()).await
    }

    pub async fn get(&self, path: &str) -> Reply {
        Reply::read(self.request(Method::GET, path).send().await.unwrap()).await
    }

    /// Asks for chat completions of the model `sim`.
    pub async fn chat(&self, text: &str) -> Reply {
        self.post("/v1/chat/completions", &question("sim", text, false)).await
    }

    /// The same as a stream, still to be read.
    pub async fn stream(&self, text: &str) -> reqwest::Response {
        let asked = self.request(Method::POST, "/v1/chat/completions").json(&question("sim", text, true));
        let response = asked.send().await.unwrap();
        assert_eq!(response.status(), http::StatusCode::OK);
        response
    }
}

/// A question in the form of chat completions.
pub fn question(model: &str, text: &str, stream: bool) -> Value {
    json!({"model": model, "stream": stream, "messages": [{"role": "user", "content": text}]})
}

/// The payloads of a stream's events.
pub fn payloads(stream: &str) -> Vec<Value> {
    let data = stream.lines().filter_map(|line| line.strip_prefix("data: "));
    data.map(|data| serde_json::from_str(data).unwrap_or_else(|_| data.into())).collect()
}

impl Reply {
    /// The refusal of a request in `OpenAI`'s words.
    #[track_caller]
    pub fn openai_error(&self, status: u16, code: &str) -> &Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        let error = &self.body["error"];
        assert_eq!(error["code"].as_str().unwrap_or(error["type"].as_str().unwrap()), code, "{}", self.text);
        assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()), "{}", self.text);
        error
    }

    /// The same in Anthropic's.
    #[track_caller]
    pub fn anthropic_error(&self, status: u16, kind: &str) -> &Value {
        assert_eq!((self.status.as_u16(), &self.body["type"]), (status, &json!("error")), "{}", self.text);
        assert_eq!(self.body["error"]["type"], kind, "{}", self.text);
        &self.body["error"]
    }
}
