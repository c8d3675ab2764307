//! `DELETE /groups/{id}`

use axum::extract::State;
use domain::group::{self, MembershipStatus};
use domain::invoice::ShareStatus;
use http::StatusCode;
use store::groups::{self, Seated};
use store::{invitations, shares, top_ups};

use crate::app::{App, commit};
use crate::http::{Owner, Problem};
use crate::periods;
use crate::realtime::{Event, announce};

/// Take a group away for everybody: one that has not started, or that is over and paid for. Its books stay, and everybody's chats
/// stay readable.
#[utoipa::path(delete, path = "/groups/{id}", tag = "groups",
    params(("id" = String, Path, description = "The group")), responses((status = 204)))]
pub async fn delete_group(State(app): State<App>, Owner(owner): Owner) -> Result<StatusCode, Problem> {
    let mut tx = app.begin().await?;
    let group = groups::lock_of(&mut tx, &owner.membership).await?;
    let members = groups::members(&mut tx, &[group.id]).await?;
    for member in &members {
        // Credit that somebody ordered and does not pay is no debt.
        let ordered = top_ups::ordered_by(&mut tx, group.id, member.user()).await?;
        if let Some(order) = ordered.filter(|order| order.share.status() != ShareStatus::Processing) {
            periods::lapse(&mut tx, &group, &order, group.now).await.map_err(Problem::internal)?;
        }
    }
    group::delete(group.status, shares::count_open(&mut tx, group.id).await?)?;
    for member in &members {
        groups::set_membership_status(&mut tx, group.id, member.membership, MembershipStatus::Ended).await?;
    }
    groups::archive(&mut tx, group.id).await?;
    invitations::revoke_all(&mut tx, group.id).await?;
    let users: Vec<_> = members.iter().map(Seated::user).collect();
    announce(&mut tx, &users, Event::GroupChanged { group_id: group.id }).await?;
    commit(tx).await?;
    Ok(StatusCode::NO_CONTENT)
}
