//! `POST /second-factor` and `POST /second-factor/confirm`

use axum::extract::State;
use domain::activity::Action;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use store::{clock, second_factors, users};
use utoipa::ToSchema;

use super::backup_codes::{BackupCodes, renew};
use super::check::wrong;
use super::secret;
use crate::accounts::password::Password;
use crate::accounts::reauthenticate::reauthenticate;
use crate::accounts::sessions::Reauthentication;
use crate::app::{App, commit};
use crate::http::{Caller, Device, Json, Problem};
use crate::realtime::{Event, announce};

/// What the authenticator app needs, shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecondFactorSecret {
    /// To be typed, in base 32.
    pub secret: String,
    /// The same to be scanned: `otpauth://totp/...`
    pub uri: String,
}

/// A code.
#[derive(Deserialize, ToSchema)]
pub struct ConfirmSecondFactor {
    /// Six digits that the authenticator app shows.
    pub code: String,
}

/// Begin to set up an authenticator app. Nothing is asked for until its first code was right.
#[utoipa::path(post, path = "/second-factor", tag = "accounts",
    request_body = Reauthentication, responses((status = 201, body = SecondFactorSecret)))]
pub async fn begin_second_factor(
    State(app): State<App>,
    caller: Caller,
    Json(typed): Json<Reauthentication>,
) -> Result<(StatusCode, axum::Json<SecondFactorSecret>), Problem> {
    reauthenticate(&app, caller.user, "password", Password::typed(&typed.password)).await?;
    let mut connection = app.connection().await?;
    let user = users::find(&mut connection, caller.user).await?.ok_or_else(Problem::unauthenticated)?;
    let fresh = secret::make(&app.keys, user.id, &user.email)?;
    if !second_factors::begin(&mut connection, user.id, &fresh.encrypted).await? {
        return Err(Problem::conflict(
            "second_factor_enabled",
            "An authenticator app is set up already; switch it off first.",
        ));
    }
    Ok((StatusCode::CREATED, axum::Json(SecondFactorSecret { secret: fresh.base32, uri: fresh.uri })))
}

/// Show that the app works. From now on signing in asks for a code. The backup codes are shown this once.
#[utoipa::path(post, path = "/second-factor/confirm", tag = "accounts",
    request_body = ConfirmSecondFactor, responses((status = 200, body = BackupCodes)))]
pub async fn confirm_second_factor(
    State(app): State<App>,
    caller: Caller,
    device: Device,
    Json(typed): Json<ConfirmSecondFactor>,
) -> Result<axum::Json<BackupCodes>, Problem> {
    let mut tx = app.begin().await?;
    let now = clock::now(&mut tx).await?;
    let begun = second_factors::lock(&mut tx, caller.user).await?.filter(|known| known.confirmed_at.is_none());
    let begun = begun.ok_or_else(|| {
        Problem::conflict("second_factor_not_begun", "There is nothing to confirm; begin to set up the app again.")
    })?;
    // The caller has the secret before them: there is nothing to guess, and nothing to count.
    let digits: String = typed.code.chars().filter(|character| !character.is_whitespace()).take(7).collect();
    let secret = secret::open(&app.keys, caller.user, &begun.secret_encrypted)?;
    let step = secret.step_of(&digits, now).ok_or_else(|| wrong(StatusCode::FORBIDDEN))?;
    second_factors::note_right(&mut tx, caller.user, step, secret.renewed.as_deref()).await?;
    let codes = renew(&app, &mut tx, caller.user).await?;
    device.note_of(&mut tx, &caller, Action::SecondFactorAdded, None).await?;
    announce(&mut tx, &[caller.user], Event::AccountChanged {}).await?;
    commit(tx).await?;
    tracing::info!(user = %caller.user, "a second factor was set up");
    Ok(axum::Json(codes))
}
