//! `POST /auth/password`

use axum::extract::State;
use domain::activity::Action;
use http::StatusCode;
use serde::Deserialize;
use store::sessions::EndReason;
use store::users::{self, WrapKind};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use super::password::{self, Password};
use super::reauthenticate::reauthenticate;
use super::session::end_others;
use super::telling::tell;
use crate::app::{App, commit};
use crate::http::{Caller, Device, Fields, Json, Problem, still_live};
use crate::notices::AccountMail;

/// The old password and the new one.
#[derive(Deserialize, ToSchema)]
pub struct ChangePassword {
    /// The password so far.
    #[schema(value_type = String)]
    pub current_password: Zeroizing<String>,
    /// At least 10 characters.
    #[schema(value_type = String)]
    pub new_password: Zeroizing<String>,
}

/// Change the caller's password. The chats stay readable: only the wrap of their key changes. Every other session ends at once.
#[utoipa::path(post, path = "/auth/password", tag = "accounts",
    request_body = ChangePassword, responses((status = 204)))]
pub async fn change_password(
    State(app): State<App>,
    caller: Caller,
    device: Device,
    Json(typed): Json<ChangePassword>,
) -> Result<StatusCode, Problem> {
    let user = users::find(&mut *app.connection().await?, caller.user).await?.ok_or_else(Problem::unauthenticated)?;
    let mut fields = Fields::default();
    let new = password::check(&mut fields, "new_password", &typed.new_password, &[&user.email, &user.name]);
    fields.finish()?;
    let proven = reauthenticate(&app, user.id, "current_password", Password::typed(&typed.current_password)).await?;
    let session = caller.session;
    let (kept, _) = password::keep(&app, user.id, new, caller.content_key).await?;

    let mut tx = app.begin().await?;
    // Somebody else may have changed it since: a forgotten password that was set anew has another content key.
    if !users::replace_login_hash(&mut tx, user.id, &proven.login_hash, &kept.login_hash).await? {
        return Err(Problem::conflict(
            "password_changed",
            "The password was changed a moment ago; sign in with the new one.",
        ));
    }
    still_live(&mut tx, user.id, session).await?;
    users::put_wrap(&mut tx, user.id, WrapKind::Password, &kept.wrap).await?;
    let ended = end_others(&mut tx, user.id, Some(session), EndReason::PasswordChanged).await?;
    device.note(&mut tx, user.id, Some(session), Action::PasswordChanged, None).await?;
    tell(&app, &mut tx, AccountMail::PasswordSet { user_id: user.id }).await.map_err(Problem::internal)?;
    commit(tx).await?;
    app.live_sessions.forget(&ended);
    tracing::info!(user = %user.id, "changed the password");
    Ok(StatusCode::NO_CONTENT)
}
