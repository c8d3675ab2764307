//! `POST /auth/refresh`

use axum::extract::State;
use axum::response::IntoResponse;
use axum_extra::extract::CookieJar;
use domain::activity::Action;
use jiff::SignedDuration;
use store::sessions::EndReason;
use store::{sessions, users};
use vault::Wrapped;

use super::known_browser::KnownBrowser;
use super::session::{self, SessionBody};
use super::telling::tell;
use crate::app::{App, commit};
use crate::http::{Device, Problem};
use crate::notices::AccountMail;

/// Two tabs that refresh at once both send the same token; so does a browser whose answer got lost. Only a token that comes
/// back later than this was copied.
pub(super) const REUSE_GRACE: SignedDuration = SignedDuration::from_secs(30);

/// Exchange the refresh cookie for the next pair of tokens. A token that comes back long after its exchange was stolen: the
/// session ends for everybody who holds one of its tokens (RFC 9700 §4.14.2), and its member is told.
#[utoipa::path(post, path = "/auth/refresh", tag = "accounts", security(()),
    responses((status = 200, body = SessionBody)))]
pub async fn refresh(
    State(app): State<App>,
    device: Device,
    browser: KnownBrowser,
    jar: CookieJar,
) -> Result<impl IntoResponse, Problem> {
    let shown = session::refresh_token(&app, &jar).ok_or_else(Problem::unauthenticated)?;

    let mut tx = app.begin().await?;
    let now = store::clock::now(&mut tx).await?;
    let known = sessions::lock_refresh_token(&mut tx, &shown.hash())
        .await?
        .filter(|token| token.expires_at > now)
        .ok_or_else(Problem::unauthenticated)?;
    if known.rotated_at.is_some_and(|rotated_at| now.duration_since(rotated_at) > REUSE_GRACE) {
        session::end(&mut tx, known.user, known.session, EndReason::TokenReused).await?;
        device.note(&mut tx, known.user, Some(known.session), Action::TokenReused, None).await?;
        let mail = AccountMail::TokenReused { user_id: known.user };
        tell(&app, &mut tx, mail).await.map_err(Problem::internal)?;
        commit(tx).await?;
        app.live_sessions.forget(&[known.session]);
        tracing::warn!(user = %known.user, session = %known.session, "a refresh token was used again; its session ended");
        return Err(Problem::unauthenticated());
    }
    let pending = session::go_on(&mut tx, &known, now).await?;
    let content_key = vault::unwrap_by_refresh_token(known.user.uuid(), &shown, &Wrapped::from_bytes(known.wrapped))
        .map_err(Problem::internal)?;
    let user = users::find(&mut tx, known.user).await?.ok_or_else(Problem::unauthenticated)?;
    sessions::mark_rotated(&mut tx, &shown.hash(), device.place.as_deref()).await?;
    let issued = pending.issue(&app, &mut tx, &content_key).await?;
    commit(tx).await?;

    let (cookies, body) = issued.respond(&app, browser, user);
    Ok((cookies, axum::Json(body)))
}
