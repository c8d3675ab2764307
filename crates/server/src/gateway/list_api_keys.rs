//! `GET /api-keys`

use axum::extract::State;
use store::{api_keys, clock};

use super::api_key::ApiKeyBody;
use crate::app::App;
use crate::http::{Caller, Page, Problem};

/// The caller's keys, the newest first. Those that were revoked, or were of a group that the caller has left, are gone.
#[utoipa::path(get, path = "/api-keys", tag = "api-keys", responses((status = 200, body = Page<ApiKeyBody>)))]
pub async fn list_api_keys(State(app): State<App>, caller: Caller) -> Result<axum::Json<Page<ApiKeyBody>>, Problem> {
    let mut connection = app.connection().await?;
    let now = clock::now(&mut connection).await?;
    let keys = api_keys::of_user(&mut connection, caller.user, now).await?;
    Ok(axum::Json(Page::whole(keys.into_iter().map(|key| ApiKeyBody::new(key, now)).collect())))
}
