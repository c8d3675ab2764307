//! `DELETE /groups/{id}/members/{user_id}`

use axum::extract::State;
use domain::activity::Action;
use domain::group::{self, MembershipStatus};
use domain::id::UserId;
use http::StatusCode;
use store::groups::{self, Seated};
use store::splits;

use crate::app::{App, commit};
use crate::http::{Device, Owner, PathId, Problem};
use crate::periods;
use crate::realtime::{Event, announce};

/// End a membership at once: calls stop, running answers finish, and what is left of the member's credit goes to those who
/// stay. They owe the days until today; what they paid for the others is on their balance.
#[utoipa::path(delete, path = "/groups/{id}/members/{user_id}", tag = "groups",
    params(("id" = String, Path, description = "The group"), ("user_id" = String, Path, description = "The member")),
    responses((status = 204)))]
pub async fn remove_member(
    State(app): State<App>,
    Owner(owner): Owner,
    PathId(user): PathId<UserId>,
) -> Result<StatusCode, Problem> {
    let mut tx = app.begin().await?;
    let group = groups::lock_of(&mut tx, &owner.membership).await?;
    let members = groups::members(&mut tx, &[group.id]).await?;
    let find = |user| members.iter().find(|seated| seated.user() == user).ok_or_else(Problem::not_found);
    let (actor, target) = (find(owner.user())?, find(user)?);
    group::remove(actor.member, target.member)?;
    groups::set_membership_status(&mut tx, group.id, target.membership, MembershipStatus::Ended).await?;
    splits::lapse(&mut tx, group.id).await?;
    periods::remove(&mut tx, &group, target.membership, user, group.now).await?;
    // Somebody else did it: their device is no business of this member.
    Device::default().note(&mut tx, user, None, Action::RemovedFromGroup, Some(&group.name)).await?;
    let users: Vec<_> = members.iter().map(Seated::user).collect();
    announce(&mut tx, &users, Event::GroupChanged { group_id: group.id }).await?;
    announce(&mut tx, &users, Event::CreditChanged { group_id: group.id }).await?;
    commit(tx).await?;
    Ok(StatusCode::NO_CONTENT)
}
