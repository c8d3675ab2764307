//! `POST /auth/password-reset/confirm`

use axum::extract::State;
use axum_extra::extract::CookieJar;
use domain::account_link::LinkPurpose;
use domain::activity::Action;
use domain::attempt::Attempt;
use domain::id::SealedKeyId;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use store::sessions::EndReason;
use store::users::{self, User, WrapKind};
use store::{account_links, clock, issuers, key_rotations, passkeys, sealed_keys};
use utoipa::ToSchema;
use vault::{ContentKey, Wrapped};
use zeroize::Zeroizing;

use super::account_link;
use super::known_browser::{KnownBrowser, Owner};
use super::password;
use super::preview_password_reset::key_of_this_browser;
use super::recovery_code::{self, NewRecoveryCode};
use super::session::end_others;
use super::telling::tell;
use crate::app::{App, commit};
use crate::http::{ClientAddress, Device, Fields, Json, Problem, limits};
use crate::keys::random;
use crate::notices::AccountMail;

/// A new password, by a link, and what opens the chats.
#[derive(Deserialize, ToSchema)]
pub struct ConfirmPasswordReset {
    /// The link's token.
    pub token: String,
    /// At least 10 characters.
    #[schema(value_type = String)]
    pub password: Zeroizing<String>,
    /// Keeps the chats readable. Not needed in a browser that is still signed in.
    #[schema(value_type = Option<String>)]
    pub recovery_code: Option<Zeroizing<String>>,
    /// Go on without either: what was written so far stays sealed until it is unlocked with the old recovery code.
    #[serde(default)]
    pub seal_history: bool,
}

/// What became of the chats.
#[derive(Serialize, ToSchema)]
pub struct PasswordWasReset {
    /// Whether the chats are as readable as before.
    pub history_kept: bool,
    /// Shown this once: opens the chats when the password is lost again. The one before it opens only what stayed sealed.
    pub recovery_code: String,
}

/// What opens the account from now on.
struct Opened {
    content_key: ContentKey,
    history_kept: bool,
}

/// Set a new password by a link. Every session ends, and nobody is signed in by it: sign in with the new password, and with the
/// second factor where there is one. From then on no stranger's guesses keep anybody out in this browser.
#[utoipa::path(post, path = "/auth/password-reset/confirm", tag = "accounts", security(()),
    request_body = ConfirmPasswordReset, responses((status = 200, body = PasswordWasReset)))]
pub async fn confirm_password_reset(
    State(app): State<App>,
    client: ClientAddress,
    device: Device,
    browser: KnownBrowser,
    jar: CookieJar,
    Json(typed): Json<ConfirmPasswordReset>,
) -> Result<(CookieJar, axum::Json<PasswordWasReset>), Problem> {
    limits::attempt_from(&app, Attempt::RecoveryFromAddress, client).await?;
    let (link_id, link) = account_link::prove(&app, client, &typed.token, LinkPurpose::PasswordReset).await?;
    let (user, login_hash) = account(&app, &link).await?;
    let mut fields = Fields::default();
    let new = password::check(&mut fields, "password", &typed.password, &[&user.email, &user.name]);
    fields.finish()?;
    let opened = open(&app, &jar, &user, &typed).await?;
    let (kept, content_key) = password::keep(&app, user.id, new, opened.content_key).await?;
    let NewRecoveryCode { code, wrap } = recovery_code::make(user.id, &content_key);

    let mut tx = app.begin().await?;
    if !account_links::take(&mut tx, link_id).await?
        || !users::replace_login_hash(&mut tx, user.id, &login_hash, &kept.login_hash).await?
    {
        return Err(account_link::over());
    }
    account_links::take_all(&mut tx, user.id, LinkPurpose::PasswordReset).await?;
    if !opened.history_kept {
        // What was being sealed anew stays under both keys, and opens with the one that is put aside.
        key_rotations::abandon(&mut tx, user.id).await?;
        sealed_keys::put_aside(&mut tx, user.id, SealedKeyId::from_uuid(uuid::Uuid::now_v7())).await?;
        // They wrap the key before: the next sign-in with one wraps the new key.
        passkeys::forget_wraps(&mut tx, user.id).await?;
    }
    users::put_wrap(&mut tx, user.id, WrapKind::Password, &kept.wrap).await?;
    users::put_wrap(&mut tx, user.id, WrapKind::RecoveryCode, &wrap).await?;
    // Whoever got the mail has the address.
    if link.mailed_to.as_ref() == Some(&user.email) {
        users::verify_email(&mut tx, user.id).await?;
        // Nobody had shown that it is theirs: the account is from now on whose the address is, and not whom the issuer knows.
        if !user.email_verified {
            issuers::unlink(&mut tx, user.id).await?;
        }
    }
    let ended = end_others(&mut tx, user.id, None, EndReason::PasswordChanged).await?;
    device.note(&mut tx, user.id, None, Action::PasswordReset, None).await?;
    tell(&app, &mut tx, AccountMail::PasswordSet { user_id: user.id }).await.map_err(Problem::internal)?;
    let now = clock::now(&mut tx).await?;
    let account = users::find(&mut tx, user.id).await?.ok_or_else(account_link::over)?;
    commit(tx).await?;
    app.live_sessions.forget(&ended);

    tracing::info!(user = %user.id, history_kept = opened.history_kept, "set a new password by a link");
    let known = CookieJar::new().add(browser.remember(&app, Owner::new(&account, now)));
    let recovery_code = code.encode().to_string();
    Ok((known, axum::Json(PasswordWasReset { history_kept: opened.history_kept, recovery_code })))
}

async fn account(app: &App, link: &account_links::AccountLink) -> Result<(User, String), Problem> {
    let mut connection = app.connection().await?;
    let user = users::find(&mut connection, link.user).await?.ok_or_else(account_link::over)?;
    let login_hash = users::login_hash(&mut connection, link.user).await?.ok_or_else(account_link::over)?;
    Ok((user, login_hash))
}

/// Opens the content key by the recovery code, or by this browser's session; makes a new one only when that was asked for.
async fn open(app: &App, jar: &CookieJar, user: &User, typed: &ConfirmPasswordReset) -> Result<Opened, Problem> {
    if let Some(code) = &typed.recovery_code {
        let code = recovery_code::parse("recovery_code", code)?;
        limits::attempt(app, Attempt::RecoveryOfAccount, &user.id.to_string()).await?;
        let wrap = users::wrap(&mut *app.connection().await?, user.id, WrapKind::RecoveryCode).await?;
        let opened = wrap.and_then(|wrap| {
            vault::unwrap_by_recovery_code(user.id.uuid(), &code, &Wrapped::from_bytes(wrap.wrapped)).ok()
        });
        let content_key = opened.ok_or_else(|| recovery_code::wrong("recovery_code"))?;
        return Ok(Opened { content_key, history_kept: true });
    }
    if let Some(content_key) = key_of_this_browser(app, jar, user.id).await? {
        return Ok(Opened { content_key, history_kept: true });
    }
    if !typed.seal_history {
        return Err(Problem::new(
            StatusCode::CONFLICT,
            "history_would_be_sealed",
            "Without the recovery code your chats so far stay sealed. Give the code, or confirm that you go on without it.",
        ));
    }
    Ok(Opened { content_key: ContentKey::from_random(random()), history_kept: false })
}
