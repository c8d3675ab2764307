//! The inbox of the payment vendor's webhooks.

use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;

use crate::Result;

/// An event, and what has to be fetched for it.
#[derive(Clone, Debug)]
pub struct Received {
    /// The vendor's name for it.
    pub id: String,
    /// The kind of what it is about.
    pub subject: String,
    /// The vendor's name for that.
    pub reference: String,
}

/// Notes an event; `false` when it came before.
pub async fn insert(connection: &mut PgConnection, id: &str, subject: &str, reference: &str) -> Result<bool> {
    let inserted = sqlx::query!(
        "INSERT INTO vendor_events (id, subject, reference, look_at) VALUES ($1, $2, $3, now() + interval '1 minute')
         ON CONFLICT (id) DO NOTHING",
        id,
        subject,
        reference,
    )
    .execute(connection)
    .await?;
    Ok(inserted.rows_affected() > 0)
}

/// Locks an event that is not applied yet, until the transaction ends.
pub async fn lock(connection: &mut PgConnection, id: &str) -> Result<Option<Received>> {
    let row = sqlx::query_as!(
        Received,
        "SELECT id, subject, reference FROM vendor_events WHERE id = $1 AND applied_at IS NULL FOR UPDATE",
        id,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row)
}

/// Notes that an event is applied.
pub async fn set_applied(connection: &mut PgConnection, id: &str) -> Result<()> {
    sqlx::query!("UPDATE vendor_events SET applied_at = now() WHERE id = $1", id).execute(connection).await?;
    Ok(())
}

/// Events that could not be applied before, each after a while, ever longer up to an hour.
pub async fn take_looks(connection: &mut PgConnection, limit: i64) -> Result<Vec<Received>> {
    let rows = sqlx::query_as!(
        Received,
        "UPDATE vendor_events
         SET looks = looks + 1, look_at = now() + interval '1 minute' * least(power(2, least(looks, 10)), 60)
         WHERE id IN (SELECT id FROM vendor_events WHERE applied_at IS NULL AND look_at <= now()
                      ORDER BY look_at LIMIT $1 FOR UPDATE SKIP LOCKED)
         RETURNING id, subject, reference",
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// Forgets what was applied before then. A webhook that old is not believed any more.
pub async fn sweep(connection: &mut PgConnection, before: Timestamp) -> Result<()> {
    sqlx::query!("DELETE FROM vendor_events WHERE applied_at < $1", before.to_sqlx() as _).execute(connection).await?;
    Ok(())
}
