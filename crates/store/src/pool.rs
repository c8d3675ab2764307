//! Connecting to the database and bringing its schema up to date.

mod chain;
mod statements;

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, PgConnection, PgPool};

pub use chain::Chain;
pub use statements::Statements;

use crate::Result;

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!();

/// How long a request waits for a free connection before it is refused.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);

/// A connection that was used within this time is taken to be there still; asking it would cost every use a round trip.
const TRUSTED_FOR: Duration = Duration::from_secs(1);

/// The most connections that have a purpose: four lines and six places beside the till, some for notes, some for statements. More have
/// nothing to do.
const APART_MAX: u32 = 20;
/// The most that are for [`Statements`]: each is free again at once.
const STATEMENTS_MAX: u32 = 4;
/// Those of [`by_keys`] that have had nothing to do for so long are closed: a few that are always used have all that they need at hand.
const BY_KEYS_IDLE: Duration = Duration::from_mins(1);

/// Opens a pool of at most `connections_max` connections to `url`.
pub async fn connect(url: &str, connections_max: u32) -> Result<PgPool> {
    let options: PgConnectOptions = url.parse()?;
    Ok(pool_options(connections_max).connect_with(options.application_name("potluck")).await?)
}

/// How a node's connections are shared out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shares {
    /// For whoever comes: [`connect`].
    pub common: u32,
    /// For what comes all the time: [`Statements`].
    pub statements: u32,
    /// For what admits and ends turns and requests: [`by_keys`].
    pub till: u32,
    /// For what is noted of all that runs: [`by_keys`].
    pub notes: u32,
}

impl Shares {
    /// Shares out this many connections: at least eight.
    #[must_use]
    pub fn of(connections_max: u32) -> Self {
        let apart = (connections_max / 2).min(APART_MAX);
        let notes = apart / 3;
        let statements = notes.min(STATEMENTS_MAX);
        Self { common: connections_max - apart, statements, till: apart - notes - statements, notes }
    }
}

/// A pool of its own for transactions of statements that find rows by arrays of keys, to the same database. They are planned once for
/// a connection, and not for each number of rows, which would cost more than it saves; and always find a key by an index: a plan that
/// was made while a table was small would read all of it for ever. What it would cost otherwise is of no interest: before version 18
/// a plan that cannot help it counts as so dear that compiling it would seem worth while. Nothing is opened before it is needed.
#[must_use]
pub fn by_keys(pool: &PgPool, connections_max: u32) -> PgPool {
    let options = PgConnectOptions::clone(&pool.connect_options()).options([
        ("plan_cache_mode", "force_generic_plan"),
        ("enable_seqscan", "off"),
        ("enable_hashjoin", "off"),
        ("enable_mergejoin", "off"),
        ("jit", "off"),
    ]);
    pool_options(connections_max).idle_timeout(BY_KEYS_IDLE).connect_lazy_with(options)
}

fn pool_options(connections_max: u32) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(connections_max)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .test_before_acquire(false)
        .before_acquire(|connection, life| {
            Box::pin(async move {
                if life.idle_for > TRUSTED_FOR {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
}

/// Begins a transaction whose commit does not wait for the disk. Whatever commits after it and does wait, makes it last too; a
/// crash of the database before that undoes it as a whole. Only for what is done again by itself when it is undone.
pub async fn begin_without_waiting(pool: &PgPool) -> Result<sqlx::PgTransaction<'static>> {
    Ok(pool.begin_with("BEGIN; SET LOCAL synchronous_commit = off").await?)
}

/// Applies the migrations that this database has not seen. Nodes that start together take turns.
pub async fn migrate(pool: &PgPool) -> Result<()> {
    MIGRATIONS.run(pool).await?;
    Ok(())
}

/// Makes a database in the cluster that `admin_url` reaches, unless it is there. `name` is ours, never a user's.
pub async fn create_database(admin_url: &str, name: &'static str) -> Result<()> {
    use sqlx::{AssertSqlSafe, Executor};
    let mut admin = PgConnection::connect(admin_url).await?;
    let exists: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)")
        .bind(name)
        .fetch_one(&mut admin)
        .await?;
    if !exists {
        admin.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await?;
    }
    admin.close().await?;
    Ok(())
}

/// Any number that no other user of advisory locks in the database takes.
const TURN_LOCK: i64 = 0x706f_746c_7475_726e;

/// The right to change the schema, which one node has at a time.
#[derive(Debug)]
pub struct Turn(sqlx::PgTransaction<'static>);

/// Waits until no other node changes the schema. The turn ends with [`Turn::end`], or when it is dropped.
pub async fn take_turn(pool: &PgPool) -> Result<Turn> {
    let mut transaction = pool.begin().await?;
    sqlx::query!("SELECT pg_advisory_xact_lock($1)", TURN_LOCK).execute(&mut *transaction).await?;
    Ok(Turn(transaction))
}

impl Turn {
    /// Lets the next node.
    pub async fn end(self) -> Result<()> {
        self.0.commit().await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_are_shared_out_whole_and_at_least_half_are_for_whoever_comes() {
        for (all, common, statements, till, notes) in [(8, 4, 1, 2, 1), (20, 10, 3, 4, 3), (1000, 980, 4, 10, 6)] {
            assert_eq!(Shares::of(all), Shares { common, statements, till, notes }, "{all}");
        }
    }
}
