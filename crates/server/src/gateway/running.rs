//! The task that runs a request, and goes on when its client has gone away: asks the vendor, hands the answer on, settles.

use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use domain::turn::{HOLD_LIFE_MINUTES, Outcome};
use futures_util::StreamExt;
use providers::{Finish, Relay, RelayStream, Relayed};
use store::gateway_requests::Running;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout};

use super::asked::{Call, Question};
use super::ending::end;
use super::handing_over::{CLIENT_PATIENCE, Taking, hand_over};
use super::refused::{Refused, Why};
use super::translation;
use super::vigil::{BrokenOff, Vigil};
use crate::app::App;
use crate::metering::{self, Closing, Ends};
use crate::seldom::asked_seldom;

/// How long a request may run: its hold must still be there when it ends.
const RUN_TIME_MAX: Duration = Duration::from_secs(60 * (HOLD_LIFE_MINUTES as u64 - 1));
/// Events that wait for a slow client. When they are this many, the vendor is not read on; one that takes none for
/// [`CLIENT_PATIENCE`] counts as gone.
const EVENTS_WAITING_MAX: usize = 16;

/// A request to run.
pub(super) struct Job {
    pub(super) running: Running,
    pub(super) call: Call,
}

/// What the client gets.
pub(super) enum Answer {
    /// Event by event; the channel ends after the last one.
    Events(mpsc::Receiver<Bytes>),
    /// With its length known.
    Whole(Taking),
}

/// Where the answer goes. It is dropped when the client goes away.
pub(super) type Asking = oneshot::Sender<Result<Answer, Refused>>;

/// How the vendor's answer came out.
struct Came {
    outcome: Outcome,
    finish: Option<Finish>,
    /// What the client is told beside what it has.
    last: Last,
}

/// What is left to say to the client once the request is settled.
enum Last {
    Nothing,
    Refused(Refused),
}

/// Runs the request to its end.
pub(super) async fn run(app: App, job: Job, mut asking: Asking) {
    let delivered = AtomicU64::new(0);
    let mut vigil = Vigil::begin(&app, &job.running, &delivered, RUN_TIME_MAX);
    let format = job.call.format;
    let (events, waiting) = mpsc::channel(EVENTS_WAITING_MAX);

    let asked = match ask(&job.call, &mut vigil, &mut asking).await {
        Ok(relay) => relay,
        Err(Ended::Lost) => return,
        Err(Ended::Came(came)) => {
            let came = *came;
            let last = settle(&app, &job, &delivered, came).await;
            let _client_went_away = asking.send(Err(refusal(last)));
            return;
        }
    };
    match asked {
        Relay::Whole(whole) => {
            delivered.store(whole.tokens, Ordering::Relaxed);
            let came = Came { outcome: Outcome::Finished, finish: Some(whole.finish), last: Last::Nothing };
            settle(&app, &job, &delivered, came).await;
            let (answer, handing) = hand_over(whole.body, Arc::clone(&job.call.room));
            if asking.send(Ok(Answer::Whole(answer))).is_ok() {
                tokio::select! {
                    () = handing.finish() => {}
                    () = tokio::time::sleep_until(vigil.deadline()) => {}
                    () = app.lifecycle.ending() => {}
                }
            }
        }
        Relay::Stream(stream) => {
            let is_here = asking.send(Ok(Answer::Events(waiting))).is_ok();
            let mut passing = Passing { stream, events: is_here.then_some(events), delivered: &delivered };
            let Some(came) = passing.read_to_the_end(&job, &mut vigil).await else { return };
            let last = settle(&app, &job, &delivered, came).await;
            if let (Last::Refused(refused), Some(events)) = (last, &passing.events) {
                let _client_went_away = timeout(CLIENT_PATIENCE, events.send(refused.event(format))).await;
            }
        }
    }
}

/// Why there is no answer to hand on.
enum Ended {
    /// Somebody else has ended the request.
    Lost,
    Came(Box<Came>),
}

impl Ended {
    fn came(outcome: Outcome, refused: Refused) -> Self {
        Self::Came(Box::new(Came { outcome, finish: None, last: Last::Refused(refused) }))
    }
}

/// Asks the vendor, and waits for the head of its answer, or for all of it. A client that goes away meanwhile is waited for no
/// longer than it takes to learn what its answer cost.
async fn ask(call: &Call, vigil: &mut Vigil<'_>, asking: &mut Asking) -> Result<Relay, Ended> {
    let asked = put(call);
    tokio::pin!(asked);
    let mut is_here = true;
    let mut give_up_at = vigil.deadline();
    loop {
        tokio::select! {
            biased;
            broken_off = vigil.broken_off() => return Err(match broken_off {
                BrokenOff::Lost => Ended::Lost,
                // Nothing was delivered, and nothing proves that anything was used.
                reason => Ended::came(Outcome::Interrupted, reason.refused()),
            }),
            () = asking.closed(), if is_here => {
                is_here = false;
                give_up_at = give_up_at.min(Instant::now() + metering::patience(call.vendor.provider.kind()));
            }
            () = tokio::time::sleep_until(give_up_at) => {
                let refused = Refused::new(Why::Unavailable, "The AI vendor took too long.");
                return Err(Ended::came(Outcome::Interrupted, refused));
            }
            asked = &mut asked => return asked.map_err(|refused| {
                tracing::info!(error = %refused.error, "a vendor refused a request by an API key");
                let own = matches!(call.question, Question::Raw(_));
                Ended::came(Outcome::Failed, Refused::vendor(refused, own))
            }),
        }
    }
}

async fn put(call: &Call) -> Result<Relay, providers::Refused> {
    let provider = &call.vendor.provider;
    match &call.question {
        Question::Raw(request) => provider.relay(request).await,
        Question::Translated(request) => {
            let deltas = provider.stream(request).await?;
            if call.streams {
                Ok(Relay::Stream(translation::events(call.format, call.head.clone(), deltas)))
            } else {
                Ok(Relay::Whole(translation::whole(call.format, call.head.clone(), deltas).await?))
            }
        }
    }
}

/// An answer on its way from the vendor to the client.
struct Passing<'a> {
    stream: RelayStream,
    /// `None` once the client has gone away.
    events: Option<mpsc::Sender<Bytes>>,
    delivered: &'a AtomicU64,
}

/// How passing an answer on went.
enum Passed {
    Whole(Finish),
    Broken(providers::ProviderError),
    ClientGone,
}

impl Passing<'_> {
    /// Hands the answer on to its end. `None`: somebody else has ended the request.
    async fn read_to_the_end(&mut self, job: &Job, vigil: &mut Vigil<'_>) -> Option<Came> {
        let came = |outcome, finish, last| Some(Came { outcome, finish, last });
        let refused = tokio::select! {
            biased;
            broken_off = asked_seldom(vigil.broken_off()) => match broken_off {
                BrokenOff::Lost => return None,
                BrokenOff::Revoked => Some(broken_off.refused()),
                BrokenOff::ServerStopping | BrokenOff::TookTooLong => {
                    return came(Outcome::Interrupted, None, Last::Refused(broken_off.refused()));
                }
            },
            passed = self.pass_on() => match passed {
                Passed::Whole(finish) => return came(Outcome::Finished, Some(finish), Last::Nothing),
                Passed::Broken(error) => {
                    tracing::warn!(%error, "a vendor broke off an answer to an API key");
                    return came(Outcome::Failed, None, Last::Refused(Refused::of_vendor(&error)));
                }
                Passed::ClientGone => None,
            },
        };
        // Nobody is served any more; only the usage is still of interest.
        if let (Some(refused), Some(events)) = (refused, self.events.take()) {
            let _full_or_gone = events.try_send(refused.event(job.call.format));
        }
        self.events = None;
        let finish = tokio::select! {
            biased;
            broken_off = vigil.broken_off_for_good() => match broken_off {
                BrokenOff::Lost => return None,
                _ => None,
            },
            finish = timeout(metering::patience(job.call.vendor.provider.kind()), self.drain()) => finish.ok().flatten(),
        };
        came(Outcome::Stopped, finish, Last::Nothing)
    }

    async fn pass_on(&mut self) -> Passed {
        let Some(events) = &self.events else { return Passed::ClientGone };
        let mut gone = pin!(asked_seldom(events.closed()));
        loop {
            let next = tokio::select! {
                biased;
                () = &mut gone => return Passed::ClientGone,
                next = self.stream.next() => next,
            };
            match next {
                Some(Ok(Relayed::Events { bytes, tokens })) => {
                    if !matches!(timeout(CLIENT_PATIENCE, events.send(bytes)).await, Ok(Ok(()))) {
                        return Passed::ClientGone;
                    }
                    self.delivered.fetch_add(tokens, Ordering::Relaxed);
                }
                Some(Ok(Relayed::Finished(finish))) => return Passed::Whole(finish),
                Some(Err(error)) => return Passed::Broken(error),
                None => return Passed::Broken(providers::ProviderError::new(providers::ErrorKind::Interrupted)),
            }
        }
    }

    /// Reads to the answer's end without handing it on. `None`: it broke.
    async fn drain(&mut self) -> Option<Finish> {
        while let Some(Ok(relayed)) = self.stream.next().await {
            if let Relayed::Finished(finish) = relayed {
                return Some(finish);
            }
        }
        None
    }
}

/// Ends the request, and says what is left to tell the client.
async fn settle(app: &App, job: &Job, delivered: &AtomicU64, came: Came) -> Last {
    let (usage, raw_usage, vendor_request_id) = match came.finish {
        Some(finish) => (finish.usage, finish.raw_usage, finish.request_id),
        None => (None, None, None),
    };
    let closing = Arc::new(Closing {
        ends: Ends::Request(job.running.clone()),
        outcome: came.outcome,
        usage,
        raw_usage,
        vendor_request_id,
        counted_output: delivered.load(Ordering::Relaxed),
        only_if_lapsed: false,
    });
    // The lease runs out, and the reaper ends it.
    if let Err(error) = end(app, &job.running, &closing).await {
        tracing::error!(request = %job.running.id, %error, "a request by an API key cannot be ended");
    }
    came.last
}

/// What the client is told in place of an answer.
fn refusal(last: Last) -> Refused {
    match last {
        Last::Refused(refused) => refused,
        Last::Nothing => Refused::internal(&"an answer without an end"),
    }
}

/// The events as the body of a response.
pub(super) fn body(events: mpsc::Receiver<Bytes>) -> axum::body::Body {
    axum::body::Body::from_stream(futures_util::stream::unfold(events, |mut events| async move {
        let bytes = events.recv().await?;
        Some((Ok::<_, Infallible>(bytes), events))
    }))
}

#[cfg(test)]
mod tests {
    use futures_util::stream;
    use providers::FinishReason;
    use tokio::time::sleep;

    use super::*;

    const STEPS: u64 = 100;

    /// An answer in steps of one token.
    fn passing(events: mpsc::Sender<Bytes>, delivered: &AtomicU64) -> Passing<'_> {
        let reason = FinishReason::Complete;
        let finish = Finish { reason, usage: None, raw_usage: None, request_id: None, model: None };
        let step = |_| Ok(Relayed::Events { bytes: Bytes::from_static(b"data: {}\n\n"), tokens: 1 });
        let steps = stream::iter(0..STEPS).map(step).chain(stream::iter([Ok(Relayed::Finished(finish))]));
        Passing { stream: Box::pin(steps), events: Some(events), delivered }
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_never_reads_counts_as_gone_and_what_it_used_is_still_learned() {
        let (events, _never_read) = mpsc::channel(EVENTS_WAITING_MAX);
        let delivered = AtomicU64::new(0);
        let mut passing = passing(events, &delivered);
        let began = Instant::now();
        assert!(matches!(passing.pass_on().await, Passed::ClientGone));
        assert_eq!((began.elapsed(), delivered.load(Ordering::Relaxed)), (CLIENT_PATIENCE, EVENTS_WAITING_MAX as u64));
        assert!(passing.drain().await.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_takes_a_step_once_in_a_while_is_served_to_the_end() {
        let (events, mut waiting) = mpsc::channel(EVENTS_WAITING_MAX);
        let delivered = AtomicU64::new(0);
        let mut passing = passing(events, &delivered);
        let reading = async {
            for _ in 0..STEPS {
                sleep(CLIENT_PATIENCE * 9 / 10).await;
                waiting.recv().await.unwrap();
            }
        };
        let (passed, ()) = tokio::join!(passing.pass_on(), reading);
        assert!(matches!(passed, Passed::Whole(_)));
        assert_eq!(delivered.load(Ordering::Relaxed), STEPS);
    }
}
