//! `GET /admin/sandboxes`

use axum::extract::{Query, State};
use domain::group::GroupStatus;
use domain::id::GroupId;
use domain::plan::PlanCode;
use jiff::Timestamp;
use serde::Serialize;
use store::test_clock::{self, Sandbox};
use utoipa::ToSchema;

use crate::app::App;
use crate::http::{Operator, Page, PageQuery, Problem};

/// A group whose clock the operator moves.
#[derive(Serialize, ToSchema)]
#[schema(as = Sandbox)]
pub struct SandboxBody {
    /// Which group.
    pub id: GroupId,
    /// What its members call it.
    pub name: String,
    /// Forming, active or archived.
    pub status: GroupStatus,
    /// What it pays for.
    pub plan_code: PlanCode,
    /// What its clock says.
    pub now: Timestamp,
    /// How many are in it.
    pub members: u64,
    /// How many periods it has had.
    pub periods: u64,
    /// How many shares somebody still has to pay.
    pub open_shares: u64,
}

/// The sandboxes of this server, newest first. They are made like other groups, with `sandbox`.
#[utoipa::path(get, path = "/admin/sandboxes", tag = "admin", params(PageQuery),
    responses((status = 200, body = Page<SandboxBody>)))]
pub async fn list_sandboxes(
    State(app): State<App>,
    _operator: Operator,
    Query(query): Query<PageQuery>,
) -> Result<axum::Json<Page<SandboxBody>>, Problem> {
    let limit = query.limit();
    let mut connection = app.connection().await?;
    let found = test_clock::list(&mut connection, query.after()?, i64::from(limit) + 1).await?;
    let items = found.into_iter().map(SandboxBody::from).collect();
    Ok(axum::Json(Page::cut(items, limit as usize, |sandbox: &SandboxBody| sandbox.id)))
}

impl From<Sandbox> for SandboxBody {
    fn from(sandbox: Sandbox) -> Self {
        Self {
            id: sandbox.id,
            name: sandbox.name,
            status: sandbox.status,
            plan_code: sandbox.plan,
            now: sandbox.now,
            members: sandbox.members,
            periods: sandbox.periods,
            open_shares: sandbox.open_shares,
        }
    }
}
