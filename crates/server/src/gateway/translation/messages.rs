//! Anthropic's messages, from the server's side.

use bytes::Bytes;
use providers::{Delta, Finish, FinishReason, TokenUsage};
use serde_json::{Value, json};

use super::{Head, Words, event};

pub(super) struct Messages {
    head: Head,
}

impl Messages {
    pub(super) fn new(head: Head) -> Self {
        Self { head }
    }

    fn message(&self, content: &Value, reason: Option<&str>, usage: &Value) -> Value {
        json!({
            "id": self.head.named("msg_"), "type": "message", "role": "assistant", "model": self.head.model,
            "content": content, "stop_reason": reason, "stop_sequence": null, "usage": usage,
        })
    }
}

impl Words for Messages {
    fn opening(&mut self) -> Bytes {
        // What the request was counted as is only known at the end, and said there.
        let message = self.message(&json!([]), None, &usage(Some(TokenUsage::default())));
        let start = json!({"type": "message_start", "message": message});
        let block = json!({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}});
        [event("message_start", &start), event("content_block_start", &block)].concat().into()
    }

    /// Thinking has no place: Anthropic's is signed by its vendor.
    fn piece(&mut self, delta: &Delta) -> Bytes {
        let Delta::Text(text) = delta else { return Bytes::new() };
        let delta = json!({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}});
        event("content_block_delta", &delta).into()
    }

    fn closing(&mut self, finish: &Finish) -> Bytes {
        let delta = json!({
            "type": "message_delta", "delta": {"stop_reason": reason(finish.reason), "stop_sequence": null},
            "usage": usage(finish.usage),
        });
        [
            event("content_block_stop", &json!({"type": "content_block_stop", "index": 0})),
            event("message_delta", &delta),
            event("message_stop", &json!({"type": "message_stop"})),
        ]
        .concat()
        .into()
    }

    fn whole(&self, text: &str, _reasoning: &str, finish: &Finish) -> Value {
        let content = json!([{"type": "text", "text": text}]);
        self.message(&content, Some(reason(finish.reason)), &usage(finish.usage))
    }
}

fn reason(reason: FinishReason) -> &'static str {
    match reason {
        FinishReason::Complete | FinishReason::Other => "end_turn",
        FinishReason::Length => "max_tokens",
        FinishReason::Refused => "refusal",
    }
}

fn usage(usage: Option<TokenUsage>) -> Value {
    let usage = usage.unwrap_or_default();
    json!({
        "input_tokens": usage.input, "cache_read_input_tokens": usage.cached_input,
        "cache_creation_input_tokens": usage.cache_write, "output_tokens": usage.output,
    })
}
