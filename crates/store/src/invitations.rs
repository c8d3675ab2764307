//! Offers of a seat. Whoever changes one has locked its group (`groups::lock`).

use domain::id::{GroupId, InvitationId, UserId};
use domain::invitation::InvitationStatus;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::groups::Membership;
use crate::{Error, Result};

/// An offer as it is stored; one that is stored as open may have expired (`domain::invitation::status`).
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Which one.
    pub id: InvitationId,
    /// Into which group.
    pub group: GroupId,
    /// Who made it.
    pub invited_by: UserId,
    /// Their name.
    pub invited_by_name: String,
    /// Where it was mailed to, if it was.
    pub email: Option<String>,
    /// The stored state.
    pub status: InvitationStatus,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it stands.
    pub expires_at: Timestamp,
}

/// Adds an open offer, made now by this member.
pub async fn insert(
    connection: &mut PgConnection,
    membership: &Membership,
    id: InvitationId,
    email: Option<&str>,
    expires_at: Timestamp,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO invitations (group_id, id, invited_by, email, expires_at) VALUES ($1, $2, $3, $4, $5)",
        membership.group().uuid(),
        id.uuid(),
        membership.user().uuid(),
        email,
        expires_at.to_sqlx() as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The offer with this id, for whoever has proved by its link that they may see it.
pub async fn find(connection: &mut PgConnection, id: InvitationId) -> Result<Option<Invitation>> {
    sqlx::query_as!(
        InvitationRow,
        "SELECT i.group_id, i.id, i.invited_by, u.name AS invited_by_name, i.email, i.status, i.created_at, i.expires_at
         FROM invitations i JOIN users u ON u.id = i.invited_by WHERE i.id = $1",
        id.uuid(),
    )
    .fetch_optional(connection)
    .await?
    .map(InvitationRow::read)
    .transpose()
}

/// The group's offer with this id.
pub async fn find_in(
    connection: &mut PgConnection,
    membership: &Membership,
    id: InvitationId,
) -> Result<Option<Invitation>> {
    Ok(find(connection, id).await?.filter(|invitation| invitation.group == membership.group()))
}

/// The group's offers that can still be accepted, newest first, from after the offer `after`.
pub async fn open(
    connection: &mut PgConnection,
    membership: &Membership,
    after: Option<InvitationId>,
    limit: i64,
) -> Result<Vec<Invitation>> {
    sqlx::query_as!(
        InvitationRow,
        "SELECT i.group_id, i.id, i.invited_by, u.name AS invited_by_name, i.email, i.status, i.created_at, i.expires_at
         FROM invitations i JOIN users u ON u.id = i.invited_by
         WHERE i.group_id = $1 AND i.status = 'open' AND i.expires_at > now() AND ($2::uuid IS NULL OR i.id < $2)
         ORDER BY i.id DESC LIMIT $3",
        membership.group().uuid(),
        after.map(InvitationId::uuid),
        limit,
    )
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(InvitationRow::read)
    .collect()
}

/// How many of the group's offers can still be accepted.
pub async fn count_open(connection: &mut PgConnection, membership: &Membership) -> Result<usize> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM invitations WHERE group_id = $1 AND status = 'open' AND expires_at > now()"#,
        membership.group().uuid(),
    )
    .fetch_one(connection)
    .await?;
    usize::try_from(count).map_err(|_| Error::Unreadable("count of invitations"))
}

/// Notes that an offer was accepted by somebody, declined or revoked.
pub async fn answer(
    connection: &mut PgConnection,
    invitation: &Invitation,
    status: InvitationStatus,
    accepted_by: Option<UserId>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE invitations SET status = $3, accepted_by = $4, answered_at = now() WHERE group_id = $1 AND id = $2",
        invitation.group.uuid(),
        invitation.id.uuid(),
        status.as_str(),
        accepted_by.map(UserId::uuid),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes back every offer of a group that is over.
pub async fn revoke_all(connection: &mut PgConnection, group: GroupId) -> Result<()> {
    sqlx::query!(
        "UPDATE invitations SET status = 'revoked', answered_at = now() WHERE group_id = $1 AND status = 'open'",
        group.uuid(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

struct InvitationRow {
    group_id: Uuid,
    id: Uuid,
    invited_by: Uuid,
    invited_by_name: String,
    email: Option<String>,
    status: String,
    created_at: jiff_sqlx::Timestamp,
    expires_at: jiff_sqlx::Timestamp,
}

impl InvitationRow {
    fn read(self) -> Result<Invitation> {
        Ok(Invitation {
            id: self.id.into(),
            group: self.group_id.into(),
            invited_by: self.invited_by.into(),
            invited_by_name: self.invited_by_name,
            email: self.email,
            status: self.status.parse().map_err(|_| Error::Unreadable("invitations.status"))?,
            created_at: self.created_at.to_jiff(),
            expires_at: self.expires_at.to_jiff(),
        })
    }
}
