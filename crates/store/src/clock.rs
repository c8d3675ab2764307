//! The one clock that every node agrees on.

use jiff::Timestamp;
use sqlx::PgConnection;

use crate::Result;

/// The database's time; inside a transaction, the time at which it began.
pub async fn now(connection: &mut PgConnection) -> Result<Timestamp> {
    let now = sqlx::query_scalar!(r#"SELECT now() AS "now!""#).fetch_one(connection).await?;
    Ok(now.to_jiff())
}
