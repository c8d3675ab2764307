//! Proposals of another split, with everybody's part and what those who were asked said.
//!
//! Whoever makes, answers or ends one has locked the group (`groups::lock`).

use domain::id::{GroupId, ProposalId, UserId};
use domain::money::Money;
use domain::proposal::{Answer, ProposalStatus, Voice};
use domain::split::{Change, Split};
use jiff::Timestamp;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::groups::Membership;
use crate::invoices::money;
use crate::{Error, Result};

/// A proposal of another split.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Which one.
    pub id: ProposalId,
    /// Of which group.
    pub group: GroupId,
    /// Whose.
    pub proposed_by: UserId,
    /// Their name.
    pub proposed_by_name: String,
    /// What they propose.
    pub split: Split,
    /// Whether its amounts are those of the usage so far.
    pub estimated: bool,
    /// What became of it.
    pub status: ProposalStatus,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was agreed, declined, taken back or overtaken.
    pub ended_at: Option<Timestamp>,
    /// Everybody's part, in the order of their ids.
    pub parts: Vec<ProposedPart>,
}

/// What a proposal means for one member, and what they say.
#[derive(Clone, Debug)]
pub struct ProposedPart {
    /// Who.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Their part when it was proposed.
    pub before: Money,
    /// What it would be.
    pub after: Money,
    /// Whether the proposal waits for them.
    pub asked: bool,
    /// What they said.
    pub answer: Option<Answer>,
    /// When they said it.
    pub answered_at: Option<Timestamp>,
}

impl Proposal {
    /// Those who are asked, for the rules.
    #[must_use]
    pub fn voices(&self) -> Vec<Voice> {
        let asked = self.parts.iter().filter(|part| part.asked);
        asked.map(|part| Voice { user: part.user, answer: part.answer }).collect()
    }
}

/// What it takes to propose a split.
#[derive(Clone, Debug)]
pub struct NewProposal<'a> {
    /// Its id.
    pub id: ProposalId,
    /// Who proposes it.
    pub proposed_by: UserId,
    /// What.
    pub split: &'a Split,
    /// Open, or agreed at once.
    pub status: ProposalStatus,
    /// What it means for everybody.
    pub change: &'a Change,
}

/// Adds a proposal. A group has one open at most: `split_proposals_open_key`.
pub async fn insert(connection: &mut PgConnection, group: GroupId, proposal: &NewProposal<'_>) -> Result<()> {
    let parts = &proposal.change.parts;
    let currency = parts.first().ok_or(Error::Unreadable("split_proposal_parts"))?.before.currency;
    sqlx::query!(
        "INSERT INTO split_proposals (group_id, id, proposed_by, split, currency, estimated, status, ended_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, CASE WHEN $7 <> 'open' THEN now() END)",
        group.uuid(),
        proposal.id.uuid(),
        proposal.proposed_by.uuid(),
        split_column(proposal.split)?,
        currency.code(),
        proposal.change.estimated,
        proposal.status.as_str(),
    )
    .execute(&mut *connection)
    .await?;
    let users: Vec<Uuid> = parts.iter().map(|part| part.user.uuid()).collect();
    let before: Vec<i64> = parts.iter().map(|part| part.before.minor).collect();
    let after: Vec<i64> = parts.iter().map(|part| part.after.minor).collect();
    let asked: Vec<bool> = parts.iter().map(|part| part.asked).collect();
    sqlx::query!(
        "INSERT INTO split_proposal_parts (group_id, proposal_id, user_id, before_minor, after_minor, asked)
         SELECT $1, $2, p.user_id, p.before, p.after, p.asked
         FROM unnest($3::uuid[], $4::bigint[], $5::bigint[], $6::boolean[]) AS p(user_id, before, after, asked)",
        group.uuid(),
        proposal.id.uuid(),
        &users,
        &before,
        &after,
        &asked,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The group's proposal with this id.
pub async fn find(connection: &mut PgConnection, membership: &Membership, id: ProposalId) -> Result<Option<Proposal>> {
    let row = sqlx::query_as!(
        ProposalRow,
        "SELECT s.group_id, s.id, s.proposed_by, u.name AS proposed_by_name, s.split, s.currency, s.estimated, s.status,
                s.created_at, s.ended_at
         FROM split_proposals s JOIN users u ON u.id = s.proposed_by WHERE s.group_id = $1 AND s.id = $2",
        membership.group().uuid(),
        id.uuid(),
    )
    .fetch_optional(&mut *connection)
    .await?;
    Ok(with_parts(connection, membership.group(), row.into_iter().collect()).await?.pop())
}

/// The group's proposal that waits for answers, if there is one.
pub async fn open(connection: &mut PgConnection, membership: &Membership) -> Result<Option<Proposal>> {
    let row = sqlx::query_as!(
        ProposalRow,
        "SELECT s.group_id, s.id, s.proposed_by, u.name AS proposed_by_name, s.split, s.currency, s.estimated, s.status,
                s.created_at, s.ended_at
         FROM split_proposals s JOIN users u ON u.id = s.proposed_by WHERE s.group_id = $1 AND s.status = 'open'",
        membership.group().uuid(),
    )
    .fetch_optional(&mut *connection)
    .await?;
    Ok(with_parts(connection, membership.group(), row.into_iter().collect()).await?.pop())
}

/// The group's proposals, newest first, from after the proposal `after`.
pub async fn list(
    connection: &mut PgConnection,
    membership: &Membership,
    after: Option<ProposalId>,
    limit: i64,
) -> Result<Vec<Proposal>> {
    let rows = sqlx::query_as!(
        ProposalRow,
        "SELECT s.group_id, s.id, s.proposed_by, u.name AS proposed_by_name, s.split, s.currency, s.estimated, s.status,
                s.created_at, s.ended_at
         FROM split_proposals s JOIN users u ON u.id = s.proposed_by
         WHERE s.group_id = $1 AND ($2::uuid IS NULL OR s.id < $2) ORDER BY s.id DESC LIMIT $3",
        membership.group().uuid(),
        after.map(ProposalId::uuid),
        limit,
    )
    .fetch_all(&mut *connection)
    .await?;
    with_parts(connection, membership.group(), rows).await
}

/// Notes what somebody who was asked says.
pub async fn put_answer(
    connection: &mut PgConnection,
    proposal: &Proposal,
    user: UserId,
    answer: Answer,
) -> Result<()> {
    sqlx::query!(
        "UPDATE split_proposal_parts SET answer = $4, answered_at = now()
         WHERE group_id = $1 AND proposal_id = $2 AND user_id = $3",
        proposal.group.uuid(),
        proposal.id.uuid(),
        user.uuid(),
        answer.as_str(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes that a proposal has ended.
pub async fn end(connection: &mut PgConnection, proposal: &Proposal, status: ProposalStatus) -> Result<()> {
    sqlx::query!(
        "UPDATE split_proposals SET status = $3, ended_at = now() WHERE group_id = $1 AND id = $2",
        proposal.group.uuid(),
        proposal.id.uuid(),
        status.as_str(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends the group's open proposal, because the members are not those any more that it was made for.
pub async fn lapse(connection: &mut PgConnection, group: GroupId) -> Result<()> {
    sqlx::query!(
        "UPDATE split_proposals SET status = 'lapsed', ended_at = now() WHERE group_id = $1 AND status = 'open'",
        group.uuid(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A split as it is stored.
pub(crate) fn split_column(split: &Split) -> Result<serde_json::Value> {
    serde_json::to_value(split).map_err(|_| Error::Unreadable("split"))
}

/// A stored split.
pub(crate) fn read_split(column: serde_json::Value, name: &'static str) -> Result<Split> {
    serde_json::from_value(column).map_err(|_| Error::Unreadable(name))
}

async fn with_parts(
    connection: &mut PgConnection,
    group: GroupId,
    proposals: Vec<ProposalRow>,
) -> Result<Vec<Proposal>> {
    let ids: Vec<Uuid> = proposals.iter().map(|proposal| proposal.id).collect();
    let mut rows = sqlx::query!(
        "SELECT p.proposal_id, p.user_id, u.name, p.before_minor, p.after_minor, p.asked, p.answer, p.answered_at
         FROM split_proposal_parts p JOIN users u ON u.id = p.user_id
         WHERE p.group_id = $1 AND p.proposal_id = ANY($2) ORDER BY p.user_id",
        group.uuid(),
        &ids,
    )
    .fetch_all(connection)
    .await?;
    proposals
        .into_iter()
        .map(|proposal| {
            let parts = rows.extract_if(.., |row| row.proposal_id == proposal.id).map(|row| {
                let answer = row.answer.map(|answer| answer.parse()).transpose();
                Ok(ProposedPart {
                    user: row.user_id.into(),
                    name: row.name,
                    before: money(row.before_minor, &proposal.currency)?,
                    after: money(row.after_minor, &proposal.currency)?,
                    asked: row.asked,
                    answer: answer.map_err(|_| Error::Unreadable("split_proposal_parts.answer"))?,
                    answered_at: row.answered_at.map(jiff_sqlx::Timestamp::to_jiff),
                })
            });
            let parts = parts.collect::<Result<Vec<_>>>()?;
            proposal.read(parts)
        })
        .collect()
}

struct ProposalRow {
    group_id: Uuid,
    id: Uuid,
    proposed_by: Uuid,
    proposed_by_name: String,
    split: serde_json::Value,
    currency: String,
    estimated: bool,
    status: String,
    created_at: jiff_sqlx::Timestamp,
    ended_at: Option<jiff_sqlx::Timestamp>,
}

impl ProposalRow {
    fn read(self, parts: Vec<ProposedPart>) -> Result<Proposal> {
        Ok(Proposal {
            id: self.id.into(),
            group: self.group_id.into(),
            proposed_by: self.proposed_by.into(),
            proposed_by_name: self.proposed_by_name,
            split: read_split(self.split, "split_proposals.split")?,
            estimated: self.estimated,
            status: self.status.parse().map_err(|_| Error::Unreadable("split_proposals.status"))?,
            created_at: self.created_at.to_jiff(),
            ended_at: self.ended_at.map(jiff_sqlx::Timestamp::to_jiff),
            parts,
        })
    }
}
