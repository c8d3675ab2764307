//! Passing an answer on event by event, within the same limits as an answer that is read.

use std::collections::VecDeque;
use std::mem::take;

use bytes::Bytes;
use domain::price::count_output;
use futures_util::{Stream, StreamExt, stream};
use serde_json::Value;
use tokio::time::{Duration, Instant, timeout, timeout_at};

use super::edit::wants_usage;
use super::{RawRequest, RelayStream, Relayed};
use crate::dialect::Reader;
use crate::sse::MAX_EVENT_BYTES;
use crate::{Delta, ErrorKind, ProviderError, Timeouts};

/// The most bytes that an answer may have on the wire; as in `pump`.
const MAX_WIRE_BYTES: usize = 256 << 20;

/// How long to wait for the end of the response when all has come; as in `pump`.
const LINGER: Duration = Duration::from_millis(20);

struct Passage<B> {
    body: Option<B>,
    events: Splitter,
    reader: Reader,
    /// Whether the client asked for the event with the usage, or Potluck did.
    shows_usage: bool,
    ready: VecDeque<Relayed>,
    failure: Option<ProviderError>,
    timeouts: Timeouts,
    first_token_at: Instant,
    wire_bytes: usize,
}

/// The answer in a response body. `sent_at` is when the request was sent.
pub(crate) fn relay<B, E>(
    body: B,
    request: &RawRequest,
    request_id: Option<String>,
    timeouts: Timeouts,
    sent_at: Instant,
) -> RelayStream
where
    B: Stream<Item = Result<Bytes, E>> + Send + Unpin + 'static,
    E: Send + 'static,
{
    let passage = Passage {
        body: Some(body),
        events: Splitter::default(),
        reader: Reader::of(request.format, request_id),
        shows_usage: wants_usage(request),
        ready: VecDeque::new(),
        failure: None,
        timeouts,
        first_token_at: sent_at + timeouts.first_token,
        wire_bytes: 0,
    };
    Box::pin(stream::unfold(passage, |mut passage| async move {
        let item = passage.next().await?;
        Some((item, passage))
    }))
}

impl<B, E> Passage<B>
where
    B: Stream<Item = Result<Bytes, E>> + Unpin,
{
    async fn next(&mut self) -> Option<Result<Relayed, ProviderError>> {
        loop {
            if let Some(relayed) = self.ready.pop_front() {
                return Some(Ok(relayed));
            }
            if let Some(failure) = self.failure.take() {
                self.body = None;
                return Some(Err(failure));
            }
            let body = self.body.as_mut()?;
            if self.reader.ended() {
                let _ = timeout(LINGER, body.next()).await;
                return Some(self.finish(ErrorKind::Interrupted));
            }
            let deadline =
                if self.reader.has_answer() { Instant::now() + self.timeouts.silence } else { self.first_token_at };
            match timeout_at(deadline, body.next()).await {
                Ok(Some(Ok(bytes))) => self.take(&bytes),
                Ok(Some(Err(_)) | None) => return Some(self.finish(ErrorKind::Interrupted)),
                Err(_) => return Some(self.finish(ErrorKind::Stalled)),
            }
        }
    }

    fn take(&mut self, bytes: &Bytes) {
        self.wire_bytes = self.wire_bytes.saturating_add(bytes.len());
        if self.wire_bytes > MAX_WIRE_BYTES {
            self.failure = Some(self.reader.blame(ProviderError::new(ErrorKind::TooLarge)));
            return;
        }
        let mut events = Vec::new();
        let split = self.events.push(bytes, &mut events);
        for event in events {
            if self.reader.ended() {
                return;
            }
            if let Err(error) = self.pass(event) {
                self.failure = Some(error);
                return;
            }
        }
        if split.is_err() && !self.reader.ended() {
            self.failure = Some(self.reader.blame(ProviderError::new(ErrorKind::TooLarge)));
        }
    }

    /// Reads an event, and lines it up for the client. What the vendor calls an error is not passed on: it can be about the
    /// operator's account.
    fn pass(&mut self, event: Vec<u8>) -> Result<(), ProviderError> {
        let mut deltas = VecDeque::new();
        self.reader.push(&event, &mut deltas)?;
        let texts = deltas.iter().map(|delta| match delta {
            Delta::Text(text) | Delta::Reasoning(text) => count_output(text),
            Delta::Finished(_) => 0,
        });
        let tokens = texts.sum::<u64>() + self.reader.take_tool_tokens();
        if self.shows_usage || !is_usage_only(&event) {
            self.ready.push_back(Relayed::Event { bytes: event.into(), tokens });
        }
        Ok(())
    }

    fn finish(&mut self, otherwise: ErrorKind) -> Result<Relayed, ProviderError> {
        self.body = None;
        match self.reader.end() {
            Some(finish) => Ok(Relayed::Finished(finish)),
            None => Err(self.reader.blame(ProviderError::new(otherwise))),
        }
    }
}

/// Whether an event of chat completions is the one that only comes to who asks for the usage: clients that did not ask trip over
/// its empty list of choices.
fn is_usage_only(event: &[u8]) -> bool {
    let data = String::from_utf8_lossy(event);
    let data = data.lines().find_map(|line| line.strip_prefix("data:"));
    let Some(chunk) = data.filter(|data| data.contains("\"usage\"")) else { return false };
    let Ok(chunk) = serde_json::from_str::<Value>(chunk) else { return false };
    chunk["usage"].is_object() && chunk["choices"].as_array().is_some_and(Vec::is_empty)
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
        for &byte in bytes {
            if self.ended && !(self.after_cr && byte == b'\n') {
                events.push(take(&mut self.event));
                self.ended = false;
                self.line_is_empty = true;
                self.after_cr = false;
            }
            if self.event.len() >= MAX_EVENT_BYTES {
                return Err(TooLarge);
            }
            self.event.push(byte);
            if byte == b'\n' && self.after_cr {
                self.after_cr = false;
                continue;
            }
            self.after_cr = byte == b'\r';
            if matches!(byte, b'\n' | b'\r') {
                self.ended = self.line_is_empty || self.event.len() == 1;
                self.line_is_empty = true;
            } else {
                self.line_is_empty = false;
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
