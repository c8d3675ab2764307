//! `POST /auth/passkey/unlock`

use axum::extract::State;
use axum::response::IntoResponse;
use domain::activity::Action;
use domain::attempt::Attempt;
use domain::id::{CeremonyId, UserId};
use http::StatusCode;
use serde::Deserialize;
use store::users::{self, WrapKind};
use store::{clock, passkeys};
use utoipa::ToSchema;
use vault::{ContentKey, RecoveryCode, Wrapped};
use zeroize::Zeroizing;

use super::add::read_output;
use super::relying_party::not_accepted;
use crate::accounts::password::{self, Password};
use crate::accounts::session::{self, SessionBody};
use crate::app::{App, commit};
use crate::http::{Device, FieldError, Json, Problem, limits};
use crate::keys::random;

/// What opens the vault in place of the passkey. One of the two.
#[derive(Deserialize, ToSchema)]
pub struct UnlockWithPasskey {
    /// From the problem `vault_locked`.
    pub unlock_id: CeremonyId,
    /// The account's password.
    #[schema(value_type = Option<String>)]
    pub password: Option<Zeroizing<String>>,
    /// The recovery code that was shown at sign-up.
    #[schema(value_type = Option<String>)]
    pub recovery_code: Option<Zeroizing<String>>,
    /// What the authenticator gave, if it did: from now on it opens the chats too.
    #[schema(value_type = Option<String>)]
    pub output: Option<Zeroizing<String>>,
}

/// Open the chats after a passkey that cannot was right, and be signed in.
#[utoipa::path(post, path = "/auth/passkey/unlock", tag = "accounts", security(()),
    request_body = UnlockWithPasskey, responses((status = 200, body = SessionBody)))]
pub async fn unlock_with_passkey(
    State(app): State<App>,
    device: Device,
    Json(typed): Json<UnlockWithPasskey>,
) -> Result<impl IntoResponse, Problem> {
    let output = typed.output.as_deref().map(|text| read_output(text)).transpose()?;
    let mut connection = app.connection().await?;
    let now = clock::now(&mut connection).await?;
    let proven = passkeys::proven(&mut connection, typed.unlock_id, now).await?;
    drop(connection);
    let (user, passkey) = proven.ok_or_else(not_accepted)?;
    let subject = user.uuid().to_string();
    limits::attempt(&app, Attempt::Reauthentication, &subject).await?;
    let content_key = match (typed.password, typed.recovery_code) {
        (Some(password), _) => by_password(&app, user, &password).await?,
        (None, Some(code)) => by_recovery_code(&app, user, &code).await?,
        (None, None) => return Err(wrong("password", "required", "Type your password or your recovery code.")),
    };
    limits::forgive(&app, Attempt::Reauthentication, &subject).await?;

    let mut tx = app.begin().await?;
    // Once: of two that come at the same time, one is signed in.
    passkeys::take(&mut tx, typed.unlock_id, now).await?.ok_or_else(not_accepted)?;
    let name = passkeys::name(&mut tx, user, passkey).await?.ok_or_else(not_accepted)?;
    let account = users::find(&mut tx, user).await?.ok_or_else(not_accepted)?;
    if let Some(output) = output {
        let wrapped = vault::wrap_by_passkey(&content_key, user.uuid(), &output, random());
        passkeys::put_wrap(&mut tx, user, passkey, wrapped.as_bytes()).await?;
    }
    let issued = session::open(&app, &mut tx, user, &device, &content_key, now).await?;
    device.note(&mut tx, user, Some(issued.session), Action::SignedIn, Some(&name)).await?;
    commit(tx).await?;

    let (cookie, body) = issued.respond(&app, account);
    Ok((cookie, axum::Json(body)))
}

async fn by_password(app: &App, user: UserId, typed: &str) -> Result<ContentKey, Problem> {
    let wrap = users::wrap(&mut *app.connection().await?, user, WrapKind::Password)
        .await?
        .ok_or_else(|| Problem::internal("the account has no wrap by password"))?;
    let opened = password::unwrap(app, user, Password::typed(typed), wrap).await?;
    opened.map_err(|_| wrong("password", "wrong_password", "This is not your password."))
}

async fn by_recovery_code(app: &App, user: UserId, typed: &str) -> Result<ContentKey, Problem> {
    let refused = || wrong("recovery_code", "wrong_recovery_code", "This is not your recovery code.");
    let code = RecoveryCode::parse(typed).map_err(|_| refused())?;
    let wrap = users::wrap(&mut *app.connection().await?, user, WrapKind::RecoveryCode).await?.ok_or_else(refused)?;
    vault::unwrap_by_recovery_code(user.uuid(), &code, &Wrapped::from_bytes(wrap.wrapped)).map_err(|_| refused())
}

fn wrong(field: &str, code: &'static str, message: &'static str) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, code, message).about(FieldError {
        field: field.to_owned(),
        code,
        message: message.to_owned(),
    })
}
