//! `POST /groups/{id}/stay`

use axum::extract::State;
use domain::group::{self, MembershipStatus};
use domain::group_event::GroupEvent;
use serde::Serialize;
use store::groups::{self, Seated};
use store::{group_activity, splits};
use utoipa::ToSchema;

use crate::app::{App, commit};
use crate::http::{Member, Problem};
use crate::realtime::{Event, announce};

/// What became of the caller's place.
#[derive(Serialize, ToSchema)]
pub struct Stayed {
    /// Always `active`.
    pub status: MembershipStatus,
}

/// Stay after all. Who was not leaving stays anyway.
#[utoipa::path(post, path = "/groups/{id}/stay", tag = "groups",
    params(("id" = String, Path, description = "The group")), responses((status = 200, body = Stayed)))]
pub async fn stay_in_group(State(app): State<App>, member: Member) -> Result<axum::Json<Stayed>, Problem> {
    let mut tx = app.begin().await?;
    let group = groups::lock_of(&mut tx, &member.membership).await?;
    let members = groups::members(&mut tx, &[group.id]).await?;
    let own = members.iter().find(|seated| seated.user() == member.user()).ok_or_else(Problem::not_found)?;
    if group::stay(own.member.status).is_ok() {
        groups::set_membership_status(&mut tx, group.id, own.membership, MembershipStatus::Active).await?;
        group_activity::record(&mut tx, group.id, &GroupEvent::Stayed { user_id: member.user() }).await?;
        splits::lapse(&mut tx, group.id).await?;
        let users: Vec<_> = members.iter().map(Seated::user).collect();
        announce(&mut tx, &users, Event::GroupChanged { group_id: group.id }).await?;
        commit(tx).await?;
    }
    Ok(axum::Json(Stayed { status: MembershipStatus::Active }))
}
