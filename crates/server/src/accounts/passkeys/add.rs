//! `POST /passkeys/begin` and `POST /passkeys`

use axum::extract::State;
use domain::activity::Action;
use domain::id::{CeremonyId, PasskeyId};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::passkeys::{self, CREDENTIAL_KEY, Ceremony};
use store::{clock, users};
use utoipa::ToSchema;
use uuid::Uuid;
use vault::PasskeyOutput;
use webauthn_rs::prelude::{PasskeyRegistration, RegisterPublicKeyCredential};
use zeroize::Zeroizing;

use super::relying_party::{CEREMONY_LIFE, not_accepted, refused, relying_party};
use crate::accounts::password::Password;
use crate::accounts::reauthenticate::reauthenticate;
use crate::accounts::sessions::Reauthentication;
use crate::app::{App, commit};
use crate::http::{Caller, Device, FieldError, Fields, Json, Problem, still_live};
use crate::keys::random;
use crate::realtime::{Event, announce};

/// What the browser is to ask an authenticator for.
#[derive(Debug, Serialize, ToSchema)]
pub struct PasskeyCeremony {
    /// To be sent back with the answer.
    pub ceremony_id: CeremonyId,
    /// `publicKey` of `navigator.credentials`, in the JSON form of `WebAuthn` level 3.
    #[schema(value_type = Object)]
    pub options: Value,
}

/// What the authenticator made.
#[derive(Deserialize, ToSchema)]
pub struct AddPasskey {
    /// From `POST /passkeys/begin`.
    pub ceremony_id: CeremonyId,
    /// What its owner calls it, up to 80 characters.
    pub name: String,
    /// The credential as JSON, without the results of its extensions.
    #[schema(value_type = serde_json::Value)]
    pub credential: RegisterPublicKeyCredential,
    /// `prf.results.first` in base64url, where the authenticator gives one: then the passkey opens the chats too.
    #[schema(value_type = Option<String>)]
    pub output: Option<Zeroizing<String>>,
}

/// What was added.
#[derive(Debug, Serialize, ToSchema)]
pub struct AddedPasskey {
    /// Its id.
    pub id: PasskeyId,
    /// Whether it opens the chats, so that signing in with it asks for nothing else.
    pub unlocks: bool,
}

/// Begin to add a passkey.
#[utoipa::path(post, path = "/passkeys/begin", tag = "accounts",
    request_body = Reauthentication, responses((status = 200, body = PasskeyCeremony)))]
pub async fn begin_passkey(
    State(app): State<App>,
    caller: Caller,
    Json(typed): Json<Reauthentication>,
) -> Result<axum::Json<PasskeyCeremony>, Problem> {
    let relying_party = relying_party(&app.settings)?;
    reauthenticate(&app, caller.user, "password", Password::typed(&typed.password)).await?;
    let mut connection = app.connection().await?;
    let user = users::find(&mut connection, caller.user).await?.ok_or_else(Problem::unauthenticated)?;
    let known = passkeys::credential_ids(&mut connection, user.id).await?;
    let (options, state) = relying_party
        .start_passkey_registration(user.id.uuid(), &user.email, &user.name, Some(known))
        .map_err(Problem::internal)?;

    let ceremony = Ceremony { user: Some(user.id), proven: None, state: to_json(&state)? };
    let ceremony_id = CeremonyId::from_uuid(Uuid::now_v7());
    let now = clock::now(&mut connection).await?;
    passkeys::begin(&mut connection, ceremony_id, &ceremony, now, CEREMONY_LIFE).await?;
    let mut options = to_json(&options.public_key)?;
    // Kept by the authenticator with its owner's name, so that signing in needs no address.
    options["authenticatorSelection"]["residentKey"] = json!("required");
    options["authenticatorSelection"]["requireResidentKey"] = json!(true);
    ask_for_output(&mut options);
    Ok(axum::Json(PasskeyCeremony { ceremony_id, options }))
}

/// Add the passkey that the browser made.
#[utoipa::path(post, path = "/passkeys", tag = "accounts",
    request_body = AddPasskey, responses((status = 201, body = AddedPasskey)))]
pub async fn add_passkey(
    State(app): State<App>,
    caller: Caller,
    device: Device,
    Json(typed): Json<AddPasskey>,
) -> Result<(StatusCode, axum::Json<AddedPasskey>), Problem> {
    let mut fields = Fields::default();
    let name = fields.line("name", &typed.name, 1, 80);
    fields.finish()?;
    let output = typed.output.as_deref().map(|text| read_output(text)).transpose()?;

    let mut tx = app.begin().await?;
    let now = clock::now(&mut tx).await?;
    let begun = passkeys::take(&mut tx, typed.ceremony_id, now).await?;
    let begun = begun.filter(|begun| begun.user == Some(caller.user) && begun.proven.is_none());
    let begun = begun.ok_or_else(expired)?;
    let state: PasskeyRegistration = serde_json::from_value(begun.state).map_err(Problem::internal)?;
    let credential = relying_party(&app.settings)?
        .finish_passkey_registration(&typed.credential, &state)
        .map_err(|error| with_status(&refused(&error)))?;
    // Nobody replaces the content key meanwhile.
    if !users::hold(&mut tx, caller.user).await? {
        return Err(Problem::unauthenticated());
    }
    still_live(&mut tx, caller.user, caller.session).await?;
    let wrapped = output
        .map(|output| vault::wrap_by_passkey(&caller.content_key, caller.user.uuid(), &output, random()).into_bytes());
    let id = PasskeyId::from_uuid(Uuid::now_v7());
    passkeys::insert(&mut tx, caller.user, id, credential.cred_id(), &to_json(&credential)?, &name, wrapped.as_deref())
        .await
        .map_err(known_already)?;
    device.note_of(&mut tx, &caller, Action::PasskeyAdded, Some(&name)).await?;
    announce(&mut tx, &[caller.user], Event::AccountChanged {}).await?;
    commit(tx).await?;
    tracing::info!(user = %caller.user, "a passkey was added");
    Ok((StatusCode::CREATED, axum::Json(AddedPasskey { id, unlocks: wrapped.is_some() })))
}

/// Asks the authenticator for what wraps the content key.
pub(super) fn ask_for_output(options: &mut Value) {
    use base64::Engine;
    let input = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(PasskeyOutput::INPUT);
    options["extensions"]["prf"] = json!({"eval": {"first": input}});
}

/// What the authenticator gave, as the browser sends it.
pub(super) fn read_output(text: &str) -> Result<PasskeyOutput, Problem> {
    PasskeyOutput::parse(text).map_err(|error| {
        Problem::invalid(vec![FieldError::new(
            "output",
            "invalid",
            format!("Send 32 bytes in base64url; this {error}."),
        )])
    })
}

pub(super) fn to_json(value: &impl Serialize) -> Result<Value, Problem> {
    serde_json::to_value(value).map_err(Problem::internal)
}

/// Within a session the refusal is no reason to sign in again.
fn with_status(refusal: &Problem) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, refusal.code(), "This passkey was not accepted. Try again, or use another one.")
}

fn expired() -> Problem {
    with_status(&not_accepted())
}

fn known_already(error: store::Error) -> Problem {
    if error.is_refusal_of(CREDENTIAL_KEY) {
        Problem::conflict("passkey_known", "This passkey is on your account already.")
    } else {
        error.into()
    }
}
