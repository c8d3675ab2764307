//! `OpenAI`'s chat completions, from the server's side.

use bytes::Bytes;
use providers::{Delta, Finish, FinishReason, TokenUsage};
use serde_json::{Value, json};

use super::{Head, Words};

pub(super) struct ChatCompletions {
    head: Head,
}

impl ChatCompletions {
    pub(super) fn new(head: Head) -> Self {
        Self { head }
    }

    fn chunk(&self, choices: &Value, usage: &Value) -> Bytes {
        let mut chunk = json!({
            "id": self.head.named("chatcmpl-"), "object": "chat.completion.chunk", "created": self.head.created(),
            "model": self.head.model, "choices": choices,
        });
        if self.head.wants_usage {
            chunk["usage"] = usage.clone();
        }
        format!("data: {chunk}\n\n").into()
    }

    fn choice(&self, delta: &Value, reason: Option<&str>) -> Bytes {
        self.chunk(&json!([{"index": 0, "delta": delta, "logprobs": null, "finish_reason": reason}]), &Value::Null)
    }
}

impl Words for ChatCompletions {
    fn opening(&mut self) -> Bytes {
        self.choice(&json!({"role": "assistant", "content": ""}), None)
    }

    fn piece(&mut self, delta: &Delta) -> Bytes {
        match delta {
            Delta::Text(text) => self.choice(&json!({"content": text}), None),
            Delta::Reasoning(text) => self.choice(&json!({"reasoning_content": text}), None),
            Delta::Finished(_) => Bytes::new(),
        }
    }

    fn closing(&mut self, finish: &Finish) -> Bytes {
        let mut closing = self.choice(&json!({}), Some(reason(finish.reason))).to_vec();
        if self.head.wants_usage {
            closing.extend_from_slice(&self.chunk(&json!([]), &usage(finish.usage)));
        }
        closing.extend_from_slice(b"data: [DONE]\n\n");
        closing.into()
    }

    fn whole(&self, text: &str, reasoning: &str, finish: &Finish) -> Value {
        let mut message = json!({"role": "assistant", "content": text, "refusal": null});
        if !reasoning.is_empty() {
            message["reasoning_content"] = json!(reasoning);
        }
        json!({
            "id": self.head.named("chatcmpl-"), "object": "chat.completion", "created": self.head.created(),
            "model": self.head.model,
            "choices": [{"index": 0, "message": message, "logprobs": null, "finish_reason": reason(finish.reason)}],
            "usage": usage(finish.usage),
        })
    }
}

fn reason(reason: FinishReason) -> &'static str {
    match reason {
        FinishReason::Complete | FinishReason::Other => "stop",
        FinishReason::Length => "length",
        FinishReason::Refused => "content_filter",
    }
}

fn usage(usage: Option<TokenUsage>) -> Value {
    let Some(usage) = usage else { return Value::Null };
    let prompt = usage.input.saturating_add(usage.cached_input).saturating_add(usage.cache_write);
    json!({
        "prompt_tokens": prompt, "completion_tokens": usage.output, "total_tokens": usage.total(),
        "prompt_tokens_details": {"cached_tokens": usage.cached_input},
    })
}
