//! `POST /second-factor/backup-codes`

use axum::extract::State;
use domain::activity::Action;
use domain::id::UserId;
use domain::second_factor::{BACKUP_CODES, backup_code, shown};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use store::{PgConnection, clock, second_factors};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use super::check::{Verdict, check};
use super::secret;
use crate::accounts::password::Password;
use crate::accounts::reauthenticate::reauthenticate;
use crate::app::{App, commit};
use crate::http::{Caller, Device, Json, Problem};
use crate::keys::random;
use crate::realtime::{Event, announce};

/// Codes for when the authenticator app is lost. Each counts once.
#[derive(Debug, Serialize, ToSchema)]
pub struct BackupCodes {
    /// Ten of them, shown this once.
    pub backup_codes: Vec<String>,
}

/// Showing again that it is you, with both factors.
#[derive(Deserialize, ToSchema)]
pub struct BothFactors {
    /// The account's password.
    #[schema(value_type = String)]
    pub password: Zeroizing<String>,
    /// A code of the authenticator app, or a backup code.
    pub code: String,
}

/// New backup codes; earlier ones end.
#[utoipa::path(post, path = "/second-factor/backup-codes", tag = "accounts",
    request_body = BothFactors, responses((status = 200, body = BackupCodes)))]
pub async fn renew_backup_codes(
    State(app): State<App>,
    caller: Caller,
    device: Device,
    Json(typed): Json<BothFactors>,
) -> Result<axum::Json<BackupCodes>, Problem> {
    show_both(&app, &caller, &device, typed).await?;
    let mut tx = app.begin().await?;
    let codes = renew(&app, &mut tx, caller.user).await?;
    device.note_of(&mut tx, &caller, Action::BackupCodesRenewed, None).await?;
    announce(&mut tx, &[caller.user], Event::AccountChanged {}).await?;
    commit(tx).await?;
    Ok(axum::Json(codes))
}

/// Goes on when password and code are right.
pub(super) async fn show_both(app: &App, caller: &Caller, device: &Device, typed: BothFactors) -> Result<(), Problem> {
    reauthenticate(app, caller.user, "password", Password::typed(&typed.password)).await?;
    let mut tx = app.begin().await?;
    let now = clock::now(&mut tx).await?;
    let verdict = check(app, &mut tx, device, caller.user, Some(caller.session), Some(&typed.code), now).await?;
    commit(tx).await?;
    if verdict == Verdict::NotSet {
        return Err(Problem::conflict("second_factor_not_enabled", "No authenticator app is set up."));
    }
    verdict.into_result(StatusCode::FORBIDDEN)
}

/// Makes a new set and keeps its hashes.
pub(super) async fn renew(app: &App, connection: &mut PgConnection, user: UserId) -> Result<BackupCodes, Problem> {
    let codes: Vec<String> = (0..BACKUP_CODES).map(|_| backup_code(random())).collect();
    let hashes: Vec<Vec<u8>> =
        codes.iter().map(|code| secret::hash(&app.keys.current.backup_code, user, code)).collect();
    second_factors::put_backup_codes(connection, user, &hashes).await?;
    Ok(BackupCodes { backup_codes: codes.iter().map(|code| shown(code)).collect() })
}
