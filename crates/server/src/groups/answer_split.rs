//! What approving, declining and taking back a proposed split share.

use axum::extract::State;
use domain::group_event::GroupEvent;
use domain::id::ProposalId;
use domain::proposal::{self, Answer, AnswerRefused, ProposalStatus, WithdrawRefused};
use store::splits::Proposal;
use store::{PgConnection, group_activity, groups, splits};

use super::change_split::{announce_change, take_effect};
use super::proposal_body::ProposalBody;
use crate::app::{App, commit};
use crate::http::{Member, PathId, Problem};

/// Approve a proposed split that raises one's part. The last approval makes it count.
#[utoipa::path(post, path = "/groups/{id}/splits/{proposal_id}/approve", tag = "groups",
    params(("id" = String, Path, description = "The group"), ("proposal_id" = String, Path, description = "The proposal")),
    responses((status = 200, body = ProposalBody)))]
pub async fn approve_split(
    State(app): State<App>,
    member: Member,
    PathId(id): PathId<ProposalId>,
) -> Result<axum::Json<ProposalBody>, Problem> {
    answer(&app, &member, id, Answer::Approved).await
}

/// Decline a proposed split that raises one's part: it is off the table.
#[utoipa::path(post, path = "/groups/{id}/splits/{proposal_id}/decline", tag = "groups",
    params(("id" = String, Path, description = "The group"), ("proposal_id" = String, Path, description = "The proposal")),
    responses((status = 200, body = ProposalBody)))]
pub async fn decline_split(
    State(app): State<App>,
    member: Member,
    PathId(id): PathId<ProposalId>,
) -> Result<axum::Json<ProposalBody>, Problem> {
    answer(&app, &member, id, Answer::Declined).await
}

/// Take back a split that one has proposed.
#[utoipa::path(post, path = "/groups/{id}/splits/{proposal_id}/withdraw", tag = "groups",
    params(("id" = String, Path, description = "The group"), ("proposal_id" = String, Path, description = "The proposal")),
    responses((status = 200, body = ProposalBody)))]
pub async fn withdraw_split(
    State(app): State<App>,
    member: Member,
    PathId(id): PathId<ProposalId>,
) -> Result<axum::Json<ProposalBody>, Problem> {
    let mut tx = app.begin().await?;
    let group = groups::lock_of(&mut tx, &member.membership).await?;
    let found = find(&mut tx, &member, id).await?;
    let status =
        proposal::withdraw(found.status, found.proposed_by == member.user()).map_err(|refused| match refused {
            WithdrawRefused::NotYours => Problem::forbidden("Only whoever proposed this split can take it back."),
            WithdrawRefused::Over(status) => over(status),
        })?;
    splits::end(&mut tx, &found, status).await?;
    let members = groups::members(&mut tx, &[group.id]).await?;
    announce_change(&mut tx, &group, &members).await?;
    let after = find(&mut tx, &member, id).await?;
    commit(tx).await?;
    Ok(axum::Json(after.into()))
}

async fn answer(
    app: &App,
    member: &Member,
    id: ProposalId,
    answer: Answer,
) -> Result<axum::Json<ProposalBody>, Problem> {
    let mut tx = app.begin().await?;
    let group = groups::lock_of(&mut tx, &member.membership).await?;
    let found = find(&mut tx, member, id).await?;
    let status = proposal::answer(found.status, &found.voices(), member.user(), answer).map_err(refused)?;
    splits::put_answer(&mut tx, &found, member.user(), answer).await?;
    if status != ProposalStatus::Open {
        splits::end(&mut tx, &found, status).await?;
    }
    if status == ProposalStatus::Agreed {
        take_effect(&mut tx, &group, &found.split).await?;
    }
    let event = match status {
        ProposalStatus::Agreed => Some(GroupEvent::SplitChanged { user_id: found.proposed_by }),
        ProposalStatus::Declined => Some(GroupEvent::SplitDeclined { user_id: member.user() }),
        _ => None,
    };
    if let Some(event) = event {
        group_activity::record(&mut tx, group.id, &event).await?;
    }
    let members = groups::members(&mut tx, &[group.id]).await?;
    announce_change(&mut tx, &group, &members).await?;
    let after = find(&mut tx, member, id).await?;
    commit(tx).await?;
    Ok(axum::Json(after.into()))
}

async fn find(connection: &mut PgConnection, member: &Member, id: ProposalId) -> Result<Proposal, Problem> {
    splits::find(connection, &member.membership, id).await?.ok_or_else(Problem::not_found)
}

fn refused(refused: AnswerRefused) -> Problem {
    match refused {
        AnswerRefused::NotAsked => Problem::conflict(
            "not_asked",
            "This split does not raise your part, so it does not wait for you; there is nothing to do.",
        ),
        AnswerRefused::AlreadyAnswered => {
            Problem::conflict("already_answered", "You have answered this proposal; there is nothing more to do.")
        }
        AnswerRefused::Over(status) => over(status),
    }
}

fn over(status: ProposalStatus) -> Problem {
    let detail = match status {
        ProposalStatus::Agreed => "This split was agreed; propose another one to change it.",
        ProposalStatus::Declined => "This split was declined; propose another one.",
        ProposalStatus::Withdrawn => "This split was taken back; propose another one.",
        ProposalStatus::Open | ProposalStatus::Lapsed => {
            "The group changed since this split was proposed; propose it again."
        }
    };
    Problem::conflict("proposal_over", detail).with("status", status.as_str())
}
