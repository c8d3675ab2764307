//! Connections for single statements that come all the time and wait for nobody.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection, PgPool};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::{ACQUIRE_TIMEOUT, TRUSTED_FOR};
use crate::{Error, Result};

/// A few connections for single statements outside of transactions, that wait for no lock and for no disk: whoever comes next waits for
/// them. A pool asks a connection whether it is there still each time that it gets it back, and has it undo what was not committed, which
/// costs a short statement as much again; after these there is nothing to undo. What was used last is used next.
#[derive(Debug)]
pub struct Statements {
    options: PgConnectOptions,
    places: Semaphore,
    idle: Mutex<Vec<(PgConnection, Instant)>>,
}

impl Statements {
    /// At most so many connections, to the same database; none is opened before it is needed.
    #[must_use]
    pub fn new(pool: &PgPool, connections_max: u32) -> Self {
        let places = usize::try_from(connections_max).unwrap_or(Semaphore::MAX_PERMITS);
        Self {
            options: PgConnectOptions::clone(&pool.connect_options()),
            places: Semaphore::new(places),
            idle: Mutex::default(),
        }
    }

    /// Runs one statement, or a few that may as well have run one without the other. [`Error::Busy`] when no connection is free in time.
    pub async fn run<T>(&self, statement: impl AsyncFnOnce(&mut PgConnection) -> Result<T>) -> Result<T> {
        let ready = async { Ok((self.places.acquire().await, self.connection().await?)) };
        let (place, mut connection) = timeout(ACQUIRE_TIMEOUT, ready).await.unwrap_or(Err(Error::Busy))?;
        // One that was given up in the middle, or that failed, is not used again.
        let result = statement(&mut connection).await?;
        self.idle().push((connection, Instant::now()));
        drop(place);
        Ok(result)
    }

    async fn connection(&self) -> Result<PgConnection> {
        let idle = self.idle().pop();
        if let Some((mut connection, since)) = idle
            && (since.elapsed() < TRUSTED_FOR || connection.ping().await.is_ok())
        {
            return Ok(connection);
        }
        Ok(PgConnection::connect_with(&self.options).await?)
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<(PgConnection, Instant)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
