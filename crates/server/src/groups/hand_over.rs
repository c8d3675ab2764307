//! `POST /groups/{id}/owner`

use axum::extract::State;
use domain::group::{self, Role};
use domain::group_event::GroupEvent;
use domain::id::UserId;
use serde::Deserialize;
use store::group_activity;
use store::groups::{self, Seated};
use utoipa::ToSchema;

use super::refusals::no_new_owner;
use super::view::{GroupBody, view};
use crate::app::{App, commit};
use crate::http::{Json, Owner, Problem};
use crate::realtime::{Event, announce};

/// Who owns the group from now on.
#[derive(Deserialize, ToSchema)]
pub struct HandOver {
    /// A member who stays.
    pub user_id: UserId,
}

/// Make another member the owner, and oneself a member.
#[utoipa::path(post, path = "/groups/{id}/owner", tag = "groups",
    params(("id" = String, Path, description = "The group")),
    request_body = HandOver, responses((status = 200, body = GroupBody)))]
pub async fn hand_over_group(
    State(app): State<App>,
    Owner(owner): Owner,
    Json(typed): Json<HandOver>,
) -> Result<axum::Json<GroupBody>, Problem> {
    let mut tx = app.begin().await?;
    let group = groups::lock_of(&mut tx, &owner.membership).await?;
    let members = groups::members(&mut tx, &[group.id]).await?;
    let find = |user| members.iter().find(|seated| seated.user() == user);
    let actor = find(owner.user()).ok_or_else(Problem::not_found)?;
    // Somebody who is not here is refused like somebody who does not exist.
    let target = find(typed.user_id).ok_or_else(|| no_new_owner("Name a member of this group who stays."))?;
    group::hand_over(actor.member, target.member)?;
    // In this order: a group has one owner at a time.
    groups::set_role(&mut tx, group.id, actor.membership, Role::Member).await?;
    groups::set_role(&mut tx, group.id, target.membership, Role::Owner).await?;
    group_activity::record(&mut tx, group.id, &GroupEvent::OwnerChanged { user_id: target.user() }).await?;
    let users: Vec<_> = members.iter().map(Seated::user).collect();
    announce(&mut tx, &users, Event::GroupChanged { group_id: group.id }).await?;
    let body = view(&app, &mut tx, &owner.membership).await?;
    commit(tx).await?;
    Ok(axum::Json(body))
}
