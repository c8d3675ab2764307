use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use http::StatusCode;
use reqwest::Method;
use serde_json::Value;

use super::Person;

/// One event of a stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub name: String,
    pub id: Option<u64>,
    pub data: Value,
}

/// An event stream as a browser reads it. Dropping it is closing the page.
pub struct Events {
    body: BoxStream<'static, reqwest::Result<bytes::Bytes>>,
    buffer: Vec<u8>,
}

/// Longer than anything here takes; a test that waits for nothing fails by this.
const PATIENCE: Duration = Duration::from_secs(30);

impl Events {
    pub async fn of(response: reqwest::Response) -> Self {
        assert_eq!(response.status(), StatusCode::OK, "{:?}", response.text().await);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { body: response.bytes_stream().boxed(), buffer: Vec::new() }
    }

    /// The next event; `None` when the stream is over.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(end) = self.buffer.windows(2).position(|two| two == b"\n\n") {
                let block: Vec<u8> = self.buffer.drain(..end + 2).collect();
                match parse(&String::from_utf8(block).unwrap()) {
                    Some(event) => return Some(event),
                    None => continue,
                }
            }
            let chunk = tokio::time::timeout(PATIENCE, self.body.next()).await.expect("something comes");
            // A server that goes away breaks the stream: for a browser that is an end like any other.
            self.buffer.extend_from_slice(&chunk?.ok()?);
        }
    }

    /// Passes over everything up to an event of this name.
    #[track_caller]
    pub fn until(&mut self, name: &str) -> impl Future<Output = Event> {
        let at = std::panic::Location::caller();
        async move {
            loop {
                let event = self.next().await.unwrap_or_else(|| panic!("{at}: no {name} came"));
                if event.name == name {
                    return event;
                }
            }
        }
    }

    /// Everything up to the stream's end.
    pub async fn rest(mut self) -> Vec<Event> {
        let mut events = Vec::new();
        while let Some(event) = self.next().await {
            events.push(event);
        }
        events
    }

    /// Reads until this text has been shown, and gives what was shown until then.
    pub async fn until_shown(&mut self, shown: &mut Shown, text: &str) {
        while !shown.text.contains(text) {
            shown.take(&self.next().await.expect("more text comes"));
        }
    }
}

fn parse(block: &str) -> Option<Event> {
    let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    let name = field("event")?.to_owned();
    let data = serde_json::from_str(field("data")?).unwrap();
    Some(Event { name, id: field("id").map(|id| id.parse().unwrap()), data })
}

/// What a page shows of a turn: the same fold for every stream.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown {
    pub text: String,
    pub seq: u64,
    /// What `turn.finished` said.
    pub finished: Option<Value>,
}

impl Shown {
    pub fn of<'a>(events: impl IntoIterator<Item = &'a Event>) -> Self {
        let mut shown = Self::default();
        events.into_iter().for_each(|event| shown.take(event));
        shown
    }

    pub fn take(&mut self, event: &Event) {
        let data = &event.data;
        match event.name.as_str() {
            "turn.snapshot" => data["text"].as_str().unwrap().clone_into(&mut self.text),
            "text.delta" => self.text.push_str(data["text"].as_str().unwrap()),
            "turn.finished" => self.finished = Some(data.clone()),
            _ => return,
        }
        if let Some(seq) = data["seq"].as_u64() {
            assert_eq!(event.id, Some(seq), "the id to come back with is the sequence number");
            self.seq = seq;
        }
    }

    /// How it ended.
    #[track_caller]
    pub fn ended(&self) -> &Value {
        self.finished.as_ref().expect("the turn has ended")
    }
}

impl Person {
    /// Opens an event stream.
    pub async fn events(&self, path: &str) -> Events {
        Events::of(self.request(Method::GET, path).send().await.unwrap()).await
    }

    /// Comes back to a turn's stream after the piece with this number.
    pub async fn events_after(&self, turn: &str, seq: u64) -> Events {
        let request = self.request(Method::GET, &format!("/turns/{turn}/events")).header("last-event-id", seq);
        Events::of(request.send().await.unwrap()).await
    }

    /// Asks, and reads the answer's stream.
    pub async fn ask(&self, conversation: &str, body: &Value) -> Events {
        let request = self.request(Method::POST, &format!("/conversations/{conversation}/turns"));
        Events::of(request.header("accept", "text/event-stream").json(body).send().await.unwrap()).await
    }
}
