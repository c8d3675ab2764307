//! `GET /shared/{id}`: for whoever has the link, signed in or not.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::id::SnapshotId;
use http::header;
use store::snapshots;

use crate::app::App;
use crate::http::{PathId, Problem};

/// What a link shows, sealed: only the key in its fragment opens it. It is not there any more once the link was taken back or has ended.
#[utoipa::path(get, path = "/shared/{id}", tag = "chat", params(("id" = String, Path)), security(()),
    responses((status = 200, description = "Sealed", body = Vec<u8>, content_type = "application/octet-stream")))]
pub async fn get_shared(State(app): State<App>, PathId(id): PathId<SnapshotId>) -> Result<Response, Problem> {
    let content = snapshots::content(&mut *app.connection().await?, id).await?;
    let content = content.ok_or_else(Problem::not_found)?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], content).into_response())
}
