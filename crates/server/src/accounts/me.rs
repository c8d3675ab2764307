//! `GET /me` and `GET /server`: who am I, and where.

use axum::extract::State;
use domain::sign_up::SignUpMode;
use serde::Serialize;
use store::users;
use utoipa::ToSchema;

use super::passkeys;
use super::session::UserBody;
use crate::app::App;
use crate::http::{Caller, Problem};

/// What a page needs to know before anybody signed in.
#[derive(Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "each answers one question of the page")]
pub struct ServerBody {
    /// Always `Potluck`.
    pub name: &'static str,
    /// The server's version.
    pub version: &'static str,
    /// Nobody has signed up yet: whoever does first runs this server.
    pub needs_operator: bool,
    /// There is no AI vendor: only the demo model answers.
    pub demo: bool,
    /// Whether invitations can go by mail.
    pub mail: bool,
    /// Whether shares can be paid by hand: claimed by the payer, confirmed by the payee.
    pub manual_payments: bool,
    /// Whether shares can be paid by card.
    pub card_payments: bool,
    /// Who may make an account.
    pub sign_up: SignUpMode,
    /// Whether new accounts confirm their address by a mailed link.
    pub email_verification: bool,
    /// What people know the other way to sign in by; null: there is none.
    pub issuer: Option<String>,
    /// Whether conversations can be named by a model.
    pub automatic_titles: bool,
    /// The address of the pages on which passkeys work; null: they need a name and HTTPS, and this server has none.
    pub passkeys_at: Option<String>,
}

/// The caller's account.
#[utoipa::path(get, path = "/me", tag = "accounts", responses((status = 200, body = UserBody)))]
pub async fn get_me(State(app): State<App>, caller: Caller) -> Result<axum::Json<UserBody>, Problem> {
    let user = users::find(&mut *app.connection().await?, caller.user).await?;
    user.map(|user| axum::Json(user.into())).ok_or_else(Problem::unauthenticated)
}

/// The server, as everybody may see it.
#[utoipa::path(get, path = "/server", tag = "accounts", security(()), responses((status = 200, body = ServerBody)))]
pub async fn get_server(State(app): State<App>) -> Result<axum::Json<ServerBody>, Problem> {
    Ok(axum::Json(ServerBody {
        name: "Potluck",
        version: env!("CARGO_PKG_VERSION"),
        needs_operator: users::is_empty(&mut *app.connection().await?).await?,
        demo: app.catalogue.is_demo(),
        mail: app.settings.smtp_url.is_some(),
        manual_payments: app.offered().manual,
        card_payments: app.offered().card,
        sign_up: app.settings.sign_up,
        email_verification: app.settings.verifies_email(),
        issuer: app.issuer.as_ref().map(|issuer| issuer.name().to_owned()),
        automatic_titles: app.settings.automatic_titles,
        passkeys_at: passkeys::origin(&app.settings).map(|origin| origin.origin().ascii_serialization()),
    }))
}
