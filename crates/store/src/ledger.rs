//! The ledger: what `domain::ledger` decided is appended, once.

use domain::id::{GroupId, UserId};
use domain::ledger::export::Posted;
use domain::ledger::{Account, Entry, Transaction, Unit};
use domain::money::{Currency, Money};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{Error, Result};

/// Appends a transaction to the group's ledger. An event that was posted before is not posted again: `false`.
pub async fn post(connection: &mut PgConnection, group: GroupId, transaction: &Transaction) -> Result<bool> {
    let id = Uuid::now_v7();
    let posted = sqlx::query!(
        "INSERT INTO ledger_transactions (group_id, id, source, source_id, kind, posted_at)
         VALUES ($1, $2, $3, $4, $5, group_now($1))
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

/// The transactions of all groups, or of one, by group and in the order in which they were posted: at most `limit` from after
/// the one that is named.
pub async fn list(
    connection: &mut PgConnection,
    group: Option<GroupId>,
    after: Option<(GroupId, Uuid)>,
    limit: i64,
) -> Result<Vec<Posted>> {
    let (first, last) = group.map_or((Uuid::nil(), Uuid::max()), |group| (group.uuid(), group.uuid()));
    let (after_group, after_id) = after.map_or((first, Uuid::nil()), |(group, id)| (group.uuid(), id));
    let rows = sqlx::query!(
        r#"SELECT t.group_id, t.id, t.posted_at, t.source, t.source_id, t.kind,
                  ARRAY(SELECT e.account FROM ledger_entries e
                        WHERE e.group_id = t.group_id AND e.transaction_id = t.id ORDER BY e.line) AS "accounts!",
                  ARRAY(SELECT e.unit FROM ledger_entries e
                        WHERE e.group_id = t.group_id AND e.transaction_id = t.id ORDER BY e.line) AS "units!",
                  ARRAY(SELECT e.amount FROM ledger_entries e
                        WHERE e.group_id = t.group_id AND e.transaction_id = t.id ORDER BY e.line) AS "amounts!"
           FROM ledger_transactions t
           WHERE (t.group_id, t.id) > ($1, $2) AND t.group_id <= $3 ORDER BY t.group_id, t.id LIMIT $4"#,
        after_group,
        after_id,
        last,
        limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let lines = row.accounts.iter().zip(&row.units).zip(row.amounts);
            Ok(Posted {
                group: row.group_id.into(),
                id: row.id,
                posted_at: row.posted_at.to_jiff(),
                source: row.source.parse().map_err(|_| Error::Unreadable("ledger_transactions.source"))?,
                source_id: row.source_id,
                kind: row.kind.parse().map_err(|_| Error::Unreadable("ledger_transactions.kind"))?,
                entries: lines.map(|((account, unit), amount)| entry(account, unit, amount)).collect::<Result<_>>()?,
            })
        })
        .collect()
}

fn entry(account: &str, unit: &str, amount: i64) -> Result<Entry> {
    Ok(Entry {
        account: account.parse().map_err(|_| Error::Unreadable("ledger_entries.account"))?,
        unit: unit.parse().map_err(|_| Error::Unreadable("ledger_entries.unit"))?,
        amount,
    })
}

/// What is on the members' balances in one currency; who has nothing there is not named.
pub async fn balances(
    connection: &mut PgConnection,
    group: GroupId,
    currency: Currency,
) -> Result<Vec<(UserId, Money)>> {
    let rows = sqlx::query!(
        r#"SELECT account, (-sum(amount))::bigint AS "amount!" FROM ledger_entries
           WHERE group_id = $1 AND account LIKE 'balance:%' AND unit = $2
           GROUP BY account HAVING sum(amount) < 0 ORDER BY account"#,
        group.uuid(),
        currency.code(),
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| match row.account.parse() {
            Ok(Account::Balance(user)) => Ok((user, Money::new(row.amount, currency))),
            _ => Err(Error::Unreadable("ledger_entries.account")),
        })
        .collect()
}

/// Debits less credits of one account of the group's ledger.
pub async fn balance(connection: &mut PgConnection, group: GroupId, account: Account, unit: Unit) -> Result<i64> {
    let balance = sqlx::query_scalar!(
        r#"SELECT coalesce(sum(amount), 0)::bigint AS "balance!" FROM ledger_entries
           WHERE group_id = $1 AND account = $2 AND unit = $3"#,
        group.uuid(),
        account.to_string(),
        unit.to_string(),
    )
    .fetch_one(connection)
    .await?;
    Ok(balance)
}
