//! Attempts are counted in the database, so that guessing does not get cheaper with more nodes.

use domain::attempt::Attempt;
use http::StatusCode;
use jiff::Timestamp;
use store::attempts;

use super::{ClientAddress, Problem};
use crate::app::App;

/// The refusal's code.
pub const TOO_MANY: &str = "too_many_attempts";

/// The place of an attempt among those that are allowed.
pub struct Place {
    attempt: Attempt,
    key: attempts::Key,
    ends_at: Timestamp,
}

impl Place {
    /// Gives it back: the attempt was no guess.
    pub async fn give_back(self, app: &App) -> Result<(), Problem> {
        let mut connection = app.connection().await?;
        Ok(attempts::give_back(&mut connection, &self.key, self.attempt.allowance(), self.ends_at).await?)
    }
}

/// Counts an attempt on `subject` (an account, an address), or refuses it. Counted whatever becomes of it, in a transaction of
/// its own: a failure must not be rolled back.
pub async fn attempt(app: &App, attempt: Attempt, subject: &str) -> Result<Place, Problem> {
    let key = app.keys.attempt_key(attempt, subject);
    let counted = attempts::count(&mut *app.connection().await?, &key, attempt.allowance()).await?;
    match attempt.decide(counted.count, counted.ends_at, counted.now) {
        Ok(()) => Ok(Place { attempt, key, ends_at: counted.ends_at }),
        Err(wait) => {
            metrics::counter!("potluck_attempts_refused_total", "attempt" => attempt.as_str()).increment(1);
            Err(too_many(wait.seconds))
        }
    }
}

/// The same by the client's address, where that is counted.
pub async fn attempt_from(app: &App, kind: Attempt, client: ClientAddress) -> Result<(), Problem> {
    match client.counted_by() {
        Some(address) => attempt(app, kind, &address).await.map(drop),
        None => Ok(()),
    }
}

/// Forgets the attempts: one of them was right.
pub async fn forgive(app: &App, attempt: Attempt, subject: &str) -> Result<(), Problem> {
    let key = app.keys.attempt_key(attempt, subject);
    Ok(attempts::forget(&mut *app.connection().await?, &key).await?)
}

fn too_many(seconds: u64) -> Problem {
    let wait = match seconds {
        0..=90 => "a minute".to_owned(),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    };
    let detail = format!("Too many attempts. Wait {wait}, then try again.");
    Problem::new(StatusCode::TOO_MANY_REQUESTS, TOO_MANY, detail).retry_after(seconds)
}
