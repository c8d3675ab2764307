//! `GET` and `PUT /groups/{id}/lending`

use axum::extract::State;
use domain::fair_share::Lending;
use serde::{Deserialize, Serialize};
use store::groups::{self, Seated};
use store::lending;
use utoipa::ToSchema;

use crate::app::{App, commit};
use crate::http::{Json, Member, Owner, Problem};
use crate::realtime::{Event, announce};

/// How the group shares what its members leave.
#[derive(Serialize, ToSchema)]
#[schema(as = GroupLending)]
pub struct LendingBody {
    /// In the period that is open; null without one.
    pub now: Option<Lending>,
    /// From the next period on.
    pub next: Lending,
}

/// How to share from the next period on.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewLending)]
pub struct SetLending {
    /// `on`: unused slices of past days are lent to those who ran out; `strict`: nothing is lent; `common`: one pot.
    pub lending: Lending,
}

/// How the group shares what its members leave, now and from the next period on.
#[utoipa::path(get, path = "/groups/{id}/lending", tag = "usage", params(("id" = String, Path)),
    responses((status = 200, body = LendingBody)))]
pub async fn get_lending(State(app): State<App>, member: Member) -> Result<axum::Json<LendingBody>, Problem> {
    let set = lending::find(&mut *app.connection().await?, &member.membership).await?;
    Ok(axum::Json(LendingBody { now: set.now, next: set.next }))
}

/// Set how the group shares, from the next period on: what members have in the open one stays as it was promised.
#[utoipa::path(put, path = "/groups/{id}/lending", tag = "usage", params(("id" = String, Path)),
    request_body = SetLending, responses((status = 200, body = LendingBody)))]
pub async fn set_lending(
    State(app): State<App>,
    Owner(member): Owner,
    Json(typed): Json<SetLending>,
) -> Result<axum::Json<LendingBody>, Problem> {
    let mut tx = app.begin().await?;
    let group = groups::lock_of(&mut tx, &member.membership).await?;
    lending::set(&mut tx, &member.membership, typed.lending).await?;
    let set = lending::find(&mut tx, &member.membership).await?;
    let users: Vec<_> = groups::members(&mut tx, &[group.id]).await?.iter().map(Seated::user).collect();
    announce(&mut tx, &users, Event::GroupChanged { group_id: group.id }).await?;
    commit(tx).await?;
    Ok(axum::Json(LendingBody { now: set.now, next: set.next }))
}
