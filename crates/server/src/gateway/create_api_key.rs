//! `POST /api-keys`

use axum::extract::State;
use domain::activity::Action;
use domain::api_key::{KEYS_MAX, Limits, NAME_CHARS_MAX};
use domain::credit::NanoUsd;
use domain::id::{ApiKeyId, GroupId};
use domain::plan::{Models, PlanCode};
use http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::api_keys::{self, NewKey};
use store::{clock, groups};
use utoipa::ToSchema;
use uuid::Uuid;

use super::secret::KeySecret;
use crate::app::{App, commit};
use crate::http::{Caller, Device, Fields, Json, Problem};

/// A new key.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewApiKey)]
pub struct CreateApiKey {
    /// What to call it: where it is used.
    pub name: String,
    /// The group whose credit it uses: the caller's own share of it.
    pub group_id: GroupId,
    /// The models that it may ask, by id; absent: all that the group's plan includes.
    pub models: Option<Vec<String>>,
    /// How much it may use on one day of the group; absent: as much as its owner.
    pub daily_cap_nanousd: Option<NanoUsd>,
    /// When it stops working; absent: when it is revoked.
    pub expires_at: Option<Timestamp>,
}

/// A key that was made, with its secret.
#[derive(Serialize, ToSchema)]
#[schema(as = MadeApiKey)]
pub struct MadeApiKeyBody {
    /// Which one.
    pub id: ApiKeyId,
    /// The secret. It is not kept, and never shown again.
    pub secret: String,
}

/// Make a personal API key: with it the vendors' own wire formats below `/v1` use the caller's share. Its secret is shown in this
/// answer only.
#[utoipa::path(post, path = "/api-keys", tag = "api-keys",
    request_body = CreateApiKey, responses((status = 201, body = MadeApiKeyBody)))]
pub async fn create_api_key(
    State(app): State<App>,
    caller: Caller,
    device: Device,
    Json(typed): Json<CreateApiKey>,
) -> Result<(StatusCode, axum::Json<MadeApiKeyBody>), Problem> {
    let mut tx = app.begin().await?;
    let membership = groups::membership(&mut tx, typed.group_id, caller.user).await?.ok_or_else(Problem::not_found)?;
    let group = groups::lock_of(&mut tx, &membership).await?;
    let now = clock::now(&mut tx).await?;
    let mut fields = Fields::default();
    let name = fields.line("name", &typed.name, 1, NAME_CHARS_MAX);
    let limits = check(&mut fields, &app, &group.plan, &typed, now);
    fields.finish()?;
    if api_keys::count(&mut tx, caller.user).await? >= KEYS_MAX {
        let detail = format!("You have {KEYS_MAX} keys; revoke one that you do not use any more.");
        return Err(Problem::conflict("too_many_api_keys", detail));
    }

    let (id, secret) = (ApiKeyId::from_uuid(Uuid::now_v7()), KeySecret::make());
    let new = NewKey { id, name: &name, secret_hash: &secret.hash(), hint: secret.hint(), limits: &limits };
    api_keys::insert(&mut tx, &membership, &new, now.to_zoned(group.zone).date()).await?;
    device.note_of(&mut tx, &caller, Action::ApiKeyMade, Some(&name)).await?;
    commit(tx).await?;
    Ok((StatusCode::CREATED, axum::Json(MadeApiKeyBody { id, secret: secret.expose().to_owned() })))
}

/// What the key may be used for, if that makes sense.
fn check(fields: &mut Fields, app: &App, plan: &PlanCode, typed: &CreateApiKey, now: Timestamp) -> Limits {
    if let Some(ids) = &typed.models {
        fields.check(!ids.is_empty(), "models", "required", "Name at least one model, or leave this out for all.");
        let offered = |id: &String| app.catalogue.model(id).is_some_and(|model| app.catalogue.includes(plan, model));
        let message = "The group's plan does not include all of these models.";
        fields.check(ids.iter().all(offered), "models", "unknown", message);
    }
    if let Some(cap) = typed.daily_cap_nanousd {
        fields.check(
            cap > NanoUsd::ZERO,
            "daily_cap_nanousd",
            "not_positive",
            "Give more than nothing, or leave this out.",
        );
    }
    if let Some(expires_at) = typed.expires_at {
        fields.check(expires_at > now, "expires_at", "in_the_past", "Give a time that is still to come.");
    }
    Limits {
        models: typed.models.clone().map_or(Models::All, Models::Only),
        daily_cap: typed.daily_cap_nanousd,
        expires_at: typed.expires_at,
    }
}
