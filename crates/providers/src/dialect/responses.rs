//! `OpenAI`'s responses. They are only relayed: chats speak chat completions, which every compatible server knows.
//!
//! Every event's payload names its type. Text, thinking and tool calls come as deltas; the last event,
//! `response.completed` or `response.incomplete`, has the whole response with its usage.

use std::collections::VecDeque;

use domain::price::count_output;
use serde::Deserialize;
use serde_json::Value;

use super::{Dialect, Facts, parse};
use crate::{
    Delta, FinishReason, ProviderError, TokenUsage, refusal,
    usage::{Inclusive, numbers_only},
};

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "type")]
    kind: String,
    delta: Option<Value>,
    response: Option<Whole>,
}

#[derive(Deserialize)]
struct Whole {
    id: Option<String>,
    model: Option<String>,
    usage: Option<Value>,
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Usage {
    input_tokens: u64,
    output_tokens: u64,
    total_tokens: Option<u64>,
    input_tokens_details: Option<InputDetails>,
}

#[derive(Default, Deserialize)]
struct InputDetails {
    cached_tokens: Option<u64>,
    cache_write_tokens: Option<u64>,
}

pub(super) struct Responses;

impl Dialect for Responses {
    fn event(&mut self, data: &str, facts: &mut Facts, deltas: &mut VecDeque<Delta>) -> Result<(), ProviderError> {
        let event: Event = parse(data)?;
        let text = event.delta.and_then(|delta| delta.as_str().map(str::to_owned)).filter(|text| !text.is_empty());
        match event.kind.as_str() {
            "response.output_text.delta" | "response.refusal.delta" => deltas.extend(text.map(Delta::Text)),
            "response.reasoning_text.delta" | "response.reasoning_summary_text.delta" => {
                deltas.extend(text.map(Delta::Reasoning));
            }
            "response.function_call_arguments.delta" | "response.custom_tool_call_input.delta" => {
                facts.tool_tokens += text.map_or(0, |text| count_output(&text));
            }
            "response.completed" => end(event.response, FinishReason::Complete, facts),
            "response.incomplete" => end(event.response, FinishReason::Length, facts),
            "response.failed" => {
                let error = event.response.and_then(|response| response.error).unwrap_or(Value::Null);
                return Err(refusal::from_event(&error));
            }
            "error" => return Err(refusal::from_event(&parse(data)?)),
            // Begins and ends of parts, and what is added: clients are asked to ignore the unknown.
            _ => {}
        }
        Ok(())
    }
}

fn end(response: Option<Whole>, reason: FinishReason, facts: &mut Facts) {
    facts.reason = Some(reason);
    facts.ended = true;
    let Some(response) = response else { return };
    let name = |text: Option<String>| text.as_deref().and_then(refusal::label);
    facts.response_id = name(response.id);
    facts.model = name(response.model);
    if let Some(report) = response.usage.filter(|report| !report.is_null()) {
        facts.usage = read_usage(&report);
        facts.raw_usage = numbers_only(&report);
    }
}

pub(super) fn read_usage(report: &Value) -> Option<TokenUsage> {
    let usage = Usage::deserialize(report).ok()?;
    let details = usage.input_tokens_details.unwrap_or_default();
    Inclusive {
        prompt: usage.input_tokens,
        cached: details.cached_tokens.unwrap_or_default(),
        cache_write: details.cache_write_tokens.unwrap_or_default(),
        answer: usage.output_tokens,
        total: usage.total_tokens,
    }
    .disjoint()
}
