//! `OpenAI`'s chat completions, and all that is compatible.
//!
//! Chunks are `data: {json}`; the text is in `choices[0].delta`; the usage comes once, in a chunk without choices,
//! because it was asked for; the stream ends with `data: [DONE]`. Cached tokens are counted inside the prompt,
//! reasoning inside the completion (and by some compatible servers only in the total).

use std::collections::VecDeque;

use domain::price::count_output;
use reqwest::Url;
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use super::{Call, Dialect, Facts, body, parse, spoken, text::Text};
use crate::{
    Delta, FinishReason, Message, ProviderError, Request, Role, TokenUsage, refusal,
    usage::{Inclusive, numbers_only},
};

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    messages: Vec<Spoken<'a>>,
    stream: bool,
    stream_options: StreamOptions,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_completion_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<&'a Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_p: Option<&'a Number>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    stop: &'a [String],
}

#[derive(Serialize)]
struct Spoken<'a> {
    role: &'static str,
    content: Content<'a>,
}

/// A text alone stays a text: not every compatible server knows parts.
#[derive(Serialize)]
#[serde(untagged)]
enum Content<'a> {
    Text(&'a str),
    Parts(Vec<Part<'a>>),
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Part<'a> {
    ImageUrl { image_url: ImageUrl },
    Text { text: &'a str },
}

#[derive(Serialize)]
struct ImageUrl {
    url: String,
}

impl<'a> Content<'a> {
    fn of(message: &'a Message) -> Self {
        if message.pictures.is_empty() {
            return Self::Text(&message.text);
        }
        let shown =
            message.pictures.iter().map(|picture| Part::ImageUrl { image_url: ImageUrl { url: picture.data_url() } });
        let said = (!message.text.is_empty()).then_some(Part::Text { text: &message.text });
        Self::Parts(shown.chain(said).collect())
    }
}

#[derive(Serialize)]
struct StreamOptions {
    include_usage: bool,
}

pub(super) fn call(request: &Request, base: &Url) -> Result<Call, ProviderError> {
    let system = request.system.as_deref().map(|content| Spoken { role: "system", content: Content::Text(content) });
    let said = spoken(request).map(|message| Spoken {
        role: match message.role {
            Role::User => "user",
            Role::Assistant => "assistant",
        },
        content: Content::of(message),
    });
    let limit = Some(request.max_output_tokens);
    let (max_tokens, max_completion_tokens) = if takes_completion_limit(base) { (None, limit) } else { (limit, None) };
    Ok(Call {
        path: ["chat", "completions"].map(str::to_owned).to_vec(),
        query: None,
        body: body(&Body {
            model: &request.model,
            messages: system.into_iter().chain(said).collect(),
            stream: true,
            stream_options: StreamOptions { include_usage: true },
            max_tokens,
            max_completion_tokens,
            temperature: request.sampling.temperature.as_ref(),
            top_p: request.sampling.top_p.as_ref(),
            stop: &request.sampling.stop,
        })?,
    })
}

/// `OpenAI` and Azure refuse `max_tokens` for their newer models, and both names together for all. Compatible servers
/// know `max_tokens` everywhere and the newer name only in part, and one that ignores the limit would let an answer
/// outgrow its reservation. So the host decides.
pub(crate) fn takes_completion_limit(base: &Url) -> bool {
    base.host_str().is_some_and(|host| {
        ["api.openai.com", "openai.azure.com"]
            .iter()
            .any(|vendor| host == *vendor || host.ends_with(&format!(".{vendor}")))
    })
}

#[derive(Deserialize)]
struct Chunk<'a> {
    #[serde(borrow)]
    id: Option<Text<'a>>,
    model: Option<Text<'a>>,
    choices: Option<Vec<Choice<'a>>>,
    usage: Option<Value>,
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Choice<'a> {
    #[serde(default)]
    index: u32,
    #[serde(borrow)]
    delta: Option<Piece<'a>>,
    finish_reason: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Piece<'a> {
    #[serde(borrow)]
    content: Option<Text<'a>>,
    /// What a model says instead of an answer that it declines.
    refusal: Option<Text<'a>>,
    /// `DeepSeek`, llama.cpp and vLLM.
    reasoning_content: Option<Text<'a>>,
    /// Ollama and `OpenRouter`.
    reasoning: Option<Text<'a>>,
    /// More of the calls of tools; only clients of their own ask for these.
    tool_calls: Option<Vec<ToolCall<'a>>>,
}

#[derive(Deserialize)]
struct ToolCall<'a> {
    #[serde(borrow)]
    function: Option<Function<'a>>,
}

#[derive(Deserialize)]
struct Function<'a> {
    #[serde(borrow)]
    arguments: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Usage {
    prompt_tokens: u64,
    completion_tokens: u64,
    total_tokens: Option<u64>,
    prompt_tokens_details: Option<PromptDetails>,
}

#[derive(Default, Deserialize)]
struct PromptDetails {
    cached_tokens: Option<u64>,
    /// `OpenRouter`'s, for vendors that bill it.
    cache_write_tokens: Option<u64>,
}

pub(super) struct OpenAi;

impl Dialect for OpenAi {
    fn event(&mut self, data: &str, facts: &mut Facts, deltas: &mut VecDeque<Delta>) -> Result<(), ProviderError> {
        if data == "[DONE]" {
            facts.ended = true;
            return Ok(());
        }
        let chunk: Chunk<'_> = parse(data)?;
        if let Some(error) = chunk.error.filter(|error| !error.is_null()) {
            return Err(refusal::from_event(&error));
        }
        let name = |text: Option<Text<'_>>| text.as_deref().and_then(refusal::label);
        facts.response_id = facts.response_id.take().or_else(|| name(chunk.id));
        facts.model = facts.model.take().or_else(|| name(chunk.model));
        // Some servers count along in every chunk; the last report is the whole one.
        if let Some(report) = chunk.usage.filter(|report| !report.is_null()) {
            facts.usage = read_usage(&report);
            facts.raw_usage = numbers_only(&report);
            facts.has_report = true;
        }
        let choices = chunk.choices.unwrap_or_default();
        for choice in choices.into_iter().filter(|choice| choice.index == 0) {
            if let Some(piece) = choice.delta {
                take(piece, facts, deltas);
            }
            if let Some(reason) = choice.finish_reason {
                facts.reason.get_or_insert(match &*reason {
                    "stop" => FinishReason::Complete,
                    "length" => FinishReason::Length,
                    "content_filter" => FinishReason::Refused,
                    _ => FinishReason::Other,
                });
            }
        }
        Ok(())
    }
}

fn take(piece: Piece<'_>, facts: &mut Facts, deltas: &mut VecDeque<Delta>) {
    let said = |text: Option<Text<'_>>| text.filter(|text| !text.is_empty()).map(Text::into_owned);
    let calls = piece.tool_calls.into_iter().flatten().filter_map(|call| call.function?.arguments);
    facts.tool_tokens += calls.filter(|text| !text.is_empty()).map(|text| count_output(&text)).sum::<u64>();
    let thinking = piece.reasoning_content.or(piece.reasoning);
    deltas.extend(said(thinking).map(Delta::Reasoning));
    deltas.extend(said(piece.content).map(Delta::Text));
    if let Some(refusal) = said(piece.refusal) {
        facts.reason = Some(FinishReason::Refused);
        deltas.push_back(Delta::Text(refusal));
    }
}

pub(super) fn read_usage(report: &Value) -> Option<TokenUsage> {
    let usage = Usage::deserialize(report).ok()?;
    let details = usage.prompt_tokens_details.unwrap_or_default();
    Inclusive {
        prompt: usage.prompt_tokens,
        cached: details.cached_tokens.unwrap_or_default(),
        cache_write: details.cache_write_tokens.unwrap_or_default(),
        answer: usage.completion_tokens,
        total: usage.total_tokens,
    }
    .disjoint()
}

/// The tokens of texts that became vectors: they are only read, and no cache has any.
pub(super) fn read_embedded(report: &Value) -> Option<TokenUsage> {
    let input = report.get("prompt_tokens")?.as_u64()?;
    Some(TokenUsage { input, ..TokenUsage::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_decides_how_the_limit_is_called() {
        for (base, completion) in [
            ("https://api.openai.com/v1", true),
            ("https://eu.api.openai.com/v1", true),
            ("https://mine.openai.azure.com/openai/v1", true),
            ("https://api.openai.com.example/v1", false),
            ("https://notapi.openai.com/v1", false),
            ("http://127.0.0.1:8000/v1", false),
            ("https://openrouter.ai/api/v1", false),
        ] {
            let base: Url = base.parse().unwrap();
            assert_eq!(takes_completion_limit(&base), completion, "{base}");
        }
    }
}
