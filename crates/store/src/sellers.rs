//! Who sells, as new invoices name them.

use sqlx::PgConnection;

use crate::Result;

/// Notes who sells from now on, unless that is who did before; empty: nobody is named.
pub async fn record(connection: &mut PgConnection, name_and_address: &str) -> Result<()> {
    sqlx::query!(
        "INSERT INTO sellers (name_and_address)
         SELECT $1::text
         WHERE coalesce((SELECT name_and_address FROM sellers ORDER BY since DESC LIMIT 1), '') <> $1
         ON CONFLICT (since) DO NOTHING",
        name_and_address,
    )
    .execute(connection)
    .await?;
    Ok(())
}
