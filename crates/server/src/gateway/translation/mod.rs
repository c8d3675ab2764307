//! For clients whose format the model's vendor does not speak: what all formats have in common, put into each other's words.

mod asking;
mod chat_completions;
mod messages;
mod responses;

use bytes::Bytes;
use domain::id::TurnId;
use domain::price::count_output;
use futures_util::{StreamExt, stream};
use providers::{
    Delta, DeltaStream, ErrorKind, Finish, Format, ProviderError, Refused as VendorRefused, RelayStream, Relayed, Whole,
};
use serde_json::Value;

pub(super) use asking::request;

/// The longest answer that is put together before it is sent at once.
const WHOLE_BYTES_MAX: usize = 4 << 20;

/// What an answer says of itself.
#[derive(Clone, Debug)]
pub(super) struct Head {
    /// The request's name, which also has its time.
    pub(super) id: TurnId,
    /// The model, as the client calls it.
    pub(super) model: String,
    /// Whether a client of chat completions asked for the event with the usage.
    pub(super) wants_usage: bool,
}

impl Head {
    /// Seconds since 1970.
    fn created(&self) -> u64 {
        self.id.uuid().get_timestamp().map_or(0, |time| time.to_unix().0)
    }

    /// An id as the format has them.
    fn named(&self, prefix: &str) -> String {
        format!("{prefix}{}", self.id.uuid().simple())
    }
}

/// A format, from the server's side.
trait Words: Send {
    /// All before the first piece.
    fn opening(&mut self) -> Bytes;
    /// A piece of the answer; empty when the format has no place for it.
    fn piece(&mut self, delta: &Delta) -> Bytes;
    /// All after the last piece.
    fn closing(&mut self, finish: &Finish) -> Bytes;
    /// The answer at once.
    fn whole(&self, text: &str, reasoning: &str, finish: &Finish) -> Value;
}

fn words(format: Format, head: Head) -> Box<dyn Words> {
    match format {
        // Embeddings are never translated: they are refused where the vendor does not have them.
        Format::ChatCompletions | Format::Embeddings => Box::new(chat_completions::ChatCompletions::new(head)),
        Format::Messages => Box::new(messages::Messages::new(head)),
        Format::Responses => Box::new(responses::Responses::new(head)),
    }
}

/// The answer as the format's events.
pub(super) fn events(format: Format, head: Head, deltas: DeltaStream) -> RelayStream {
    let mut words = words(format, head);
    let opening = Relayed::Events { bytes: words.opening(), tokens: 0 };
    let rest = deltas.flat_map(move |delta| {
        stream::iter(match delta {
            Ok(Delta::Finished(finish)) => {
                let closing = Relayed::Events { bytes: words.closing(&finish), tokens: 0 };
                vec![Ok(closing), Ok(Relayed::Finished(finish))]
            }
            Ok(delta) => {
                let bytes = words.piece(&delta);
                let tokens = count_output(text_of(&delta));
                if bytes.is_empty() { Vec::new() } else { vec![Ok(Relayed::Events { bytes, tokens })] }
            }
            Err(error) => vec![Err(error)],
        })
    });
    Box::pin(stream::iter([Ok(opening)]).chain(rest))
}

/// The answer at once. One that breaks off is none.
pub(super) async fn whole(format: Format, head: Head, mut deltas: DeltaStream) -> Result<Whole, VendorRefused> {
    let (mut text, mut reasoning) = (String::new(), String::new());
    while let Some(delta) = deltas.next().await {
        match delta? {
            Delta::Text(piece) => text.push_str(&piece),
            Delta::Reasoning(piece) => reasoning.push_str(&piece),
            Delta::Finished(finish) => {
                let body = words(format, head).whole(&text, &reasoning, &finish).to_string().into();
                return Ok(Whole { body, tokens: count_output(&text), finish });
            }
        }
        if text.len() + reasoning.len() > WHOLE_BYTES_MAX {
            return Err(ProviderError::new(ErrorKind::TooLarge).into());
        }
    }
    Err(ProviderError::new(ErrorKind::Interrupted).into())
}

fn text_of(delta: &Delta) -> &str {
    match delta {
        Delta::Text(text) | Delta::Reasoning(text) => text,
        Delta::Finished(_) => "",
    }
}

/// An event with a name.
fn event(name: &str, payload: &Value) -> String {
    format!("event: {name}\ndata: {payload}\n\n")
}
