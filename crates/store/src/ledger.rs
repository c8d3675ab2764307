//! The ledger: what `domain::ledger` decided is appended, once.

use domain::id::GroupId;
use domain::ledger::Transaction;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{Error, Result};

/// Appends a transaction to the group's ledger. An event that was posted before is not posted again: `false`.
pub async fn post(connection: &mut PgConnection, group: GroupId, transaction: &Transaction) -> Result<bool> {
    let id = Uuid::now_v7();
    let posted = sqlx::query!(
        "INSERT INTO ledger_transactions (group_id, id, source, source_id, kind) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT ON CONSTRAINT ledger_transactions_once DO NOTHING",
        group.uuid(),
        id,
        transaction.source().as_str(),
        transaction.source_id(),
        transaction.kind().as_str(),
    )
    .execute(&mut *connection)
    .await?;
    if posted.rows_affected() == 0 {
        return Ok(false);
    }
    let entries = transaction.entries();
    let lines: Vec<i16> = (0..entries.len())
        .map(|line| i16::try_from(line).map_err(|_| Error::Unreadable("ledger_entries.line")))
        .collect::<Result<_>>()?;
    let accounts: Vec<String> = entries.iter().map(|entry| entry.account.to_string()).collect();
    let units: Vec<String> = entries.iter().map(|entry| entry.unit.to_string()).collect();
    let amounts: Vec<i64> = entries.iter().map(|entry| entry.amount).collect();
    sqlx::query!(
        "INSERT INTO ledger_entries (group_id, transaction_id, line, account, unit, amount)
         SELECT $1, $2, e.line, e.account, e.unit, e.amount
         FROM unnest($3::smallint[], $4::text[], $5::text[], $6::bigint[]) AS e(line, account, unit, amount)",
        group.uuid(),
        id,
        &lines,
        &accounts,
        &units,
        &amounts,
    )
    .execute(connection)
    .await?;
    Ok(true)
}
