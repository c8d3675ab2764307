//! The task that runs a turn, whoever is connected: asks the vendor, keeps what comes, ends it.

mod answer;
mod keep;
mod pictures;
mod report;

use std::sync::Arc;
use std::time::Duration;

use domain::price::count_output;
use domain::turn::{HOLD_LIFE_MINUTES, Outcome, TurnStatus};
use providers::{DeltaStream, Finish, Request};
use store::turns::{Running, Thoughts};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;
use vault::ContentKey;

use super::attachments::told::Picture;
use super::ending::end;
use super::fallback::{Fallback, helps};
use super::titling::{self, Untitled};
use super::trouble::{
    ANSWER_INTERRUPTED, ANSWER_TOO_LONG, CONTENT_REFUSED, FILE_UNREADABLE, SERVER_STOPPED, TOOK_TOO_LONG, code,
};
use super::turn::finished;
use crate::app::App;
use crate::catalogue::Vendor;
use crate::metering::{Closing, Ends};
use crate::realtime::Registered;
use crate::sealing::Sealing;
use crate::seldom::asked_seldom;
use answer::{Broken, Reading};

/// How long a turn may run: its hold must still be there when it ends.
const RUN_TIME_MAX: Duration = Duration::from_secs(60 * (HOLD_LIFE_MINUTES as u64 - 1));

/// A turn to run.
pub(super) struct Job {
    pub(super) running: Running,
    pub(super) vendor: Arc<Vendor>,
    pub(super) request: Request,
    /// Pictures to be shown, by the place of their message in the request.
    pub(super) pictures: Vec<(usize, Picture)>,
    /// Who answers when the vendor is down.
    pub(super) fallback: Option<Fallback>,
    /// What the conversation is named by, once it is answered for the first time.
    pub(super) untitled: Option<Untitled>,
    pub(super) live: Registered,
}

/// What came of asking the vendor.
struct Came {
    outcome: Outcome,
    error_code: Option<&'static str>,
    finish: Option<Finish>,
    /// What the vendor still sends of an answer that was stopped.
    rest: Option<DeltaStream>,
    /// Nothing came, and another vendor may do better.
    fallback_helps: bool,
    /// Who was asked in the end, when it was the fall-back.
    by: Option<(Running, Arc<Vendor>)>,
}

impl Came {
    fn ended(outcome: Outcome, error_code: Option<&'static str>, finish: Option<Finish>) -> Self {
        Self { outcome, error_code, finish, rest: None, fallback_helps: false, by: None }
    }
}

/// Runs the turn to its end.
pub(super) async fn run(app: App, key: ContentKey, mut job: Job) {
    // From the first moment: whoever stops an answer does not wait for the pictures that come before it.
    let mut stops = app.hub.stops(job.running.user);
    let live = job.live.live();
    let shown = tokio::select! {
        biased;
        () = live.stop_requested() => Ok(()),
        () = keep::stop_heard(&mut stops, job.running.id) => {
            live.request_stop();
            Ok(())
        }
        shown = pictures::fetch(&app, &key, job.running.user, &mut job.pictures, &mut job.request) => shown,
    };
    let sealing = Sealing { key: &key, user: job.running.user, conversation: job.running.conversation };
    let (read, lost) = (CancellationToken::new(), CancellationToken::new());
    let reading = async {
        let came = match shown {
            Ok(()) => ask(&app, &job, &lost).await,
            Err(error) => {
                tracing::error!(turn = %job.running.id, %error, "a picture cannot be shown");
                Some(Came::ended(Outcome::Failed, Some(FILE_UNREADABLE), None))
            }
        };
        read.cancel();
        came
    };
    let keeping = asked_seldom(keep::keep(&app, &job, &sealing, &mut stops, &read, &lost));
    let (mut came, ()) = tokio::join!(reading, keeping);
    let rest = came.as_mut().and_then(|came| came.rest.take());
    let by = came.as_ref().and_then(|came| came.by.clone());
    let is_whole = came.as_ref().is_some_and(|came| came.outcome == Outcome::Finished);
    close(&app, &job, &sealing, came).await;

    // Nobody waits any more.
    let (answer, _) = job.live.live().so_far();
    let Job { running, vendor, request, pictures, untitled, live, .. } = job;
    drop((request, pictures, live));
    let (running, vendor) = by.unwrap_or((running, vendor));
    if let Some(untitled) = untitled.filter(|_| is_whole) {
        titling::name(&app, &sealing, &running, &untitled, &answer).await;
    }
    // Nor is the text of any interest from here on: what is left to do needs no key.
    let counted_output = count_output(&answer);
    drop((key, answer));
    if let Some(rest) = rest {
        report::wait(&app, &running, vendor.provider.kind(), counted_output, rest).await;
    }
}

/// Asks the vendor, and the fall-back when it is down. `None`: somebody else has ended the turn.
async fn ask(app: &App, job: &Job, lost: &CancellationToken) -> Option<Came> {
    let deadline = Instant::now() + RUN_TIME_MAX;
    let came = ask_one(app, job, &job.vendor, &job.request, deadline, lost).await?;
    let Some(fallback) = job.fallback.as_ref().filter(|_| came.fallback_helps) else { return Some(came) };
    match fallback.take_over(app, &job.running).await {
        Ok(Some(running)) => {
            tracing::info!(turn = %running.id, model = running.model, "the fall-back is asked");
            let request = fallback.request(&job.request);
            let came = ask_one(app, job, &fallback.vendor, &request, deadline, lost).await?;
            Some(Came { by: Some((running, Arc::clone(&fallback.vendor))), ..came })
        }
        Ok(None) => None,
        Err(error) => {
            tracing::warn!(turn = %job.running.id, %error, "the fall-back cannot be written down, and is not asked");
            Some(came)
        }
    }
}

/// What can end an answer before it is whole.
enum Ended {
    /// Somebody else has ended the turn.
    ByOthers,
    /// The member.
    Stopped,
    /// The server, for this reason.
    Interrupted(&'static str),
}

/// Asks one vendor, and reads until the answer is whole or something ends it. `None`: somebody else has ended the turn.
async fn ask_one(
    app: &App,
    job: &Job,
    vendor: &Vendor,
    request: &Request,
    deadline: Instant,
    lost: &CancellationToken,
) -> Option<Came> {
    let mut reading = Reading::new(vendor.provider.as_ref(), request, job.live.live());
    let ended = asked_seldom(async {
        tokio::select! {
            biased;
            () = lost.cancelled() => Ended::ByOthers,
            () = job.live.live().stop_requested() => Ended::Stopped,
            () = app.lifecycle.ending() => Ended::Interrupted(SERVER_STOPPED),
            () = sleep_until(deadline) => Ended::Interrupted(TOOK_TOO_LONG),
        }
    });
    let answered = tokio::select! {
        biased;
        ended = ended => Err(ended),
        answered = reading.read_on() => Ok(answered),
    };
    Some(match answered {
        Ok(answered) => {
            let fallback_helps =
                !reading.has_begun() && matches!(&answered, Err(Broken::Vendor(error)) if helps(error));
            Came { fallback_helps, ..came(answered, job.live.live().seq() > 0) }
        }
        Err(Ended::ByOthers) => return None,
        Err(Ended::Interrupted(error_code)) => Came::ended(Outcome::Interrupted, Some(error_code), None),
        // The text is final, and only the usage is still of interest.
        Err(Ended::Stopped) => Came { rest: reading.into_rest(), ..Came::ended(Outcome::Stopped, None, None) },
    })
}

fn came(answered: Result<Finish, Broken>, delivered: bool) -> Came {
    match answered {
        // Declined without a word: there is no answer to show.
        Ok(finish) if finish.reason == providers::FinishReason::Refused && !delivered => {
            Came::ended(Outcome::Failed, Some(CONTENT_REFUSED), Some(finish))
        }
        Ok(finish) => Came::ended(Outcome::Finished, None, Some(finish)),
        Err(Broken::Vendor(error)) => {
            tracing::warn!(%error, delivered, "a vendor failed");
            Came::ended(Outcome::Failed, Some(code(&error, delivered)), None)
        }
        Err(Broken::TooLong) => Came::ended(Outcome::Interrupted, Some(ANSWER_TOO_LONG), None),
    }
}

/// Ends the turn, and tells who watches it here.
async fn close(app: &App, job: &Job, sealing: &Sealing<'_>, came: Option<Came>) {
    if let Some(came) = came {
        let (text, seq) = job.live.live().so_far();
        let sealed = sealing.seal_text(job.running.reply, &text);
        let thoughts = job.live.live().thoughts();
        let thoughts = thoughts
            .ms_until(Instant::now())
            .map(|ms| Thoughts { sealed: sealing.seal_reasoning(job.running.reply, &thoughts.text), ms });
        let (usage, raw_usage, vendor_request_id) = match came.finish {
            Some(finish) => (finish.usage, finish.raw_usage, finish.request_id),
            None => (None, None, None),
        };
        let running = came.by.as_ref().map_or(&job.running, |(running, _)| running);
        let error_code = came.error_code.unwrap_or(ANSWER_INTERRUPTED);
        let closing = Arc::new(Closing {
            ends: Ends::Turn { running: running.clone(), error_code, text: Some((sealed, seq)), thoughts },
            outcome: came.outcome,
            usage,
            raw_usage,
            vendor_request_id,
            counted_output: count_output(&text),
            only_if_lapsed: false,
        });
        match end(app, running, error_code, &closing).await {
            Ok(Some(finished)) => return job.live.live().finish(finished),
            Ok(None) => {}
            // The lease runs out, and the reaper ends it.
            Err(error) => return tracing::error!(turn = %job.running.id, %error, "a turn cannot be ended"),
        }
    }
    // Somebody else has ended it, or will: the database knows how. Who watches comes back and reads it there, or hears it now.
    if let Ok(mut connection) = app.connection().await
        && let Ok(Some(turn)) = store::turns::find(&mut connection, job.running.user, job.running.id).await
        && turn.status != TurnStatus::Running
    {
        job.live.live().finish(finished(&turn));
    }
}
