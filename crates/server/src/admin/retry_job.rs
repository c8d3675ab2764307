//! `POST /admin/jobs/{id}/retry`

use axum::extract::State;
use domain::job::{self, JobId};
use domain::operator_action::OperatorAction;
use store::{jobs, operator_actions};

use super::list_jobs::JobBody;
use crate::app::{App, commit};
use crate::http::{Operator, PathId, Problem};

/// Have a job that failed tried again soon, as often as a new one.
#[utoipa::path(post, path = "/admin/jobs/{id}/retry", tag = "admin",
    params(("id" = i64, Path, description = "The job")), responses((status = 200, body = JobBody)))]
pub async fn retry_job(
    State(app): State<App>,
    Operator(operator): Operator,
    PathId(id): PathId<JobId>,
) -> Result<axum::Json<JobBody>, Problem> {
    let mut tx = app.begin().await?;
    let queued = jobs::find(&mut tx, id).await?.ok_or_else(Problem::not_found)?;
    // A kind that only a newer node knows is left to it.
    let job = queued.kind.known().ok_or_else(Problem::not_found)?;
    // A node may have taken it on since it was looked at.
    if !job::can_be_retried(job::state(queued.tries)) || !jobs::retry(&mut tx, id).await? {
        return Err(Problem::conflict("job_not_failed", "This job is waiting or running; there is nothing to do."));
    }
    let retried = OperatorAction::JobRetried { job_id: id, job };
    operator_actions::record(&mut tx, Some(operator.user), &retried).await?;
    let waiting = jobs::find(&mut tx, id).await?.ok_or_else(Problem::not_found)?;
    commit(tx).await?;
    Ok(axum::Json(waiting.into()))
}
