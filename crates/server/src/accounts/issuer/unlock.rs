//! `POST /auth/issuer/unlock`

use axum::extract::State;
use axum::response::IntoResponse;
use axum_extra::extract::CookieJar;
use domain::activity::Action;
use http::StatusCode;
use serde::Deserialize;
use store::{clock, issuers, users};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use super::passage::{PassageSecret, forget, issuer, over};
use crate::accounts::known_browser::KnownBrowser;
use crate::accounts::opening::{self, Opening};
use crate::accounts::second_factor;
use crate::accounts::session::{self, UnlockedSession};
use crate::app::{App, commit};
use crate::http::{Device, Json, Problem};

/// What opens the chats. One of the first two.
#[derive(Deserialize, ToSchema)]
pub struct UnlockWithIssuer {
    /// The account's password.
    #[schema(value_type = Option<String>)]
    pub password: Option<Zeroizing<String>>,
    /// Its recovery code; a new one takes its place.
    #[schema(value_type = Option<String>)]
    pub recovery_code: Option<Zeroizing<String>>,
    /// A code of the authenticator app or a backup code, where the account asks for one.
    pub code: Option<String>,
}

/// Open the chats after the issuer has said who it is, and be signed in.
#[utoipa::path(post, path = "/auth/issuer/unlock", tag = "accounts", security(()),
    request_body = UnlockWithIssuer, responses((status = 200, body = UnlockedSession)))]
pub async fn unlock_with_issuer(
    State(app): State<App>,
    device: Device,
    browser: KnownBrowser,
    jar: CookieJar,
    Json(typed): Json<UnlockWithIssuer>,
) -> Result<impl IntoResponse, Problem> {
    let secret = PassageSecret::of(&app, &jar)?;
    let mut connection = app.connection().await?;
    let now = clock::now(&mut connection).await?;
    let (user, _) = secret.proven(&mut connection, now).await?;
    drop(connection);
    let user = user.ok_or_else(over)?;
    let opening = Opening::of(typed.password.as_ref(), typed.recovery_code.as_ref())?;
    let opened = opening::open(&app, user, &opening).await?;

    let mut tx = app.begin().await?;
    let verdict = second_factor::check(&app, &mut tx, &device, user, None, typed.code.as_deref(), now).await?;
    // Whatever it is: a wrong code has been counted.
    commit(tx).await?;
    verdict.into_result(StatusCode::UNAUTHORIZED)?;

    let mut tx = app.begin().await?;
    secret.take_proven(&mut tx, now).await?;
    // Untied in the meantime: it says nothing about this account any more.
    if !issuers::note_used(&mut tx, user).await? {
        return Err(over());
    }
    let account = users::find(&mut tx, user).await?.ok_or_else(over)?;
    let (content_key, recovery_code) = opened.keep(&mut tx, user).await?.ok_or_else(over)?;
    let issued = session::open(&app, &mut tx, user, &device, &content_key).await?;
    device.note(&mut tx, user, Some(issued.session), Action::SignedIn, Some(issuer(&app)?.name())).await?;
    commit(tx).await?;

    let (cookies, session) = issued.respond(&app, browser, account);
    Ok((cookies.add(forget(&app)), axum::Json(UnlockedSession { session, recovery_code })))
}
