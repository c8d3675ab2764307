//! `GET /auth/sealed-history`, `POST /auth/unlock`: what a lost password left behind, and opening it again.

use axum::extract::State;
use domain::activity::Action;
use domain::attempt::Attempt;
use domain::id::{SealedKeyId, UserId};
use http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::sealed_keys::{self, SealedKey};
use store::users;
use utoipa::ToSchema;
use vault::{ContentKey, RecoveryCode, Wrapped};
use zeroize::Zeroizing;

use super::older_keys::{Opened, open_by};
use super::password::{self, Password};
use super::recovery_code;
use crate::app::{App, commit};
use crate::http::{Caller, Device, FieldError, Fields, Json, Page, Problem, limits, still_live};
use crate::keys::random;

/// A time whose chats are sealed: everything until then, back to the one before.
#[derive(Debug, Serialize, ToSchema)]
pub struct SealedHistory {
    /// Which one.
    pub id: SealedKeyId,
    /// When the password was lost.
    pub sealed_at: Timestamp,
}

/// What opens it: one of the two.
#[derive(Deserialize, ToSchema)]
pub struct Unlock {
    /// The recovery code of that time.
    #[schema(value_type = Option<String>)]
    pub recovery_code: Option<Zeroizing<String>>,
    /// The password of that time, if it has come back to mind.
    #[schema(value_type = Option<String>)]
    pub old_password: Option<Zeroizing<String>>,
}

/// What came of it.
#[derive(Serialize, ToSchema)]
pub struct Unlocked {
    /// What is still sealed.
    pub still_sealed: Vec<SealedHistory>,
}

impl From<&SealedKey> for SealedHistory {
    fn from(key: &SealedKey) -> Self {
        Self { id: key.id, sealed_at: key.sealed_at }
    }
}

/// The times whose chats are sealed, the newest first; empty for nearly everybody.
#[utoipa::path(get, path = "/auth/sealed-history", tag = "accounts",
    responses((status = 200, body = Page<SealedHistory>)))]
pub async fn list_sealed_history(
    State(app): State<App>,
    caller: Caller,
) -> Result<axum::Json<Page<SealedHistory>>, Problem> {
    let all = sealed_keys::list(&mut *app.connection().await?, caller.user).await?;
    let (_, sealed) = open_by(caller.user, &caller.content_key, Vec::new(), all);
    Ok(axum::Json(Page::whole(sealed.iter().map(SealedHistory::from).collect())))
}

/// Open chats again that a lost password left sealed. They are readable from the next access token on: refresh.
#[utoipa::path(post, path = "/auth/unlock", tag = "accounts",
    request_body = Unlock, responses((status = 200, body = Unlocked)))]
pub async fn unlock_history(
    State(app): State<App>,
    caller: Caller,
    device: Device,
    Json(typed): Json<Unlock>,
) -> Result<axum::Json<Unlocked>, Problem> {
    let user = caller.user;
    limits::attempt(&app, Attempt::RecoveryOfAccount, &user.to_string()).await?;
    let mut connection = app.connection().await?;
    let login_hash = users::login_hash(&mut connection, user).await?.ok_or_else(Problem::unauthenticated)?;
    let all = sealed_keys::list(&mut connection, user).await?;
    drop(connection);
    let (mut opened, sealed) = open_by(user, &caller.content_key, Vec::new(), all);
    let (by_secret, sealed) = open_by_secret(&app, user, &typed, sealed).await?;
    opened.extend(by_secret);
    let (opened, still_sealed) = open_by(user, &caller.content_key, opened, sealed);

    let mut tx = app.begin().await?;
    // A password that was lost in the meantime came with another content key.
    if !users::hold_login_hash(&mut tx, user, &login_hash).await? {
        return Err(Problem::unauthenticated());
    }
    still_live(&mut tx, caller.user, caller.session).await?;
    for (entry, key) in &opened {
        let wrapped = vault::wrap_by_content_key(key, user.uuid(), &caller.content_key, random());
        sealed_keys::unlock(&mut tx, user, entry.id, wrapped.as_bytes()).await?;
    }
    device.note_of(&mut tx, &caller, Action::HistoryUnlocked, None).await?;
    commit(tx).await?;
    tracing::info!(%user, "unlocked older chats");
    Ok(axum::Json(Unlocked { still_sealed: still_sealed.iter().map(SealedHistory::from).collect() }))
}

/// Opens what the typed code or password opens; refuses one that opens nothing.
async fn open_by_secret(
    app: &App,
    user: UserId,
    typed: &Unlock,
    sealed: Vec<SealedKey>,
) -> Result<(Vec<Opened>, Vec<SealedKey>), Problem> {
    let secret = match (&typed.recovery_code, &typed.old_password) {
        (Some(code), _) => Secret::Code(recovery_code::parse("recovery_code", code)?),
        (None, Some(password)) => Secret::Password(Password::typed(password)),
        (None, None) => {
            let mut fields = Fields::default();
            fields.check(false, "recovery_code", "required", "Give the recovery code, or the old password.");
            return fields.finish().map(|()| (Vec::new(), sealed));
        }
    };
    let (mut opened, mut still_sealed) = (Vec::new(), Vec::new());
    for entry in sealed {
        match secret.open(app, user, &entry).await? {
            Some(key) => opened.push((entry, key)),
            None => still_sealed.push(entry),
        }
    }
    if opened.is_empty() {
        return Err(match secret {
            Secret::Code(_) => recovery_code::wrong("recovery_code"),
            Secret::Password(_) => wrong_password(),
        });
    }
    Ok((opened, still_sealed))
}

/// What somebody still has from the time that is sealed.
enum Secret {
    Code(RecoveryCode),
    Password(Password),
}

impl Secret {
    async fn open(&self, app: &App, user: UserId, entry: &SealedKey) -> Result<Option<ContentKey>, Problem> {
        match self {
            Self::Code(code) => Ok(entry.by_recovery_code.clone().and_then(|wrapped| {
                vault::unwrap_by_recovery_code(user.uuid(), code, &Wrapped::from_bytes(wrapped)).ok()
            })),
            Self::Password(typed) => match entry.by_password.clone() {
                Some(wrap) => Ok(password::unwrap(app, user, typed.clone(), wrap).await?.ok()),
                None => Ok(None),
            },
        }
    }
}

fn wrong_password() -> Problem {
    let message = "None of your earlier chats opens with this password.";
    let error = FieldError::new("old_password", "opens_nothing", message);
    Problem::new(StatusCode::FORBIDDEN, "wrong_password", message).about(error)
}
