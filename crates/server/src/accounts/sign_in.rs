//! `POST /auth/sign-in`

use axum::extract::State;
use axum::response::IntoResponse;
use http::StatusCode;
use serde::Deserialize;
use store::users::{self, WrapKind};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use super::password;
use super::session::{self, SessionBody};
use crate::app::{App, commit};
use crate::http::{Json, Problem, email};

/// Who claims to be whom.
#[derive(Deserialize, ToSchema)]
pub struct SignIn {
    /// The account's address.
    pub email: String,
    /// Its password.
    #[schema(value_type = String)]
    pub password: Zeroizing<String>,
}

/// Sign in. An unknown address and a wrong password get the same answer, after the same time.
#[utoipa::path(post, path = "/auth/sign-in", tag = "accounts", security(()),
    request_body = SignIn, responses((status = 200, body = SessionBody)))]
pub async fn sign_in(State(app): State<App>, Json(typed): Json<SignIn>) -> Result<impl IntoResponse, Problem> {
    let address = email::normalise(&typed.email);
    let credentials = users::credentials(&mut *app.connection().await?, &address).await?;
    let login_hash = credentials.as_ref().map(|credentials| credentials.password_hash.clone());
    let is_right = password::verify(&app, typed.password.clone(), login_hash).await?;
    let Some(user) = credentials.map(|credentials| credentials.user).filter(|_| is_right) else {
        return Err(Problem::new(
            StatusCode::UNAUTHORIZED,
            "invalid_credentials",
            "The address or the password is wrong.",
        ));
    };

    let wrap = users::wrap(&mut *app.connection().await?, user.id, WrapKind::Password)
        .await?
        .ok_or_else(|| Problem::internal("the account has no wrap by password"))?;
    let content_key = password::unwrap(&app, user.id, typed.password, wrap).await?;

    let mut tx = app.begin().await?;
    let now = store::clock::now(&mut tx).await?;
    let issued = session::open(&app, &mut tx, user.id, &content_key, now).await?;
    commit(tx).await?;

    let (cookie, body) = issued.respond(&app, user);
    Ok((cookie, axum::Json(body)))
}
