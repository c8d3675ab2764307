//! `POST /groups/{id}/leave`

use axum::extract::State;
use domain::activity::Action;
use domain::group::{self, Departure, GroupStatus, MembershipStatus};
use domain::group_event::GroupEvent;
use serde::Serialize;
use store::groups::{self, Seated};
use store::{group_activity, invitations, splits};
use utoipa::ToSchema;

use crate::app::{App, commit};
use crate::http::{Device, Member, Problem};
use crate::realtime::{Event, announce};

/// What became of the caller's place.
#[derive(Serialize, ToSchema)]
pub struct Left {
    /// `left` at once, or `leaving` at the period's end.
    pub status: LeftStatus,
}

/// When a member who asked to leave does so.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LeftStatus {
    /// Now.
    Left,
    /// At the period's end; until then it can be taken back.
    Leaving,
}

/// Leave the group: at once while it is forming, else at the period's end, which can be taken back until then. An owner hands
/// over first; one who is alone may go, which ends the group. Asking twice is no mistake.
#[utoipa::path(post, path = "/groups/{id}/leave", tag = "groups",
    params(("id" = String, Path, description = "The group")), responses((status = 200, body = Left)))]
pub async fn leave_group(State(app): State<App>, member: Member, device: Device) -> Result<axum::Json<Left>, Problem> {
    let mut tx = app.begin().await?;
    let group = groups::lock_of(&mut tx, &member.membership).await?;
    let members = groups::members(&mut tx, &[group.id]).await?;
    let own = members.iter().find(|seated| seated.user() == member.user()).ok_or_else(Problem::not_found)?;
    if own.member.status == MembershipStatus::Leaving {
        return Ok(axum::Json(Left { status: LeftStatus::Leaving }));
    }
    let others = members.len() - 1;
    let (status, left) = match group::leave(group.status, own.member, others)? {
        Departure::AtOnce => (MembershipStatus::Ended, LeftStatus::Left),
        Departure::AtPeriodEnd => (MembershipStatus::Leaving, LeftStatus::Leaving),
    };
    groups::set_membership_status(&mut tx, group.id, own.membership, status).await?;
    let user_id = member.user();
    let event = match left {
        LeftStatus::Left => GroupEvent::Left { user_id },
        LeftStatus::Leaving => GroupEvent::Leaving { user_id },
    };
    group_activity::record(&mut tx, group.id, &event).await?;
    splits::lapse(&mut tx, group.id).await?;
    if status == MembershipStatus::Ended && others == 0 && group.status == GroupStatus::Forming {
        groups::archive(&mut tx, group.id).await?;
        invitations::revoke_all(&mut tx, group.id).await?;
    }
    device.note_of(&mut tx, &member.caller, Action::GroupLeft, Some(&group.name)).await?;
    let users: Vec<_> = members.iter().map(Seated::user).collect();
    announce(&mut tx, &users, Event::GroupChanged { group_id: group.id }).await?;
    commit(tx).await?;
    Ok(axum::Json(Left { status: left }))
}
