//! The ledger: what `domain::ledger` decided is appended, once.

use domain::id::{GroupId, UserId};
use domain::ledger::export::Posted;
use domain::ledger::{Account, Entry, Transaction};
use domain::money::{Currency, Money};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{Error, Result};

/// A transaction of a group.
#[derive(Clone, Debug)]
pub struct Posting {
    /// Whose ledger it is appended to.
    pub group: GroupId,
    /// What happened.
    pub transaction: Transaction,
}

/// Appends a transaction to the group's ledger. An event that was posted before is not posted again.
pub async fn post(connection: &mut PgConnection, group: GroupId, transaction: &Transaction) -> Result<()> {
    post_all(connection, &[Posting { group, transaction: transaction.clone() }]).await
}

/// Appends transactions. The database looks at each statement's entries: they bring whole transactions that sum to zero.
pub async fn post_all(connection: &mut PgConnection, postings: &[Posting]) -> Result<()> {
    let new = Columns::of(postings);
    sqlx::query!(
        "WITH posted AS (
             INSERT INTO ledger_transactions (group_id, id, source, source_id, kind, posted_at)
             SELECT t.*, now() + g.clock_ahead_seconds * interval '1 second'
             FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[]) AS t(group_id, id, source, source_id, kind)
             JOIN groups g ON g.id = t.group_id
             ON CONFLICT ON CONSTRAINT ledger_transactions_once DO NOTHING
             RETURNING id
         )
         INSERT INTO ledger_entries (group_id, transaction_id, line, account, unit, amount)
         SELECT e.*
         FROM unnest($6::uuid[], $7::uuid[], $8::smallint[], $9::text[], $10::text[], $11::bigint[])
              AS e(group_id, id, line, account, unit, amount)
         -- As a condition of its own the planner would go through all transactions for each entry.
         WHERE (e.id IN (SELECT id FROM posted)) IS TRUE",
        &new.groups,
        &new.ids,
        &new.sources as _,
        &new.source_ids,
        &new.kinds as _,
        &new.entry_groups,
        &new.entry_ids,
        &new.lines,
        &new.accounts,
        &new.units,
        &new.amounts,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Transactions and their entries, column by column.
pub(crate) struct Columns {
    pub(crate) groups: Vec<Uuid>,
    pub(crate) ids: Vec<Uuid>,
    pub(crate) sources: Vec<&'static str>,
    pub(crate) source_ids: Vec<Uuid>,
    pub(crate) kinds: Vec<&'static str>,
    pub(crate) entry_groups: Vec<Uuid>,
    pub(crate) entry_ids: Vec<Uuid>,
    pub(crate) lines: Vec<i16>,
    pub(crate) accounts: Vec<String>,
    pub(crate) units: Vec<String>,
    pub(crate) amounts: Vec<i64>,
}

impl Columns {
    pub(crate) fn of(postings: &[Posting]) -> Self {
        let ids: Vec<Uuid> = postings.iter().map(|_| Uuid::now_v7()).collect();
        let mut entries = Vec::new();
        for (Posting { group, transaction }, id) in postings.iter().zip(&ids) {
            entries.extend((0..).zip(transaction.entries()).map(|(line, entry)| (group.uuid(), *id, line, entry)));
        }
        Self {
            groups: postings.iter().map(|posting| posting.group.uuid()).collect(),
            sources: postings.iter().map(|posting| posting.transaction.source().as_str()).collect(),
            source_ids: postings.iter().map(|posting| posting.transaction.source_id()).collect(),
            kinds: postings.iter().map(|posting| posting.transaction.kind().as_str()).collect(),
            entry_groups: entries.iter().map(|(group, ..)| *group).collect(),
            entry_ids: entries.iter().map(|(_, id, ..)| *id).collect(),
            lines: entries.iter().map(|(_, _, line, _)| *line).collect(),
            accounts: entries.iter().map(|(.., entry)| entry.account.to_string()).collect(),
            units: entries.iter().map(|(.., entry)| entry.unit.to_string()).collect(),
            amounts: entries.iter().map(|(.., entry)| entry.amount).collect(),
            ids,
        }
    }
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

/// Debits less credits of one account of the group's ledger, in minor units of a currency.
pub async fn balance(
    connection: &mut PgConnection,
    group: GroupId,
    account: Account,
    currency: Currency,
) -> Result<i64> {
    let balance = sqlx::query_scalar!(
        r#"SELECT coalesce(sum(amount), 0)::bigint AS "balance!" FROM ledger_entries
           WHERE group_id = $1 AND account = $2 AND unit = $3 AND unit <> 'nano_usd'"#,
        group.uuid(),
        account.to_string(),
        currency.code(),
    )
    .fetch_one(connection)
    .await?;
    Ok(balance)
}
