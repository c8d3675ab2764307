//! `POST /auth/sign-up`

use axum::extract::State;
use axum::response::IntoResponse;
use domain::activity::Action;
use domain::attempt::Attempt;
use domain::id::UserId;
use domain::invitation::{self, InvitationStatus};
use domain::sign_up::SignUpRefused;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use store::users::{self, WrapKind};
use store::{clock, invitations};
use utoipa::ToSchema;
use vault::ContentKey;
use zeroize::Zeroizing;

use super::password;
use super::recovery_code::{self, NewRecoveryCode};
use super::session::{self, SessionBody};
use super::verify_email;
use crate::app::{App, commit};
use crate::http::{ClientAddress, Device, FieldError, Fields, Json, Problem, WishedLanguage, email, limits};
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
    /// The token of an invitation, where this server lets only invited people in.
    pub invitation: Option<String>,
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

/// Make an account. The first one on a server is its operator. It is written to in the language that `Accept-Language` asks for.
#[utoipa::path(post, path = "/auth/sign-up", tag = "accounts", security(()),
    request_body = SignUp, responses((status = 201, body = SignedUp)))]
pub async fn sign_up(
    State(app): State<App>,
    client: ClientAddress,
    device: Device,
    WishedLanguage(language): WishedLanguage,
    Json(typed): Json<SignUp>,
) -> Result<impl IntoResponse, Problem> {
    let mut fields = Fields::default();
    let address = email::check(&mut fields, "email", &typed.email);
    let name = fields.line("name", &typed.name, 1, 80);
    let password = password::check(&mut fields, "password", &typed.password, &[&address, &name]);
    fields.finish()?;
    limits::attempt_from(&app, Attempt::SignUpFromAddress, client).await?;

    check_mode(&app, typed.invitation.as_deref()).await?;

    let id = UserId::from_uuid(uuid::Uuid::now_v7());
    let content_key = ContentKey::from_random(random());
    let (kept, content_key) = password::keep(&app, id, password, content_key).await?;
    let NewRecoveryCode { code, wrap: by_recovery_code } = recovery_code::make(id, &content_key);

    let mut tx = app.begin().await?;
    let now = store::clock::now(&mut tx).await?;
    let user = users::insert(&mut tx, id, &address, &name, &kept.login_hash, language).await.map_err(address_taken)?;
    users::put_wrap(&mut tx, id, WrapKind::Password, &kept.wrap).await?;
    users::put_wrap(&mut tx, id, WrapKind::RecoveryCode, &by_recovery_code).await?;
    let issued = session::open(&app, &mut tx, id, &device, &content_key, now).await?;
    device.note(&mut tx, id, Some(issued.session), Action::SignedUp, None).await?;
    verify_email::ask(&app, &mut tx, &user).await?;
    commit(tx).await?;

    tracing::info!(user = %id, operator = user.is_operator, "signed up");
    let (cookie, session) = issued.respond(&app, user);
    let body = SignedUp { session, recovery_code: code.encode().to_string() };
    Ok((StatusCode::CREATED, cookie, axum::Json(body)))
}

/// Whether the operator lets this person in.
async fn check_mode(app: &App, invitation: Option<&str>) -> Result<(), Problem> {
    let mode = app.settings.sign_up;
    let mut connection = app.connection().await?;
    let is_first = users::is_empty(&mut connection).await?;
    let is_invited = match invitation.and_then(|token| app.keys.invitation_of(token)) {
        Some(id) => {
            let now = clock::now(&mut connection).await?;
            let found = invitations::find(&mut connection, id).await?;
            found.is_some_and(|found| invitation::status(found.status, found.expires_at, now) == InvitationStatus::Open)
        }
        None => false,
    };
    mode.check(is_first, is_invited).map_err(|refused| {
        let (code, detail) = match refused {
            SignUpRefused::InvitationNeeded => {
                ("invitation_needed", "Only invited people can sign up here. Open the link of your invitation again.")
            }
            SignUpRefused::Closed => ("sign_up_closed", "Nobody new can sign up here. Ask whoever runs this server."),
        };
        Problem::new(StatusCode::FORBIDDEN, code, detail)
    })
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
