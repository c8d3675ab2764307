//! `GET /issuer-link` and `POST /issuer-link/remove`

use axum::extract::State;
use domain::activity::Action;
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use store::issuers;
use utoipa::ToSchema;

use crate::accounts::password::Password;
use crate::accounts::reauthenticate::reauthenticate;
use crate::accounts::sessions::Reauthentication;
use crate::app::{App, commit};
use crate::http::{Caller, Device, Json, Problem};
use crate::realtime::{Event, announce};

/// How the caller's account is tied to the server's issuer.
#[derive(Debug, Serialize, ToSchema)]
pub struct IssuerLink {
    /// The tie; null: there is none.
    pub link: Option<IssuerTie>,
}

/// A tie to the issuer.
#[derive(Debug, Serialize, ToSchema)]
pub struct IssuerTie {
    /// The address that the issuer knew when they were tied.
    pub email: Option<String>,
    /// When they were.
    pub created_at: Timestamp,
    /// When it last signed the caller in.
    pub last_used_at: Option<Timestamp>,
}

impl From<issuers::Link> for IssuerTie {
    fn from(link: issuers::Link) -> Self {
        Self { email: link.email, created_at: link.created_at, last_used_at: link.last_used_at }
    }
}

/// Whether the caller's account is tied to the server's issuer.
#[utoipa::path(get, path = "/issuer-link", tag = "accounts", responses((status = 200, body = IssuerLink)))]
pub async fn get_issuer_link(State(app): State<App>, caller: Caller) -> Result<axum::Json<IssuerLink>, Problem> {
    let link = issuers::of(&mut *app.connection().await?, caller.user).await?;
    Ok(axum::Json(IssuerLink { link: link.map(IssuerTie::from) }))
}

/// Untie the caller's account from the issuer. From then on they come in by address and password.
#[utoipa::path(post, path = "/issuer-link/remove", tag = "accounts",
    request_body = Reauthentication, responses((status = 204)))]
pub async fn remove_issuer_link(
    State(app): State<App>,
    caller: Caller,
    device: Device,
    Json(typed): Json<Reauthentication>,
) -> Result<StatusCode, Problem> {
    reauthenticate(&app, caller.user, "password", Password::typed(&typed.password)).await?;
    let mut tx = app.begin().await?;
    if !issuers::unlink(&mut tx, caller.user).await? {
        return Err(Problem::conflict("issuer_not_linked", "Your account is not tied to another sign-in."));
    }
    device.note_of(&mut tx, &caller, Action::IssuerUnlinked, None).await?;
    announce(&mut tx, &[caller.user], Event::AccountChanged {}).await?;
    commit(tx).await?;
    tracing::info!(user = %caller.user, "untied their account from the issuer");
    Ok(StatusCode::NO_CONTENT)
}
