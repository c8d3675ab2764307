//! What would make a vendor charge for more than tokens at list price, or keep what was asked: refused by name, because it could
//! not be charged exactly, or would not stay private.

use providers::{Fields, Format};
use serde_json::Value;

use super::field::field;
use super::refused::{Refused, Why};

/// Fields that may only have these values, if they are there. All else of that name costs extra, runs where nobody sees its
/// usage, or reaches what other members left at the vendor.
const ONLY: [(&str, &[&str]); 15] = [
    ("n", &["1"]),
    ("best_of", &["1"]),
    ("service_tier", &["\"auto\"", "\"default\"", "\"standard_only\""]),
    ("prompt_cache_retention", &["\"in_memory\""]),
    ("speed", &["\"standard\""]),
    ("inference_geo", &[]),
    ("modalities", &["[\"text\"]"]),
    ("audio", &[]),
    ("web_search_options", &[]),
    ("background", &["false"]),
    ("previous_response_id", &[]),
    ("conversation", &[]),
    ("container", &[]),
    ("mcp_servers", &["[]"]),
    ("prompt", &[]),
];

/// The tools that run at the client and cost nothing but their tokens; all others run at the vendor.
const CLIENT_TOOLS: [&str; 3] = ["function", "custom", "local_shell"];
/// The same, where the name ends with a date.
const CLIENT_TOOL_FAMILIES: [&str; 4] = ["bash_", "text_editor_", "computer_", "memory_"];

pub(super) fn check_charges(format: Format, fields: &Fields) -> Result<(), Refused> {
    for (name, values) in ONLY {
        let Some(raw) = fields.raw(name) else { continue };
        let value = serde_json::from_str::<Value>(raw.get()).map(|value| value.to_string());
        if !value.is_ok_and(|value| values.contains(&value.as_str())) {
            return Err(unsupported(name));
        }
    }
    let tools: Vec<Value> = field(fields, "tools")?.unwrap_or_default();
    for tool in &tools {
        let runs_at_the_client = match tool.get("type").and_then(Value::as_str) {
            None => format == Format::Messages,
            Some(kind) => {
                CLIENT_TOOLS.contains(&kind) || CLIENT_TOOL_FAMILIES.iter().any(|family| kind.starts_with(family))
            }
        };
        if !runs_at_the_client {
            return Err(Refused::new(
                Why::Unsupported,
                "Only tools that run at the client can be used: what a vendor's own tools cost is not in its usage.",
            )
            .about("tools"));
        }
    }
    if format == Format::Messages && keeps_for_an_hour(fields) {
        let message = "The cache for an hour has a price of its own; use the cache for five minutes.";
        return Err(Refused::new(Why::Unsupported, message).about("cache_control"));
    }
    Ok(())
}

fn unsupported(name: &str) -> Refused {
    let message = format!(
        "`{name}` cannot be used here with this value: it is not charged by tokens at list price, or is \
                           kept by the vendor."
    );
    Refused::new(Why::Unsupported, message).about(name)
}

/// Whether anything is to be kept in Anthropic's cache for an hour, at another price than for five minutes.
fn keeps_for_an_hour(fields: &Fields) -> bool {
    let value = |name| fields.get::<Value>(name).ok().flatten();
    let is_hour = |control: Value| control.get("ttl").is_some_and(|ttl| ttl != "5m");
    value("cache_control").is_some_and(is_hour)
        || ["system", "messages", "tools"].into_iter().filter_map(value).any(|value| has_hour(&value))
}

fn has_hour(value: &Value) -> bool {
    match value {
        Value::Object(fields) => {
            let ttl = fields.get("cache_control").and_then(|control| control.get("ttl"));
            ttl.is_some_and(|ttl| ttl != "5m") || fields.values().any(has_hour)
        }
        Value::Array(items) => items.iter().any(has_hour),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(format: Format, body: &str) -> Option<Why> {
        let fields = Fields::read(body.as_bytes()).unwrap();
        check_charges(format, &fields).err().map(|refused| refused.why())
    }

    #[test]
    fn what_costs_extra_or_is_kept_is_refused_and_all_else_is_not() {
        let chat = Format::ChatCompletions;
        for body in [
            r#"{"n":2}"#,
            r#"{"service_tier":"priority"}"#,
            r#"{"modalities":["text","audio"]}"#,
            r#"{"web_search_options":{}}"#,
            r#"{"tools":[{"type":"web_search_preview"}]}"#,
            r#"{"tools":[{"name":"no type"}]}"#,
            r#"{"previous_response_id":"resp_1"}"#,
            r#"{"background":true}"#,
        ] {
            assert_eq!(refused(chat, body), Some(Why::Unsupported), "{body}");
        }
        for body in [
            r#"{"n":1,"service_tier":"auto","modalities":[ "text" ],"background":null}"#,
            r#"{"tools":[{"type":"function","function":{"name":"f"}}],"future_field":{"x":1}}"#,
        ] {
            assert_eq!(refused(chat, body), None, "{body}");
        }
        let messages = Format::Messages;
        for (body, expected) in [
            (r#"{"tools":[{"name":"f","input_schema":{}},{"type":"bash_20250124","name":"bash"}]}"#, None),
            (r#"{"tools":[{"type":"web_search_20250305","name":"web_search"}]}"#, Some(Why::Unsupported)),
            (r#"{"system":[{"type":"text","cache_control":{"type":"ephemeral","ttl":"1h"}}]}"#, Some(Why::Unsupported)),
            (r#"{"system":[{"type":"text","cache_control":{"type":"ephemeral","ttl":"5m"}}]}"#, None),
            (r#"{"system":[{"type":"text","text":"say \"ttl\":\"1h\""}]}"#, None),
        ] {
            assert_eq!(refused(messages, body), expected, "{body}");
        }
    }
}
