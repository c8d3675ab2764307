//! `POST /auth/passkey/begin` and `POST /auth/passkey`

use axum::extract::State;
use axum::response::IntoResponse;
use domain::activity::Action;
use domain::attempt::Attempt;
use domain::id::{CeremonyId, UserId};
use http::StatusCode;
use jiff::Timestamp;
use serde::Deserialize;
use store::passkeys::{self, Ceremony, Passkey};
use store::{PgConnection, clock, users};
use utoipa::ToSchema;
use uuid::Uuid;
use vault::{ContentKey, PasskeyOutput, Wrapped};
use webauthn_rs::prelude::{self as webauthn, DiscoverableAuthentication, PublicKeyCredential};
use zeroize::Zeroizing;

use super::add::{PasskeyCeremony, ask_for_output, read_output, to_json};
use super::relying_party::{CEREMONY_LIFE, not_accepted, refused, relying_party};
use crate::accounts::known_browser::KnownBrowser;
use crate::accounts::session::{self, SessionBody};
use crate::app::{App, commit};
use crate::http::{ClientAddress, Device, Json, Problem, limits};

/// What the authenticator answered.
#[derive(Deserialize, ToSchema)]
pub struct PasskeySignIn {
    /// From `POST /auth/passkey/begin`.
    pub ceremony_id: CeremonyId,
    /// The credential as JSON, without the results of its extensions.
    #[schema(value_type = serde_json::Value)]
    pub credential: PublicKeyCredential,
    /// `prf.results.first` in base64url, where the authenticator gives one: it opens the chats.
    #[schema(value_type = Option<String>)]
    pub output: Option<Zeroizing<String>>,
}

/// Begin to sign in with a passkey. Nobody has said who they are yet: the authenticator does.
#[utoipa::path(post, path = "/auth/passkey/begin", tag = "accounts", security(()),
    responses((status = 200, body = PasskeyCeremony)))]
pub async fn begin_passkey_sign_in(
    State(app): State<App>,
    client: ClientAddress,
) -> Result<axum::Json<PasskeyCeremony>, Problem> {
    limits::attempt_from(&app, Attempt::SignInFromAddress, client).await?;
    let (options, state) =
        relying_party(&app.settings)?.start_discoverable_authentication().map_err(Problem::internal)?;
    let ceremony = Ceremony { user: None, proven: None, state: to_json(&state)? };
    let ceremony_id = CeremonyId::from_uuid(Uuid::now_v7());
    let mut connection = app.connection().await?;
    let now = clock::now(&mut connection).await?;
    passkeys::begin(&mut connection, ceremony_id, &ceremony, now, CEREMONY_LIFE).await?;
    let mut options = to_json(&options.public_key)?;
    ask_for_output(&mut options);
    Ok(axum::Json(PasskeyCeremony { ceremony_id, options }))
}

/// Sign in with a passkey. It stands for both factors: the device has it, and its owner unlocked it. Where it does not open the
/// chats, the answer is `vault_locked` with an `unlock_id` for `POST /auth/passkey/unlock`.
#[utoipa::path(post, path = "/auth/passkey", tag = "accounts", security(()),
    request_body = PasskeySignIn, responses((status = 200, body = SessionBody)))]
pub async fn sign_in_with_passkey(
    State(app): State<App>,
    device: Device,
    browser: KnownBrowser,
    Json(typed): Json<PasskeySignIn>,
) -> Result<impl IntoResponse, Problem> {
    let output = typed.output.as_deref().map(|text| read_output(text)).transpose()?;
    let mut tx = app.begin().await?;
    let now = clock::now(&mut tx).await?;
    // Whatever comes of it: the challenge is used up.
    let begun = passkeys::take(&mut tx, typed.ceremony_id, now).await?;
    commit(tx).await?;
    let begun = begun.filter(|begun| begun.user.is_none()).ok_or_else(not_accepted)?;

    let mut tx = app.begin().await?;
    let (user, passkey) = prove(&app, &mut tx, &typed.credential, begun).await?;
    let Some(content_key) = output.and_then(|output| open(user, &passkey, &output)) else {
        let unlock_id = keep_for_unlocking(&mut tx, user, &passkey, now).await?;
        commit(tx).await?;
        return Err(vault_locked(unlock_id));
    };
    let account = users::find(&mut tx, user).await?.ok_or_else(not_accepted)?;
    let issued = session::open(&app, &mut tx, user, &device, &content_key).await?;
    device.note(&mut tx, user, Some(issued.session), Action::SignedIn, Some(&passkey.name)).await?;
    commit(tx).await?;

    let (cookies, body) = issued.respond(&app, browser, account);
    Ok((cookies, axum::Json(body)))
}

/// Whose passkey it is, if the answer to the challenge is right. Its counter is kept: one that goes back is a copy.
async fn prove(
    app: &App,
    connection: &mut PgConnection,
    credential: &PublicKeyCredential,
    begun: Ceremony,
) -> Result<(UserId, Passkey), Problem> {
    let relying_party = relying_party(&app.settings)?;
    let state: DiscoverableAuthentication = serde_json::from_value(begun.state).map_err(Problem::internal)?;
    let (user, credential_id) =
        relying_party.identify_discoverable_authentication(credential).map_err(|error| refused(&error))?;
    let user = UserId::from_uuid(user);
    let passkey = passkeys::lock_by_credential(connection, user, credential_id).await?.ok_or_else(not_accepted)?;
    let mut known: webauthn::Passkey = serde_json::from_value(passkey.credential.clone()).map_err(Problem::internal)?;
    let proven = relying_party
        .finish_discoverable_authentication_v2(credential, state, &known)
        .map_err(|error| refused(&error))?;
    known.update_credential(&proven);
    passkeys::note_used(connection, user, passkey.id, &to_json(&known)?).await?;
    Ok((user, passkey))
}

/// The content key, if this passkey opens it.
fn open(user: UserId, passkey: &Passkey, output: &PasskeyOutput) -> Option<ContentKey> {
    let wrapped = Wrapped::from_bytes(passkey.wrapped.clone()?);
    vault::unwrap_by_passkey(user.uuid(), output, &wrapped).ok()
}

async fn keep_for_unlocking(
    connection: &mut PgConnection,
    user: UserId,
    passkey: &Passkey,
    now: Timestamp,
) -> Result<CeremonyId, Problem> {
    let ceremony = Ceremony { user: Some(user), proven: Some(passkey.id), state: serde_json::Value::Null };
    let id = CeremonyId::from_uuid(Uuid::now_v7());
    passkeys::begin(connection, id, &ceremony, now, CEREMONY_LIFE).await?;
    Ok(id)
}

fn vault_locked(unlock_id: CeremonyId) -> Problem {
    Problem::new(
        StatusCode::UNAUTHORIZED,
        "vault_locked",
        "Your passkey is right, but it cannot open your chats. Type your password or your recovery code once.",
    )
    .with("unlock_id", unlock_id.to_string())
}
