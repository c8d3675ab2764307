//! `DELETE /snapshots/{id}`

use axum::extract::State;
use domain::id::SnapshotId;
use http::StatusCode;
use store::snapshots;

use crate::app::{App, commit};
use crate::http::{Caller, PathId, Problem};

/// Take a link back: what it showed is deleted. Whoever saw it may have kept it.
#[utoipa::path(delete, path = "/snapshots/{id}", tag = "chat", params(("id" = String, Path)), responses((status = 204)))]
pub async fn revoke_snapshot(
    State(app): State<App>,
    caller: Caller,
    PathId(id): PathId<SnapshotId>,
) -> Result<StatusCode, Problem> {
    let mut tx = app.begin().await?;
    if !snapshots::delete(&mut tx, caller.user, id).await? {
        return Err(Problem::not_found());
    }
    commit(tx).await?;
    Ok(StatusCode::NO_CONTENT)
}
