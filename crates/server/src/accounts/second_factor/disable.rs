//! `POST /second-factor/disable`

use axum::extract::State;
use domain::activity::Action;
use http::StatusCode;
use store::second_factors;

use super::backup_codes::{BothFactors, show_both};
use crate::app::{App, commit};
use crate::http::{Caller, Device, Json, Problem};
use crate::realtime::{Event, announce};

/// Ask for no code any more. Takes the password and a code; who has lost the app uses a backup code.
#[utoipa::path(post, path = "/second-factor/disable", tag = "accounts",
    request_body = BothFactors, responses((status = 204)))]
pub async fn disable_second_factor(
    State(app): State<App>,
    caller: Caller,
    device: Device,
    Json(typed): Json<BothFactors>,
) -> Result<StatusCode, Problem> {
    show_both(&app, &caller, &device, typed).await?;
    let mut tx = app.begin().await?;
    second_factors::remove(&mut tx, caller.user).await?;
    device.note_of(&mut tx, &caller, Action::SecondFactorRemoved, None).await?;
    announce(&mut tx, &[caller.user], Event::AccountChanged {}).await?;
    commit(tx).await?;
    tracing::info!(user = %caller.user, "a second factor was switched off");
    Ok(StatusCode::NO_CONTENT)
}
