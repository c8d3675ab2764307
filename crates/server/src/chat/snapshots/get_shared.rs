//! `GET /shared/{id}`: for whoever has the link, signed in or not.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::attempt::Attempt;
use domain::id::SnapshotId;
use http::header;
use store::snapshots;

use crate::app::App;
use crate::http::{ClientAddress, PathId, Problem, limits};

/// What a link shows, sealed: only the key in its fragment opens it. It is not there any more once the link was taken back or has ended.
#[utoipa::path(get, path = "/shared/{id}", tag = "chat", params(("id" = String, Path)), security(()),
    responses((status = 200, description = "Sealed", body = Vec<u8>, content_type = "application/octet-stream")))]
pub async fn get_shared(
    State(app): State<App>,
    client: ClientAddress,
    PathId(id): PathId<SnapshotId>,
) -> Result<Response, Problem> {
    let content = snapshots::content(&mut *app.connection().await?, id).await?;
    let Some(content) = content else {
        limits::attempt_from(&app, Attempt::WrongLinkFromAddress, client).await?;
        return Err(Problem::not_found());
    };
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], content).into_response())
}
