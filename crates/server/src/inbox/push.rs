//! `GET /me/push`, `PUT /me/push`, `DELETE /me/push`: whether the caller is told at this device while no page is open there.

use axum::extract::State;
use domain::push::PushChoices;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use store::pushes::{self, Device};
use utoipa::ToSchema;

use crate::app::{App, commit};
use crate::http::{Caller, FieldError, Json, Problem};
use crate::notices::{open_device, seal_device};
use crate::push::Refused;

/// What this device needs to be told, and what it is told.
#[derive(Serialize, ToSchema)]
pub struct PushState {
    /// This server's key, as a browser wants it when it subscribes: an uncompressed point on P-256, in base64url.
    pub public_key: String,
    /// What the caller is told at this device; null: nothing.
    #[schema(required)]
    pub device: Option<PushDevice>,
}

/// What the caller is told at this device.
#[derive(Serialize, ToSchema)]
pub struct PushDevice {
    /// The address that the browser gave. One that it does not have any more has to be given anew.
    pub endpoint: String,
    /// That an answer is complete which they have not read.
    pub answers: bool,
    /// That a share is to be paid.
    pub shares: bool,
}

/// What a browser says when it subscribes, and what its owner wants.
#[derive(Deserialize, ToSchema)]
pub struct PushSubscriptionBody {
    /// Where its push service takes messages.
    #[schema(max_length = 1024)]
    pub endpoint: String,
    /// Its public key, in base64url.
    #[schema(max_length = 128)]
    pub p256dh: String,
    /// Its secret of 16 bytes, in base64url.
    #[schema(max_length = 32)]
    pub auth: String,
    /// To be told that an answer is complete which they have not read.
    pub answers: bool,
    /// To be told that a share is to be paid.
    pub shares: bool,
}

/// What the caller is told at this device.
#[utoipa::path(get, path = "/me/push", tag = "notices", responses((status = 200, body = PushState)))]
pub async fn get_push(State(app): State<App>, caller: Caller) -> Result<axum::Json<PushState>, Problem> {
    let found = pushes::find_device(&mut *app.connection().await?, caller.user, caller.session).await?;
    let device = found.and_then(|(choices, sealed)| {
        // By a key that is not used any more, nothing would arrive.
        let (subscription, _) = open_device(&app.keys, caller.user, &sealed)?;
        Some(PushDevice::of(subscription.endpoint(), choices))
    });
    Ok(axum::Json(PushState { public_key: app.keys.current.push.public().to_owned(), device }))
}

/// Tell me at this device, from now on and until its session ends. It ends for whoever was told there before.
#[utoipa::path(put, path = "/me/push", tag = "notices",
    request_body = PushSubscriptionBody, responses((status = 200, body = PushState)))]
pub async fn choose_push(
    State(app): State<App>,
    caller: Caller,
    Json(typed): Json<PushSubscriptionBody>,
) -> Result<axum::Json<PushState>, Problem> {
    let subscription = app.pusher.subscription(&typed.endpoint, &typed.p256dh, &typed.auth).map_err(refuse)?;
    let choices = PushChoices { answers: typed.answers, shares: typed.shares };
    let device = Device {
        subscription_encrypted: seal_device(&app.keys, caller.user, &subscription),
        endpoint_hash: app.keys.push_endpoint_hash(subscription.endpoint()),
        choices,
    };
    let mut tx = app.begin().await?;
    pushes::put_device(&mut tx, caller.user, caller.session, &device).await?;
    commit(tx).await?;
    let device = Some(PushDevice::of(subscription.endpoint(), choices));
    Ok(axum::Json(PushState { public_key: app.keys.current.push.public().to_owned(), device }))
}

/// Do not tell me at this device any more.
#[utoipa::path(delete, path = "/me/push", tag = "notices", responses((status = 204)))]
pub async fn stop_push(State(app): State<App>, caller: Caller) -> Result<StatusCode, Problem> {
    let mut tx = app.begin().await?;
    pushes::remove_device(&mut tx, caller.user, caller.session).await?;
    commit(tx).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl PushDevice {
    fn of(endpoint: &str, choices: PushChoices) -> Self {
        Self { endpoint: endpoint.to_owned(), answers: choices.answers, shares: choices.shares }
    }
}

fn refuse(refused: Refused) -> Problem {
    let (field, message) = match refused {
        Refused::Endpoint => ("endpoint", "This is not the address of a push service that can be called from here."),
        Refused::P256dh => ("p256dh", "This is not a point on P-256, in base64url."),
        Refused::Auth => ("auth", "These are not 16 bytes, in base64url."),
    };
    Problem::invalid(vec![FieldError::new(field, "invalid", message)])
}
