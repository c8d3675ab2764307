//! The vendors' wire formats, from their side. One file per vendor; what they share is the plan of an answer.

pub(crate) mod anthropic;
pub(crate) mod gemini;
pub(crate) mod openai;

use axum::{
    Json,
    http::{HeaderName, HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use serde_json::Value;

use crate::{asked::Asked, script::Tokens, tokens::Report};

/// The tool that a model calls when it is told to.
pub(crate) const TOOL: &str = "look_up";

/// Why an answer ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    Complete,
    Length,
    Refused,
    /// A tool is called.
    Tool,
}

/// One answer, before it is put into a format.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// Counts the vendor's requests, and makes its ids.
    pub(crate) number: u64,
    pub(crate) model: String,
    pub(crate) stop: Stop,
    pub(crate) usage: Report,
    /// How often a stream reports it.
    pub(crate) reports: u32,
    pub(crate) wants_usage: bool,
    /// Whether thinking comes before the text.
    pub(crate) thinks: bool,
}

impl Answer {
    /// What is known of the input, for formats that report it first.
    fn tokens(&self) -> Option<Tokens> {
        self.usage.flatten()
    }

    /// The frame with the usage, as often as it comes.
    fn reported(&self, frame: &[u8]) -> Vec<u8> {
        frame.repeat(usize::try_from(self.reports).unwrap_or_default())
    }
}

/// A vendor's format, as the frames of its stream.
pub(crate) trait Wire: Send + Sync {
    /// Reads a request; an error is what this vendor answers to one that it does not understand.
    fn ask(&self, path_model: Option<&str>, body: &Value) -> Result<Asked, String>;
    /// Everything before the first token.
    fn opening(&self, answer: &Answer) -> Bytes;
    /// What stands before thinking, in formats that have blocks.
    fn reasoning_opening(&self) -> Bytes {
        Bytes::new()
    }
    /// What stands after thinking, in formats that have blocks.
    fn reasoning_closing(&self) -> Bytes {
        Bytes::new()
    }
    /// What stands before the text, in formats that have blocks.
    fn text_opening(&self, _answer: &Answer) -> Bytes {
        Bytes::new()
    }
    /// One piece of the answer.
    fn text(&self, answer: &Answer, text: &str) -> Bytes;
    /// One piece of thinking.
    fn reasoning(&self, answer: &Answer, text: &str) -> Bytes;
    /// Everything after the last token.
    fn closing(&self, answer: &Answer) -> Bytes;
    /// Trouble reported inside the stream.
    fn error_event(&self) -> Bytes;
    /// The whole answer at once, for a request that does not stream.
    fn whole(&self, answer: &Answer, text: &str) -> Value;
    /// An error's body, with the vendor's words for the status.
    fn error(&self, number: u64, status: StatusCode, message: &str, retry_after_s: Option<u32>) -> Value;
    /// The header in which this vendor names a request, if it has one.
    fn request_id_header(&self) -> Option<&'static str>;
}

/// An error as a response.
pub(crate) fn error_response(
    wire: &dyn Wire,
    number: u64,
    status: StatusCode,
    message: &str,
    retry_after_s: Option<u32>,
) -> Response {
    let body = wire.error(number, status, message, retry_after_s);
    let mut response = (status, Json(body)).into_response();
    if let (Some(seconds), Some(_)) = (retry_after_s, wire.request_id_header()) {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    name_request(wire, number, &mut response);
    response
}

/// Adds the vendor's header that names the request.
pub(crate) fn name_request(wire: &dyn Wire, number: u64, response: &mut Response) {
    if let Some(name) = wire.request_id_header()
        && let Ok(value) = HeaderValue::from_str(&request_id(number))
    {
        response.headers_mut().insert(HeaderName::from_static(name), value);
    }
}

pub(crate) fn request_id(number: u64) -> String {
    format!("req_sim{number:016}")
}

/// A text field that may be a string or a list of parts with texts.
fn text_of(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().filter_map(|part| part.get("text")?.as_str()).collect(),
        _ => String::new(),
    }
}

fn limit(body: &Value, names: &[&str]) -> Option<u32> {
    names.iter().find_map(|name| u32::try_from(body.get(*name)?.as_u64()?).ok())
}
