//! How a group shares what its members leave.

use domain::fair_share::Lending;
use sqlx::PgConnection;

use crate::groups::Membership;
use crate::{Error, Result};

/// What the group set, and what its open period was opened with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Set {
    /// From the next period on.
    pub next: Lending,
    /// In the open one; `None` without one.
    pub now: Option<Lending>,
}

/// What is set.
pub async fn find(connection: &mut PgConnection, membership: &Membership) -> Result<Set> {
    let row = sqlx::query!(
        r#"SELECT g.lending AS next, p.lending AS "now?"
           FROM groups g LEFT JOIN periods p ON p.group_id = g.id AND p.status = 'open' WHERE g.id = $1"#,
        membership.group().uuid(),
    )
    .fetch_one(connection)
    .await?;
    let read = |word: &str| word.parse().map_err(|_| Error::Unreadable("groups.lending"));
    Ok(Set { next: read(&row.next)?, now: row.now.as_deref().map(read).transpose()? })
}

/// Sets it, from the next period on.
pub async fn set(connection: &mut PgConnection, membership: &Membership, lending: Lending) -> Result<()> {
    sqlx::query!("UPDATE groups SET lending = $2 WHERE id = $1", membership.group().uuid(), lending.as_str())
        .execute(connection)
        .await?;
    Ok(())
}
