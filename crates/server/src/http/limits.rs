//! Attempts are counted in the database, so that guessing does not get cheaper with more nodes.

use domain::attempt::Attempt;
use http::StatusCode;
use store::attempts;

use super::{ClientAddress, Problem};
use crate::app::App;

/// The refusal's code.
pub const TOO_MANY: &str = "too_many_attempts";

/// Counts an attempt on `subject` (an account, an address), or refuses it. Counted whatever becomes of it, in a transaction of
/// its own: a failure must not be rolled back.
pub async fn attempt(app: &App, attempt: Attempt, subject: &str) -> Result<(), Problem> {
    let key = app.keys.attempt_key(attempt, subject);
    let counted = attempts::count(&mut *app.connection().await?, &key, attempt.allowance().window).await?;
    attempt.decide(counted.count, counted.ends_at, counted.now).map_err(|wait| {
        metrics::counter!("potluck_attempts_refused_total", "attempt" => attempt.as_str()).increment(1);
        too_many(wait.seconds)
    })
}

/// The same by the client's address, where that is counted.
pub async fn attempt_from(app: &App, kind: Attempt, client: ClientAddress) -> Result<(), Problem> {
    match client.counted_by() {
        Some(address) => attempt(app, kind, &address).await,
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
