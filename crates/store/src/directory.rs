//! Who has an account on this server, and which groups there are: names and dates, for the operator.

use domain::group::GroupStatus;
use domain::id::{GroupId, UserId};
use domain::plan::PlanCode;
use jiff::Timestamp;
use sqlx::PgConnection;

use crate::{Error, Result};

/// Somebody with an account.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who.
    pub id: UserId,
    /// What the others call them.
    pub name: String,
    /// Where they get mail.
    pub email: String,
    /// Whether they showed that it is theirs.
    pub is_verified: bool,
    /// Whether they run this server.
    pub is_operator: bool,
    /// Since when they have their account.
    pub created_at: Timestamp,
    /// The groups that they are in, by name.
    pub groups: Vec<String>,
}

/// A group, in short.
#[derive(Clone, Debug)]
pub struct Known {
    /// Which one.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// What it pays for.
    pub plan: PlanCode,
    /// Forming, active or archived.
    pub status: GroupStatus,
    /// How many can be in it.
    pub seats: u8,
    /// How many are.
    pub members: u64,
    /// Who leads it; nobody, once it is over.
    pub owner: Option<String>,
    /// How many shares somebody still has to pay.
    pub open_shares: u64,
    /// Since when there is such a group.
    pub created_at: Timestamp,
}

/// Everybody with an account that is not closed, newest first, from after `after`.
pub async fn people(connection: &mut PgConnection, after: Option<UserId>, limit: i64) -> Result<Vec<Person>> {
    let rows = sqlx::query!(
        r#"SELECT u.id, u.name, u.email, u.is_operator, u.email_verified_at IS NOT NULL AS "is_verified!", u.created_at,
                  ARRAY(SELECT g.name FROM memberships m JOIN groups g ON g.id = m.group_id
                        WHERE m.user_id = u.id AND m.ended_at IS NULL ORDER BY g.name) AS "groups!: Vec<String>"
           FROM users u WHERE u.closed_at IS NULL AND ($1::uuid IS NULL OR u.id < $1) ORDER BY u.id DESC LIMIT $2"#,
        after.map(UserId::uuid),
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Person {
            id: row.id.into(),
            name: row.name,
            email: row.email,
            is_verified: row.is_verified,
            is_operator: row.is_operator,
            created_at: row.created_at.to_jiff(),
            groups: row.groups,
        })
        .collect())
}

/// All groups that are no sandboxes, newest first, from after `after`.
pub async fn groups(connection: &mut PgConnection, after: Option<GroupId>, limit: i64) -> Result<Vec<Known>> {
    let rows = sqlx::query!(
        r#"SELECT g.id, g.name, g.plan_code, g.status, g.seats, g.created_at,
                  (SELECT count(*) FROM memberships m WHERE m.group_id = g.id AND m.ended_at IS NULL) AS "members!",
                  (SELECT u.name FROM memberships m JOIN users u ON u.id = m.user_id
                   WHERE m.group_id = g.id AND m.role = 'owner' AND m.ended_at IS NULL) AS owner,
                  (SELECT count(*) FROM shares s WHERE s.group_id = g.id
                     AND s.status IN ('due', 'processing', 'past_due')) AS "open_shares!"
           FROM groups g WHERE NOT g.is_sandbox AND ($1::uuid IS NULL OR g.id < $1) ORDER BY g.id DESC LIMIT $2"#,
        after.map(GroupId::uuid),
        limit,
    )
    .fetch_all(connection)
    .await?;
    let counted = |count: i64| u64::try_from(count).map_err(|_| Error::Unreadable("groups"));
    rows.into_iter()
        .map(|row| {
            Ok(Known {
                id: row.id.into(),
                name: row.name,
                plan: row.plan_code.parse().map_err(|_| Error::Unreadable("groups.plan_code"))?,
                status: row.status.parse().map_err(|_| Error::Unreadable("groups.status"))?,
                seats: u8::try_from(row.seats).map_err(|_| Error::Unreadable("groups.seats"))?,
                members: counted(row.members)?,
                owner: row.owner,
                open_shares: counted(row.open_shares)?,
                created_at: row.created_at.to_jiff(),
            })
        })
        .collect()
}
