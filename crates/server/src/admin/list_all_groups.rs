//! `GET /admin/groups`

use axum::extract::{Query, State};
use domain::group::GroupStatus;
use domain::id::GroupId;
use domain::operator_action::OperatorAction;
use domain::plan::PlanCode;
use jiff::Timestamp;
use serde::Serialize;
use store::directory::{self, Known};
use store::operator_actions;
use utoipa::ToSchema;

use crate::app::App;
use crate::http::{Operator, Page, PageQuery, Problem};

/// A group, as the operator sees it: never what its members wrote.
#[derive(Serialize, ToSchema)]
#[schema(as = KnownGroup)]
pub struct KnownGroupBody {
    /// Which one.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// What it pays for.
    pub plan_code: PlanCode,
    /// Forming, active or archived.
    pub status: GroupStatus,
    /// How many can be in it.
    pub seats: u8,
    /// How many are.
    pub members: u64,
    /// Who leads it; null once it is over.
    #[schema(required)]
    pub owner: Option<String>,
    /// How many shares somebody still has to pay.
    pub open_shares: u64,
    /// Since when there is such a group.
    pub created_at: Timestamp,
}

/// All groups of this server that are no sandboxes, newest first. That somebody looked is noted for the other operators.
#[utoipa::path(get, path = "/admin/groups", tag = "admin", params(PageQuery),
    responses((status = 200, body = Page<KnownGroupBody>)))]
pub async fn list_all_groups(
    State(app): State<App>,
    Operator(operator): Operator,
    Query(query): Query<PageQuery>,
) -> Result<axum::Json<Page<KnownGroupBody>>, Problem> {
    let (limit, after) = (query.limit(), query.after()?);
    let mut connection = app.connection().await?;
    operator_actions::record_hourly(&mut connection, operator.user, &OperatorAction::GroupsListed {}).await?;
    let found = directory::groups(&mut connection, after, i64::from(limit) + 1).await?;
    let items = found.into_iter().map(KnownGroupBody::from).collect();
    Ok(axum::Json(Page::cut(items, limit as usize, |group: &KnownGroupBody| group.id)))
}

impl From<Known> for KnownGroupBody {
    fn from(known: Known) -> Self {
        Self {
            id: known.id,
            name: known.name,
            plan_code: known.plan,
            status: known.status,
            seats: known.seats,
            members: known.members,
            owner: known.owner,
            open_shares: known.open_shares,
            created_at: known.created_at,
        }
    }
}
