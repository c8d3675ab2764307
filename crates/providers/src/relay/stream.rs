//! Passing an answer on event by event, within the same limits as an answer that is read.

use std::collections::VecDeque;
use std::mem::take;

use bytes::{Bytes, BytesMut};
use domain::price::count_output;
use futures_util::Stream;
use serde::Deserialize;
use serde::de::IgnoredAny;
use tokio::time::Instant;

use super::edit::wants_usage;
use super::{RawRequest, RelayStream, Relayed};
use crate::dialect::Reader;
use crate::pace::OnItsWay;
use crate::pump::{Passage, pump};
use crate::sse::MAX_EVENT_BYTES;
use crate::{Delta, ErrorKind, Finish, ProviderError, Timeouts};

/// An answer that is passed on, and read on the way.
struct Events {
    splitter: Splitter,
    reader: Reader,
    /// Whether the client asked for the event with the usage, or Potluck did.
    shows_usage: bool,
}

/// The answer in a response body. `sent_at` is when the request was sent.
pub(crate) fn relay<B, E>(
    body: B,
    request: &RawRequest,
    request_id: Option<String>,
    timeouts: Timeouts,
    sent_at: Instant,
    on_its_way: OnItsWay,
) -> RelayStream
where
    B: Stream<Item = Result<Bytes, E>> + Send + Unpin + 'static,
    E: Send + 'static,
{
    let events = Events {
        splitter: Splitter::default(),
        reader: Reader::of(request.format, request_id),
        shows_usage: wants_usage(request),
    };
    pump(body, events, timeouts, sent_at, on_its_way)
}

impl Passage for Events {
    type Item = Relayed;

    /// Lines up all events that end in these bytes as one step.
    fn take(&mut self, bytes: &Bytes, ready: &mut VecDeque<Relayed>) -> Result<(), ProviderError> {
        let mut events = Vec::new();
        let split = self.splitter.push(bytes, &mut events);
        let mut passed = BytesMut::new();
        let mut tokens = 0;
        let mut outcome = Ok(());
        for event in events {
            if self.reader.ended() {
                break;
            }
            match self.pass(&event, &mut passed) {
                Ok(more) => tokens += more,
                Err(error) => {
                    outcome = Err(error);
                    break;
                }
            }
        }
        if !passed.is_empty() {
            ready.push_back(Relayed::Events { bytes: passed.freeze(), tokens });
        }
        outcome?;
        if split.is_err() && !self.reader.ended() {
            return Err(self.reader.blame(ProviderError::new(ErrorKind::TooLarge)));
        }
        Ok(())
    }

    fn reader(&mut self) -> &mut Reader {
        &mut self.reader
    }

    fn finished(finish: Finish) -> Relayed {
        Relayed::Finished(finish)
    }
}

impl Events {
    /// Reads an event, and passes it on; gives about as many tokens as are in it. What the vendor calls an error is not passed
    /// on: it can be about the operator's account.
    fn pass(&mut self, event: &[u8], passed: &mut BytesMut) -> Result<u64, ProviderError> {
        let mut deltas = VecDeque::new();
        self.reader.push(event, &mut deltas)?;
        let texts = deltas.iter().map(|delta| match delta {
            Delta::Text(text) | Delta::Reasoning(text) => count_output(text),
            Delta::Finished(_) => 0,
        });
        let tokens = texts.sum::<u64>() + self.reader.take_tool_tokens();
        if self.shows_usage || !is_usage_only(event) {
            passed.extend_from_slice(event);
        }
        Ok(tokens)
    }
}

/// Whether an event of chat completions is the one that only comes to who asks for the usage: clients that did not ask trip over
/// its empty list of choices.
fn is_usage_only(event: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Chunk {
        choices: Vec<IgnoredAny>,
        usage: Report,
    }
    #[derive(Deserialize)]
    struct Report {}

    let Ok(text) = str::from_utf8(event) else { return false };
    let data = text.lines().find_map(|line| line.strip_prefix("data:"));
    let Some(data) = data.filter(|data| data.contains("\"usage\"")) else { return false };
    serde_json::from_str::<Chunk>(data).is_ok_and(|Chunk { choices, usage: Report {} }| choices.is_empty())
}

/// Cuts a stream after the empty lines that end its events. The bytes stay as they are.
#[derive(Default)]
struct Splitter {
    event: Vec<u8>,
    /// The line so far is empty.
    line_is_empty: bool,
    /// The last byte was a CR, which ends a line together with a LF that may follow.
    after_cr: bool,
    /// The event has ended, up to the LF that may belong to its last CR.
    ended: bool,
}

/// An event outgrew [`MAX_EVENT_BYTES`].
#[derive(Debug, PartialEq, Eq)]
struct TooLarge;

impl Splitter {
    fn push(&mut self, bytes: &[u8], events: &mut Vec<Vec<u8>>) -> Result<(), TooLarge> {
        let mut rest = bytes;
        while let Some(&first) = rest.first() {
            if self.ended && !(self.after_cr && first == b'\n') {
                events.push(take(&mut self.event));
                self.ended = false;
                self.line_is_empty = true;
                self.after_cr = false;
            }
            // The text of a line, or what ends it.
            let text = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
            let (part, after) = rest.split_at(text.max(1));
            if self.event.len() + part.len() > MAX_EVENT_BYTES {
                return Err(TooLarge);
            }
            self.event.extend_from_slice(part);
            rest = after;
            if text > 0 {
                self.line_is_empty = false;
                self.after_cr = false;
            } else if first == b'\n' && self.after_cr {
                self.after_cr = false;
            } else {
                self.after_cr = first == b'\r';
                self.ended = self.line_is_empty || self.event.len() == 1;
                self.line_is_empty = true;
            }
        }
        // A LF ends the event for certain; after a CR its LF may still come, in the next bytes.
        if self.ended && !self.after_cr {
            events.push(take(&mut self.event));
            self.ended = false;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(parts: &[&[u8]]) -> Vec<String> {
        let mut splitter = Splitter::default();
        let mut events = Vec::new();
        for part in parts {
            splitter.push(part, &mut events).unwrap();
        }
        events.into_iter().map(|event| String::from_utf8(event).unwrap()).collect()
    }

    #[test]
    fn events_are_cut_after_their_empty_line_and_keep_every_byte() {
        for (stream, expected) in [
            ("data: a\n\ndata: b\n\n", vec!["data: a\n\n", "data: b\n\n"]),
            ("event: x\ndata: a\n\n: ping\n\n", vec!["event: x\ndata: a\n\n", ": ping\n\n"]),
            ("data: a\n\ndata: half", vec!["data: a\n\n"]),
            ("data: häß 🎉\n\n", vec!["data: häß 🎉\n\n"]),
        ] {
            let bytes = stream.as_bytes();
            for cut in 0..=bytes.len() {
                assert_eq!(split(&[&bytes[..cut], &bytes[cut..]]), expected, "{stream:?} cut at {cut}");
            }
            let single: Vec<&[u8]> = bytes.chunks(1).collect();
            assert_eq!(split(&single), expected);
        }
        let windows = "data: a\r\n\r\ndata: b\r\n\r\n";
        for cut in 0..=windows.len() {
            let events = split(&[&windows.as_bytes()[..cut], &windows.as_bytes()[cut..]]);
            assert_eq!(events.concat().trim_end(), windows.trim_end(), "cut at {cut}");
            assert_eq!(events[0].trim_end(), "data: a", "cut at {cut}");
        }
    }

    #[test]
    fn an_event_without_end_is_refused() {
        let mut splitter = Splitter::default();
        let block = vec![b'x'; 64 * 1024];
        let refused = (0..1000).find_map(|_| splitter.push(&block, &mut Vec::new()).err());
        assert_eq!(refused, Some(TooLarge));
        assert!(splitter.event.len() <= MAX_EVENT_BYTES);
    }

    #[test]
    fn only_the_event_with_nothing_but_usage_is_left_out() {
        for (event, expected) in [
            ("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1}}\n\n", true),
            ("data: {\"choices\":[],\"usage\":null}\n\n", false),
            ("data: {\"choices\":[{\"delta\":{}}],\"usage\":{\"prompt_tokens\":1}}\n\n", false),
            ("data: {\"choices\":[],\"prompt_filter_results\":[]}\n\n", false),
            ("data: [DONE]\n\n", false),
            (": ping\n\n", false),
        ] {
            assert_eq!(is_usage_only(event.as_bytes()), expected, "{event}");
        }
    }
}
