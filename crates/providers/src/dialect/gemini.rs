//! Google's Gemini, `streamGenerateContent` as server-sent events.
//!
//! Every chunk has the usage so far; the last one has a `finishReason`, and then the connection closes: there is no
//! other sign of the end. Cached tokens are counted inside the prompt, tool prompts and thoughts beside everything.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use super::{Call, Dialect, Facts, body, parse, spoken};
use crate::{
    Delta, ErrorKind, FinishReason, Message, Picture, ProviderError, Request, Role, TokenUsage, refusal,
    usage::{Inclusive, numbers_only},
};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    system_instruction: Option<Content<'a>>,
    contents: Vec<Content<'a>>,
    generation_config: GenerationConfig<'a>,
}

#[derive(Serialize)]
struct Content<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    parts: Vec<Shown<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Shown<'a> {
    InlineData(InlineData),
    Text(&'a str),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InlineData {
    mime_type: &'static str,
    data: String,
}

fn parts(message: &Message) -> Vec<Shown<'_>> {
    let data = |picture: &Picture| InlineData { mime_type: picture.media_type, data: picture.base64() };
    let shown = message.pictures.iter().map(|picture| Shown::InlineData(data(picture)));
    let said = (!message.text.is_empty()).then_some(Shown::Text(&message.text));
    shown.chain(said).collect()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GenerationConfig<'a> {
    max_output_tokens: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<&'a Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_p: Option<&'a Number>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    stop_sequences: &'a [String],
}

pub(super) fn call(request: &Request) -> Result<Call, ProviderError> {
    let contents = spoken(request)
        .map(|message| Content {
            role: Some(match message.role {
                Role::User => "user",
                Role::Assistant => "model",
            }),
            parts: parts(message),
        })
        .collect();
    let model = request.model.strip_prefix("models/").unwrap_or(&request.model);
    Ok(Call {
        path: vec!["v1beta".to_owned(), "models".to_owned(), format!("{model}:streamGenerateContent")],
        query: Some("alt=sse"),
        body: body(&Body {
            system_instruction: request
                .system
                .as_deref()
                .filter(|text| !text.is_empty())
                .map(|text| Content { role: None, parts: vec![Shown::Text(text)] }),
            contents,
            generation_config: GenerationConfig {
                max_output_tokens: request.max_output_tokens,
                temperature: request.sampling.temperature.as_ref(),
                top_p: request.sampling.top_p.as_ref(),
                stop_sequences: &request.sampling.stop,
            },
        })?,
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Chunk {
    candidates: Option<Vec<Candidate>>,
    prompt_feedback: Option<PromptFeedback>,
    usage_metadata: Option<Value>,
    model_version: Option<String>,
    response_id: Option<String>,
    error: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Candidate {
    content: Option<Parts>,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Parts {
    parts: Option<Vec<Part>>,
}

#[derive(Deserialize)]
struct Part {
    text: Option<String>,
    #[serde(default)]
    thought: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PromptFeedback {
    block_reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "Google's own names")]
struct Usage {
    prompt_token_count: Option<u64>,
    cached_content_token_count: Option<u64>,
    tool_use_prompt_token_count: Option<u64>,
    candidates_token_count: Option<u64>,
    thoughts_token_count: Option<u64>,
    total_token_count: Option<u64>,
}

pub(super) struct Gemini;

impl Dialect for Gemini {
    fn event(&mut self, data: &str, facts: &mut Facts, deltas: &mut VecDeque<Delta>) -> Result<(), ProviderError> {
        let chunk: Chunk = parse(data)?;
        if let Some(error) = chunk.error.filter(|error| !error.is_null()) {
            return Err(refusal::from_event(&error));
        }
        let name = |text: Option<String>| text.as_deref().and_then(refusal::label);
        facts.response_id = facts.response_id.take().or_else(|| name(chunk.response_id));
        facts.model = facts.model.take().or_else(|| name(chunk.model_version));
        if let Some(report) = chunk.usage_metadata.filter(|report| !report.is_null()) {
            facts.usage = read_usage(&report);
            facts.raw_usage = numbers_only(&report);
        }
        if let Some(reason) = chunk.prompt_feedback.and_then(|said| said.block_reason) {
            let mut error = ProviderError::new(ErrorKind::ContentRefused);
            error.code = refusal::label(&reason);
            return Err(error);
        }
        // More than one candidate comes only when asked for.
        if let Some(candidate) = chunk.candidates.into_iter().flatten().next() {
            let parts = candidate.content.and_then(|content| content.parts);
            for part in parts.into_iter().flatten() {
                let text = part.text.filter(|text| !text.is_empty());
                deltas.extend(text.map(if part.thought { Delta::Reasoning } else { Delta::Text }));
            }
            if let Some(reason) = candidate.finish_reason {
                facts.reason = Some(finish_reason(&reason));
            }
        }
        Ok(())
    }
}

fn finish_reason(reason: &str) -> FinishReason {
    match reason {
        "STOP" => FinishReason::Complete,
        "MAX_TOKENS" => FinishReason::Length,
        "SAFETY" | "RECITATION" | "BLOCKLIST" | "PROHIBITED_CONTENT" | "SPII" => FinishReason::Refused,
        _ => FinishReason::Other,
    }
}

fn read_usage(report: &Value) -> Option<TokenUsage> {
    let usage = Usage::deserialize(report).ok()?;
    let tools = usage.tool_use_prompt_token_count.unwrap_or_default();
    let thoughts = usage.thoughts_token_count.unwrap_or_default();
    Inclusive {
        prompt: usage.prompt_token_count?.checked_add(tools)?,
        cached: usage.cached_content_token_count.unwrap_or_default(),
        cache_write: 0,
        answer: usage.candidates_token_count.unwrap_or_default().checked_add(thoughts)?,
        total: usage.total_token_count,
    }
    .disjoint()
}
