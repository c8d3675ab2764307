//! Reading a request of any format for what all have in common. What cannot be put into other words is refused by name.

use domain::conversation::Role;
use providers::{Fields, Format, Message, Request, Sampling};
use serde_json::{Number, Value};

use crate::gateway::field::field;
use crate::gateway::refused::{Refused, Why};

/// Fields that are understood here or where the request was read, and those that mean nothing to another vendor.
const COMMON: [&str; 10] = [
    "model",
    "stream",
    "stream_options",
    "temperature",
    "top_p",
    "user",
    "metadata",
    "store",
    "service_tier",
    "safety_identifier",
];

/// Fields that may be there as long as they say what would be done without them.
const UNSAID: [(&str, &[&str]); 10] = [
    ("n", &["1"]),
    ("tools", &["[]"]),
    ("tool_choice", &["\"auto\"", "\"none\""]),
    ("parallel_tool_calls", &["true", "false"]),
    ("response_format", &["{\"type\":\"text\"}"]),
    ("text", &["{\"format\":{\"type\":\"text\"}}"]),
    ("frequency_penalty", &["0", "0.0"]),
    ("presence_penalty", &["0", "0.0"]),
    ("thinking", &["{\"type\":\"disabled\"}"]),
    ("logprobs", &["false"]),
];

/// The request in Potluck's words. Its limit is set by whoever reserves for it.
pub(in crate::gateway) fn request(format: Format, fields: &Fields, vendor_model: &str) -> Result<Request, Refused> {
    let own: &[&str] = match format {
        Format::ChatCompletions | Format::Embeddings => &["messages", "max_tokens", "max_completion_tokens", "stop"],
        Format::Messages => &["messages", "system", "max_tokens", "stop_sequences"],
        Format::Responses => &["input", "instructions", "max_output_tokens"],
    };
    for name in fields.names() {
        let is_unsaid = UNSAID.iter().any(|(unsaid, values)| {
            *unsaid == name
                && field::<Value>(fields, name).ok().flatten().is_some_and(|v| values.contains(&v.to_string().as_str()))
        });
        if !(COMMON.contains(&name) || own.contains(&name) || is_unsaid) {
            return Err(unsupported(name));
        }
    }
    let (mut system, mut messages) = (Vec::new(), Vec::new());
    if let Some(instructions) = field::<Value>(fields, "system")?.or(field(fields, "instructions")?) {
        system.push(text(&instructions, "system")?);
    }
    match field::<Value>(fields, if format == Format::Responses { "input" } else { "messages" })? {
        Some(Value::String(question)) if format == Format::Responses => {
            messages.push(Message::text(Role::User, question));
        }
        Some(Value::Array(said)) => {
            for message in &said {
                take(message, &mut system, &mut messages)?;
            }
        }
        _ => {
            return Err(Refused::new(Why::Invalid, "Say something: the list of messages is missing.").about("messages"));
        }
    }
    if messages.last().is_none_or(|last| last.role != Role::User) {
        return Err(
            Refused::new(Why::Unsupported, "With this model the last message has to be the user's.").about("messages")
        );
    }
    Ok(Request {
        model: vendor_model.to_owned(),
        system: (!system.is_empty()).then(|| system.join("\n\n")),
        messages,
        max_output_tokens: 0,
        sampling: Sampling {
            temperature: field::<Number>(fields, "temperature")?,
            top_p: field::<Number>(fields, "top_p")?,
            stop: stop(fields)?,
        },
    })
}

fn take(message: &Value, system: &mut Vec<String>, messages: &mut Vec<Message>) -> Result<(), Refused> {
    let known = ["role", "content", "type", "name", "id", "status", "refusal", "annotations"];
    let other = message.as_object().into_iter().flatten().find(|(name, value)| {
        !value.is_null() && !known.contains(&name.as_str()) && *value != &Value::Array(Vec::new())
    });
    if let Some((name, _)) = other {
        return Err(unsupported(name));
    }
    if !matches!(message.get("type").and_then(Value::as_str), None | Some("message")) {
        return Err(unsupported("type"));
    }
    let role = match message.get("role").and_then(Value::as_str) {
        Some("user") => Role::User,
        Some("assistant") => Role::Assistant,
        Some("system" | "developer") => {
            system.push(text(&message["content"], "content")?);
            return Ok(());
        }
        _ => {
            return Err(Refused::new(
                Why::Unsupported,
                "This model's messages are the system's, the user's and the assistant's.",
            )
            .about("role"));
        }
    };
    messages.push(Message::text(role, text(&message["content"], "content")?));
    Ok(())
}

/// A text, or the texts of a list of parts.
fn text(content: &Value, name: &str) -> Result<String, Refused> {
    match content {
        Value::String(text) => Ok(text.clone()),
        Value::Array(parts) => parts
            .iter()
            .map(|part| match part.get("type").and_then(Value::as_str) {
                Some("text" | "input_text" | "output_text") => {
                    part["text"].as_str().ok_or_else(|| Refused::new(Why::Invalid, "A part has no text.").about(name))
                }
                Some(kind) => Err(Refused::new(
                    Why::Unsupported,
                    format!(
                        "`{}` cannot be sent to this model in this format: its vendor speaks another.",
                        plain(kind)
                    ),
                )
                .about(name)),
                None => Err(Refused::new(Why::Invalid, "A part of the content has no type.").about(name)),
            })
            .collect(),
        _ => Err(Refused::new(Why::Invalid, "A message's content is a text or a list of parts.").about(name)),
    }
}

fn stop(fields: &Fields) -> Result<Vec<String>, Refused> {
    match field::<Value>(fields, "stop")? {
        Some(Value::String(one)) => Ok(vec![one]),
        Some(_) => Ok(field(fields, "stop")?.unwrap_or_default()),
        None => Ok(field(fields, "stop_sequences")?.unwrap_or_default()),
    }
}

fn unsupported(name: &str) -> Refused {
    let name = plain(name);
    let message = format!("`{name}` cannot be sent to this model in this format: its vendor speaks another.");
    Refused::new(Why::Unsupported, message).about(&name)
}

/// A name that is repeated in an answer: none that is a text.
fn plain(name: &str) -> String {
    let is_plain = name.len() <= 64 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    if is_plain { name.to_owned() } else { "a field".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(format: Format, body: &str) -> Result<Request, (Why, String)> {
        let fields = Fields::read(body.as_bytes()).unwrap();
        request(format, &fields, "theirs")
            .map_err(|refused| (refused.why(), refused.param().unwrap_or_default().to_owned()))
    }

    #[test]
    fn what_all_formats_have_is_read_alike() {
        let chat = r#"{"model":"m","stream":true,"messages":[{"role":"developer","content":"Be brief."},
            {"role":"user","content":[{"type":"text","text":"Hi "},{"type":"text","text":"there"}]},
            {"role":"assistant","content":"Yes?","refusal":null,"annotations":[]},{"role":"user","content":"Go"}],
            "temperature":0.5,"stop":"END","n":1,"tools":[]}"#;
        let messages = r#"{"model":"m","max_tokens":9,"system":[{"type":"text","text":"Be brief."}],"messages":[
            {"role":"user","content":"Hi there"},{"role":"assistant","content":[{"type":"text","text":"Yes?"}]},
            {"role":"user","content":"Go"}],"temperature":0.5,"stop_sequences":["END"]}"#;
        let expected = read(Format::ChatCompletions, chat).unwrap();
        assert_eq!(read(Format::Messages, messages), Ok(expected.clone()));
        assert_eq!((expected.system.as_deref(), expected.messages.len()), (Some("Be brief."), 3));
        assert_eq!(expected.messages[0].text, "Hi there");
        assert_eq!(expected.sampling.stop, ["END"]);
        let short = read(Format::Responses, r#"{"model":"m","input":"Go","instructions":"Be brief."}"#).unwrap();
        assert_eq!((short.messages[0].text.as_str(), short.system.as_deref()), ("Go", Some("Be brief.")));
    }

    #[test]
    fn what_cannot_be_said_in_other_words_is_refused_by_name() {
        let user = r#""messages":[{"role":"user","content":"Q"}]"#;
        for (body, name) in [
            (format!(r#"{{{user},"tools":[{{"type":"function"}}]}}"#), "tools"),
            (format!(r#"{{{user},"response_format":{{"type":"json_object"}}}}"#), "response_format"),
            (format!(r#"{{{user},"logit_bias":{{}}}}"#), "logit_bias"),
            (format!(r#"{{{user},"what a \u0022 field":1}}"#), "a field"),
            (r#"{"messages":[{"role":"tool","content":"x","tool_call_id":"y"}]}"#.to_owned(), "tool_call_id"),
            (r#"{"messages":[{"role":"user","content":[{"type":"image_url"}]}]}"#.to_owned(), "content"),
            (
                r#"{"messages":[{"role":"user","content":"Q"},{"role":"assistant","content":"A"}]}"#.to_owned(),
                "messages",
            ),
        ] {
            assert_eq!(read(Format::ChatCompletions, &body), Err((Why::Unsupported, name.to_owned())), "{body}");
        }
        for body in [r#"{"model":"m"}"#, r#"{"messages":"x"}"#, r#"{"messages":[{"role":"user","content":5}]}"#] {
            assert_eq!(read(Format::ChatCompletions, body).unwrap_err().0, Why::Invalid, "{body}");
        }
    }
}
