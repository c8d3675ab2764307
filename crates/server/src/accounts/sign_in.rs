//! `POST /auth/sign-in`

use axum::extract::State;
use axum::response::IntoResponse;
use domain::activity::Action;
use domain::id::UserId;
use http::StatusCode;
use serde::Deserialize;
use store::users::{self, Credentials};
use store::{PgTransaction, clock};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use super::guess::Guess;
use super::known_browser::{KnownBrowser, Owner};
use super::password::{self, Password};
use super::second_factor;
use super::session::{self, Pending, SessionBody};
use crate::app::{App, commit};
use crate::http::{ClientAddress, Device, Json, Problem, email};

/// Who claims to be whom.
#[derive(Deserialize, ToSchema)]
pub struct SignIn {
    /// The account's address.
    pub email: String,
    /// Its password.
    #[schema(value_type = String)]
    pub password: Zeroizing<String>,
    /// A code of the authenticator app or a backup code, where the account asks for one.
    pub code: Option<String>,
}

/// Sign in. An unknown address and a wrong password get the same answer, after the same time. Where the account has a second
/// factor, the answer to the right password is `second_factor_required` until a code comes with it.
#[utoipa::path(post, path = "/auth/sign-in", tag = "accounts", security(()),
    request_body = SignIn, responses((status = 200, body = SessionBody)))]
pub async fn sign_in(
    State(app): State<App>,
    client: ClientAddress,
    device: Device,
    browser: KnownBrowser,
    Json(typed): Json<SignIn>,
) -> Result<impl IntoResponse, Problem> {
    let address = email::normalise(&typed.email);
    let typed_password = Password::typed(&typed.password);
    let credentials = credentials_of(&app, &address).await?;
    let owner = credentials.as_ref().map(|credentials| Owner::new(&credentials.user, credentials.now));
    // Before the derivation: a flood of guesses does not buy one each, nor do those of one instant.
    let guess = Guess::count(&app, client, &browser, &address, owner).await?;
    let login_hash = credentials.as_ref().map(|credentials| credentials.password_hash.clone());
    // An address without an account is counted like any other, and waits as long.
    let is_right = password::verify(&app, typed_password.clone(), login_hash).await?;
    let account = credentials.as_ref().map(|credentials| credentials.user.id);
    let Some(Credentials { user, password_hash, wrap, signs_in_by_password, has_second_factor, now: _ }) =
        credentials.filter(|_| is_right)
    else {
        if let Some(account) = account {
            note_failure(&app, device, account);
        }
        return Err(wrong_credentials());
    };
    guess.was_right(&app).await?;
    // Without an issuer nobody could come in by it.
    if !signs_in_by_password && app.issuer.is_some() {
        return Err(by_the_issuer());
    }
    if has_second_factor {
        let mut tx = app.begin().await?;
        let now = clock::now(&mut tx).await?;
        let verdict = second_factor::check(&app, &mut tx, &device, user.id, None, typed.code.as_deref(), now).await?;
        // Whatever it is: a wrong code has been counted.
        commit(tx).await?;
        verdict.into_result(StatusCode::UNAUTHORIZED)?;
    }
    // What takes no key is done while the key is unwrapped; not sooner, so that nobody holds a connection in the queue for a place.
    let place = password::place(&app).await?;
    let (unwrapped, (mut tx, pending)) = tokio::try_join!(
        password::unwrap_at(place, user.id, typed_password, wrap),
        begin(&app, user.id, &password_hash, &device),
    )?;
    let issued = pending.issue(&app, &mut tx, &unwrapped.map_err(Problem::internal)?).await?;
    commit(tx).await?;

    let (cookies, body) = issued.respond(&app, browser, user);
    Ok((cookies, axum::Json(body)))
}

async fn begin(
    app: &App,
    user: UserId,
    verified: &str,
    device: &Device,
) -> Result<(PgTransaction<'static>, Pending), Problem> {
    // Whom a power cut signs out in the same moment signs in again; everybody else need not wait for the disk.
    let mut tx = app.begin_without_waiting().await?;
    // A password that was changed in the meantime lets nobody in any more.
    if !users::hold_login_hash(&mut tx, user, verified).await? {
        return Err(wrong_credentials());
    }
    let pending = session::begin(&mut tx, user, device).await?;
    device.note(&mut tx, user, Some(pending.session), Action::SignedIn, None).await?;
    Ok((tx, pending))
}

async fn credentials_of(app: &App, address: &str) -> Result<Option<Credentials>, Problem> {
    Ok(users::credentials(&mut *app.connection().await?, address).await?)
}

fn wrong_credentials() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "invalid_credentials", "The address or the password is wrong.")
}

/// Told only to who knows the password.
fn by_the_issuer() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "issuer_required",
        "You made this account with another sign-in. Use that one; your password opens your chats then.",
    )
}

/// Beside the answer, which would otherwise take longer for an address that has an account.
fn note_failure(app: &App, device: Device, user: UserId) {
    let noting = app.clone();
    app.lifecycle.spawn("failed sign-in", async move {
        let noted =
            async { device.note(&mut *noting.connection().await?, user, None, Action::SignInFailed, None).await };
        if let Err(error) = noted.await {
            tracing::warn!(%user, %error, "a failed sign-in could not be noted");
        }
    });
}
