//! `POST /auth/verify-email`, `POST /auth/verify-email/mail`: showing that mail to an account's address arrives.

use axum::extract::State;
use domain::account_link::LinkPurpose;
use domain::activity::Action;
use domain::attempt::Attempt;
use http::StatusCode;
use serde::Deserialize;
use store::users::User;
use store::{PgConnection, account_links, users};
use utoipa::ToSchema;

use super::account_link;
use super::telling::tell;
use crate::app::{App, commit};
use crate::http::{Caller, ClientAddress, Device, Json, Problem, limits};
use crate::notices::AccountMail;
use crate::realtime::{Event, announce};

/// A link's token. It comes in the link's fragment, which browsers keep to themselves, and only in bodies to the server.
#[derive(Deserialize, ToSchema)]
pub struct VerifyEmail {
    /// The token.
    pub token: String,
}

/// Show that mail to the account's address arrives, by the link in it. Signed in or not: people read mail on other devices.
#[utoipa::path(post, path = "/auth/verify-email", tag = "accounts", security(()),
    request_body = VerifyEmail, responses((status = 204)))]
pub async fn verify_email(
    State(app): State<App>,
    client: ClientAddress,
    device: Device,
    Json(typed): Json<VerifyEmail>,
) -> Result<StatusCode, Problem> {
    let (link_id, link) = account_link::prove(&app, client, &typed.token, LinkPurpose::EmailVerification).await?;
    let mut tx = app.begin().await?;
    let user = users::find(&mut tx, link.user).await?.ok_or_else(account_link::over)?;
    // The address that it was mailed to, and no other that the account has had since.
    if link.mailed_to.as_ref() != Some(&user.email) || !account_links::take(&mut tx, link_id).await? {
        return Err(account_link::over());
    }
    account_links::take_all(&mut tx, user.id, LinkPurpose::EmailVerification).await?;
    users::verify_email(&mut tx, user.id).await?;
    device.note(&mut tx, user.id, None, Action::EmailVerified, None).await?;
    announce(&mut tx, &[user.id], Event::AccountChanged {}).await?;
    commit(tx).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Have the link mailed once more.
#[utoipa::path(post, path = "/auth/verify-email/mail", tag = "accounts", responses((status = 202)))]
pub async fn mail_verification(State(app): State<App>, caller: Caller) -> Result<StatusCode, Problem> {
    if !app.settings.verifies_email() {
        return Err(Problem::conflict("mail_unavailable", "This server asks nobody to confirm an address."));
    }
    limits::attempt(&app, Attempt::VerificationMail, &caller.user.to_string()).await?;
    let mut tx = app.begin().await?;
    let user = users::find(&mut tx, caller.user).await?.ok_or_else(Problem::unauthenticated)?;
    if !user.email_verified {
        ask(&app, &mut tx, &user).await?;
    }
    commit(tx).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Mails the link, where this server wants to know.
pub(super) async fn ask(app: &App, connection: &mut PgConnection, user: &User) -> Result<(), Problem> {
    if !app.settings.verifies_email() {
        return Ok(());
    }
    let mailed_to = Some(user.email.clone());
    let (link_id, _) = account_link::make(&mut *connection, user.id, LinkPurpose::EmailVerification, mailed_to).await?;
    tell(app, connection, AccountMail::Link { link_id }).await.map_err(Problem::internal)
}
