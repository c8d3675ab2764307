//! `PUT /groups/{id}/split`

use axum::extract::{Query, State};
use domain::credit::NanoUsd;
use domain::fair_share::MemberCredit;
use domain::group::{GroupStatus, MembershipStatus};
use domain::group_event::GroupEvent;
use domain::id::{ProposalId, UserId};
use domain::notice::Notice;
use domain::proposal::{self, ProposalStatus};
use domain::split::{self, Change, PartChange, Party, Split, SplitError};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use store::groups::{self, Group, Membership, Seated};
use store::splits::NewProposal;
use store::{PgConnection, carries, group_activity, invoices, periods, pools, splits};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::proposal_body::{ProposalBody, ProposedPartBody};
use super::prospect::next_terms;
use crate::app::{App, commit};
use crate::http::{Json, Member, Problem};
use crate::periods::party;
use crate::realtime::{Event, announce};
use crate::telling::tell_all;

/// Whether to do it.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ChangeQuery {
    /// True: only show what it would change.
    #[serde(default)]
    pub preview: bool,
}

/// What became of another split, or would.
#[derive(Serialize, ToSchema)]
pub struct SplitChange {
    /// Whether it is only shown, waits for approvals, or counts.
    pub outcome: SplitOutcome,
    /// From when on it counts, once it is agreed.
    pub starts: SplitStarts,
    /// Whether the amounts are those of the usage so far, because one of the two splits goes by usage.
    pub estimated: bool,
    /// What it means for everybody who shares that invoice.
    pub parts: Vec<ProposedPartBody>,
    /// The proposal that was made; null for a preview.
    #[schema(required)]
    pub proposal: Option<ProposalBody>,
}

/// What became of another split.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SplitOutcome {
    /// Nothing yet: it was only asked about.
    Preview,
    /// It waits for those whose part it raises.
    Proposed,
    /// It counts: it raises nobody's part.
    Changed,
}

/// From when on another split counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SplitStarts {
    /// The group has not started.
    FirstPeriod,
    /// The period that is open, whose invoice is not final.
    ThisPeriod,
    /// The next one.
    NextPeriod,
}

/// Change how the price is distributed. What raises nobody's part counts from the next invoice that is made; what does waits
/// until everybody concerned has approved. With `preview`, nothing happens but the answer.
#[utoipa::path(put, path = "/groups/{id}/split", tag = "groups",
    params(("id" = String, Path, description = "The group"), ChangeQuery),
    request_body = Split, responses((status = 200, body = SplitChange)))]
pub async fn change_split(
    State(app): State<App>,
    member: Member,
    Query(query): Query<ChangeQuery>,
    Json(proposed): Json<Split>,
) -> Result<axum::Json<SplitChange>, Problem> {
    let mut tx = app.begin().await?;
    let group = groups::lock_of(&mut tx, &member.membership).await?;
    let members = groups::members(&mut tx, &[group.id]).await?;
    if member.membership.status() == MembershipStatus::Leaving {
        return Err(Problem::conflict(
            "leaving",
            "You are leaving this group; take that back before you change its split.",
        ));
    }
    let (change, starts) = compare(&app, &mut tx, &group, &members, &member.membership, &proposed).await?;
    let parts = change.parts.iter().map(|part| ProposedPartBody::of(part, &members)).collect();
    let estimated = change.estimated;
    if query.preview {
        return Ok(axum::Json(SplitChange {
            outcome: SplitOutcome::Preview,
            starts,
            estimated,
            parts,
            proposal: None,
        }));
    }

    if splits::open(&mut tx, &member.membership).await?.is_some() {
        return Err(one_at_a_time());
    }
    let status = proposal::born(change.asks().count());
    let id = ProposalId::from_uuid(Uuid::now_v7());
    let new = NewProposal { id, proposed_by: member.user(), split: &proposed, status, change: &change };
    splits::insert(&mut tx, group.id, &new).await?;
    if status == ProposalStatus::Agreed {
        take_effect(&mut tx, &group, &proposed).await?;
    }
    let user_id = member.user();
    let event = match status {
        ProposalStatus::Agreed => GroupEvent::SplitChanged { user_id },
        _ => GroupEvent::SplitProposed { user_id },
    };
    group_activity::record(&mut tx, group.id, &event).await?;
    tell_all(&mut tx, group.id, &questions(id, user_id, &change)).await?;
    let proposal = splits::find(&mut tx, &member.membership, id).await?.map(ProposalBody::from);
    announce_change(&mut tx, &group, &members).await?;
    commit(tx).await?;
    let outcome = if status == ProposalStatus::Agreed { SplitOutcome::Changed } else { SplitOutcome::Proposed };
    Ok(axum::Json(SplitChange { outcome, starts, estimated, parts, proposal }))
}

/// What everybody whose approval it waits for is told.
fn questions(id: ProposalId, by: UserId, change: &Change) -> Vec<(UserId, Notice)> {
    let asked = change.parts.iter().filter(|part| part.asked);
    let question = |part: &PartChange| Notice::SplitProposed {
        proposal_id: id,
        by,
        before: part.before.into(),
        after: part.after.into(),
        estimated: change.estimated,
    };
    asked.map(|part| (part.user, question(part))).collect()
}

/// What the split would change of the first invoice that it can count for.
async fn compare(
    app: &App,
    connection: &mut PgConnection,
    group: &Group,
    members: &[Seated],
    by: &Membership,
    proposed: &Split,
) -> Result<(Change, SplitStarts), Problem> {
    let opened = periods::open(&mut *connection, group.id).await?;
    let plan = next_terms(&mut *connection, app, group, opened.as_ref()).await?;
    let (mut number, mut starts, mut pool) = (0, SplitStarts::FirstPeriod, None);
    if let Some(opened) = &opened {
        pool = pools::load(&mut *connection, group.id, opened.id).await?;
        let is_draft = invoices::draft_of_period(&mut *connection, group.id, opened.id).await?.is_some();
        (number, starts) = if is_draft {
            (opened.period.number, SplitStarts::ThisPeriod)
        } else {
            (opened.period.number.saturating_add(1), SplitStarts::NextPeriod)
        };
    }
    let carries = carries::of_group(connection, group.id).await?;
    let shares_it =
        |member: &&Seated| group.status == GroupStatus::Forming || member.member.status == MembershipStatus::Active;
    let parties: Vec<Party> = members
        .iter()
        .filter(shares_it)
        .map(|member| {
            let user = member.user();
            let credit = pool.as_ref().and_then(|pool| pool.pool.member(user));
            party(user, &carries, credit.map_or(NanoUsd::ZERO, MemberCredit::used))
        })
        .collect();
    let change = split::change(plan.price, &group.split, proposed, &parties, number, by.user());
    Ok((change.map_err(unfit)?, starts))
}

/// From now on the group distributes its price like this: the next invoice, and the one that is still a draft.
pub(super) async fn take_effect(connection: &mut PgConnection, group: &Group, split: &Split) -> Result<(), Problem> {
    groups::set_split(&mut *connection, group.id, split).await?;
    periods::set_split_of_draft(connection, group.id, split).await?;
    Ok(())
}

/// Tells everybody in the group.
pub(super) async fn announce_change(
    connection: &mut PgConnection,
    group: &Group,
    members: &[Seated],
) -> Result<(), Problem> {
    let users: Vec<_> = members.iter().map(Seated::user).collect();
    announce(connection, &users, Event::GroupChanged { group_id: group.id }).await?;
    Ok(())
}

/// A group decides about one split at a time; whoever proposes has locked it.
fn one_at_a_time() -> Problem {
    Problem::conflict(
        "proposal_open",
        "Another split waits for approval; answer it, or let whoever proposed it take it back, first.",
    )
}

/// A split that does not fit the members or the price, with the difference named.
fn unfit(error: SplitError) -> Problem {
    let problem = |code, detail: &'static str| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail);
    match error {
        SplitError::PercentOver { by } => {
            problem("split_over", "The percentages come to more than 100 %; lower them.").with("basis_points", by)
        }
        SplitError::PercentUnder { by } => {
            problem("split_under", "The percentages come to less than 100 %; raise them.").with("basis_points", by)
        }
        SplitError::FixedOver { by } => problem("split_over", "The amounts come to more than the price; lower them.")
            .with("amount", by.minor)
            .with("currency", by.currency.code()),
        SplitError::FixedUnder { by } => {
            problem("split_under", "The amounts come to less than the price; raise them, or say who pays the rest.")
                .with("amount", by.minor)
                .with("currency", by.currency.code())
        }
        SplitError::NoWeight => problem("split_empty", "Somebody has to pay: at least one weight must be above 0."),
        SplitError::NegativeAmount(_) => problem("split_negative", "Nobody can pay less than nothing."),
        SplitError::Missing(user) => problem("split_incomplete", "Say what each member pays, also when it is nothing.")
            .with("user_id", user.to_string()),
        SplitError::Stranger(user) => {
            problem("split_stranger", "The split names somebody who is not a member; leave them out.")
                .with("user_id", user.to_string())
        }
        SplitError::TooLarge | SplitError::NegativeTotal => {
            problem("split_too_large", "These amounts are too large to count.")
        }
        SplitError::NoMembers | SplitError::Twice(_) => Problem::internal(error),
    }
}
