//! Requests that must not take effect twice, and the answers that their retries get.

use domain::id::UserId;
use sqlx::PgConnection;

use crate::Result;

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// What is known of a key.
#[derive(Debug)]
pub enum Request {
    /// Nothing until now; it has just been noted.
    New,
    /// It came before.
    Known {
        /// What it asked for then, sealed: a bare hash of a short message could be guessed. `None`: forgotten meanwhile.
        fingerprint_sealed: Option<Vec<u8>>,
        /// What was answered: HTTP status and sealed body; `None` while it runs, or when it was cut off.
        answer: Option<(u16, Vec<u8>)>,
    },
}

/// Notes a request, unless its key is known. Of two at once, one is new.
pub async fn begin(
    connection: &mut PgConnection,
    user: UserId,
    key: &Hash,
    fingerprint_sealed: &[u8],
) -> Result<Request> {
    let noted = sqlx::query!(
        "INSERT INTO idempotent_requests (user_id, key_hash, fingerprint) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        user.uuid(),
        key,
        fingerprint_sealed,
    )
    .execute(&mut *connection)
    .await?;
    if noted.rows_affected() == 1 {
        return Ok(Request::New);
    }
    let row = sqlx::query!(
        "SELECT fingerprint, status, answer_sealed FROM idempotent_requests WHERE user_id = $1 AND key_hash = $2",
        user.uuid(),
        key,
    )
    .fetch_optional(connection)
    .await?;
    // Forgotten in between, because the first request failed: the caller may try again, but not in this moment.
    let Some(row) = row else { return Ok(Request::Known { fingerprint_sealed: None, answer: None }) };
    let status = row.status.and_then(|status| u16::try_from(status).ok());
    Ok(Request::Known { fingerprint_sealed: Some(row.fingerprint), answer: status.zip(row.answer_sealed) })
}

/// Keeps the answer.
pub async fn answer(connection: &mut PgConnection, user: UserId, key: &Hash, status: u16, sealed: &[u8]) -> Result<()> {
    sqlx::query!(
        "UPDATE idempotent_requests SET status = $3, answer_sealed = $4 WHERE user_id = $1 AND key_hash = $2",
        user.uuid(),
        key,
        i16::try_from(status).unwrap_or(i16::MAX),
        sealed,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets a request that failed and changed nothing, so that it can be tried again.
pub async fn forget(connection: &mut PgConnection, user: UserId, key: &Hash) -> Result<()> {
    sqlx::query!("DELETE FROM idempotent_requests WHERE user_id = $1 AND key_hash = $2", user.uuid(), key)
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets all that is older than a day: nobody retries for longer.
pub async fn sweep(connection: &mut PgConnection) -> Result<()> {
    sqlx::query!("DELETE FROM idempotent_requests WHERE created_at < now() - interval '1 day'")
        .execute(connection)
        .await?;
    Ok(())
}
