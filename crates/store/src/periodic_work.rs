//! How work that is done over and over went last, on whichever node.

use domain::job::PeriodicWork;
use domain::words::Stored;
use jiff::Timestamp;
use sqlx::PgConnection;

use crate::Result;

/// When a kind of work went well last, and when it did not.
#[derive(Clone, Debug)]
pub struct Went {
    /// Which work.
    pub work: Stored<PeriodicWork>,
    /// When it was done.
    pub succeeded_at: Option<Timestamp>,
    /// When it could not be.
    pub failed_at: Option<Timestamp>,
}

/// Notes that it was done now, or could not be.
pub async fn note(connection: &mut PgConnection, work: PeriodicWork, succeeded: bool) -> Result<()> {
    sqlx::query!(
        "INSERT INTO periodic_work AS w (work, succeeded_at, failed_at)
         VALUES ($1, CASE WHEN $2 THEN now() END, CASE WHEN NOT $2 THEN now() END)
         ON CONFLICT (work) DO UPDATE SET succeeded_at = coalesce(excluded.succeeded_at, w.succeeded_at),
                                          failed_at = coalesce(excluded.failed_at, w.failed_at)",
        work.as_str(),
        succeeded,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// All that was ever noted.
pub async fn list(connection: &mut PgConnection) -> Result<Vec<Went>> {
    let rows = sqlx::query!("SELECT work, succeeded_at, failed_at FROM periodic_work").fetch_all(connection).await?;
    let went = rows.into_iter().map(|row| Went {
        work: Stored::new(row.work),
        succeeded_at: row.succeeded_at.map(jiff_sqlx::Timestamp::to_jiff),
        failed_at: row.failed_at.map(jiff_sqlx::Timestamp::to_jiff),
    });
    Ok(went.collect())
}
