//! Pushing: the rows say what is still to be sent to which device. Who takes a push on has it for a while; when they are killed, it is
//! due again after that. No turn and no invoice waits for any of it.

mod device;
mod wording;

use std::time::Duration;

use domain::push::WORTH_HOURS;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use jiff::{SignedDuration, Timestamp};
use p256::SecretKey;
use store::pushes::{self, DuePush, PushId};
use store::{PgConnection, clock};

use super::again::again_at;
use crate::app::App;
use crate::keys::random;
use crate::push::{Message, PushError, encrypt};

pub use device::{open_device, seal_device};

/// Pushes that are under way at once.
const AT_ONCE: i64 = 32;
/// How often is looked for more while some are under way: one of them may take as long as a push service may.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// How long a push that was taken on is not due again: longer than a push service may take.
const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// What became of a push.
enum Outcome {
    /// The push service has it.
    Sent,
    /// There is nothing to tell: it was read, or is gone.
    Needless,
    /// The browser cannot be reached any more.
    DeviceGone,
    /// It will not be taken.
    Refused,
    /// It is tried again, after so long if the service said.
    Again(Option<Duration>),
}

/// Sends all pushes that are due. None waits for another: a device that does not answer holds up what goes there alone.
pub async fn push_due(app: &App) -> store::Result<()> {
    let mut under_way = FuturesUnordered::new();
    loop {
        let mut connection = app.connection().await?;
        let free = AT_ONCE.saturating_sub(i64::try_from(under_way.len()).unwrap_or(AT_ONCE));
        let takes_on = if app.lifecycle.is_stopping() { 0 } else { free };
        let due = pushes::take_due(&mut connection, LEASE, takes_on).await?;
        let now = clock::now(&mut connection).await?;
        drop(connection);
        // None of them has a connection: they stand still while the loop waits for one.
        under_way.extend(due.into_iter().map(|due| async move { (send(app, &due, now).await, due, now) }));
        if under_way.is_empty() {
            return Ok(());
        }
        tokio::select! {
            Some((outcome, due, now)) = under_way.next() => {
                metrics::counter!("potluck_pushes_total", "outcome" => outcome.name()).increment(1);
                note(&mut *app.connection().await?, due.id, due.attempts, &outcome, now).await?;
            }
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

async fn send(app: &App, due: &DuePush, now: Timestamp) -> Outcome {
    let push = match wording::wording(&app.letters, due) {
        Ok(Some(push)) => push,
        Ok(None) => return Outcome::Needless,
        Err(error) => {
            tracing::error!(%error, "a push could not be written");
            return Outcome::Refused;
        }
    };
    let user = due.id.user;
    let Some((to, key)) = open_device(&app.keys, user, &due.subscription_encrypted) else { return Outcome::DeviceGone };
    let written = serde_json::to_vec(&push).unwrap_or_default();
    let (Ok(body), Ok(authorization)) = (
        encrypt(&written, &to, &one_time_key(), &random()),
        key.authorization(&to.service(), &app.pusher.contact, now),
    ) else {
        tracing::error!(%user, "a push could not be made");
        return Outcome::Refused;
    };
    let worth = Duration::from_hours(u64::from(WORTH_HOURS));
    let message = Message { body, authorization, worth, urgency: push.urgency };
    match app.pusher.send(&to, message).await {
        Ok(()) => Outcome::Sent,
        Err(PushError::Gone) => Outcome::DeviceGone,
        Err(error @ PushError::Refused(_)) => {
            tracing::warn!(%user, %error, "a push was refused");
            Outcome::Refused
        }
        Err(PushError::Failed(after)) => Outcome::Again(after),
    }
}

/// A key for one message.
fn one_time_key() -> SecretKey {
    loop {
        // One number in four billion is no key.
        if let Ok(key) = SecretKey::from_slice(&random::<32>()) {
            return key;
        }
    }
}

/// Notes what became of a push.
async fn note(
    connection: &mut PgConnection,
    id: PushId,
    attempts: u32,
    outcome: &Outcome,
    now: Timestamp,
) -> store::Result<()> {
    match outcome {
        Outcome::Sent | Outcome::Needless | Outcome::Refused => pushes::remove(connection, id).await,
        // What else was to be sent there goes with the next sweep.
        Outcome::DeviceGone => pushes::remove_device(connection, id.user, id.session).await,
        Outcome::Again(after) => {
            let soonest = after.and_then(|after| now.checked_add(after).ok()).unwrap_or(now);
            // All that waits for this device, so that it is not tried with each of them.
            pushes::put_off(connection, id.user, id.session, again_at(now, attempts).max(soonest)).await
        }
    }
}

impl Outcome {
    const fn name(&self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Needless => "needless",
            Self::DeviceGone => "device_gone",
            Self::Refused => "refused",
            Self::Again(_) => "again",
        }
    }
}
