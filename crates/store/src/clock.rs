//! The one clock that every node agrees on, and each group's: the same, unless it is a sandbox that was moved ahead.

use domain::id::GroupId;
use jiff::Timestamp;
use sqlx::PgConnection;

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
