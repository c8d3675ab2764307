//! Anthropic's messages.
//!
//! Every event's payload names its type. The usage is spread: `message_start` has the input and its cache kinds, each
//! `message_delta` the output so far (cumulative, never to be added up) and sometimes the input again. The kinds are
//! disjoint already. The stream ends with `message_stop`.

use std::collections::VecDeque;

use domain::price::count_output;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};

use super::{Call, Dialect, Facts, body, parse, spoken};
use crate::{
    Delta, FinishReason, Message, Picture, ProviderError, Request, Role, TokenUsage, refusal, usage::numbers_only,
};

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    max_tokens: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    system: Option<&'a str>,
    messages: Vec<Spoken<'a>>,
    stream: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<&'a Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_p: Option<&'a Number>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    stop_sequences: &'a [String],
}

#[derive(Serialize)]
struct Spoken<'a> {
    role: &'static str,
    content: Content<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Content<'a> {
    Text(&'a str),
    Blocks(Vec<Block<'a>>),
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Block<'a> {
    Image { source: Source },
    Text { text: &'a str },
}

#[derive(Serialize)]
struct Source {
    #[serde(rename = "type")]
    kind: &'static str,
    media_type: &'static str,
    data: String,
}

impl<'a> Content<'a> {
    fn of(message: &'a Message) -> Self {
        if message.pictures.is_empty() {
            return Self::Text(&message.text);
        }
        let source =
            |picture: &Picture| Source { kind: "base64", media_type: picture.media_type, data: picture.base64() };
        let shown = message.pictures.iter().map(|picture| Block::Image { source: source(picture) });
        let said = (!message.text.is_empty()).then_some(Block::Text { text: &message.text });
        Self::Blocks(shown.chain(said).collect())
    }
}

pub(super) fn call(request: &Request) -> Result<Call, ProviderError> {
    let messages = spoken(request)
        .map(|message| Spoken {
            role: match message.role {
                Role::User => "user",
                Role::Assistant => "assistant",
            },
            content: Content::of(message),
        })
        .collect();
    Ok(Call {
        path: ["v1", "messages"].map(str::to_owned).to_vec(),
        query: None,
        body: body(&Body {
            model: &request.model,
            max_tokens: request.max_output_tokens,
            system: request.system.as_deref().filter(|text| !text.is_empty()),
            messages,
            stream: true,
            temperature: request.sampling.temperature.as_ref(),
            top_p: request.sampling.top_p.as_ref(),
            stop_sequences: &request.sampling.stop,
        })?,
    })
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Event {
    MessageStart {
        message: Start,
    },
    ContentBlockStart {
        content_block: Piece,
    },
    ContentBlockDelta {
        delta: Piece,
    },
    MessageDelta {
        delta: Stop,
        usage: Option<Value>,
    },
    MessageStop,
    Error {
        error: Value,
    },
    /// Pings, ends of blocks, and what Anthropic adds: its documentation asks clients to ignore the unknown.
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Start {
    id: Option<String>,
    model: Option<String>,
    usage: Option<Value>,
}

/// A block at its start, or more of one. Signatures have none of the fields.
#[derive(Deserialize)]
struct Piece {
    text: Option<String>,
    thinking: Option<String>,
    /// More of what a tool is called with; no text.
    partial_json: Option<String>,
}

#[derive(Deserialize)]
struct Stop {
    stop_reason: Option<String>,
}

#[derive(Deserialize)]
#[expect(clippy::struct_field_names, reason = "Anthropic's own names")]
struct Usage {
    input_tokens: Option<u64>,
    cache_read_input_tokens: Option<u64>,
    cache_creation_input_tokens: Option<u64>,
    output_tokens: Option<u64>,
}

/// The dialect, with the usage as it is known so far.
#[derive(Default)]
pub(super) struct Anthropic {
    usage: Map<String, Value>,
}

impl Dialect for Anthropic {
    fn event(&mut self, data: &str, facts: &mut Facts, deltas: &mut VecDeque<Delta>) -> Result<(), ProviderError> {
        match parse(data)? {
            Event::MessageStart { message } => {
                facts.response_id = message.id.as_deref().and_then(refusal::label);
                facts.model = message.model.as_deref().and_then(refusal::label);
                self.merge(message.usage);
                facts.raw_usage = numbers_only(&Value::Object(self.usage.clone()));
            }
            Event::ContentBlockStart { content_block: piece } | Event::ContentBlockDelta { delta: piece } => {
                let tool = piece.partial_json.filter(|json| !json.is_empty());
                facts.tool_tokens += tool.map_or(0, |json| count_output(&json));
                deltas.extend(piece.thinking.filter(|text| !text.is_empty()).map(Delta::Reasoning));
                deltas.extend(piece.text.filter(|text| !text.is_empty()).map(Delta::Text));
            }
            Event::MessageDelta { delta, usage } => {
                if let Some(reason) = delta.stop_reason {
                    facts.reason = Some(match reason.as_str() {
                        "end_turn" | "stop_sequence" => FinishReason::Complete,
                        "max_tokens" | "model_context_window_exceeded" => FinishReason::Length,
                        "refusal" => FinishReason::Refused,
                        _ => FinishReason::Other,
                    });
                }
                // Without it only the count at the start is known, which says next to nothing about the output.
                if usage.as_ref().is_some_and(|usage| usage.get("output_tokens").is_some()) {
                    self.merge(usage);
                    let report = Value::Object(self.usage.clone());
                    facts.usage = read_usage(&report);
                    facts.raw_usage = numbers_only(&report);
                }
            }
            Event::MessageStop => facts.ended = true,
            Event::Error { error } => return Err(refusal::from_event(&error)),
            Event::Other => {}
        }
        Ok(())
    }
}

impl Anthropic {
    /// A later count replaces an earlier one; one that is not repeated stays.
    fn merge(&mut self, report: Option<Value>) {
        if let Some(Value::Object(report)) = report {
            let known = report.into_iter().filter(|(_, value)| !value.is_null());
            self.usage.extend(known);
        }
    }
}

pub(super) fn read_usage(report: &Value) -> Option<TokenUsage> {
    let usage = Usage::deserialize(report).ok()?;
    Some(TokenUsage {
        input: usage.input_tokens?,
        cached_input: usage.cache_read_input_tokens.unwrap_or_default(),
        cache_write: usage.cache_creation_input_tokens.unwrap_or_default(),
        output: usage.output_tokens?,
    })
}
