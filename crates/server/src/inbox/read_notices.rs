//! `POST /notices/{id}/read`, `POST /notices/read`

use axum::extract::State;
use domain::id::NoticeId;
use http::StatusCode;
use serde::Deserialize;
use store::notices;
use utoipa::ToSchema;

use crate::app::{App, commit};
use crate::http::{Caller, Json, PathId, Problem};
use crate::realtime::{Event, announce};

/// How far the caller has read.
#[derive(Deserialize, ToSchema)]
pub struct ReadUpTo {
    /// The newest notice that was on the page: what came since stays new.
    pub up_to: NoticeId,
}

/// I have read it. The caller's other devices see that.
#[utoipa::path(post, path = "/notices/{id}/read", tag = "notices",
    params(("id" = String, Path, description = "The notice")), responses((status = 204)))]
pub async fn read_notice(
    State(app): State<App>,
    caller: Caller,
    PathId(id): PathId<NoticeId>,
) -> Result<StatusCode, Problem> {
    let mut tx = app.begin().await?;
    if !notices::read(&mut tx, caller.user, id).await? {
        return Err(Problem::not_found());
    }
    announce(&mut tx, &[caller.user], Event::NoticesChanged {}).await?;
    commit(tx).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// I have read all of them, up to this one.
#[utoipa::path(post, path = "/notices/read", tag = "notices", request_body = ReadUpTo, responses((status = 204)))]
pub async fn read_notices(
    State(app): State<App>,
    caller: Caller,
    Json(typed): Json<ReadUpTo>,
) -> Result<StatusCode, Problem> {
    let mut tx = app.begin().await?;
    notices::read_up_to(&mut tx, caller.user, typed.up_to).await?;
    announce(&mut tx, &[caller.user], Event::NoticesChanged {}).await?;
    commit(tx).await?;
    Ok(StatusCode::NO_CONTENT)
}
