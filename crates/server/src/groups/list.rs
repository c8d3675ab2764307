//! `GET /groups`

use axum::extract::{Query, State};
use domain::credit::NanoUsd;
use domain::fair_share::standing;
use domain::group::{GroupStatus, Role, SeatNumber};
use domain::id::{GroupId, UserId};
use domain::plan::PlanCode;
use serde::Serialize;
use store::groups::{Group, Seated};
use store::{PgConnection, groups, periods, pools};
use utoipa::ToSchema;

use crate::app::App;
use crate::http::{Caller, Page, PageQuery, Problem};

/// A group, in short.
#[derive(Serialize, ToSchema)]
#[schema(as = GroupSummary)]
pub struct GroupSummaryBody {
    /// Which one.
    pub id: GroupId,
    /// What its members call it.
    pub name: String,
    /// Forming, active or archived.
    pub status: GroupStatus,
    /// What it pays for.
    pub plan_code: PlanCode,
    /// How many people it has room for.
    pub seats: u8,
    /// What the caller is in it.
    pub role: Role,
    /// Who is in it, by seat.
    pub members: Vec<SeatBody>,
    /// What the caller has left of their part, in nano-USD; null while forming.
    #[schema(required)]
    pub own_available_nanousd: Option<NanoUsd>,
}

/// Somebody on a seat.
#[derive(Serialize, ToSchema)]
#[schema(as = Seat)]
pub struct SeatBody {
    /// Who.
    pub user_id: UserId,
    /// What the others call them.
    pub name: String,
    /// Where they sit.
    pub seat: SeatNumber,
}

/// The groups that the caller is in, newest first.
#[utoipa::path(get, path = "/groups", tag = "groups", params(PageQuery),
    responses((status = 200, body = Page<GroupSummaryBody>)))]
pub async fn list_groups(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Result<axum::Json<Page<GroupSummaryBody>>, Problem> {
    let mut connection = app.connection().await?;
    let limit = query.limit();
    let found = groups::of_user(&mut connection, caller.user, query.after()?, i64::from(limit) + 1).await?;
    let ids: Vec<GroupId> = found.iter().map(|group| group.id).collect();
    let members = groups::members(&mut connection, &ids).await?;
    let mut items = Vec::with_capacity(found.len());
    for group in found {
        let available = available(&mut connection, group.id, caller.user).await?;
        items.extend(summary(group, &members, caller.user, available));
    }
    Ok(axum::Json(Page::cut(items, limit as usize, |group| group.id)))
}

async fn available(connection: &mut PgConnection, group: GroupId, user: UserId) -> Result<Option<NanoUsd>, Problem> {
    let Some(opened) = periods::open(&mut *connection, group).await? else { return Ok(None) };
    let pool = pools::load(connection, group, opened.id).await?;
    Ok(pool.map(|pool| standing(&pool.pool, user).available))
}

fn summary(group: Group, members: &[Seated], you: UserId, available: Option<NanoUsd>) -> Option<GroupSummaryBody> {
    let members = || members.iter().filter(|member| member.group == group.id);
    let role = members().find(|member| member.user() == you)?.member.role;
    let seats =
        members().map(|member| SeatBody { user_id: member.user(), name: member.name.clone(), seat: member.seat });
    Some(GroupSummaryBody {
        members: seats.collect(),
        id: group.id,
        name: group.name,
        status: group.status,
        plan_code: group.plan,
        seats: group.seats,
        role,
        own_available_nanousd: available,
    })
}
