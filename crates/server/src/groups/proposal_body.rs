//! A proposed split, as the members of its group see it.

use domain::id::{ProposalId, UserId};
use domain::money::Amount;
use domain::proposal::{Answer, ProposalStatus};
use domain::split::{PartChange, Split};
use jiff::Timestamp;
use serde::Serialize;
use store::groups::Seated;
use store::splits::{Proposal, ProposedPart};
use utoipa::ToSchema;

/// Another split that somebody proposed.
#[derive(Serialize, ToSchema)]
#[schema(as = SplitProposal)]
pub struct ProposalBody {
    /// Which one.
    pub id: ProposalId,
    /// Who proposed it.
    pub proposed_by: UserId,
    /// Their name.
    pub proposed_by_name: String,
    /// What they propose.
    pub split: Split,
    /// Whether it waits, is agreed, or came to nothing.
    pub status: ProposalStatus,
    /// Whether the amounts are those of the usage so far, because one of the two splits goes by usage.
    pub estimated: bool,
    /// What it means for everybody, as they were shown it.
    pub parts: Vec<ProposedPartBody>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was agreed, declined, taken back or overtaken.
    #[schema(required)]
    pub ended_at: Option<Timestamp>,
}

/// What another split means for a member.
#[derive(Serialize, ToSchema)]
#[schema(as = SplitPart)]
pub struct ProposedPartBody {
    /// Whose part.
    pub user_id: UserId,
    /// Their name.
    pub name: String,
    /// Their part without the change.
    pub before: Amount,
    /// Their part with it.
    pub after: Amount,
    /// Whether it waits for their approval: it may raise their part.
    pub asked: bool,
    /// What they said.
    #[schema(required)]
    pub answer: Option<Answer>,
    /// When they said it.
    #[schema(required)]
    pub answered_at: Option<Timestamp>,
}

impl From<Proposal> for ProposalBody {
    fn from(proposal: Proposal) -> Self {
        Self {
            id: proposal.id,
            proposed_by: proposal.proposed_by,
            proposed_by_name: proposal.proposed_by_name,
            split: proposal.split,
            status: proposal.status,
            estimated: proposal.estimated,
            parts: proposal.parts.into_iter().map(ProposedPartBody::from).collect(),
            created_at: proposal.created_at,
            ended_at: proposal.ended_at,
        }
    }
}

impl From<ProposedPart> for ProposedPartBody {
    fn from(part: ProposedPart) -> Self {
        Self {
            user_id: part.user,
            name: part.name,
            before: part.before.into(),
            after: part.after.into(),
            asked: part.asked,
            answer: part.answer,
            answered_at: part.answered_at,
        }
    }
}

impl ProposedPartBody {
    /// A part of a change that nobody was asked about yet.
    pub(super) fn of(part: &PartChange, members: &[Seated]) -> Self {
        let name = members.iter().find(|member| member.user() == part.user).map(|member| member.name.clone());
        Self {
            user_id: part.user,
            name: name.unwrap_or_default(),
            before: part.before.into(),
            after: part.after.into(),
            asked: part.asked,
            answer: None,
            answered_at: None,
        }
    }
}
