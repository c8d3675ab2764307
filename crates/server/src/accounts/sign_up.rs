//! `POST /auth/sign-up`

use axum::extract::State;
use axum::response::IntoResponse;
use domain::attempt::Attempt;
use domain::invitation::{self, InvitationStatus};
use domain::sign_up::SignUpRefused;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use store::{clock, invitations, users};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use super::known_browser::KnownBrowser;
use super::new_account::{self, NewAccount};
use super::password;
use super::session::SessionBody;
use crate::app::{App, commit};
use crate::http::{ClientAddress, Device, Fields, Json, Problem, WishedLanguage, email, limits};

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
    browser: KnownBrowser,
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

    let account = NewAccount::prepare(&app, &address, &name, password).await?;

    let mut tx = app.begin().await?;
    let (issued, user, recovery_code) = account.insert(&app, &mut tx, &device, language).await?;
    new_account::ask_to_confirm(&app, &mut tx, &user).await?;
    commit(tx).await?;

    tracing::info!(user = %user.id, operator = user.is_operator, "signed up");
    let (cookies, session) = issued.respond(&app, browser, user);
    Ok((StatusCode::CREATED, cookies, axum::Json(SignedUp { session, recovery_code })))
}

/// Whether the operator lets this person in.
pub(super) async fn check_mode(app: &App, invitation: Option<&str>) -> Result<(), Problem> {
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
