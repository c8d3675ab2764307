//! `POST /auth/recovery-code`, and what else makes or reads one.

use axum::extract::State;
use domain::activity::Action;
use domain::id::UserId;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use store::users::{self, Wrap, WrapKind};
use utoipa::ToSchema;
use vault::{ContentKey, RecoveryCode};
use zeroize::Zeroizing;

use super::password::Password;
use super::reauthenticate::reauthenticate;
use crate::app::{App, commit};
use crate::http::{Caller, Device, FieldError, Json, Problem, still_live};
use crate::keys::random;

/// The caller's password, once more.
#[derive(Deserialize, ToSchema)]
pub struct RenewRecoveryCode {
    /// The password.
    #[schema(value_type = String)]
    pub password: Zeroizing<String>,
}

/// The new code.
#[derive(Serialize, ToSchema)]
pub struct RecoveryCodeRenewed {
    /// Shown this once.
    pub recovery_code: String,
}

/// A code that was just made, and the wrap by which it opens the content key.
pub(super) struct NewRecoveryCode {
    pub(super) code: RecoveryCode,
    pub(super) wrap: Wrap,
}

/// Make a new recovery code. The one before it opens nothing any more.
#[utoipa::path(post, path = "/auth/recovery-code", tag = "accounts",
    request_body = RenewRecoveryCode, responses((status = 200, body = RecoveryCodeRenewed)))]
pub async fn renew_recovery_code(
    State(app): State<App>,
    caller: Caller,
    device: Device,
    Json(typed): Json<RenewRecoveryCode>,
) -> Result<axum::Json<RecoveryCodeRenewed>, Problem> {
    let proven = reauthenticate(&app, caller.user, "password", Password::typed(&typed.password)).await?;
    let NewRecoveryCode { code, wrap } = make(caller.user, &caller.content_key);

    let mut tx = app.begin().await?;
    // A password that was lost in the meantime came with another content key.
    if !users::hold_login_hash(&mut tx, caller.user, &proven.login_hash).await? {
        return Err(Problem::unauthenticated());
    }
    still_live(&mut tx, caller.user, caller.session).await?;
    users::put_wrap(&mut tx, caller.user, WrapKind::RecoveryCode, &wrap).await?;
    device.note_of(&mut tx, &caller, Action::RecoveryCodeRenewed, None).await?;
    commit(tx).await?;
    tracing::info!(user = %caller.user, "made a new recovery code");
    Ok(axum::Json(RecoveryCodeRenewed { recovery_code: code.encode().to_string() }))
}

/// Makes a code that opens the key.
pub(super) fn make(user: UserId, content_key: &ContentKey) -> NewRecoveryCode {
    let code = RecoveryCode::from_random(random());
    let wrapped = vault::wrap_by_recovery_code(content_key, user.uuid(), &code, random());
    NewRecoveryCode { code, wrap: Wrap { salt: Vec::new(), wrapped: wrapped.into_bytes() } }
}

/// Reads a code as somebody typed it.
pub(super) fn parse(field: &str, typed: &str) -> Result<RecoveryCode, Problem> {
    RecoveryCode::parse(typed).map_err(|_| wrong(field))
}

/// The code opens nothing.
pub(super) fn wrong(field: &str) -> Problem {
    let message = "This code does not open your chats. Check it letter by letter; it has eight groups of four.";
    let error = FieldError::new(field, "wrong_recovery_code", message);
    Problem::new(StatusCode::FORBIDDEN, "wrong_recovery_code", message).about(error)
}
