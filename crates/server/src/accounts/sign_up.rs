//! `POST /auth/sign-up`

use axum::extract::State;
use axum::response::IntoResponse;
use domain::activity::Action;
use domain::attempt::Attempt;
use domain::id::UserId;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use store::users::{self, Wrap, WrapKind};
use utoipa::ToSchema;
use vault::{ContentKey, RecoveryCode};
use zeroize::Zeroizing;

use super::password;
use super::session::{self, SessionBody};
use crate::app::{App, commit};
use crate::http::{ClientAddress, Device, FieldError, Fields, Json, Problem, email, limits};
use crate::keys::random;

/// What it takes to have an account.
#[derive(Deserialize, ToSchema)]
pub struct SignUp {
    /// The address to sign in with.
    pub email: String,
    /// At least 10 characters.
    #[schema(value_type = String)]
    pub password: Zeroizing<String>,
    /// What the others in a group see, up to 80 characters.
    pub name: String,
}

/// A new account, signed in.
#[derive(Serialize, ToSchema)]
pub struct SignedUp {
    /// The session.
    #[serde(flatten)]
    pub session: SessionBody,
    /// Shown this once: opens the history when the password is lost.
    pub recovery_code: String,
}

/// Make an account. The first one on a server is its operator.
#[utoipa::path(post, path = "/auth/sign-up", tag = "accounts", security(()),
    request_body = SignUp, responses((status = 201, body = SignedUp)))]
pub async fn sign_up(
    State(app): State<App>,
    client: ClientAddress,
    device: Device,
    Json(typed): Json<SignUp>,
) -> Result<impl IntoResponse, Problem> {
    let mut fields = Fields::default();
    let address = email::check(&mut fields, "email", &typed.email);
    let name = fields.line("name", &typed.name, 1, 80);
    let password = password::check(&mut fields, "password", &typed.password, &[&address, &name]);
    fields.finish()?;
    limits::attempt_from(&app, Attempt::SignUpFromAddress, client).await?;

    let id = UserId::from_uuid(uuid::Uuid::now_v7());
    let recovery_code = RecoveryCode::from_random(random());
    let content_key = ContentKey::from_random(random());
    let (kept, content_key) = password::keep(&app, id, password, content_key).await?;
    let by_recovery_code = Wrap {
        salt: Vec::new(),
        wrapped: vault::wrap_by_recovery_code(&content_key, id.uuid(), &recovery_code, random()).into_bytes(),
    };

    let mut tx = app.begin().await?;
    let now = store::clock::now(&mut tx).await?;
    let user = users::insert(&mut tx, id, &address, &name, &kept.login_hash).await.map_err(address_taken)?;
    users::put_wrap(&mut tx, id, WrapKind::Password, &kept.wrap).await?;
    users::put_wrap(&mut tx, id, WrapKind::RecoveryCode, &by_recovery_code).await?;
    let issued = session::open(&app, &mut tx, id, &device, &content_key, now).await?;
    device.note(&mut tx, id, Some(issued.session), Action::SignedUp, None).await?;
    commit(tx).await?;

    tracing::info!(user = %id, operator = user.is_operator, "signed up");
    let (cookie, session) = issued.respond(&app, user);
    let body = SignedUp { session, recovery_code: recovery_code.encode().to_string() };
    Ok((StatusCode::CREATED, cookie, axum::Json(body)))
}

fn address_taken(error: store::Error) -> Problem {
    if !error.is_refusal_of(users::EMAIL_KEY) {
        return error.into();
    }
    let taken = FieldError {
        field: "email".to_owned(),
        code: "email_taken",
        message: "There is an account with this address; sign in instead.".to_owned(),
    };
    Problem::conflict("email_taken", "There is an account with this address; sign in instead.").about(taken)
}
