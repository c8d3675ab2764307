//! `POST /auth/passkey/unlock`

use axum::extract::State;
use axum::response::IntoResponse;
use domain::activity::Action;
use domain::id::CeremonyId;
use serde::Deserialize;
use store::{clock, passkeys, users};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use super::add::read_output;
use super::relying_party::not_accepted;
use crate::accounts::known_browser::KnownBrowser;
use crate::accounts::opening::{self, Opening};
use crate::accounts::session::{self, UnlockedSession};
use crate::app::{App, commit};
use crate::http::{Device, Json, Problem};
use crate::keys::random;

/// What opens the vault in place of the passkey. One of the two.
#[derive(Deserialize, ToSchema)]
pub struct UnlockWithPasskey {
    /// From the problem `vault_locked`.
    pub unlock_id: CeremonyId,
    /// The account's password.
    #[schema(value_type = Option<String>)]
    pub password: Option<Zeroizing<String>>,
    /// Its recovery code; a new one takes its place.
    #[schema(value_type = Option<String>)]
    pub recovery_code: Option<Zeroizing<String>>,
    /// What the authenticator gave, if it did: from now on it opens the chats too.
    #[schema(value_type = Option<String>)]
    pub output: Option<Zeroizing<String>>,
}

/// Open the chats after a passkey that cannot was right, and be signed in.
#[utoipa::path(post, path = "/auth/passkey/unlock", tag = "accounts", security(()),
    request_body = UnlockWithPasskey, responses((status = 200, body = UnlockedSession)))]
pub async fn unlock_with_passkey(
    State(app): State<App>,
    device: Device,
    browser: KnownBrowser,
    Json(typed): Json<UnlockWithPasskey>,
) -> Result<impl IntoResponse, Problem> {
    let output = typed.output.as_deref().map(|text| read_output(text)).transpose()?;
    let mut connection = app.connection().await?;
    let now = clock::now(&mut connection).await?;
    let proven = passkeys::proven(&mut connection, typed.unlock_id, now).await?;
    drop(connection);
    let (user, passkey) = proven.ok_or_else(not_accepted)?;
    let opening = Opening::of(typed.password.as_ref(), typed.recovery_code.as_ref())?;
    let opened = opening::open(&app, user, &opening).await?;

    let mut tx = app.begin().await?;
    // Once: of two that come at the same time, one is signed in.
    passkeys::take(&mut tx, typed.unlock_id, now).await?.ok_or_else(not_accepted)?;
    let name = passkeys::name(&mut tx, user, passkey).await?.ok_or_else(not_accepted)?;
    let account = users::find(&mut tx, user).await?.ok_or_else(not_accepted)?;
    let (content_key, recovery_code) = opened.keep(&mut tx, user).await?.ok_or_else(not_accepted)?;
    if let Some(output) = output {
        let wrapped = vault::wrap_by_passkey(&content_key, user.uuid(), &output, random());
        passkeys::put_wrap(&mut tx, user, passkey, wrapped.as_bytes()).await?;
    }
    let issued = session::open(&app, &mut tx, user, &device, &content_key).await?;
    device.note(&mut tx, user, Some(issued.session), Action::SignedIn, Some(&name)).await?;
    commit(tx).await?;

    let (cookies, session) = issued.respond(&app, browser, account);
    Ok((cookies, axum::Json(UnlockedSession { session, recovery_code })))
}
