//! `DELETE /groups/{id}/invitations/{invitation_id}`

use axum::extract::State;
use domain::id::InvitationId;
use domain::invitation::{self, InvitationStatus};
use http::StatusCode;
use store::groups::{self, Seated};
use store::{clock, invitations};

use crate::app::{App, commit};
use crate::http::{Member, PathId, Problem};
use crate::realtime::{Event, announce};

/// Take an invitation back; its link does not work any more. For the owner, and for whoever made it.
#[utoipa::path(delete, path = "/groups/{id}/invitations/{invitation_id}", tag = "invitations",
    params(("id" = String, Path, description = "The group"),
        ("invitation_id" = String, Path, description = "The invitation")),
    responses((status = 204)))]
pub async fn revoke_invitation(
    State(app): State<App>,
    member: Member,
    PathId(id): PathId<InvitationId>,
) -> Result<StatusCode, Problem> {
    let mut tx = app.begin().await?;
    let group = groups::lock_of(&mut tx, &member.membership).await?;
    let invitation = invitations::find_in(&mut tx, &member.membership, id).await?.ok_or_else(Problem::not_found)?;
    let now = clock::now(&mut tx).await?;
    let status = invitation::status(invitation.status, invitation.expires_at, now);
    invitation::revoke(status, member.membership.role(), invitation.invited_by == member.user())?;
    invitations::answer(&mut tx, &invitation, InvitationStatus::Revoked, None).await?;
    let users: Vec<_> = groups::members(&mut tx, &[group.id]).await?.iter().map(Seated::user).collect();
    announce(&mut tx, &users, Event::GroupChanged { group_id: group.id }).await?;
    commit(tx).await?;
    Ok(StatusCode::NO_CONTENT)
}
