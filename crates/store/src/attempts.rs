//! Counted attempts, for every node at once.

use domain::attempt::Allowance;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;

use crate::Result;

/// What an attempt is counted under.
pub type Key = [u8; 32];

/// An attempt, counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The how many-th of its window it is.
    pub count: u64,
    /// When the window ends.
    pub ends_at: Timestamp,
    /// The time now.
    pub now: Timestamp,
}

/// Counts an attempt; the first one, and the first after a window's end, begins a window. Those over the allowance count as one together,
/// so that what is given back is free.
///
/// A statement of its own, outside of any transaction, which is not waited for on the disk: a power cut gives back the attempts of
/// its last moments, and nobody who signs in waits for three of them.
pub async fn count(connection: &mut PgConnection, key: &Key, allowance: Allowance) -> Result<Counted> {
    let seconds = allowance.window.as_secs_f64();
    let row = sqlx::query!(
        r#"WITH relaxed AS (SELECT set_config('synchronous_commit', 'off', true))
           INSERT INTO attempts AS a (key, count, ends_at)
           SELECT $1::bytea, 1, now() + make_interval(secs => $2::float8) FROM relaxed
           ON CONFLICT (key) DO UPDATE SET
               count = CASE WHEN a.ends_at <= now() THEN 1 ELSE least(a.count, $3) + 1 END,
               ends_at = CASE WHEN a.ends_at <= now() THEN excluded.ends_at ELSE a.ends_at END
           RETURNING count, ends_at, now() AS "now!""#,
        key,
        seconds,
        i64::from(allowance.attempts),
    )
    .fetch_one(connection)
    .await?;
    Ok(Counted {
        count: u64::try_from(row.count).unwrap_or(u64::MAX),
        ends_at: row.ends_at.to_jiff(),
        now: row.now.to_jiff(),
    })
}

/// Gives back an attempt of the window that ends then; a statement of its own, like [`count`].
pub async fn give_back(
    connection: &mut PgConnection,
    key: &Key,
    allowance: Allowance,
    ends_at: Timestamp,
) -> Result<()> {
    sqlx::query!(
        "WITH relaxed AS (SELECT set_config('synchronous_commit', 'off', true))
         UPDATE attempts SET count = least(count, $2) - 1 FROM relaxed WHERE key = $1 AND ends_at = $3 AND count > 0",
        key,
        i64::from(allowance.attempts),
        ends_at.to_sqlx() as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets what was counted under the key; a statement of its own, like [`count`].
pub async fn forget(connection: &mut PgConnection, key: &Key) -> Result<()> {
    sqlx::query!(
        "WITH relaxed AS (SELECT set_config('synchronous_commit', 'off', true))
         DELETE FROM attempts USING relaxed WHERE key = $1",
        key,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets windows that have ended.
pub async fn sweep(connection: &mut PgConnection, now: Timestamp) -> Result<()> {
    sqlx::query!("DELETE FROM attempts WHERE ends_at <= $1", now.to_sqlx() as _).execute(connection).await?;
    Ok(())
}
