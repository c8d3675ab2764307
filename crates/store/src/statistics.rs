//! What the planner knows of the tables' sizes.

use sqlx::PgConnection;

use crate::Result;

/// Looks at the tables that a month's end reads and adds to, a sample of each. Plans that connections made for smaller tables are made
/// anew: one that reads a whole table for one group is fine while it has few rows, and ever slower after that. The database does
/// this by itself too, but only minutes later.
pub async fn refresh(connection: &mut PgConnection) -> Result<()> {
    sqlx::query(
        "ANALYZE groups, memberships, periods, period_members, invoices, shares, split_carries, ledger_transactions,
                 ledger_entries, holds, notices, group_activity",
    )
    .execute(connection)
    .await?;
    Ok(())
}
