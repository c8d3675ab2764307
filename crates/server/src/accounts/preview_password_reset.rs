//! `POST /auth/password-reset/preview`

use axum::extract::State;
use axum_extra::extract::CookieJar;
use domain::account_link::LinkPurpose;
use domain::id::UserId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{clock, sessions, users};
use utoipa::ToSchema;
use vault::{ContentKey, Wrapped};

use super::account_link;
use super::session;
use crate::app::App;
use crate::http::{ClientAddress, Json, Problem};

/// A link's token. It comes in the link's fragment, which browsers keep to themselves, and only in bodies to the server.
#[derive(Deserialize, ToSchema)]
pub struct PreviewPasswordReset {
    /// The token.
    pub token: String,
}

/// What the page needs to know before it asks for the new password.
#[derive(Serialize, ToSchema)]
pub struct PasswordResetPreview {
    /// Whose password it is, for the browser's password manager.
    pub email: String,
    /// Until when the link works.
    pub expires_at: Timestamp,
    /// This browser is still signed in, so the chats stay readable without the recovery code.
    pub signed_in_here: bool,
}

/// What the link is for, without using it.
#[utoipa::path(post, path = "/auth/password-reset/preview", tag = "accounts", security(()),
    request_body = PreviewPasswordReset, responses((status = 200, body = PasswordResetPreview)))]
pub async fn preview_password_reset(
    State(app): State<App>,
    client: ClientAddress,
    jar: CookieJar,
    Json(typed): Json<PreviewPasswordReset>,
) -> Result<axum::Json<PasswordResetPreview>, Problem> {
    let (_, link) = account_link::prove(&app, client, &typed.token, LinkPurpose::PasswordReset).await?;
    let user = users::find(&mut *app.connection().await?, link.user).await?.ok_or_else(account_link::over)?;
    Ok(axum::Json(PasswordResetPreview {
        email: user.email,
        expires_at: link.expires_at,
        signed_in_here: key_of_this_browser(&app, &jar, link.user).await?.is_some(),
    }))
}

/// The user's content key, when this browser holds a live session of theirs. The session is only looked at.
pub(super) async fn key_of_this_browser(
    app: &App,
    jar: &CookieJar,
    user: UserId,
) -> Result<Option<ContentKey>, Problem> {
    let Some(shown) = session::refresh_token(app, jar) else { return Ok(None) };
    let mut tx = app.begin().await?;
    let now = clock::now(&mut tx).await?;
    let known = sessions::lock_refresh_token(&mut tx, &shown.hash()).await?;
    let live = known.filter(|token| token.user == user && token.expires_at > now && token.rotated_at.is_none());
    Ok(live.and_then(|token| {
        vault::unwrap_by_refresh_token(user.uuid(), &shown, &Wrapped::from_bytes(token.wrapped)).ok()
    }))
}
