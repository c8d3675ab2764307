//! Every recurring job, every kind of queued one, and whatever else goes on as long as the server does, on one page.

use std::time::Duration;

use domain::job::PeriodicWork;
use graphile_worker::WorkerOptions;
use store::clock;

use crate::app::App;
use crate::jobs::Rounds;
use crate::{accounts, charging, chat, gateway, jobs, notices, periods, realtime, telemetry};

/// How often periods are looked at, also when none is known to end: another node may have opened one.
const PERIODS_EVERY: Duration = Duration::from_mins(1);

/// How often unpaid shares are looked at, and payments by card whose answer did not come.
const DUN_EVERY: Duration = Duration::from_mins(1);

/// When members are told of new prices again, after that did not work.
const TELL_AGAIN_AFTER: Duration = Duration::from_secs(30);

/// How often turns are looked for that nobody runs any more: a dead node's answers are ended within lease and this.
const REAP_EVERY: Duration = Duration::from_secs(5);

/// How often mails are looked for that are to be tried again. New ones announce themselves.
const MAIL_EVERY: Duration = Duration::from_secs(5);
/// How often pushes are looked for. An answer waits for a moment in any case, so that whoever reads it is not told.
const PUSH_EVERY: Duration = Duration::from_secs(2);
/// How often is looked what models cost: an import may have said so, or its time may have come.
const REFRESH_PRICES_EVERY: Duration = Duration::from_secs(15);

/// How often measured times are added up: until then each is kept, whether or not somebody asks for `/metrics`.
const ADD_UP_EVERY: Duration = Duration::from_secs(10);

/// How long what is out of date may lie around.
const SWEEP_EVERY: Duration = Duration::from_mins(1);

/// Starts the jobs of this node; they end with its lifecycle, and not before.
pub fn start(app: &App) {
    keep_up(app, "new prices", tell_prices);
    keep_up(app, "periods", roll_periods_over);
    keep_up(app, "dunning", dun);
    keep_up(app, "reaper", reap_turns);
    keep_up(app, "sweep", sweep);
    keep_up(app, "prices", refresh_prices);
    keep_up(app, "times", add_times_up);
    keep_up(app, "pushes", push_news);
    // Mail is all that is queued so far; a node that cannot send leaves it to those that can.
    if app.settings.smtp_url.is_some() {
        keep_up(app, "mails", mail_notices);
        keep_up(app, "jobs", do_jobs);
    }
}

/// Hears what nodes announce. Other than the jobs, every server needs it, however short its life.
pub fn listen(app: &App) {
    keep_up(app, "bus", relay);
}

fn keep_up<F>(app: &App, name: &'static str, job: fn(App) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let of = app.clone();
    app.lifecycle.keep_up(name, move || job(of.clone()));
}

async fn do_jobs(app: App) {
    jobs::run(app, |options: WorkerOptions| {
        options.define_job::<notices::InvitationMail>().define_job::<notices::AccountMail>()
    })
    .await;
}

/// Hands on what nodes announce.
async fn relay(app: App) {
    tokio::select! {
        () = realtime::relay(&app.db, &app.hub, &app.live_sessions) => {}
        () = app.lifecycle.stopping() => {}
    }
}

/// Tells everybody of the prices that this start brought, however many they are.
async fn tell_prices(app: App) {
    while let Err(error) = periods::tell_prices(&app).await {
        tracing::warn!(%error, "not everybody could be told of a new price yet");
        tokio::select! {
            () = tokio::time::sleep(TELL_AGAIN_AFTER) => {}
            () = app.lifecycle.stopping() => return,
        }
    }
}

/// Moves groups on as soon as their period is over.
async fn roll_periods_over(app: App) {
    let mut rounds = Rounds::of(PeriodicWork::Periods);
    while !app.lifecycle.is_stopping() {
        let next = until_next_end(&app).await;
        rounds.note(&app, next.is_ok()).await;
        let pause = worked(next, "periods could not be looked at").unwrap_or(PERIODS_EVERY);
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = app.lifecycle.stopping() => {}
        }
    }
}

/// Moves on what is due, and says how long nothing will be.
async fn until_next_end(app: &App) -> store::Result<Duration> {
    let Some(next_end) = periods::roll_over(app).await? else { return Ok(PERIODS_EVERY) };
    let now = clock::now(&mut *app.connection().await?).await?;
    // Below zero for a group that could not be moved on: it waits for the next round.
    Ok(Duration::try_from(next_end.duration_since(now)).map_or(PERIODS_EVERY, |pause| pause.min(PERIODS_EVERY)))
}

/// Does what is due about shares that are not paid: charges saved cards, and suspends whom that does not help.
async fn dun(app: App) {
    let mut rounds = Rounds::of(PeriodicWork::Shares);
    while !app.lifecycle.is_stopping() {
        let charged = match charging::look_again(&app).await {
            Ok(()) => charging::charge_due(&app).await,
            Err(error) => Err(error),
        };
        let parts = [
            worked(charged, "payments by card could not be looked at"),
            worked(periods::dun(&app).await, "unpaid shares could not be looked at"),
            worked(periods::pass_on_paid(&app).await, "what joiners paid could not be looked at"),
            worked(
                periods::catch_up_sandboxes(&app, || charging::charge_due(&app)).await,
                "sandboxes could not be looked at",
            ),
        ];
        rounds.note(&app, parts.iter().all(Option::is_some)).await;
        tokio::select! {
            () = tokio::time::sleep(DUN_EVERY) => {}
            () = app.lifecycle.stopping() => {}
        }
    }
}

/// Mails what members are told, as soon as they are.
async fn mail_notices(app: App) {
    let mut rounds = Rounds::of(PeriodicWork::Mails);
    while !app.lifecycle.is_stopping() {
        let mailed = worked(notices::mail_due(&app).await, "notices could not be mailed");
        rounds.note(&app, mailed.is_some()).await;
        tokio::select! {
            () = app.hub.notices_made() => {}
            () = tokio::time::sleep(MAIL_EVERY) => {}
            () = app.lifecycle.stopping() => {}
        }
    }
}

/// Tells members at their devices what they have not seen.
async fn push_news(app: App) {
    let mut rounds = Rounds::of(PeriodicWork::Pushes);
    while !app.lifecycle.is_stopping() {
        let pushed = worked(notices::push_due(&app).await, "nothing could be pushed");
        rounds.note(&app, pushed.is_some()).await;
        tokio::select! {
            () = tokio::time::sleep(PUSH_EVERY) => {}
            () = app.lifecycle.stopping() => {}
        }
    }
}

/// Keeps the catalogue at today's prices.
async fn refresh_prices(app: App) {
    let mut rounds = Rounds::of(PeriodicWork::Prices);
    loop {
        tokio::select! {
            () = tokio::time::sleep(REFRESH_PRICES_EVERY) => {}
            () = app.lifecycle.stopping() => return,
        }
        let refreshed = match app.connection().await {
            Ok(mut connection) => app.catalogue.refresh_prices(&mut connection).await,
            Err(error) => Err(error),
        };
        rounds.note(&app, worked(refreshed, "prices could not be looked at").is_some()).await;
    }
}

/// Keeps what is measured of each request from filling the memory.
async fn add_times_up(app: App) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(ADD_UP_EVERY) => telemetry::metrics().run_upkeep(),
            () = app.lifecycle.stopping() => return,
        }
    }
}

/// Ends the turns and requests of nodes that stopped or died; at once when this one starts.
async fn reap_turns(app: App) {
    let mut rounds = Rounds::of(PeriodicWork::Turns);
    while !app.lifecycle.is_stopping() {
        let parts = [
            worked(chat::reap(&app).await, "lapsed turns could not be looked for"),
            worked(gateway::reap(&app).await, "lapsed requests could not be looked for"),
        ];
        rounds.note(&app, parts.iter().all(Option::is_some)).await;
        tokio::select! {
            () = tokio::time::sleep(REAP_EVERY) => {}
            () = app.lifecycle.stopping() => {}
        }
    }
}

/// Takes away what has served its time.
async fn sweep(app: App) {
    let mut rounds = Rounds::of(PeriodicWork::Sweep);
    while !app.lifecycle.is_stopping() {
        let parts = [
            worked(accounts::sweep(&app).await, "what is out of date could not be taken away"),
            worked(charging::sweep(&app).await, "old webhooks could not be taken away"),
            worked(chat::sweep(&app).await, "chats and files that do not stay could not be taken away"),
            worked(chat::give_back_abandoned(&app).await, "what dead nodes held for titles could not be given back"),
        ];
        rounds.note(&app, parts.iter().all(Option::is_some)).await;
        tokio::select! {
            () = tokio::time::sleep(SWEEP_EVERY) => {}
            () = app.lifecycle.stopping() => {}
        }
    }
}

/// What came of a part of a round, if it worked; else the log says what could not be done, and why.
fn worked<T>(outcome: store::Result<T>, otherwise: &'static str) -> Option<T> {
    outcome.inspect_err(|error| tracing::warn!(%error, "{otherwise}")).ok()
}
