//! Asking the vendor, again if that can help, and reading what it answers.

use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::ReadyChunks;
use providers::{Delta, DeltaStream, Finish, Provider, ProviderError, Request};
use tokio::time::sleep;

use crate::keys::random;
use crate::realtime::{LiveTurn, TooLong};

/// How often a vendor is asked at most, before the first token.
const ATTEMPTS_MAX: u32 = 3;
/// Before the second attempt; twice as long before the third.
const BACK_OFF: Duration = Duration::from_millis(500);
/// The longest wait that a vendor can ask for.
const RETRY_AFTER_MAX: Duration = Duration::from_secs(30);
/// So many steps of an answer are taken at once at most: whoever watches it is woken once for all that are here.
const STEPS_AT_ONCE: usize = 128;

/// An answer on its way from the vendor to the browsers. Whoever drops one of its futures can go on with another.
pub(super) struct Reading<'a> {
    provider: &'a dyn Provider,
    request: &'a Request,
    live: &'a LiveTurn,
    stream: Option<ReadyChunks<DeltaStream>>,
    /// Whether the vendor has sent something of this answer: from then on it is not asked again.
    has_begun: bool,
}

/// Why an answer is not whole.
pub(super) enum Broken {
    /// The vendor, or the way there.
    Vendor(ProviderError),
    /// It is longer than a message can be.
    TooLong,
}

impl<'a> Reading<'a> {
    pub(super) fn new(provider: &'a dyn Provider, request: &'a Request, live: &'a LiveTurn) -> Self {
        Self { provider, request, live, stream: None, has_begun: false }
    }

    /// Reads to the answer's end, and hands the text on as it comes.
    pub(super) async fn read_on(&mut self) -> Result<Finish, Broken> {
        let mut attempt = 1;
        loop {
            match self.attempt().await {
                Err(Broken::Vendor(error)) if !self.has_begun && attempt < ATTEMPTS_MAX => {
                    let Some(delay) = delay(&error, attempt) else { return Err(Broken::Vendor(error)) };
                    tracing::info!(%error, attempt, ?delay, "a vendor is asked again");
                    self.stream = None;
                    sleep(delay).await;
                    attempt += 1;
                }
                done => return done,
            }
        }
    }

    /// Whether the vendor has sent something of this answer.
    pub(super) fn has_begun(&self) -> bool {
        self.has_begun
    }

    /// What the vendor still sends; `None` when it had not begun.
    pub(super) fn into_rest(self) -> Option<DeltaStream> {
        self.stream.map(ReadyChunks::into_inner)
    }

    async fn attempt(&mut self) -> Result<Finish, Broken> {
        let stream = match &mut self.stream {
            Some(stream) => stream,
            none => {
                let asked = self.provider.stream(self.request).await.map_err(Broken::Vendor)?;
                none.insert(asked.ready_chunks(STEPS_AT_ONCE))
            }
        };
        while let Some(steps) = stream.next().await {
            let end = steps.into_iter().find_map(|step| hand_on(step, self.live, &mut self.has_begun));
            self.live.tell();
            if let Some(end) = end {
                return end;
            }
        }
        Err(Broken::Vendor(ProviderError::new(providers::ErrorKind::Interrupted)))
    }
}

/// Hands one step on; gives how the answer ends, if it does.
fn hand_on(
    step: Result<Delta, ProviderError>,
    live: &LiveTurn,
    has_begun: &mut bool,
) -> Option<Result<Finish, Broken>> {
    match step {
        Ok(Delta::Text(text)) => {
            *has_begun = true;
            live.push(&text).err().map(|TooLong| Err(Broken::TooLong))
        }
        Ok(Delta::Reasoning(text)) => {
            *has_begun = true;
            live.think(&text);
            None
        }
        Ok(Delta::Finished(finish)) => Some(Ok(finish)),
        Err(error) => Some(Err(Broken::Vendor(error))),
    }
}

/// How long to wait before asking again; `None` when that cannot help, or not soon.
fn delay(error: &ProviderError, attempt: u32) -> Option<Duration> {
    if !error.retryable() {
        return None;
    }
    // Between half and all of it, so that turns that failed together do not come back together.
    let [jitter] = random::<1>();
    let back_off = BACK_OFF * 2_u32.saturating_pow(attempt - 1);
    let back_off = back_off / 2 + back_off * u32::from(jitter) / 512;
    match error.retry_after {
        Some(wait) if wait > RETRY_AFTER_MAX => None,
        Some(wait) => Some(wait.max(back_off)),
        None => Some(back_off),
    }
}

#[cfg(test)]
mod tests {
    use providers::ErrorKind;

    use super::*;

    #[test]
    fn waits_grow_and_heed_the_vendor() {
        let error = |kind, retry_after| ProviderError { retry_after, ..ProviderError::new(kind) };
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        for _ in 0..100 {
            let first = delay(&error(ErrorKind::Overloaded, None), 1).unwrap();
            let second = delay(&error(ErrorKind::Overloaded, None), 2).unwrap();
            assert!((BACK_OFF / 2..=BACK_OFF).contains(&first), "{first:?}");
            assert!((BACK_OFF..=BACK_OFF * 2).contains(&second), "{second:?}");
        }
        assert_eq!(delay(&error(ErrorKind::RateLimited, seconds(7)), 1), seconds(7));
        assert_eq!(delay(&error(ErrorKind::RateLimited, seconds(31)), 1), None);
        assert_eq!(delay(&error(ErrorKind::Authentication, None), 1), None);
    }
}
