//! Whatever is sent, it is refused or done: nothing of it is the server's fault.

use reqwest::Method;
use serde_json::{Value, json};

use super::call::{Call, Operation, operations};
use super::stage::Stage;
use super::table::{Access, access};
use crate::support::Person;

/// Texts that broke somebody's server once.
fn texts() -> Vec<Value> {
    let plain =
        ["", " ", "\0", "a\0b", "\u{202e}gnp", "\u{feff}", "💥\u{200d}", "' OR 1=1 --", "../../etc/passwd", "%00"];
    let dates = ["-009999-01-02T01:59:59Z", "9999-12-30T22:00:00Z", "-009999-01-01", "9999-12-31"];
    let short = plain.into_iter().chain(dates).map(Value::from);
    short.chain([json!("x".repeat(100_000)), json!("\u{1f600}".repeat(20_000))]).collect()
}

/// What a field is not.
fn values() -> Vec<Value> {
    let mut all = vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(0),
        json!(1.5),
        json!(1e300),
        json!(u64::MAX),
        json!(i64::MIN),
        json!([]),
        json!([[[["x"]]]]),
        json!({}),
        json!({"$ne": null}),
    ];
    all.extend(texts());
    all
}

/// What is not a body at all, or a strange one.
fn bodies() -> Vec<Vec<u8>> {
    let texts = ["", " ", "{", "null", "[]", "\"x\"", "1e999", "{\"a\":1,\"a\":2}", "{\"name\":\"\\ud800\"}", "{} {}"];
    let mut all: Vec<Vec<u8>> = texts.map(|text| text.as_bytes().to_vec()).into_iter().collect();
    all.push(b"{\"name\":\"\xff\xfe\"}".to_vec());
    all.push("[".repeat(200_000).into_bytes());
    all.push(format!("{}1{}", "{\"a\":".repeat(50_000), "}".repeat(50_000)).into_bytes());
    all.push(vec![b'x'; 2 * 1024 * 1024]);
    all
}

/// Every field of a body, also those of its parts, as JSON pointers; of a list the first of it.
fn places(value: &Value, at: &str) -> Vec<String> {
    let parts: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(name, value)| (format!("{at}/{name}"), value)).collect(),
        Value::Array(items) => items.first().map(|value| (format!("{at}/0"), value)).into_iter().collect(),
        _ => Vec::new(),
    };
    parts.into_iter().flat_map(|(at, value)| [vec![at.clone()], places(value, &at)].concat()).collect()
}

fn rightful<'a>(stage: &'a Stage, operation: &Operation) -> &'a Person {
    match access(&operation.id) {
        Access::Operator => &stage.operator,
        Access::Link => &stage.eve,
        _ => &stage.ann,
    }
}

async fn send(stage: &Stage, operation: &Operation, call: &Call) {
    let answer = call.send(rightful(stage, operation)).await;
    let sent = call.body.as_deref().map(|body| String::from_utf8_lossy(&body[..body.len().min(80)]).into_owned());
    assert!(answer.status < 500, "{operation} with {sent:?} at {:.80}: {answer:?}", call.path);
}

#[tokio::test]
async fn no_body_is_the_servers_fault() {
    let stage = Stage::set().await;
    for operation in operations().into_iter().filter(|operation| operation.body.is_some()) {
        let good = stage.call(&operation);
        for body in bodies() {
            send(&stage, &operation, &Call { body: Some(body), ..good.clone() }).await;
        }
        let valid: Value = serde_json::from_slice(good.body.as_deref().unwrap()).unwrap();
        for place in places(&valid, "") {
            for value in values() {
                let mut changed = valid.clone();
                *changed.pointer_mut(&place).unwrap() = value;
                send(&stage, &operation, &Call { body: Some(serde_json::to_vec(&changed).unwrap()), ..good.clone() })
                    .await;
            }
        }
    }
}

#[tokio::test]
async fn no_address_is_the_servers_fault() {
    let stage = Stage::set().await;
    // The cursor is JSON in base64: a text with a NUL, a time long before and one long after all others, a list too deep.
    let cursors = [
        "eyJ9",
        "IlwwIg",
        "WyIyMDI2LTAxLTAxIiwiMDAwMDAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAwIiwiYVx1MDAwMCJd",
        "WyItMDA5OTk5LTAxLTAyVDAxOjU5OjU5WiIsIjAxOGYwMDAwLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMCJd",
        "WyItMDA5OTk5LTAxLTAxIiwiMDE4ZjAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAwIiwibSIsdHJ1ZV0",
        "WyI5OTk5LTEyLTMwVDIyOjAwOjAwWiIsIjAxOGYwMDAwLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMCJd",
        "W1tbW1tbW10",
        "%00",
    ];
    let limits = ["0", "-1", "99999999999999999999", "x", ""];
    for operation in operations() {
        let good = stage.call(&operation);
        let mut paths = Vec::new();
        for (at, segment) in operation.path.split('/').enumerate().filter(|(_, segment)| segment.starts_with('{')) {
            for odd in ["x", "%00", "%2e%2e%2f", "%ff", "💥", "0", &"9".repeat(4000), segment] {
                let mut segments: Vec<&str> = good.path.split('/').collect();
                segments[at] = odd;
                paths.push(segments.join("/"));
            }
        }
        let (path, joint) = if good.path.contains('?') { (good.path.clone(), "&") } else { (good.path.clone(), "?") };
        if operation.query.iter().any(|name| name == "cursor") {
            paths.extend(cursors.map(|cursor| format!("{path}{joint}cursor={cursor}")));
            paths.extend(limits.map(|limit| format!("{path}{joint}limit={limit}")));
        }
        for name in &operation.query {
            let bare = path.split('?').next().unwrap();
            paths.extend(["%00", "%ff", "-009999-01-01"].map(|odd| format!("{bare}?{name}={odd}")));
        }
        for path in paths {
            send(&stage, &operation, &Call { path, ..good.clone() }).await;
        }
    }
}

#[tokio::test]
async fn no_header_is_the_servers_fault() {
    let stage = Stage::set().await;
    let odd: [(&str, &[u8]); 8] = [
        ("idempotency-key", b"\xff\xfe"),
        ("last-event-id", b"99999999999999999999999"),
        ("last-event-id", b"\xff"),
        ("authorization", b"Bearer \xff"),
        ("authorization", b"Basic eDp5"),
        ("cookie", b"potluck_refresh=\xff; =; ;;"),
        ("user-agent", b"\xff"),
        ("accept", b"\xff"),
    ];
    let operations = operations();
    for (name, value) in odd {
        for id in ["get_me", "refresh", "create_group", "turn_events", "sign_in"] {
            let operation = operations.iter().find(|operation| operation.id == id).unwrap();
            let call = stage.call(operation);
            let mut request = stage.ann.request(Method::from_bytes(call.method.as_bytes()).unwrap(), &call.path);
            if let Some(body) = call.body {
                request = request.header("content-type", "application/json").body(body);
            }
            let value = http::HeaderValue::from_bytes(value).unwrap();
            let response = request.header(name, value).send().await.unwrap();
            assert!(response.status().as_u16() < 500, "{name} at {operation}");
        }
    }
}
