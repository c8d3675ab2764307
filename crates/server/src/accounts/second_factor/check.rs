//! Whether a typed code is right: once each, and with less and less to guess by.

use domain::activity::Action;
use domain::id::{SessionId, UserId};
use domain::second_factor::Code;
use http::StatusCode;
use jiff::Timestamp;
use store::PgConnection;
use store::second_factors;

use super::secret;
use crate::app::App;
use crate::http::{Device, FieldError, Problem};

/// What a code is worth. Whatever it is, the caller commits: a wrong code has been counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::accounts) enum Verdict {
    /// The account has no second factor.
    NotSet,
    /// It was right, and is used up.
    Right,
    /// The account has a second factor, and no code came.
    Missing,
    /// It was not right, or came a second time.
    Wrong,
    /// Too many were wrong; nothing is tried until then.
    Wait {
        /// How long.
        seconds: u64,
    },
}

impl Verdict {
    /// Goes on when there is nothing to object. `status` is how the endpoint says that it does not.
    pub(in crate::accounts) fn into_result(self, status: StatusCode) -> Result<(), Problem> {
        match self {
            Self::NotSet | Self::Right => Ok(()),
            Self::Missing => Err(Problem::new(
                status,
                "second_factor_required",
                "Type the code that your authenticator app shows, or one of your backup codes.",
            )),
            Self::Wrong => Err(wrong(status)),
            Self::Wait { seconds } => Err(Problem::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too_many_attempts",
                "Too many wrong codes. Wait a little, then try the one that your app shows then.",
            )
            .retry_after(seconds)),
        }
    }
}

/// The code is not right.
pub(super) fn wrong(status: StatusCode) -> Problem {
    let message = "This code is not right, or was used before. Wait for the next one.";
    Problem::new(status, "second_factor_wrong", message).about(FieldError::new("code", "second_factor_wrong", message))
}

/// Checks a code of the user's confirmed second factor. `session` is the one that it was typed in, if somebody is signed in.
pub(in crate::accounts) async fn check(
    app: &App,
    connection: &mut PgConnection,
    device: &Device,
    user: UserId,
    session: Option<SessionId>,
    typed: Option<&str>,
    now: Timestamp,
) -> Result<Verdict, Problem> {
    let Some(known) = second_factors::lock(connection, user).await?.filter(|known| known.confirmed_at.is_some()) else {
        return Ok(Verdict::NotSet);
    };
    let Some(typed) = typed.filter(|typed| !typed.trim().is_empty()) else { return Ok(Verdict::Missing) };
    if let Some(until) = known.attempts.wait_until(now) {
        let seconds = u64::try_from(until.duration_since(now).as_secs()).unwrap_or(0) + 1;
        return Ok(Verdict::Wait { seconds });
    }
    let (step, renewed) = match Code::read(typed) {
        Some(Code::App(digits)) => {
            let secret = secret::open(&app.keys, user, &known.secret_encrypted)?;
            (secret.step_of(&digits, now).filter(|step| *step > known.last_step), secret.renewed)
        }
        Some(Code::Backup(code)) => {
            let hashes = secret::hashes(&app.keys, user, &code);
            let is_known = second_factors::use_backup_code(connection, user, &hashes).await?;
            if is_known {
                device.note(connection, user, session, Action::BackupCodeUsed, None).await?;
            }
            (is_known.then_some(known.last_step), None)
        }
        None => (None, None),
    };
    let Some(step) = step else {
        second_factors::note_wrong(connection, user).await?;
        device.note(connection, user, session, Action::SecondFactorFailed, None).await?;
        return Ok(Verdict::Wrong);
    };
    second_factors::note_right(connection, user, step, renewed.as_deref()).await?;
    Ok(Verdict::Right)
}
