//! `POST /groups/{id}/cancel` and `POST /groups/{id}/resume`

use axum::extract::State;
use domain::group;
use domain::group_event::GroupEvent;
use store::groups::{self, Group};
use store::plan_changes::{self, Future};
use store::{PgTransaction, group_activity, splits};

use super::change_split::announce_change;
use super::view::{GroupBody, view};
use crate::app::{App, commit};
use crate::http::{Member, Owner, Problem};

/// End the group when the open period is over: nothing more is billed, and everybody can still read and pay. Until then it can be
/// taken back. Asking twice is no mistake.
#[utoipa::path(post, path = "/groups/{id}/cancel", tag = "groups",
    params(("id" = String, Path, description = "The group")), responses((status = 200, body = GroupBody)))]
pub async fn cancel_group(State(app): State<App>, Owner(owner): Owner) -> Result<axum::Json<GroupBody>, Problem> {
    let mut tx = app.begin().await?;
    let group = groups::lock_of(&mut tx, &owner.membership).await?;
    group::cancel(group.status)?;
    plan_changes::set_future(&mut tx, group.id, &Future::End).await?;
    group_activity::record(&mut tx, group.id, &GroupEvent::Ending { user_id: owner.user() }).await?;
    splits::lapse(&mut tx, group.id).await?;
    shown(&app, tx, &group, &owner).await
}

/// Go on after all, with the plan that the group has: takes back that it ends, or that it gets a smaller plan.
#[utoipa::path(post, path = "/groups/{id}/resume", tag = "groups",
    params(("id" = String, Path, description = "The group")), responses((status = 200, body = GroupBody)))]
pub async fn resume_group(State(app): State<App>, Owner(owner): Owner) -> Result<axum::Json<GroupBody>, Problem> {
    let mut tx = app.begin().await?;
    let group = groups::lock_of(&mut tx, &owner.membership).await?;
    plan_changes::set_future(&mut tx, group.id, &Future::Same).await?;
    group_activity::record(&mut tx, group.id, &GroupEvent::Resumed { user_id: owner.user() }).await?;
    shown(&app, tx, &group, &owner).await
}

/// The group as it is now, for everybody.
async fn shown(
    app: &App,
    mut tx: PgTransaction<'static>,
    group: &Group,
    member: &Member,
) -> Result<axum::Json<GroupBody>, Problem> {
    let members = groups::members(&mut tx, &[group.id]).await?;
    announce_change(&mut tx, group, &members).await?;
    let body = view(app, &mut tx, &member.membership).await?;
    commit(tx).await?;
    Ok(axum::Json(body))
}
