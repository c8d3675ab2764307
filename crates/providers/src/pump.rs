//! Reading an answer to its end: time limits, size limits, and what the end means.

use std::collections::VecDeque;
use std::pin::Pin;

use bytes::Bytes;
use futures_util::{Stream, stream};
use tokio::time::{Duration, Instant, sleep_until, timeout, timeout_at};

use crate::{Delta, ErrorKind, Finish, ProviderError, Timeouts, dialect::Reader, gathered::Gathered, pace::OnItsWay};

/// The most bytes that an answer may have on the wire. The longest answers have some 130,000 tokens, at a few hundred
/// bytes of JSON each.
const MAX_WIRE_BYTES: usize = 256 << 20;

/// How long to wait, when all has come, for the vendor to end the response. An HTTP/1 connection can only be used
/// again when its response was read to the end, and that end is usually here already.
const LINGER: Duration = Duration::from_millis(20);

/// What is made of an answer's bytes.
pub(crate) trait Passage: Send + 'static {
    /// One step of the answer.
    type Item: Send;

    /// Takes in the bytes that have come, and lines up what they complete.
    fn take(&mut self, bytes: &Bytes, ready: &mut VecDeque<Self::Item>) -> Result<(), ProviderError>;

    /// What has understood the answer so far.
    fn reader(&mut self) -> &mut Reader;

    /// The last step of a whole answer.
    fn finished(finish: Finish) -> Self::Item;
}

/// Deltas.
impl Passage for Reader {
    type Item = Delta;

    fn take(&mut self, bytes: &Bytes, ready: &mut VecDeque<Delta>) -> Result<(), ProviderError> {
        self.push(bytes, ready)
    }

    fn reader(&mut self) -> &mut Reader {
        self
    }

    fn finished(finish: Finish) -> Delta {
        Delta::Finished(finish)
    }
}

struct Pump<B, P: Passage> {
    /// Gone as soon as the answer is over, so that the connection closes even if the stream is kept.
    body: Option<Gathered<B>>,
    passage: P,
    ready: VecDeque<P::Item>,
    /// What went wrong, to be said after what is ready.
    failure: Option<ProviderError>,
    timeouts: Timeouts,
    /// When the first text or thinking must be here.
    first_token_at: Instant,
    /// When it went on last.
    stepped_at: Instant,
    on_its_way: OnItsWay,
    wire_bytes: usize,
}

/// An answer, step by step; an error is the last item.
pub(crate) type Steps<T> = Pin<Box<dyn Stream<Item = Result<T, ProviderError>> + Send>>;

/// The answer in a response body. `sent_at` is when the request was sent.
pub(crate) fn pump<B, E, P>(
    body: B,
    passage: P,
    timeouts: Timeouts,
    sent_at: Instant,
    on_its_way: OnItsWay,
) -> Steps<P::Item>
where
    B: Stream<Item = Result<Bytes, E>> + Send + Unpin + 'static,
    E: Send + 'static,
    P: Passage,
{
    let pump = Pump {
        body: Some(Gathered::new(body)),
        passage,
        ready: VecDeque::new(),
        failure: None,
        timeouts,
        first_token_at: sent_at + timeouts.first_token,
        stepped_at: sent_at,
        on_its_way,
        wire_bytes: 0,
    };
    // Boxed: it is handed on with every step.
    Box::pin(stream::unfold(Box::new(pump), |mut pump| async move {
        let item = pump.next().await?;
        Some((item, pump))
    }))
}

impl<B, E, P> Pump<B, P>
where
    B: Stream<Item = Result<Bytes, E>> + Unpin,
    P: Passage,
{
    async fn next(&mut self) -> Option<Result<P::Item, ProviderError>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(Ok(item));
            }
            if let Some(failure) = self.failure.take() {
                self.body = None;
                return Some(Err(failure));
            }
            let body = self.body.as_mut()?;
            if self.passage.reader().ended() {
                let _ = timeout(LINGER, body.next()).await;
                return Some(self.finish(ErrorKind::Interrupted));
            }
            // Before the first token a ping is no progress; after it everything is a sign of life.
            let deadline = if self.passage.reader().has_answer() {
                if let Some(rest) = self.on_its_way.rest() {
                    sleep_until(self.stepped_at + rest).await;
                }
                Instant::now() + self.timeouts.silence
            } else {
                self.first_token_at
            };
            match timeout_at(deadline, body.next()).await {
                Ok(Some(bytes)) => {
                    self.stepped_at = Instant::now();
                    self.take(&bytes);
                }
                Ok(None) => return Some(self.finish(ErrorKind::Interrupted)),
                Err(_) => return Some(self.finish(ErrorKind::Stalled)),
            }
        }
    }

    fn take(&mut self, bytes: &Bytes) {
        self.wire_bytes = self.wire_bytes.saturating_add(bytes.len());
        self.failure = if self.wire_bytes > MAX_WIRE_BYTES {
            Some(self.passage.reader().blame(ProviderError::new(ErrorKind::TooLarge)))
        } else {
            self.passage.take(bytes, &mut self.ready).err()
        };
    }

    /// The last item, when nothing more will be read: the finish if the answer is whole, else an error.
    fn finish(&mut self, otherwise: ErrorKind) -> Result<P::Item, ProviderError> {
        self.body = None;
        match self.passage.reader().end() {
            Some(finish) => Ok(P::finished(finish)),
            None => Err(self.passage.reader().blame(ProviderError::new(otherwise))),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use futures_util::StreamExt;
    use futures_util::stream::BoxStream;
    use tokio::sync::mpsc;

    use super::*;
    use crate::Kind;
    use crate::pace::Pace;

    const HELLO: &str = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"}}]}\n\n";
    const END: &str = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n\
        data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}\n\n";

    /// Runs a body in which each part comes after a pause, and which then stays silent for ever.
    async fn run(parts: &[(u64, &str)]) -> (Vec<Delta>, Option<ErrorKind>, Duration) {
        let parts: Vec<(u64, Bytes)> =
            parts.iter().map(|(secs, text)| (*secs, Bytes::copy_from_slice(text.as_bytes()))).collect();
        let body: BoxStream<'static, Result<Bytes, Infallible>> = stream::iter(parts)
            .then(|(secs, bytes)| async move {
                tokio::time::sleep(Duration::from_secs(secs)).await;
                Ok(bytes)
            })
            .chain(stream::pending())
            .boxed();
        let started = Instant::now();
        let mut stream =
            pump(body, Reader::new(Kind::OpenAi, None), Timeouts::default(), started, Pace::default().begin());
        let mut deltas = Vec::new();
        while let Some(item) = stream.next().await {
            match item {
                Ok(delta) => deltas.push(delta),
                Err(error) => {
                    assert!(stream.next().await.is_none(), "an error is the last item");
                    return (deltas, Some(error.kind), started.elapsed());
                }
            }
        }
        (deltas, None, started.elapsed())
    }

    #[tokio::test(start_paused = true)]
    async fn one_of_many_answers_begins_at_once_and_goes_on_in_steps() {
        let pace = Pace::default();
        let _others: Vec<_> = (0..800).map(|_| pace.begin()).collect();
        let (vendor, mut sent) = mpsc::unbounded_channel::<Result<Bytes, Infallible>>();
        let body = stream::poll_fn(move |context| sent.poll_recv(context));
        let started = Instant::now();
        let mut stream = pump(body, Reader::new(Kind::OpenAi, None), Timeouts::default(), started, pace.begin());
        let sending = async {
            for _ in 0..4 {
                vendor.send(Ok(Bytes::from_static(HELLO.as_bytes()))).unwrap();
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let reading = async {
            let mut came_after_ms = Vec::new();
            while came_after_ms.len() < 4 {
                assert_eq!(stream.next().await.unwrap().unwrap(), hello());
                came_after_ms.push(started.elapsed().as_millis());
            }
            came_after_ms
        };
        let (came_after_ms, ()) = tokio::join!(reading, sending);
        assert_eq!(came_after_ms[0], 0);
        assert!(came_after_ms[1] >= 50 && came_after_ms[1] == came_after_ms[2], "{came_after_ms:?}");
        assert!(came_after_ms[3] >= 100, "{came_after_ms:?}");
    }

    fn hello() -> Delta {
        Delta::Text("Hello".to_owned())
    }

    #[tokio::test(start_paused = true)]
    async fn pings_do_not_put_off_the_first_token() {
        let (deltas, error, took) = run(&[(50, ": ping\n\n"), (50, ": ping\n\n"), (50, HELLO)]).await;
        assert_eq!((deltas, error), (vec![], Some(ErrorKind::Stalled)));
        assert_eq!(took.as_secs(), 120);
    }

    #[tokio::test(start_paused = true)]
    async fn pings_are_life_after_the_first_token() {
        let (deltas, error, took) = run(&[(100, HELLO), (59, ": ping\n\n"), (59, ": ping\n\n"), (59, HELLO)]).await;
        assert_eq!((deltas, error), (vec![hello(), hello()], Some(ErrorKind::Stalled)));
        assert_eq!(took.as_secs(), 100 + 3 * 59 + 60);
    }

    #[tokio::test(start_paused = true)]
    async fn silence_after_reason_and_usage_is_a_whole_answer() {
        let (deltas, error, _) = run(&[(0, HELLO), (0, END)]).await;
        assert_eq!(error, None);
        assert!(matches!(deltas.as_slice(), [Delta::Text(_), Delta::Finished(finish)] if finish.usage.is_some()));
    }

    #[tokio::test(start_paused = true)]
    async fn a_vendor_that_keeps_the_response_open_delays_the_end_only_briefly() {
        let (deltas, error, took) = run(&[(0, HELLO), (0, END), (0, "data: [DONE]\n\n")]).await;
        assert_eq!((deltas.len(), error), (2, None));
        assert!(took < Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn what_came_before_a_malformed_event_is_kept() {
        let (deltas, error, _) = run(&[(0, &format!("{HELLO}data: {{broken\n\n"))]).await;
        assert_eq!((deltas, error), (vec![hello()], Some(ErrorKind::Malformed)));
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_without_end_is_cut_off() {
        let text = "x".repeat(1 << 19);
        let event = format!("data: {{\"choices\":[{{\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n");
        let parts: Vec<(u64, &str)> = (0..40).map(|_| (0, event.as_str())).collect();
        let (deltas, error, _) = run(&parts).await;
        assert_eq!(error, Some(ErrorKind::TooLarge));
        assert_eq!(deltas.len(), crate::dialect::MAX_ANSWER_BYTES / text.len() + 1);
    }
}
