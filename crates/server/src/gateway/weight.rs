//! How much a request is, before anybody has counted it: at least as many tokens as the vendor will see.

use domain::price::{TOKENS_PER_PICTURE, estimate_tokens};
use providers::Fields;
use serde_json::Value;

/// Bytes of a file, in base64, for each token: a page of text and its picture is about 2,000 tokens.
const FILE_BYTES_PER_TOKEN: u64 = 16;
/// What vendors put before the question when there are tools, beside their description.
const TOKENS_FOR_TOOLS: u64 = 1024;

/// What a request consists of.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Weight {
    text_bytes: usize,
    messages: usize,
    images: u64,
    file_bytes: u64,
    tools: bool,
}

impl Weight {
    /// Weighs all fields: every format may put text into any of them.
    pub(super) fn of(fields: &Fields) -> Option<Self> {
        let mut weight = Self::default();
        for name in fields.names() {
            let value: Value = fields.get(name).ok()??;
            if matches!(name, "messages" | "input") {
                weight.messages += value.as_array().map_or(1, Vec::len);
            }
            weight.tools |= matches!(name, "tools" | "functions");
            weight.add(&value);
        }
        Some(weight)
    }

    /// At least as many tokens as it will be counted as.
    pub(super) fn tokens(&self) -> u64 {
        estimate_tokens(self.text_bytes, self.messages)
            .saturating_add(self.images.saturating_mul(TOKENS_PER_PICTURE))
            .saturating_add(self.file_bytes / FILE_BYTES_PER_TOKEN)
            .saturating_add(if self.tools { TOKENS_FOR_TOOLS } else { 0 })
    }

    /// All of its text, in bytes.
    pub(super) fn text_bytes(&self) -> usize {
        self.text_bytes
    }

    /// `serde_json` reads no deeper than 128 levels, so this goes no deeper either.
    fn add(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.text_bytes += text.len(),
            Value::Array(items) => items.iter().for_each(|item| self.add(item)),
            Value::Object(fields) => match fields.get("type").and_then(Value::as_str) {
                Some("image" | "image_url" | "input_image") => self.images += 1,
                Some("file" | "input_file" | "document" | "input_audio") => {
                    self.file_bytes = self.file_bytes.saturating_add(string_bytes(value));
                }
                _ => {
                    for (name, value) in fields {
                        self.text_bytes += name.len();
                        self.add(value);
                    }
                }
            },
            Value::Number(_) | Value::Bool(_) | Value::Null => self.text_bytes += 4,
        }
    }
}

fn string_bytes(value: &Value) -> u64 {
    match value {
        Value::String(text) => u64::try_from(text.len()).unwrap_or(u64::MAX),
        Value::Array(items) => items.iter().map(string_bytes).sum(),
        Value::Object(fields) => fields.values().map(string_bytes).sum(),
        Value::Number(_) | Value::Bool(_) | Value::Null => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weight(body: &str) -> Weight {
        Weight::of(&Fields::read(body.as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn text_counts_by_its_bytes_wherever_it_is_and_pictures_by_their_number() {
        let plain = weight(r#"{"messages":[{"role":"user","content":"12345678"}]}"#);
        assert_eq!(plain.tokens(), (4 + 4 + 7 + 8_u64).div_ceil(2) + 8);
        let picture = format!(
            r#"{{"messages":[{{"role":"user","content":[{{"type":"image_url","image_url":{{"url":"data:image/png;base64,{}"}}}}]}}]}}"#,
            "A".repeat(1_000_000)
        );
        assert!((6000..6100).contains(&weight(&picture).tokens()), "{}", weight(&picture).tokens());
        let tools = weight(r#"{"messages":[],"tools":[{"name":"f"}]}"#);
        assert_eq!(tools.tokens(), 1024 + 3);
        let file = format!(r#"{{"input":[{{"type":"input_file","file_data":"{}"}}]}}"#, "A".repeat(16_000));
        assert!((1000..1020).contains(&weight(&file).tokens()));
        // Deeper than any tool's description: refused, not followed.
        let deep = format!("{{\"tools\":{}{}}}", "[".repeat(200), "]".repeat(200));
        let fields = Fields::read(deep.as_bytes());
        assert!(fields.is_err() || Weight::of(&fields.unwrap()).is_none());
    }
}
