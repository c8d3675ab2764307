//! Reading what an answer used that came at once.

use bytes::Bytes;
use domain::price::count_output;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Format, Whole};
use crate::{ErrorKind, Finish, FinishReason, ProviderError, dialect, refusal, usage};

/// What is read of an answer with vectors, which may be millions of numbers: they are passed over.
#[derive(Deserialize)]
struct Made {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    model: Value,
    #[serde(default)]
    usage: Value,
}

/// What is read of an answer. It must be a JSON object: anything else is not what was asked for.
fn parse(format: Format, body: &[u8]) -> Option<Value> {
    let is_object = body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{');
    match format {
        _ if !is_object => None,
        Format::Embeddings => {
            let Made { id, model, usage } = serde_json::from_slice(body).ok()?;
            Some(json!({"id": id, "model": model, "usage": usage}))
        }
        Format::ChatCompletions | Format::Responses | Format::Messages => serde_json::from_slice(body).ok(),
    }
}

/// Reads the usage of an answer.
pub(crate) fn read(format: Format, body: Bytes, request_id: Option<String>) -> Result<Whole, ProviderError> {
    let answer = parse(format, &body).ok_or_else(|| ProviderError::new(ErrorKind::Malformed))?;
    let report = &answer["usage"];
    let counted = dialect::read_usage(format, report);
    let (counted, tokens) = match format {
        // Nothing is answered: texts that were read are all that there is to count, and without a count something was delivered.
        Format::Embeddings => {
            let counted = counted.filter(|counted| counted.input > 0);
            (counted, u64::from(counted.is_none()))
        }
        Format::ChatCompletions | Format::Responses | Format::Messages => {
            let tokens = said(format, &answer);
            (counted.filter(|counted| tokens == 0 || usage::plausible(counted)), tokens)
        }
    };
    let label = |value: &Value| value.as_str().and_then(refusal::label);
    let finish = Finish {
        reason: FinishReason::Other,
        usage: counted,
        raw_usage: usage::numbers_only(report),
        request_id: request_id.or_else(|| label(&answer["id"])),
        model: label(&answer["model"]),
    };
    Ok(Whole { body, finish, tokens })
}

/// About as many tokens as the answer has, whatever its kind of content.
fn said(format: Format, answer: &Value) -> u64 {
    match format {
        Format::ChatCompletions => tokens_of(&answer["choices"]),
        Format::Responses => tokens_of(&answer["output"]),
        Format::Messages => tokens_of(&answer["content"]),
        Format::Embeddings => 0,
    }
}

/// Checks that an answer says how many tokens a request has.
pub(crate) fn count(body: Bytes) -> Result<Bytes, ProviderError> {
    let answer: Option<Value> = serde_json::from_slice(&body).ok();
    let counted = answer.as_ref().and_then(|answer| answer.get("input_tokens")?.as_u64());
    if counted.is_some() { Ok(body) } else { Err(ProviderError::new(ErrorKind::Malformed)) }
}

/// The tokens of all texts that a model makes: text, thinking, and what it hands to tools.
fn tokens_of(value: &Value) -> u64 {
    match value {
        Value::Array(items) => items.iter().map(tokens_of).sum(),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| match (name.as_str(), value) {
                (
                    "content" | "text" | "thinking" | "arguments" | "refusal" | "reasoning_content",
                    Value::String(text),
                ) if !text.is_empty() => count_output(text),
                // Anthropic's tool calls have an object where the others have its text.
                ("input", Value::Object(_)) => count_output(&value.to_string()),
                (_, value) => tokens_of(value),
            })
            .sum(),
        Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_value(format: Format, body: &Value) -> Result<(u64, Option<(u64, u64)>), ErrorKind> {
        let whole = read(format, body.to_string().into(), None).map_err(|error| error.kind)?;
        Ok((whole.tokens, whole.finish.usage.map(|usage| (usage.input, usage.output))))
    }

    #[test]
    fn usage_and_about_how_much_was_said() {
        let chat = json!({"id": "x", "choices": [{"message": {"role": "assistant", "content": "12345678", "tool_calls": [
            {"id": "call_1", "type": "function", "function": {"name": "f", "arguments": "{\"a\":1}"}}]}}],
            "usage": {"prompt_tokens": 9, "completion_tokens": 4, "total_tokens": 13}});
        assert_eq!(read_value(Format::ChatCompletions, &chat), Ok((4, Some((9, 4)))));
        let message = json!({"content": [{"type": "text", "text": "1234"}, {"type": "tool_use", "input": {"a": 1}}],
            "usage": {"input_tokens": 3, "output_tokens": 5}});
        assert_eq!(read_value(Format::Messages, &message), Ok((3, Some((3, 5)))));
        let response = json!({"output": [{"type": "message", "content": [{"type": "output_text", "text": "1234"}]}],
            "usage": {"input_tokens": 7, "input_tokens_details": {"cached_tokens": 2}, "output_tokens": 6, "total_tokens": 13}});
        assert_eq!(read_value(Format::Responses, &response), Ok((1, Some((5, 6)))));
    }

    #[test]
    fn texts_that_became_vectors_are_charged_as_reported_or_by_an_estimate() {
        let made = |usage: Value| json!({"object": "list", "data": [{"embedding": [0.5, -0.25]}], "usage": usage});
        let reported = made(json!({"prompt_tokens": 7, "total_tokens": 7}));
        assert_eq!(read_value(Format::Embeddings, &reported), Ok((0, Some((7, 0)))));
        for usage in [json!(null), json!({"prompt_tokens": 0, "total_tokens": 0}), json!("much")] {
            assert_eq!(read_value(Format::Embeddings, &made(usage.clone())), Ok((1, None)), "{usage}");
        }
        for other in [json!([1]), json!("text"), json!(null)] {
            assert_eq!(read_value(Format::Embeddings, &other), Err(ErrorKind::Malformed));
        }
    }

    #[test]
    fn a_count_is_a_number_of_tokens() {
        assert_eq!(count(Bytes::from_static(b"{\"input_tokens\":12}")).unwrap(), "{\"input_tokens\":12}");
        for body in ["{\"input_tokens\":-1}", "{\"input_tokens\":\"12\"}", "{}", "[]", "<html>"] {
            assert_eq!(count(Bytes::from(body)).err().map(|error| error.kind), Some(ErrorKind::Malformed), "{body}");
        }
    }

    #[test]
    fn a_report_of_nothing_for_an_answer_is_none() {
        let below = json!({"prompt_tokens": -9, "completion_tokens": 3});
        for usage in [json!(null), json!({"prompt_tokens": 0, "completion_tokens": 0}), json!("much"), json!(-3), below]
        {
            let chat = json!({"choices": [{"message": {"content": "Hello"}}], "usage": usage});
            assert_eq!(read_value(Format::ChatCompletions, &chat), Ok((2, None)), "{usage}");
        }
        assert_eq!(read_value(Format::ChatCompletions, &json!([1])), Err(ErrorKind::Malformed));
        let html = read(Format::Messages, Bytes::from_static(b"<html>"), None);
        assert_eq!(html.err().map(|error| error.kind), Some(ErrorKind::Malformed));
    }
}
