//! `POST /auth/password-reset`

use axum::extract::State;
use domain::account_link::LinkPurpose;
use domain::activity::Action;
use domain::attempt::Attempt;
use http::StatusCode;
use serde::Deserialize;
use store::users;
use utoipa::ToSchema;

use super::account_link;
use super::telling::tell;
use crate::app::{App, commit};
use crate::http::{ClientAddress, Device, Fields, Json, Problem, email, limits};
use crate::notices::AccountMail;

/// Whose password is forgotten.
#[derive(Deserialize, ToSchema)]
pub struct RequestPasswordReset {
    /// The account's address.
    pub email: String,
}

/// Have a link mailed by which a new password can be set, for an hour, once. The answer is the same, and comes as fast, whether the
/// address has an account or not.
#[utoipa::path(post, path = "/auth/password-reset", tag = "accounts", security(()),
    request_body = RequestPasswordReset, responses((status = 202)))]
pub async fn request_password_reset(
    State(app): State<App>,
    client: ClientAddress,
    device: Device,
    Json(typed): Json<RequestPasswordReset>,
) -> Result<StatusCode, Problem> {
    if app.settings.smtp_url.is_none() {
        return Err(Problem::conflict(
            "mail_unavailable",
            "This server sends no mail. Ask whoever runs it for a link; they make one with `potluck admin reset-link`.",
        ));
    }
    let mut fields = Fields::default();
    let address = email::check(&mut fields, "email", &typed.email);
    fields.finish()?;
    limits::attempt_from(&app, Attempt::ResetFromAddress, client).await?;
    limits::attempt(&app, Attempt::ResetOfAccount, &address).await?;

    // In a task of its own: how long it takes would tell whether there is an account.
    let task_app = app.clone();
    app.lifecycle.spawn("password reset", async move {
        if let Err(error) = mail_link(&task_app, &device, &address).await {
            tracing::error!(%error, "a link for a forgotten password could not be made");
        }
    });
    Ok(StatusCode::ACCEPTED)
}

async fn mail_link(app: &App, device: &Device, address: &str) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let mut tx = app.begin().await?;
    let Some(account) = users::credentials(&mut tx, address).await? else { return Ok(()) };
    let user = account.user;
    let (link_id, _) = account_link::make(&mut tx, user.id, LinkPurpose::PasswordReset, Some(user.email)).await?;
    device.note(&mut tx, user.id, None, Action::PasswordResetAsked, None).await?;
    tell(app, &mut tx, AccountMail::Link { link_id }).await?;
    commit(tx).await?;
    Ok(())
}
