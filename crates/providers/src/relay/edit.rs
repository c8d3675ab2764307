//! The few changes to a request that is passed on.

use serde_json::{Map, Value};

use super::{Format, RawRequest};
use crate::{ErrorKind, ProviderError};

/// The body as it goes to the vendor. `completion_limit`: the limit is called `max_completion_tokens` there.
pub(crate) fn body(request: &RawRequest, completion_limit: bool) -> Result<Vec<u8>, ProviderError> {
    edited(request, completion_limit).ok_or_else(|| ProviderError::new(ErrorKind::BadRequest))
}

fn edited(request: &RawRequest, completion_limit: bool) -> Option<Vec<u8>> {
    let mut fields = request.fields.clone();
    fields.set("model", &request.model).ok()?;
    let limit = &request.max_output_tokens;
    match request.format {
        Format::ChatCompletions => {
            fields.remove("max_tokens");
            fields.remove("max_completion_tokens");
            fields.set(if completion_limit { "max_completion_tokens" } else { "max_tokens" }, limit).ok()?;
            // What a vendor keeps for its customer, that customer can read: the operator.
            fields.remove("store");
            if request.streams {
                let mut options: Map<String, Value> = fields.get("stream_options").ok()?.unwrap_or_default();
                options.insert("include_usage".to_owned(), Value::Bool(true));
                fields.set("stream_options", &options).ok()?;
            }
        }
        Format::Responses => {
            fields.set("max_output_tokens", limit).ok()?;
            fields.set("store", &false).ok()?;
        }
        Format::Messages => fields.set("max_tokens", limit).ok()?,
        Format::Embeddings => {}
    }
    serde_json::to_vec(&fields).ok()
}

/// The body of a question how many tokens a request of Anthropic's has.
pub(crate) fn counted(request: &RawRequest) -> Result<Vec<u8>, ProviderError> {
    let mut fields = request.fields.clone();
    let named = fields.set("model", &request.model).ok().and_then(|()| serde_json::to_vec(&fields).ok());
    named.ok_or_else(|| ProviderError::new(ErrorKind::BadRequest))
}

/// Whether a client of chat completions asked for the usage itself.
pub(super) fn wants_usage(request: &RawRequest) -> bool {
    let options = request.fields.get::<Map<String, Value>>("stream_options").ok().flatten();
    request.format != Format::ChatCompletions
        || options.is_some_and(|options| options.get("include_usage") == Some(&Value::Bool(true)))
}

#[cfg(test)]
mod tests {
    use super::super::Fields;
    use super::*;

    fn edited(format: Format, streams: bool, completion_limit: bool, sent: &str) -> String {
        let fields = Fields::read(sent.as_bytes()).unwrap();
        let request =
            RawRequest { format, fields, model: "vendors".to_owned(), max_output_tokens: 300, streams, betas: None };
        String::from_utf8(body(&request, completion_limit).unwrap()).unwrap()
    }

    #[test]
    fn only_model_limit_and_usage_are_changed() {
        for (format, streams, completion_limit, sent, expected) in [
            (
                Format::ChatCompletions,
                false,
                false,
                r#"{"model":"ours","messages":[ {"role":"user"} ],"max_completion_tokens":9,"store":true,"future":{"x":1}}"#,
                r#"{"model":"vendors","messages":[ {"role":"user"} ],"future":{"x":1},"max_tokens":300}"#,
            ),
            (
                Format::ChatCompletions,
                true,
                true,
                r#"{"stream":true,"model":"ours","max_tokens":9,"stream_options":{"include_obfuscation":false}}"#,
                r#"{"stream":true,"model":"vendors","stream_options":{"include_obfuscation":false,"include_usage":true},"max_completion_tokens":300}"#,
            ),
            (
                Format::Messages,
                true,
                false,
                r#"{"model":"ours","max_tokens":1000,"system":[{"type":"text"}]}"#,
                r#"{"model":"vendors","max_tokens":300,"system":[{"type":"text"}]}"#,
            ),
            (
                Format::Responses,
                true,
                false,
                r#"{"model":"ours","input":"hi","store":true}"#,
                r#"{"model":"vendors","input":"hi","store":false,"max_output_tokens":300}"#,
            ),
        ] {
            assert_eq!(super::tests::edited(format, streams, completion_limit, sent), expected);
        }
    }
}
