//! `OpenAI`'s responses, from the server's side.

use bytes::Bytes;
use providers::{Delta, Finish, FinishReason};
use serde_json::{Value, json};

use super::{Head, Words};

pub(super) struct Responses {
    head: Head,
    sequence: u64,
    /// What was said so far: the events at the end repeat it.
    text: String,
}

impl Responses {
    pub(super) fn new(head: Head) -> Self {
        Self { head, sequence: 0, text: String::new() }
    }

    fn event(&mut self, name: &str, mut payload: Value) -> String {
        payload["type"] = json!(name);
        payload["sequence_number"] = json!(self.sequence);
        self.sequence += 1;
        super::event(name, &payload)
    }

    fn item(&self, status: &str, content: &Value) -> Value {
        json!({"id": self.head.named("msg_"), "type": "message", "role": "assistant", "status": status, "content": content})
    }

    fn response(&self, status: &str, output: &Value, finish: Option<&Finish>) -> Value {
        let usage = finish.and_then(|finish| finish.usage).map(|usage| {
            let input = usage.input.saturating_add(usage.cached_input).saturating_add(usage.cache_write);
            json!({
                "input_tokens": input, "input_tokens_details": {"cached_tokens": usage.cached_input},
                "output_tokens": usage.output, "output_tokens_details": {"reasoning_tokens": 0},
                "total_tokens": usage.total(),
            })
        });
        let is_cut = finish.is_some_and(|finish| finish.reason == FinishReason::Length);
        json!({
            "id": self.head.named("resp_"), "object": "response", "created_at": self.head.created(), "status": status,
            "model": self.head.model, "output": output, "usage": usage, "error": null, "instructions": null,
            "incomplete_details": is_cut.then(|| json!({"reason": "max_output_tokens"})), "metadata": {},
            "parallel_tool_calls": false, "tool_choice": "none", "tools": [], "temperature": null, "top_p": null,
            "store": false,
        })
    }
}

fn part(text: &str) -> Value {
    json!({"type": "output_text", "text": text, "annotations": []})
}

fn status(finish: &Finish) -> &'static str {
    if finish.reason == FinishReason::Length { "incomplete" } else { "completed" }
}

impl Words for Responses {
    fn opening(&mut self) -> Bytes {
        let response = self.response("in_progress", &json!([]), None);
        let (item, id) = (self.item("in_progress", &json!([])), self.head.named("msg_"));
        [
            self.event("response.created", json!({"response": response})),
            self.event("response.in_progress", json!({"response": response})),
            self.event("response.output_item.added", json!({"output_index": 0, "item": item})),
            self.event(
                "response.content_part.added",
                json!({"item_id": id, "output_index": 0, "content_index": 0, "part": part("")}),
            ),
        ]
        .concat()
        .into()
    }

    fn piece(&mut self, delta: &Delta) -> Bytes {
        let Delta::Text(text) = delta else { return Bytes::new() };
        self.text.push_str(text);
        let id = self.head.named("msg_");
        let payload = json!({"item_id": id, "output_index": 0, "content_index": 0, "delta": text, "logprobs": []});
        self.event("response.output_text.delta", payload).into()
    }

    fn closing(&mut self, finish: &Finish) -> Bytes {
        let (id, text) = (self.head.named("msg_"), std::mem::take(&mut self.text));
        let item = self.item(status(finish), &json!([part(&text)]));
        let response = self.response(status(finish), &json!([item]), Some(finish));
        let last = if status(finish) == "completed" { "response.completed" } else { "response.incomplete" };
        [
            self.event(
                "response.output_text.done",
                json!({"item_id": id, "output_index": 0, "content_index": 0, "text": text, "logprobs": []}),
            ),
            self.event(
                "response.content_part.done",
                json!({"item_id": id, "output_index": 0, "content_index": 0, "part": part(&text)}),
            ),
            self.event("response.output_item.done", json!({"output_index": 0, "item": item})),
            self.event(last, json!({"response": response})),
        ]
        .concat()
        .into()
    }

    fn whole(&self, text: &str, _reasoning: &str, finish: &Finish) -> Value {
        let item = self.item(status(finish), &json!([part(text)]));
        self.response(status(finish), &json!([item]), Some(finish))
    }
}
