use std::fmt;

use reqwest::Method;
use serde_json::{Map, Value, json};

use crate::support::Person;

/// One operation of the document.
#[derive(Clone, Debug)]
pub struct Operation {
    pub id: String,
    pub method: String,
    /// With its placeholders, below `/api/v1`.
    pub path: String,
    /// The names of what its query can say.
    pub query: Vec<String>,
    /// The smallest body that its schema allows.
    pub body: Option<Value>,
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({})", self.method, self.path, self.id)
    }
}

/// Every operation that the server describes.
pub fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(server::router::openapi()).unwrap();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, described) in item.as_object().unwrap() {
            let Some(id) = described["operationId"].as_str() else { continue };
            let parameters = described["parameters"].as_array().cloned().unwrap_or_default();
            let in_query = parameters.iter().filter(|parameter| parameter["in"] == "query");
            let schema = &described["requestBody"]["content"]["application/json"]["schema"];
            operations.push(Operation {
                id: id.to_owned(),
                method: method.to_uppercase(),
                path: path.strip_prefix("/api/v1").unwrap().to_owned(),
                query: in_query.map(|parameter| parameter["name"].as_str().unwrap().to_owned()).collect(),
                body: (!schema.is_null()).then(|| smallest(&document, schema)),
            });
        }
    }
    assert!(operations.len() > 30, "the document is read");
    operations
}

/// The smallest value that a schema allows.
fn smallest(document: &Value, schema: &Value) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap();
        return smallest(document, &document["components"]["schemas"][name]);
    }
    if let Some(first) = schema["enum"].get(0) {
        return first.clone();
    }
    for kind in ["oneOf", "anyOf", "allOf"] {
        if let Some(first) = schema[kind].get(0) {
            return smallest(document, first);
        }
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str());
    match kind {
        Some("object") => {
            let required = schema["required"].as_array().cloned().unwrap_or_default();
            let names = required.iter().map(|name| name.as_str().unwrap());
            let fields: Map<String, Value> =
                names.map(|name| (name.to_owned(), smallest(document, &schema["properties"][name]))).collect();
            Value::Object(fields)
        }
        Some("array") => json!([]),
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(true),
        Some("string") if schema["format"] == "uuid" => json!("00000000-0000-7000-8000-000000000000"),
        _ => json!("x"),
    }
}

/// A request about to be sent.
#[derive(Clone, Debug)]
pub struct Call {
    pub method: String,
    pub path: String,
    /// The body as it is sent.
    pub body: Option<Vec<u8>>,
}

/// What came back. Of an endless stream only its beginning.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub text: String,
    pub body: Value,
}

impl Answer {
    /// Status and code.
    pub fn refusal(&self) -> (u16, &str) {
        (self.status, self.body["code"].as_str().unwrap_or_default())
    }
}

impl Call {
    pub async fn send(&self, person: &Person) -> Answer {
        let mut request = person.request(Method::from_bytes(self.method.as_bytes()).unwrap(), &self.path);
        if let Some(body) = &self.body {
            request = request.header("content-type", "application/json").body(body.clone());
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let is_stream = response.headers().get("content-type").is_some_and(|kind| kind == "text/event-stream");
        let text = if is_stream { String::new() } else { response.text().await.unwrap() };
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Answer { status, text, body }
    }
}
