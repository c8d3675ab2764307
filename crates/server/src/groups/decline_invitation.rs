//! `POST /invitations/{token}/decline`

use axum::extract::State;
use domain::invitation::{self, InvitationStatus};
use http::StatusCode;
use store::groups::{self, Seated};
use store::{clock, invitations};

use super::accept_invitation::lock;
use super::invited::Invited;
use crate::app::{App, commit};
use crate::http::Problem;
use crate::realtime::{Event, announce};

/// Decline an invitation. No account is needed; whoever has the link can.
#[utoipa::path(post, path = "/invitations/{token}/decline", tag = "invitations", security(()),
    params(("token" = String, Path, description = "What the link ends with")), responses((status = 204)))]
pub async fn decline_invitation(State(app): State<App>, Invited(id): Invited) -> Result<StatusCode, Problem> {
    let mut tx = app.begin().await?;
    let (invitation, group) = lock(&mut tx, id).await?;
    let now = clock::now(&mut tx).await?;
    invitation::decline(invitation::status(invitation.status, invitation.expires_at, now))?;
    invitations::answer(&mut tx, &invitation, InvitationStatus::Declined, None).await?;
    let users: Vec<_> = groups::members(&mut tx, &[group.id]).await?.iter().map(Seated::user).collect();
    announce(&mut tx, &users, Event::GroupChanged { group_id: group.id }).await?;
    commit(tx).await?;
    Ok(StatusCode::NO_CONTENT)
}
