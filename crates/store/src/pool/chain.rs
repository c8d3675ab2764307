//! One transaction after the other on a connection.

use sqlx::{Executor, PgConnection, PgPool};

use crate::{PooledConnection, Result};

/// A connection for one transaction after the other. Where another one follows at once, the end of one begins it, which saves a round
/// trip. The connection is kept, as its backend has plans and rows at hand that another one would have to fetch.
#[derive(Debug)]
pub struct Chain {
    connection: PooledConnection,
    /// Whether there is a transaction that has not ended.
    is_open: bool,
}

impl Chain {
    /// A chain without a transaction yet. Waits for a connection.
    pub async fn new(pool: &PgPool) -> Result<Self> {
        Ok(Self { connection: pool.acquire().await?, is_open: false })
    }

    /// Begins the next transaction, unless the end of the last one did. `with_fresh_plans`: everything is planned anew, as since it was
    /// planned a small table may have grown large.
    pub async fn begin(&mut self, with_fresh_plans: bool) -> Result<&mut PgConnection> {
        let statement = match (self.is_open, with_fresh_plans) {
            (false, false) => "BEGIN",
            (false, true) => "DISCARD PLANS; BEGIN",
            (true, true) => "DISCARD PLANS",
            (true, false) => return Ok(&mut self.connection),
        };
        self.is_open = true;
        self.connection.execute(statement).await?;
        Ok(&mut self.connection)
    }

    /// Undoes what the transaction did.
    pub async fn roll_back(&mut self) -> Result<()> {
        self.connection.execute("ROLLBACK").await?;
        self.is_open = false;
        Ok(())
    }

    /// Makes what the transaction did last. `another_follows`: begins another one, which must be gone on with at once: its time is
    /// that of its begin.
    pub async fn commit(&mut self, another_follows: bool) -> Result<()> {
        self.connection.execute(if another_follows { "COMMIT AND CHAIN" } else { "COMMIT" }).await?;
        self.is_open = another_follows;
        Ok(())
    }
}

impl Drop for Chain {
    /// A transaction that has not ended is undone at once: the next user of the connection could come late.
    fn drop(&mut self) {
        if self.is_open {
            self.connection.close_on_drop();
        }
    }
}
