//! Passing an answer on event by event, within the same limits as an answer that is read.

use std::collections::VecDeque;
use std::mem::take;

use bytes::Bytes;
use domain::price::count_output;
use futures_util::Stream;
use memchr::memchr2;
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
    /// Room for what is read of an event.
    deltas: VecDeque<Delta>,
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
        deltas: VecDeque::new(),
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
        let (mut passed, mut tokens, mut outcome) = (Vec::with_capacity(events.len()), 0, Ok(()));
        for event in events {
            if self.reader.ended() {
                break;
            }
            match self.read(&event) {
                Ok(more) => tokens += more,
                Err(error) => {
                    outcome = Err(error);
                    break;
                }
            }
            if self.shows_usage || !self.reader.has_report() || !is_usage_only(&event) {
                passed.push(event);
            }
        }
        if !passed.is_empty() {
            let bytes = <[Bytes; 1]>::try_from(passed).map_or_else(|several| several.concat().into(), |[one]| one);
            ready.push_back(Relayed::Events { bytes, tokens });
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
    /// Reads an event that is about to be passed on; gives about as many tokens as are in it. What the vendor calls an error is not
    /// passed on: it can be about the operator's account.
    fn read(&mut self, event: &[u8]) -> Result<u64, ProviderError> {
        self.reader.push(event, &mut self.deltas)?;
        let texts = self.deltas.drain(..).map(|delta| match delta {
            Delta::Text(text) | Delta::Reasoning(text) => count_output(&text),
            Delta::Finished(_) => 0,
        });
        Ok(texts.sum::<u64>() + self.reader.take_tool_tokens())
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
    /// What has come of the event before these bytes.
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
    fn push(&mut self, bytes: &Bytes, events: &mut Vec<Bytes>) -> Result<(), TooLarge> {
        // Where in these bytes the event begins, and how far they are read.
        let (mut begin, mut at) = (0, 0);
        while let Some(&first) = bytes.get(at) {
            if self.ended && !(self.after_cr && first == b'\n') {
                events.push(self.cut(bytes, begin, at));
                begin = at;
                self.ended = false;
                self.line_is_empty = true;
                self.after_cr = false;
            }
            // The text of a line, or what ends it.
            let text = memchr2(b'\n', b'\r', &bytes[at..]).unwrap_or(bytes.len() - at);
            at += text.max(1);
            let length = self.event.len() + at - begin;
            if length > MAX_EVENT_BYTES {
                return Err(TooLarge);
            }
            if text > 0 {
                self.line_is_empty = false;
                self.after_cr = false;
            } else if first == b'\n' && self.after_cr {
                self.after_cr = false;
            } else {
                self.after_cr = first == b'\r';
                self.ended = self.line_is_empty || length == 1;
                self.line_is_empty = true;
            }
        }
        // A LF ends the event for certain; after a CR its LF may still come, in the next bytes.
        if self.ended && !self.after_cr {
            events.push(self.cut(bytes, begin, at));
            begin = at;
            self.ended = false;
        }
        self.event.extend_from_slice(&bytes[begin..]);
        Ok(())
    }

    /// The event that ends there. Most come whole, and are not copied.
    fn cut(&mut self, bytes: &Bytes, begin: usize, end: usize) -> Bytes {
        if self.event.is_empty() {
            return bytes.slice(begin..end);
        }
        let mut event = take(&mut self.event);
        event.extend_from_slice(&bytes[begin..end]);
        event.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(parts: &[&[u8]]) -> Vec<String> {
        let mut splitter = Splitter::default();
        let mut events = Vec::new();
        for part in parts {
            splitter.push(&Bytes::copy_from_slice(part), &mut events).unwrap();
        }
        events.into_iter().map(|event| String::from_utf8(event.into()).unwrap()).collect()
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
        let block = Bytes::from(vec![b'x'; 64 * 1024]);
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
