//! The one clock that every node agrees on, and each group's: the same, unless it is a sandbox that was moved ahead.

use std::collections::HashMap;

use domain::id::GroupId;
use jiff::Timestamp;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{Error, Result};

/// The database's time; inside a transaction, the time at which it began.
pub async fn now(connection: &mut PgConnection) -> Result<Timestamp> {
    let now = sqlx::query_scalar!(r#"SELECT now() AS "now!""#).fetch_one(connection).await?;
    Ok(now.to_jiff())
}

/// A group's time: what decides about its days, periods, shares and prices. Leases, sessions and links live in [`now`].
pub async fn of_group(connection: &mut PgConnection, group: GroupId) -> Result<Timestamp> {
    let now = sqlx::query_scalar!("SELECT group_now($1)", group.uuid()).fetch_one(connection).await?;
    now.map(jiff_sqlx::Timestamp::to_jiff).ok_or(Error::Unreadable("groups.id"))
}

/// The times of several groups, and the database's own.
#[derive(Clone, Debug)]
pub struct Times {
    /// The database's.
    pub now: Timestamp,
    of_groups: HashMap<GroupId, Timestamp>,
}

impl Times {
    /// A group's time; the database's for one that there is not.
    #[must_use]
    pub fn of(&self, group: GroupId) -> Timestamp {
        self.of_groups.get(&group).copied().unwrap_or(self.now)
    }
}

/// The times of these groups.
pub async fn of_groups(connection: &mut PgConnection, groups: &[GroupId]) -> Result<Times> {
    let ids: Vec<Uuid> = groups.iter().map(|group| group.uuid()).collect();
    let rows = sqlx::query!(
        r#"SELECT g.id AS "id?", now() AS "now!", now() + g.clock_ahead_seconds * interval '1 second' AS "of_group"
           FROM (SELECT) one LEFT JOIN groups g ON g.id = ANY($1)"#,
        &ids,
    )
    .fetch_all(connection)
    .await?;
    let now = rows.first().map(|row| row.now.to_jiff()).ok_or(Error::Unreadable("now"))?;
    let of_groups = rows.iter().filter_map(|row| Some((row.id?.into(), row.of_group?.to_jiff()))).collect();
    Ok(Times { now, of_groups })
}
