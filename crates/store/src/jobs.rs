//! What the job queue holds, for the operator: kinds, times and tries, never what a job is about.
//!
//! The queue's tables are its library's (`server::jobs`), which makes them when the server starts. They are not there while this crate is
//! compiled, so these queries are checked by tests only; they ask its view and its functions, not its private tables.

use domain::job::{JobId, JobKind, JobTrouble, Tries, trouble};
use domain::words::Stored;
use jiff::Timestamp;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use crate::{Error, Result};

/// A job that is not done yet.
#[derive(Clone, Debug)]
pub struct Queued {
    /// Which one.
    pub id: JobId,
    /// What it is.
    pub kind: Stored<JobKind>,
    /// How its tries went.
    pub tries: Tries,
    /// Why the last one failed.
    pub trouble: Option<JobTrouble>,
    /// Since when it is there.
    pub created_at: Timestamp,
    /// When something was last done about it.
    pub updated_at: Timestamp,
    /// When it is due.
    pub run_at: Timestamp,
}

/// How much of a kind is not done yet.
#[derive(Clone, Debug)]
pub struct Backlog {
    /// Of what.
    pub kind: Stored<JobKind>,
    /// How many there are.
    pub waiting: u64,
    /// How many of them were tried in vain.
    pub failing: u64,
    /// Since when the oldest is there.
    pub since: Timestamp,
}

/// The jobs in the queue, the newest first, from after the job `after`.
pub async fn list(connection: &mut PgConnection, after: Option<JobId>, limit: i64) -> Result<Vec<Queued>> {
    look_up(connection, after, None, limit).await
}

/// One of them.
pub async fn find(connection: &mut PgConnection, id: JobId) -> Result<Option<Queued>> {
    Ok(look_up(connection, None, Some(id), 1).await?.into_iter().next())
}

async fn look_up(
    connection: &mut PgConnection,
    after: Option<JobId>,
    only: Option<JobId>,
    limit: i64,
) -> Result<Vec<Queued>> {
    let rows = sqlx::query(
        "SELECT id, task_identifier, run_at, attempts, max_attempts, last_error, created_at, updated_at,
                locked_at IS NOT NULL AS is_running
         FROM jobs.jobs WHERE ($1::bigint IS NULL OR id < $1) AND ($2::bigint IS NULL OR id = $2) ORDER BY id DESC LIMIT $3",
    )
    .bind(after.map(|JobId(id)| id))
    .bind(only.map(|JobId(id)| id))
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter().map(queued).collect()
}

fn queued(row: &PgRow) -> Result<Queued> {
    let count = |column| {
        let count: i16 = row.try_get(column)?;
        u32::try_from(count).map_err(|_| Error::Unreadable("jobs.attempts"))
    };
    let time = |column| Ok::<_, Error>(row.try_get::<jiff_sqlx::Timestamp, _>(column)?.to_jiff());
    let left: Option<&str> = row.try_get("last_error")?;
    let tries = Tries {
        attempts: count("attempts")?,
        attempts_max: count("max_attempts")?,
        is_running: row.try_get("is_running")?,
        has_failed: left.is_some(),
    };
    Ok(Queued {
        id: JobId(row.try_get("id")?),
        kind: Stored::new(row.try_get("task_identifier")?),
        tries,
        trouble: left.map(why),
        created_at: time("created_at")?,
        updated_at: time("updated_at")?,
        run_at: time("run_at")?,
    })
}

/// The library keeps what a handler left as Rust shows it, in quotes. What it says otherwise, as of a panic, is not ours.
fn why(left: &str) -> JobTrouble {
    let by_handler = left.strip_prefix("TaskError(").map(|said| said.trim_start_matches(['"', '\\']));
    by_handler.map_or(JobTrouble::Other, trouble)
}

/// How much of each kind is not done yet: of what the queue holds, and of what rows of our own say is still to be sent. Kinds of which there
/// is nothing are left out.
pub async fn backlogs(connection: &mut PgConnection) -> Result<Vec<Backlog>> {
    let rows = sqlx::query(
        "SELECT task_identifier AS kind, count(*) AS waiting, min(created_at) AS since,
                count(*) FILTER (WHERE attempts > 0 AND last_error IS NOT NULL) AS failing FROM jobs.jobs GROUP BY 1
         UNION ALL
         SELECT 'notice_mail', count(*), min(created_at), count(*) FILTER (WHERE mail_attempts > 0)
         FROM notices WHERE mail_due_at IS NOT NULL HAVING count(*) > 0
         UNION ALL
         SELECT 'push', count(*), min(created_at), count(*) FILTER (WHERE attempts > 0) FROM pushes HAVING count(*) > 0
         ORDER BY 1",
    );
    let rows = rows.fetch_all(connection).await?;
    let backlog = |row: &PgRow| {
        let count = |column| {
            let count: i64 = row.try_get(column)?;
            u64::try_from(count).map_err(|_| Error::Unreadable("jobs"))
        };
        Ok(Backlog {
            kind: Stored::new(row.try_get("kind")?),
            waiting: count("waiting")?,
            failing: count("failing")?,
            since: row.try_get::<jiff_sqlx::Timestamp, _>("since")?.to_jiff(),
        })
    };
    rows.iter().map(backlog).collect()
}

/// Has a job tried as soon as a node looks, with all its tries before it; false when it is being done, or is not there any more.
pub async fn retry(connection: &mut PgConnection, id: JobId) -> Result<bool> {
    let changed = sqlx::query("SELECT id FROM jobs.reschedule_jobs(ARRAY[$1::bigint], run_at := now(), attempts := 0)")
        .bind(id.0)
        .fetch_optional(connection)
        .await?;
    Ok(changed.is_some())
}
