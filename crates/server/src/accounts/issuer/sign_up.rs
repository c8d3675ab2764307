//! `POST /auth/issuer/sign-up`

use axum::extract::State;
use axum::response::IntoResponse;
use axum_extra::extract::CookieJar;
use domain::attempt::Attempt;
use http::StatusCode;
use serde::Deserialize;
use store::{clock, issuers, users};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use super::finish::tied_already;
use super::passage::{PassageSecret, forget, over};
use crate::accounts::known_browser::KnownBrowser;
use crate::accounts::new_account::{self, NewAccount};
use crate::accounts::password;
use crate::accounts::sign_up::{SignedUp, check_mode};
use crate::app::{App, commit};
use crate::http::{ClientAddress, Device, Fields, Json, Problem, WishedLanguage, email, limits};

/// What the issuer does not know.
#[derive(Deserialize, ToSchema)]
pub struct SignUpWithIssuer {
    /// The account's address. It is confirmed by mail unless it is the one that the issuer has confirmed.
    pub email: String,
    /// What the others in a group see, up to 80 characters.
    pub name: String,
    /// At least 10 characters. It opens the chats; the issuer never sees it.
    #[schema(value_type = String)]
    pub password: Zeroizing<String>,
    /// The token of an invitation, where this server lets only invited people in.
    pub invitation: Option<String>,
}

/// Make an account for whom the issuer has recognised. They come in by the issuer alone, and their password opens the chats.
#[utoipa::path(post, path = "/auth/issuer/sign-up", tag = "accounts", security(()),
    request_body = SignUpWithIssuer, responses((status = 201, body = SignedUp)))]
pub async fn sign_up_with_issuer(
    State(app): State<App>,
    client: ClientAddress,
    device: Device,
    browser: KnownBrowser,
    jar: CookieJar,
    WishedLanguage(language): WishedLanguage,
    Json(typed): Json<SignUpWithIssuer>,
) -> Result<impl IntoResponse, Problem> {
    let secret = PassageSecret::of(&app, &jar)?;
    let mut fields = Fields::default();
    let address = email::check(&mut fields, "email", &typed.email);
    let name = fields.line("name", &typed.name, 1, 80);
    let password = password::check(&mut fields, "password", &typed.password, &[&address, &name]);
    fields.finish()?;
    limits::attempt_from(&app, Attempt::SignUpFromAddress, client).await?;
    check_mode(&app, typed.invitation.as_deref()).await?;
    let account = NewAccount::prepare(&app, &address, &name, password).await?;

    let mut tx = app.begin().await?;
    let now = clock::now(&mut tx).await?;
    let (owner, kept) = secret.take_proven(&mut tx, now).await?;
    let identity = kept.identity.filter(|_| owner.is_none()).ok_or_else(over)?;
    let is_confirmed =
        identity.email_verified && identity.email.as_deref().map(email::normalise).as_ref() == Some(&address);
    let (issued, mut user, code) = account.insert(&app, &mut tx, &device, language).await?;
    issuers::link(&mut tx, user.id, &identity.issuer, &identity.subject, identity.email.as_deref())
        .await
        .map_err(tied_already)?;
    issuers::require(&mut tx, user.id).await?;
    if is_confirmed {
        users::verify_email(&mut tx, user.id).await?;
        user.email_verified = true;
    } else {
        new_account::ask_to_confirm(&app, &mut tx, &user).await?;
    }
    commit(tx).await?;

    tracing::info!(user = %user.id, operator = user.is_operator, "signed up with the issuer");
    let (cookies, session) = issued.respond(&app, browser, user);
    let body = SignedUp { session, recovery_code: code };
    Ok((StatusCode::CREATED, cookies.add(forget(&app)), axum::Json(body)))
}
