//! `GET /passkeys`, `PATCH /passkeys/{id}` and `POST /passkeys/{id}/remove`

use axum::extract::State;
use domain::activity::Action;
use domain::id::PasskeyId;
use http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::passkeys::{self, Passkey};
use utoipa::ToSchema;

use crate::accounts::password::Password;
use crate::accounts::reauthenticate::reauthenticate;
use crate::accounts::sessions::Reauthentication;
use crate::app::{App, commit};
use crate::http::{Caller, Device, Fields, Json, Page, PathId, Problem};
use crate::realtime::{Event, announce};

/// A passkey, as its owner sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PasskeyBody {
    /// Which one.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// Whether it opens the chats, so that signing in with it asks for nothing else.
    pub unlocks: bool,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last signed in.
    pub last_used_at: Option<Timestamp>,
}

/// Another name.
#[derive(Deserialize, ToSchema)]
pub struct RenamePasskey {
    /// Up to 80 characters.
    pub name: String,
}

impl From<Passkey> for PasskeyBody {
    fn from(passkey: Passkey) -> Self {
        Self {
            id: passkey.id,
            name: passkey.name,
            unlocks: passkey.wrapped.is_some(),
            created_at: passkey.created_at,
            last_used_at: passkey.last_used_at,
        }
    }
}

/// The caller's passkeys, the oldest first.
#[utoipa::path(get, path = "/passkeys", tag = "accounts", responses((status = 200, body = Page<PasskeyBody>)))]
pub async fn list_passkeys(State(app): State<App>, caller: Caller) -> Result<axum::Json<Page<PasskeyBody>>, Problem> {
    let passkeys = passkeys::list(&mut *app.connection().await?, caller.user).await?;
    Ok(axum::Json(Page::whole(passkeys.into_iter().map(PasskeyBody::from).collect())))
}

/// Give a passkey another name.
#[utoipa::path(patch, path = "/passkeys/{id}", tag = "accounts", params(("id" = String, Path)),
    request_body = RenamePasskey, responses((status = 204)))]
pub async fn rename_passkey(
    State(app): State<App>,
    caller: Caller,
    device: Device,
    PathId(id): PathId<PasskeyId>,
    Json(typed): Json<RenamePasskey>,
) -> Result<StatusCode, Problem> {
    let mut fields = Fields::default();
    let name = fields.line("name", &typed.name, 1, 80);
    fields.finish()?;
    let mut tx = app.begin().await?;
    if !passkeys::rename(&mut tx, caller.user, id, &name).await? {
        return Err(Problem::not_found());
    }
    device.note_of(&mut tx, &caller, Action::PasskeyRenamed, Some(&name)).await?;
    announce(&mut tx, &[caller.user], Event::AccountChanged {}).await?;
    commit(tx).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take a passkey off the account. It signs nobody in any more.
#[utoipa::path(post, path = "/passkeys/{id}/remove", tag = "accounts", params(("id" = String, Path)),
    request_body = Reauthentication, responses((status = 204)))]
pub async fn remove_passkey(
    State(app): State<App>,
    caller: Caller,
    device: Device,
    PathId(id): PathId<PasskeyId>,
    Json(typed): Json<Reauthentication>,
) -> Result<StatusCode, Problem> {
    let name = passkeys::name(&mut *app.connection().await?, caller.user, id).await?.ok_or_else(Problem::not_found)?;
    reauthenticate(&app, caller.user, "password", Password::typed(&typed.password)).await?;
    let mut tx = app.begin().await?;
    passkeys::remove(&mut tx, caller.user, id).await?;
    device.note_of(&mut tx, &caller, Action::PasskeyRemoved, Some(&name)).await?;
    announce(&mut tx, &[caller.user], Event::AccountChanged {}).await?;
    commit(tx).await?;
    tracing::info!(user = %caller.user, "a passkey was removed");
    Ok(StatusCode::NO_CONTENT)
}
