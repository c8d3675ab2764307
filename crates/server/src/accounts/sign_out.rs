//! `POST /auth/sign-out`

use axum::extract::State;
use axum::response::IntoResponse;
use axum_extra::extract::CookieJar;
use domain::activity::Action;
use http::StatusCode;
use store::sessions::{self, EndReason};

use super::session;
use crate::app::{App, commit};
use crate::http::{Device, Problem};

/// End this browser's session. Its access token and its open streams end with it. Signing out twice is no mistake.
#[utoipa::path(post, path = "/auth/sign-out", tag = "accounts", security(()), responses((status = 204)))]
pub async fn sign_out(State(app): State<App>, device: Device, jar: CookieJar) -> Result<impl IntoResponse, Problem> {
    if let Some(shown) = session::refresh_token(&app, &jar) {
        let mut tx = app.begin().await?;
        if let Some(known) = sessions::lock_refresh_token(&mut tx, &shown.hash()).await? {
            session::end(&mut tx, known.user, known.session, EndReason::SignedOut).await?;
            device.note(&mut tx, known.user, Some(known.session), Action::SignedOut, None).await?;
            commit(tx).await?;
            app.live_sessions.forget(&[known.session]);
        }
    }
    Ok((StatusCode::NO_CONTENT, session::forget(&app)))
}
