//! Wake-up calls between nodes that share a database, by `LISTEN` and `NOTIFY`.
//!
//! A call carries references, never text: PostgreSQL writes its queue to disk. It is sent when the transaction commits and
//! may be missed while a connection is down; rows are the truth.

use sqlx::postgres::PgListener;
use sqlx::{PgConnection, PgPool};

use crate::Result;

const CHANNEL: &str = "potluck";

/// Sends `payload` (JSON, below 8,000 bytes) to every node once the transaction commits.
pub async fn notify(connection: &mut PgConnection, payload: &str) -> Result<()> {
    sqlx::query!("SELECT pg_notify($1, $2)", CHANNEL, payload).execute(connection).await?;
    Ok(())
}

/// Sends several at once.
pub async fn notify_all(connection: &mut PgConnection, payloads: &[String]) -> Result<()> {
    sqlx::query!("SELECT pg_notify($1, payload) FROM unnest($2::text[]) payload", CHANNEL, payloads)
        .execute(connection)
        .await?;
    Ok(())
}

/// A connection of its own on which calls arrive.
pub struct Listener(PgListener);

impl Listener {
    /// Starts to listen; calls sent from now on will arrive.
    pub async fn connect(pool: &PgPool) -> Result<Self> {
        let mut listener = PgListener::connect_with(pool).await?;
        listener.listen(CHANNEL).await?;
        Ok(Self(listener))
    }

    /// The next payload, or `None` when the connection was lost and made again: calls may have been missed.
    pub async fn next(&mut self) -> Result<Option<String>> {
        Ok(self.0.try_recv().await?.map(|call| call.payload().to_owned()))
    }
}
