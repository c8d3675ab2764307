//! `POST /invitations/{token}/accept`

use axum::extract::State;
use domain::activity::Action;
use domain::group::{self, MembershipStatus, Role, SeatNumber, SeatTaken};
use domain::id::{GroupId, InvitationId, MembershipId, UserId};
use domain::invitation::{self, InvitationStatus};
use jiff::Timestamp;
use serde::Serialize;
use store::groups::{self, Group, Seated};
use store::invitations::Invitation;
use store::{PgConnection, clock, invitations, splits};
use utoipa::ToSchema;
use uuid::Uuid;

use super::invited::Invited;
use crate::app::{App, commit};
use crate::http::{Caller, Device, Problem};
use crate::periods;
use crate::realtime::{Event, announce};

/// A place in a group.
#[derive(Serialize, ToSchema)]
#[schema(as = Membership)]
pub struct MembershipBody {
    /// Which group.
    pub group_id: GroupId,
    /// Who.
    pub user_id: UserId,
    /// As what.
    pub role: Role,
    /// Active.
    pub status: MembershipStatus,
    /// Where they sit.
    pub seat: SeatNumber,
}

/// Accept an invitation. Whoever has the link can, also when it was mailed to another address. When two accept the last seat
/// at once, one gets it; the other's invitation stays open for the next free seat. The last seat starts the group.
#[utoipa::path(post, path = "/invitations/{token}/accept", tag = "invitations",
    params(("token" = String, Path, description = "What the link ends with")),
    responses((status = 200, body = MembershipBody)))]
pub async fn accept_invitation(
    State(app): State<App>,
    caller: Caller,
    device: Device,
    Invited(id): Invited,
) -> Result<axum::Json<MembershipBody>, Problem> {
    let mut tx = app.begin().await?;
    let (invitation, group) = lock(&mut tx, id).await?;
    let now = clock::now(&mut tx).await?;
    let members = groups::members(&mut tx, &[group.id]).await?;
    let seat = decide(&invitation, &group, &members, caller.user, now)?;

    let membership = MembershipId::from_uuid(Uuid::now_v7());
    groups::insert_membership(&mut tx, group.id, membership, caller.user, Role::Member, seat)
        .await
        .map_err(seat_taken)?;
    invitations::answer(&mut tx, &invitation, InvitationStatus::Accepted, Some(caller.user)).await?;
    splits::lapse(&mut tx, group.id).await?;
    if group::starts_by_itself(group.status, group.seats, members.len() + 1) {
        periods::open_first(&app, &mut tx, &group, group.now).await?;
    } else {
        periods::join(&mut tx, &group, membership, caller.user, group.now).await?;
    }
    device.note_of(&mut tx, &caller, Action::GroupJoined, Some(&group.name)).await?;
    let mut users: Vec<UserId> = members.iter().map(Seated::user).collect();
    users.push(caller.user);
    announce(&mut tx, &users, Event::GroupChanged { group_id: group.id }).await?;
    announce(&mut tx, &users, Event::CreditChanged { group_id: group.id }).await?;
    commit(tx).await?;
    Ok(axum::Json(MembershipBody {
        group_id: group.id,
        user_id: caller.user,
        role: Role::Member,
        status: MembershipStatus::Active,
        seat,
    }))
}

/// The invitation and its group, which is locked first, so that those who answer take turns.
pub(super) async fn lock(connection: &mut PgConnection, id: InvitationId) -> Result<(Invitation, Group), Problem> {
    let found = invitations::find(&mut *connection, id).await?.ok_or_else(Problem::not_found)?;
    let group = groups::lock(&mut *connection, found.group).await?.ok_or_else(Problem::not_found)?;
    let invitation = invitations::find(connection, id).await?.ok_or_else(Problem::not_found)?;
    Ok((invitation, group))
}

/// The seat that the caller gets, if the invitation is open and they are not a member already.
fn decide(
    invitation: &Invitation,
    group: &Group,
    members: &[Seated],
    user: UserId,
    now: Timestamp,
) -> Result<SeatNumber, Problem> {
    let is_member = members.iter().any(|member| member.user() == user);
    let taken: Vec<SeatNumber> = members.iter().map(|member| member.seat).collect();
    let seat = group::join(group.status, is_member, &taken, group.seats);
    if is_member {
        // Their own link opened again: that they are in is the better answer.
        return Ok(seat?);
    }
    invitation::accept(invitation::status(invitation.status, invitation.expires_at, now))?;
    Ok(seat?)
}

/// The database has the last word on a seat.
fn seat_taken(error: store::Error) -> Problem {
    if error.is_refusal_of(groups::SEAT_KEY) {
        return group::JoinRefused::SeatTaken(SeatTaken).into();
    }
    error.into()
}
