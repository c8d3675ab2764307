//! `POST /groups`

use axum::extract::State;
use domain::group::{self, GroupStatus, Role};
use domain::group_event::GroupEvent;
use domain::id::{GroupId, MembershipId};
use domain::operator_action::OperatorAction;
use domain::plan::PlanCode;
use http::StatusCode;
use jiff::tz::TimeZone;
use serde::Deserialize;
use store::groups::{self, NewGroup};
use store::{PgConnection, group_activity, operator_actions, users};
use utoipa::ToSchema;
use uuid::Uuid;

use super::view::{GroupBody, view};
use crate::app::{App, commit};
use crate::http::{Caller, Fields, Json, Problem};
use crate::periods;
use crate::realtime::{Event, announce};

/// What it takes to make a group.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewGroup)]
pub struct CreateGroup {
    /// Up to 80 characters.
    pub name: String,
    /// The plan's code.
    pub plan: String,
    /// The IANA name of the zone in which its days begin; UTC when it is left out.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// True: a group to try things with, whose clock the operator moves. For operators only.
    #[serde(default)]
    pub sandbox: bool,
}

/// Make a group, and own it. It owes nothing until its first period opens.
#[utoipa::path(post, path = "/groups", tag = "groups",
    request_body = CreateGroup, responses((status = 201, body = GroupBody)))]
pub async fn create_group(
    State(app): State<App>,
    caller: Caller,
    Json(typed): Json<CreateGroup>,
) -> Result<(StatusCode, axum::Json<GroupBody>), Problem> {
    let mut fields = Fields::default();
    let name = fields.line("name", &typed.name, 1, 80);
    let plan = typed.plan.parse::<PlanCode>().ok().and_then(|code| app.catalogue.plan(&code));
    fields.check(plan.is_some(), "plan", "unknown", "There is no such plan; see GET /plans.");
    let zone = TimeZone::get(typed.time_zone.as_deref().unwrap_or("UTC")).ok();
    let time_zone = zone.as_ref().and_then(TimeZone::iana_name);
    fields.check(time_zone.is_some(), "time_zone", "unknown", "Name an IANA time zone, such as Europe/Berlin.");
    fields.finish()?;
    let (Some(plan), Some(time_zone)) = (plan, time_zone) else { return Err(Problem::invalid(Vec::new())) };

    let mut tx = app.begin().await?;
    if typed.sandbox && !users::find(&mut tx, caller.user).await?.is_some_and(|user| user.is_operator) {
        return Err(Problem::forbidden("Only the operator makes sandboxes."));
    }
    let id = GroupId::from_uuid(Uuid::now_v7());
    let new = NewGroup { id, name: &name, plan: &plan.code, seats: plan.seats, time_zone, is_sandbox: typed.sandbox };
    insert(&app, &mut tx, &caller, &new).await?;
    if typed.sandbox {
        let made = OperatorAction::SandboxMade { group_id: id };
        operator_actions::record(&mut tx, Some(caller.user), &made).await?;
    }
    announce(&mut tx, &[caller.user], Event::GroupChanged { group_id: id }).await?;
    let membership = groups::membership(&mut tx, id, caller.user).await?.ok_or_else(Problem::not_found)?;
    let body = view(&app, &mut tx, &membership).await?;
    commit(tx).await?;
    Ok((StatusCode::CREATED, axum::Json(body)))
}

async fn insert(app: &App, connection: &mut PgConnection, caller: &Caller, new: &NewGroup<'_>) -> Result<(), Problem> {
    groups::insert(&mut *connection, new).await?;
    let seat = group::take_seat(&[], new.seats).map_err(Problem::internal)?;
    let membership = MembershipId::from_uuid(Uuid::now_v7());
    groups::insert_membership(&mut *connection, new.id, membership, caller.user, Role::Owner, seat).await?;
    group_activity::record(&mut *connection, new.id, &GroupEvent::Made { user_id: caller.user }).await?;
    if group::starts_by_itself(GroupStatus::Forming, new.seats, 1) {
        let group = groups::lock(&mut *connection, new.id).await?.ok_or_else(Problem::not_found)?;
        periods::open_first(app, connection, &group, group.now).await?;
    }
    Ok(())
}
