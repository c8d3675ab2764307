//! What came in: a request in one of the formats, as far as it has to be understood.

use std::sync::Arc;

use domain::id::TurnId;
use domain::plan::Models;
use domain::price::OUTPUT_TOKENS_MIN;
use http::HeaderMap;
use providers::{Fields, Format, RawRequest, Request};
use serde_json::{Map, Value};
use store::api_keys::Holder;
use tokio::sync::OwnedSemaphorePermit;

use super::charges::check_charges;
use super::field::field;
use super::refused::{Refused, Why};
use super::translation::{self, Head};
use super::vectors::answer_bytes;
use super::weight::Weight;
use crate::app::App;
use crate::catalogue::{Model, Vendor};

/// Bytes of text that surely are more than a token: no vocabulary has longer ones on average.
const BYTES_PER_TOKEN_MAX: u64 = 16;

/// A request that makes sense, before anything is reserved for it.
pub(super) struct Asked<'a> {
    /// Its format.
    pub(super) format: Format,
    /// The model.
    pub(super) model: &'a Model,
    /// At least as many tokens as it will be counted as.
    pub(super) input_estimate: u64,
    /// The longest answer that is wished for.
    pub(super) max_output_tokens: u32,
    /// The room that the answer takes as a whole, where it is as large as a request can make it; else nothing.
    pub(super) answer_bytes: usize,
    /// Whether the answer comes as events.
    pub(super) streams: bool,
    /// Whether a client of chat completions asked for the event with the usage.
    wants_usage: bool,
    body: Body,
}

/// How it goes to the vendor.
enum Body {
    /// As it came.
    Raw(Fields, Option<String>),
    /// In Potluck's words, because the vendor speaks another format.
    Translated(Request),
}

/// What a vendor is asked.
pub(super) struct Call {
    /// The client's format.
    pub(super) format: Format,
    /// Whom to ask.
    pub(super) vendor: Arc<Vendor>,
    /// What a translated answer says of itself.
    pub(super) head: Head,
    /// Whether the answer comes as events.
    pub(super) streams: bool,
    /// What to ask.
    pub(super) question: Question,
    /// The memory that it takes, and its answer where that comes whole.
    pub(super) room: Arc<OwnedSemaphorePermit>,
}

/// A question in the vendor's own words, or in Potluck's.
pub(super) enum Question {
    Raw(RawRequest),
    Translated(Request),
}

impl<'a> Asked<'a> {
    /// Understands a body, for whoever holds the key.
    pub(super) fn read(
        app: &'a App,
        holder: &Holder,
        format: Format,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<Self, Refused> {
        let fields = Fields::read(body)
            .map_err(|_| Refused::new(Why::Invalid, "The body is not a JSON object whose fields each come once."))?;
        let model = chosen(app, holder, format, &fields)?;
        let streams = format != Format::Embeddings && field::<bool>(&fields, "stream")?.unwrap_or(false);
        check_charges(format, &fields)?;
        let weight = Weight::of(&fields)
            .ok_or_else(|| Refused::new(Why::Invalid, "A part of the body is nested too deeply, or malformed."))?;
        let (input_estimate, room, answer_bytes) = match format {
            // Each text has the whole context for itself, and nothing is answered.
            Format::Embeddings => (weight.tokens(), 0, answer_bytes(&fields, model.dimensions)?),
            Format::ChatCompletions | Format::Responses | Format::Messages => {
                let (input_estimate, room) = measure(&weight, model)?;
                (input_estimate, room, 0)
            }
        };
        let max_output_tokens = wished(format, &fields)?.map_or(room, |wished| wished.min(room));
        let options = field::<Map<String, Value>>(&fields, "stream_options")?;
        let wants_usage = options.is_some_and(|options| options.get("include_usage") == Some(&Value::Bool(true)));
        let body = if model.vendor.provider.relays(format) {
            Body::Raw(fields, betas(format, headers)?)
        } else if format == Format::Embeddings {
            return Err(without_embeddings());
        } else {
            Body::Translated(translation::request(format, &fields, &model.vendor_model)?)
        };
        Ok(Self { format, model, input_estimate, max_output_tokens, answer_bytes, streams, wants_usage, body })
    }

    /// What to ask the vendor, for an answer of at most so many tokens.
    pub(super) fn call(self, id: TurnId, max_output_tokens: u32, room: OwnedSemaphorePermit) -> Call {
        let question = match self.body {
            Body::Raw(fields, betas) => Question::Raw(RawRequest {
                format: self.format,
                fields,
                model: self.model.vendor_model.clone(),
                max_output_tokens,
                streams: self.streams,
                betas,
            }),
            Body::Translated(request) => Question::Translated(Request { max_output_tokens, ..request }),
        };
        Call {
            format: self.format,
            vendor: Arc::clone(&self.model.vendor),
            head: Head { id, model: self.model.id.clone(), wants_usage: self.wants_usage },
            streams: self.streams,
            question,
            room: Arc::new(room),
        }
    }
}

/// The models that whoever holds the key may ask.
pub(super) fn models<'a>(app: &'a App, holder: &'a Holder) -> impl Iterator<Item = &'a Model> {
    app.catalogue.models().iter().filter(|model| may_ask(app, holder, model))
}

fn may_ask(app: &App, holder: &Holder, model: &Model) -> bool {
    let of_key = match &holder.limits.models {
        Models::All => true,
        Models::Only(ids) => ids.contains(&model.id),
    };
    of_key && app.catalogue.includes(&holder.plan, model)
}

/// The model that a request names, if it is there for this key and this format.
pub(super) fn chosen<'a>(app: &'a App, holder: &Holder, format: Format, fields: &Fields) -> Result<&'a Model, Refused> {
    let id: String = field(fields, "model")?
        .ok_or_else(|| Refused::new(Why::Invalid, "Name the model; `GET /v1/models` lists them.").about("model"))?;
    let model = app.catalogue.model(&id).filter(|model| may_ask(app, holder, model)).ok_or_else(|| {
        let message = "There is no such model for this key; `GET /v1/models` lists those that there are.";
        Refused::new(Why::ModelUnknown, message).about("model")
    })?;
    match format {
        Format::Embeddings if !model.embeds() => Err(without_embeddings()),
        Format::ChatCompletions | Format::Responses | Format::Messages if !model.answers() => {
            let message = "This model makes embeddings and answers nothing: ask it at /v1/embeddings.";
            Err(Refused::new(Why::Unsupported, message).about("model"))
        }
        _ => Ok(model),
    }
}

fn without_embeddings() -> Refused {
    let message = "This model makes no embeddings. Those that do have a price of their own in the operator's list.";
    Refused::new(Why::Unsupported, message).about("model")
}

/// How long the request is, and how much room it leaves for the answer.
fn measure(weight: &Weight, model: &Model) -> Result<(u64, u32), Refused> {
    let input_estimate = weight.tokens();
    let context_tokens = u64::from(model.context_tokens);
    let surely_tokens = u64::try_from(weight.text_bytes()).unwrap_or(u64::MAX) / BYTES_PER_TOKEN_MAX;
    let is_above_price = model.input_tokens_max.is_some_and(|max| input_estimate > u64::from(max));
    if surely_tokens > context_tokens || is_above_price {
        return Err(Refused::new(Why::ContextTooLong, "The request is longer than this model can read."));
    }
    // The estimate is usually twice what the vendor counts: a quarter of the context is always left for the answer.
    let room = context_tokens.saturating_sub(input_estimate).max(context_tokens / 4).max(OUTPUT_TOKENS_MIN.into());
    Ok((input_estimate, model.max_output_tokens.min(u32::try_from(room).unwrap_or(u32::MAX))))
}

/// The longest answer that the client wishes for, if it says so.
fn wished(format: Format, fields: &Fields) -> Result<Option<u32>, Refused> {
    let names: &[&str] = match format {
        Format::ChatCompletions => &["max_completion_tokens", "max_tokens"],
        Format::Responses => &["max_output_tokens"],
        Format::Messages => &["max_tokens"],
        Format::Embeddings => &[],
    };
    let mut wished = None;
    for name in names {
        let Some(tokens) = field::<u64>(fields, name)? else { continue };
        if tokens == 0 || wished.is_some() {
            let message = format!("Give one limit of the answer, of at least 1 token: {}.", names.join(" or "));
            return Err(Refused::new(Why::Invalid, message).about(name));
        }
        wished = Some(u32::try_from(tokens).unwrap_or(u32::MAX));
    }
    if wished.is_none() && format == Format::Messages {
        return Err(Refused::new(Why::Invalid, "max_tokens: Field required").about("max_tokens"));
    }
    Ok(wished)
}

/// The features that a client of Anthropic's asks for in a header.
pub(super) fn betas(format: Format, headers: &HeaderMap) -> Result<Option<String>, Refused> {
    if format != Format::Messages {
        return Ok(None);
    }
    let named: Vec<&str> = headers
        .get_all("anthropic-beta")
        .iter()
        .map(|value| value.to_str().unwrap_or("\u{fffd}"))
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    let is_name =
        |name: &&str| name.len() <= 64 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    if named.len() > 32 || !named.iter().all(is_name) {
        return Err(Refused::new(Why::Invalid, "The header anthropic-beta is not a list of names."));
    }
    Ok((!named.is_empty()).then(|| named.join(",")))
}
