//! `POST /auth/issuer/begin` and `POST /issuer-link/begin`

use axum::extract::State;
use axum::response::IntoResponse;
use domain::id::UserId;
use serde::{Deserialize, Serialize};
use store::{clock, issuers};
use utoipa::ToSchema;

use super::passage::{PassageSecret, issuer, refused};
use crate::accounts::password::Password;
use crate::accounts::reauthenticate::reauthenticate;
use crate::accounts::sessions::Reauthentication;
use crate::app::App;
use crate::http::{Caller, FieldError, Json, Problem};

/// The longest place to go on to.
const NEXT_BYTES_MAX: usize = 1024;

/// Where somebody was going.
#[derive(Deserialize, ToSchema)]
pub struct BeginIssuerSignIn {
    /// A path of the app, to go on to once signed in.
    pub next: Option<String>,
}

/// Where to send the browser.
#[derive(Debug, Serialize, ToSchema)]
pub struct IssuerPassage {
    /// The issuer's page. It sends the browser back to `/sign-in/return` with `code` and `state`.
    pub url: String,
}

/// Begin to sign in, or up, with the server's issuer.
#[utoipa::path(post, path = "/auth/issuer/begin", tag = "accounts", security(()),
    request_body = BeginIssuerSignIn, responses((status = 200, body = IssuerPassage)))]
pub async fn begin_issuer_sign_in(
    State(app): State<App>,
    Json(typed): Json<BeginIssuerSignIn>,
) -> Result<impl IntoResponse, Problem> {
    if typed.next.as_deref().is_some_and(|next| !is_path_of_ours(next)) {
        return Err(Problem::invalid(vec![FieldError::new("next", "invalid", "Give a path of this app.")]));
    }
    begin(&app, None, typed.next).await
}

/// Begin to tie the caller's account to whom the server's issuer knows.
#[utoipa::path(post, path = "/issuer-link/begin", tag = "accounts",
    request_body = Reauthentication, responses((status = 200, body = IssuerPassage)))]
pub async fn begin_issuer_link(
    State(app): State<App>,
    caller: Caller,
    Json(typed): Json<Reauthentication>,
) -> Result<impl IntoResponse, Problem> {
    issuer(&app)?;
    reauthenticate(&app, caller.user, "password", Password::typed(&typed.password)).await?;
    if issuers::of(&mut *app.connection().await?, caller.user).await?.is_some() {
        return Err(Problem::conflict("issuer_linked", "Your account is tied already."));
    }
    begin(&app, Some(caller.user), None).await
}

async fn begin(app: &App, user: Option<UserId>, next: Option<String>) -> Result<impl IntoResponse + use<>, Problem> {
    let secret = PassageSecret::new();
    let url = issuer(app)?.authorization_url(&secret.passage()).await.map_err(|error| refused(&error))?;
    let mut connection = app.connection().await?;
    let now = clock::now(&mut connection).await?;
    secret.begin(&mut connection, user, next, now).await?;
    Ok((secret.cookie(app), axum::Json(IssuerPassage { url: url.into() })))
}

/// Whether a browser stays with us that goes there: what it would read as another host's name is refused.
fn is_path_of_ours(next: &str) -> bool {
    let is_like_a_host = next.as_bytes().get(1).is_some_and(|byte| matches!(byte, b'/' | b'\\'));
    next.len() <= NEXT_BYTES_MAX && next.starts_with('/') && !is_like_a_host && !next.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_of_this_app_is_gone_on_to() {
        for good in ["/", "/home", "/invitation/abc?x=1#y"] {
            assert!(is_path_of_ours(good), "{good}");
        }
        for bad in ["", "home", "//evil.example", "/\\evil.example", "/\t/evil.example", "https://evil.example"] {
            assert!(!is_path_of_ours(bad), "{bad:?}");
        }
        assert!(!is_path_of_ours(&"/x".repeat(NEXT_BYTES_MAX)));
    }
}
