//! Jobs: work that the network may delay, written down in the transaction that makes it necessary, and done after its commit.
//!
//! The queue is `graphile_worker`'s, in a schema of its own. What is queued are references, never text: whoever does the job
//! reads the rows when it is done. A job that fails is tried again, later and later; one that was done just before a crash
//! may be done twice.

use graphile_worker::{JobSpec, TaskHandler, WorkerOptions, WorkerUtils};
use store::{PgConnection, PgPool};

use crate::app::App;

/// The schema that the queue's tables are in.
const SCHEMA: &str = "jobs";
/// Jobs that a node does at once.
const CONCURRENCY: usize = 4;

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

/// Does jobs until the server stops; `define` names the kinds that this node does.
pub async fn run(app: App, define: impl FnOnce(WorkerOptions) -> WorkerOptions) {
    let stopping = app.lifecycle.clone();
    let options = WorkerOptions::default()
        .schema(SCHEMA)
        .pg_pool(app.db.clone())
        .concurrency(CONCURRENCY)
        .listen_os_shutdown_signals(false)
        .shutdown_signal(async move { stopping.stopping().await })
        .add_extension(app);
    match define(options).init().await {
        Ok(worker) => {
            if let Err(error) = worker.run().await {
                tracing::error!(%error, "the job queue stopped");
            }
        }
        Err(error) => tracing::error!(%error, "the job queue could not be started"),
    }
}
