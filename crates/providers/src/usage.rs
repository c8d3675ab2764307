//! From a vendor's usage report to disjoint kinds of tokens (MONEY.md §5).

use serde_json::{Map, Value};

use crate::TokenUsage;

/// How deep a usage report may be nested, and how many entries one level of it may have, to be kept as evidence.
const MAX_DEPTH: usize = 4;
const MAX_ENTRIES: usize = 64;

/// A report of the vendors that count cached tokens inside the prompt.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Inclusive {
    /// All input tokens.
    pub(crate) prompt: u64,
    /// Those of them that were read from the cache.
    pub(crate) cached: u64,
    /// Those of them that were written to the cache.
    pub(crate) cache_write: u64,
    /// The tokens of the answer, as far as the vendor counts them there.
    pub(crate) answer: u64,
    /// All tokens, where the vendor says so.
    pub(crate) total: Option<u64>,
}

impl Inclusive {
    /// The disjoint kinds, whose sum is the vendor's total; `None` when the report contradicts itself.
    ///
    /// What the total has beyond prompt and answer is thinking that the vendor counts beside the answer (Gemini's
    /// thoughts, and some compatible servers' reasoning): it is billed as output.
    pub(crate) fn disjoint(self) -> Option<TokenUsage> {
        let input = self.prompt.checked_sub(self.cached)?.checked_sub(self.cache_write)?;
        let output = match self.total {
            None | Some(0) => self.answer,
            Some(total) => total.checked_sub(self.prompt).filter(|rest| *rest >= self.answer)?,
        };
        Some(TokenUsage { input, cached_input: self.cached, cache_write: self.cache_write, output })
    }
}

/// Whether a report can be true of an answer that had text: nobody answers nothing with nothing.
pub(crate) fn plausible(usage: &TokenUsage) -> bool {
    usage.output > 0 && (usage.input > 0 || usage.cached_input > 0 || usage.cache_write > 0)
}

/// The numbers of a usage report with their names, as evidence; everything else could be text and is left out.
pub(crate) fn numbers_only(report: &Value) -> Option<Value> {
    keep_numbers(report, MAX_DEPTH)
}

fn keep_numbers(value: &Value, depth: usize) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    match value {
        Value::Number(_) => Some(value.clone()),
        Value::Object(entries) => {
            let kept: Map<String, Value> = entries
                .iter()
                .filter(|(name, _)| is_name(name))
                .filter_map(|(name, value)| Some((name.clone(), keep_numbers(value, depth)?)))
                .take(MAX_ENTRIES)
                .collect();
            (!kept.is_empty()).then_some(Value::Object(kept))
        }
        Value::Array(items) => {
            let kept: Vec<Value> =
                items.iter().filter_map(|item| keep_numbers(item, depth)).take(MAX_ENTRIES).collect();
            (!kept.is_empty()).then_some(Value::Array(kept))
        }
        Value::Null | Value::Bool(_) | Value::String(_) => None,
    }
}

fn is_name(name: &str) -> bool {
    name.len() <= 64 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn kinds_are_disjoint_and_sum_to_the_total() {
        // prompt, cached, write, answer, total -> input, cached, write, output
        for (report, expected) in [
            ((10, 0, 0, 5, Some(15)), Some((10, 0, 0, 5))),
            ((10, 4, 0, 5, Some(15)), Some((6, 4, 0, 5))),
            ((10, 4, 3, 5, Some(15)), Some((3, 4, 3, 5))),
            ((10, 0, 0, 5, None), Some((10, 0, 0, 5))),
            ((10, 0, 0, 5, Some(0)), Some((10, 0, 0, 5))),
            ((10, 0, 0, 5, Some(40)), Some((10, 0, 0, 30))),
            ((10, 11, 0, 5, Some(15)), None),
            ((10, 6, 6, 5, Some(15)), None),
            ((10, 0, 0, 5, Some(14)), None),
            ((10, 0, 0, 5, Some(9)), None),
            ((u64::MAX, 0, 0, u64::MAX, Some(1)), None),
        ] {
            let (prompt, cached, cache_write, answer, total) = report;
            let usage = Inclusive { prompt, cached, cache_write, answer, total }.disjoint();
            let kinds = usage.map(|u| (u.input, u.cached_input, u.cache_write, u.output));
            assert_eq!(kinds, expected, "{report:?}");
        }
    }

    #[test]
    fn evidence_holds_no_text() {
        let report = json!({
            "prompt_tokens": 3,
            "cost": 0.25,
            "note": "what you asked",
            "what you asked": 1,
            "flag": true,
            "details": {"cached_tokens": 1, "tier": "default"},
            "modalities": [{"modality": "TEXT", "tokenCount": 3}, "x"],
            "empty": {"a": null},
            "deep": {"a": {"b": {"c": {"d": 1}}}},
        });
        let kept = json!({
            "prompt_tokens": 3,
            "cost": 0.25,
            "details": {"cached_tokens": 1},
            "modalities": [{"tokenCount": 3}],
        });
        assert_eq!(numbers_only(&report), Some(kept));
        assert_eq!(numbers_only(&json!(null)), None);
        assert_eq!(numbers_only(&json!("text")), None);
    }
}
