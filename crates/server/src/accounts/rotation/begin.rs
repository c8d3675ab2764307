//! `POST /auth/content-key`

use axum::extract::State;
use axum::response::IntoResponse;
use domain::activity::Action;
use domain::id::SealedKeyId;
use serde::Serialize;
use store::sessions::EndReason;
use store::users::{self, WrapKind};
use store::{key_rotations, passkeys, sealed_keys, sealed_rows};
use utoipa::ToSchema;
use uuid::Uuid;
use vault::ContentKey;

use crate::accounts::known_browser::KnownBrowser;
use crate::accounts::password::{self, Password};
use crate::accounts::proof::{Proof, prove};
use crate::accounts::recovery_code::{self, NewRecoveryCode};
use crate::accounts::session::{self, SessionBody};
use crate::app::{App, commit};
use crate::http::{Caller, Device, Json, Problem, still_live};
use crate::keys::random;

/// A session under the new key.
#[derive(Serialize, ToSchema)]
pub struct ContentKeyReplaced {
    /// The session that goes on in this browser.
    #[serde(flatten)]
    pub session: SessionBody,
    /// Shown this once. The one before it opens nothing any more.
    pub recovery_code: String,
}

/// Replace the key that seals the caller's texts. All other devices are signed out, passkeys ask for the password once, and there is
/// a new recovery code. What was written so far is sealed anew in the background, and stays readable all the while.
#[utoipa::path(post, path = "/auth/content-key", tag = "accounts",
    request_body = Proof, responses((status = 200, body = ContentKeyReplaced)))]
pub async fn replace_content_key(
    State(app): State<App>,
    caller: Caller,
    device: Device,
    browser: KnownBrowser,
    Json(typed): Json<Proof>,
) -> Result<impl IntoResponse, Problem> {
    let proven = prove(&app, &caller, &device, &typed).await?;
    let user = caller.user;
    let new_key = ContentKey::from_random(random());
    let (kept, new_key) = password::keep(&app, user, Password::typed(&typed.password), new_key).await?;
    let NewRecoveryCode { code, wrap: by_recovery_code } = recovery_code::make(user, &new_key);
    let old_key = SealedKeyId::from_uuid(Uuid::now_v7());
    let by_new_key = vault::wrap_by_content_key(&caller.content_key, user.uuid(), &new_key, random());

    let mut tx = app.begin().await?;
    // The same password under another hash: whoever is about to wrap the old key has proven the one before, and is refused.
    if !users::replace_login_hash(&mut tx, user, &proven.login_hash, &kept.login_hash).await? {
        return Err(Problem::unauthenticated());
    }
    still_live(&mut tx, caller.user, caller.session).await?;
    users::put_wrap(&mut tx, user, WrapKind::Password, &kept.wrap).await?;
    users::put_wrap(&mut tx, user, WrapKind::RecoveryCode, &by_recovery_code).await?;
    // They wrap the key before: the next sign-in with one asks for the password, and wraps the new key.
    passkeys::forget_wraps(&mut tx, user).await?;
    sealed_keys::keep(&mut tx, user, old_key, by_new_key.as_bytes()).await?;
    let rows = sealed_rows::count(&mut tx, user).await?;
    key_rotations::begin(&mut tx, user, old_key, rows).await.map_err(running)?;
    // Also the one that asks: what it was given so far carries the old key.
    let ended = session::end_others(&mut tx, user, None, EndReason::KeyReplaced).await?;
    let issued = session::open(&app, &mut tx, user, &device, &new_key).await?;
    device.note(&mut tx, user, Some(issued.session), Action::ContentKeyRotated, None).await?;
    let account = users::find(&mut tx, user).await?.ok_or_else(Problem::unauthenticated)?;
    commit(tx).await?;
    app.live_sessions.forget(&ended);

    tracing::info!(%user, rows, "replaces their content key");
    let (cookies, session) = issued.respond(&app, browser, account);
    Ok((cookies, axum::Json(ContentKeyReplaced { session, recovery_code: code.encode().to_string() })))
}

fn running(error: store::Error) -> Problem {
    if error.is_refusal_of(key_rotations::USER_KEY) {
        Problem::conflict("rotation_running", "Your key is being replaced already. Wait until that is done.")
    } else {
        error.into()
    }
}
