//! `DELETE /api-keys/{id}`

use axum::extract::State;
use domain::activity::Action;
use domain::id::ApiKeyId;
use http::StatusCode;
use store::api_keys;

use crate::app::{App, commit};
use crate::http::{Caller, Device, PathId, Problem};
use crate::realtime::{Event, announce};

/// Revoke a key: it opens nothing any more, and answers that it is being sent break off. What they cost until then is charged.
#[utoipa::path(delete, path = "/api-keys/{id}", tag = "api-keys",
    params(("id" = String, Path, description = "The key")), responses((status = 204)))]
pub async fn revoke_api_key(
    State(app): State<App>,
    caller: Caller,
    device: Device,
    PathId(id): PathId<ApiKeyId>,
) -> Result<StatusCode, Problem> {
    let mut tx = app.begin().await?;
    let name = api_keys::revoke(&mut tx, caller.user, id).await?.ok_or_else(Problem::not_found)?;
    device.note_of(&mut tx, &caller, Action::ApiKeyRevoked, Some(&name)).await?;
    announce(&mut tx, &[caller.user], Event::ApiKeyRevoked { api_key_id: id }).await?;
    commit(tx).await?;
    app.hub.known_keys().forget(id);
    Ok(StatusCode::NO_CONTENT)
}
