//! Jobs: work that the network may delay, written down in the transaction that makes it necessary, and done after its commit.
//!
//! The queue is `graphile_worker`'s, in a schema of its own. What is queued are references, never text: whoever does the job
//! reads the rows when it is done. A job that fails is tried again, later and later; one that was done just before a crash
//! may be done twice, and one that a killed node was doing is taken up by the others within minutes.

mod rounds;

use std::time::Duration;

use graphile_worker::recovery::WorkerRecoveryConfig;
use graphile_worker::{JobSpec, TaskHandler, WorkerOptions, WorkerUtils};
pub use rounds::Rounds;
use store::{PgConnection, PgPool};

use crate::app::App;

/// The schema that the queue's tables are in.
const SCHEMA: &str = "jobs";
/// Jobs that a node does at once.
const CONCURRENCY: usize = 4;
/// How often the queue is looked at for jobs whose time has come. New ones announce themselves.
const POLL_EVERY: Duration = Duration::from_secs(5);
/// How long to wait before opening the queue again when the database is away.
const REOPEN_AFTER: Duration = Duration::from_secs(5);

/// The queue cannot be made, or does not take a job.
#[derive(Debug, thiserror::Error)]
pub enum QueueError {
    /// The database.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The queue's own tables cannot be brought up to date.
    #[error("the job queue cannot be set up: {0}")]
    Setup(#[from] graphile_worker::WorkerBuildError),
    /// The queue does not take the job.
    #[error("the job queue refused a job: {0}")]
    Refused(#[from] graphile_worker::errors::GraphileWorkerError),
    /// The queue cannot be read any more.
    #[error("the job queue cannot be read: {0}")]
    Lost(#[from] graphile_worker::runner::WorkerRuntimeError),
}

/// Makes the queue's tables, or brings them up to date. Nodes that start together take turns.
pub async fn migrate(pool: &PgPool) -> Result<(), QueueError> {
    let turn = store::pool::take_turn(pool).await?;
    WorkerOptions::default().schema(SCHEMA).pg_pool(pool.clone()).init().await?;
    turn.end().await?;
    Ok(())
}

/// Queues a job in the caller's transaction: it is done if, and only if, that commits.
pub async fn enqueue<J: TaskHandler>(app: &App, connection: &mut PgConnection, job: J) -> Result<(), QueueError> {
    WorkerUtils::new(&app.db, SCHEMA).with_executor(connection).add_job(job, JobSpec::default()).await?;
    Ok(())
}

/// Does jobs until the server stops; `define` names the kinds that this node does. When the database goes away, it goes on as
/// soon as that is back.
pub async fn run(app: App, define: impl Fn(WorkerOptions) -> WorkerOptions) {
    while !app.lifecycle.is_stopping() {
        if let Err(error) = run_until_lost(&app, &define).await {
            tracing::warn!(%error, "the job queue was lost");
            tokio::select! {
                () = tokio::time::sleep(REOPEN_AFTER) => {}
                () = app.lifecycle.stopping() => {}
            }
        }
    }
}

async fn run_until_lost(app: &App, define: &impl Fn(WorkerOptions) -> WorkerOptions) -> Result<(), QueueError> {
    let stopping = app.lifecycle.clone();
    let options = WorkerOptions::default()
        .schema(SCHEMA)
        .pg_pool(app.db.clone())
        .concurrency(CONCURRENCY)
        .poll_interval(POLL_EVERY)
        .worker_recovery(WorkerRecoveryConfig::default().enabled(true))
        .listen_os_shutdown_signals(false)
        .shutdown_signal(async move { stopping.stopping().await })
        .add_extension(app.clone());
    define(options).init().await?.run().await?;
    Ok(())
}
