//! Balances of members who have gone, or whose group is over: what the operator gives back.

use domain::id::{GroupId, PayoutId, UserId};
use domain::money::Money;
use sqlx::PgConnection;

use crate::invoices::money;
use crate::{Error, Result};

/// A balance that waits to be paid out.
#[derive(Clone, Debug)]
pub struct Owed {
    /// In which group's books.
    pub group: GroupId,
    /// The group's name.
    pub group_name: String,
    /// Whose.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// How much.
    pub amount: Money,
}

/// The balances of those who are in their group no more, or whose group is over, by group and member, at most `limit`.
pub async fn owed(connection: &mut PgConnection, limit: i64) -> Result<Vec<Owed>> {
    let rows = sqlx::query!(
        r#"SELECT b.group_id AS "group_id!", g.name AS group_name, u.id AS user_id, u.name, b.unit AS "unit!",
                  b.amount AS "amount!"
           FROM (SELECT group_id, account, unit, -sum(amount)::bigint AS amount FROM ledger_entries
                 WHERE account LIKE 'balance:%' GROUP BY group_id, account, unit HAVING sum(amount) < 0) b
           JOIN groups g ON g.id = b.group_id
           JOIN users u ON u.id = split_part(b.account, ':', 2)::uuid
           WHERE (g.status = 'archived'
                  OR NOT EXISTS (SELECT 1 FROM memberships m
                                 WHERE m.group_id = g.id AND m.user_id = u.id AND m.ended_at IS NULL))
           ORDER BY b.group_id, u.id LIMIT $1"#,
        limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Owed {
                group: row.group_id.into(),
                group_name: row.group_name,
                user: row.user_id.into(),
                name: row.name,
                amount: money(row.amount, &row.unit).map_err(|_| Error::Unreadable("ledger_entries.unit"))?,
            })
        })
        .collect()
}

/// Whether somebody's balance in a group can be paid out: they have left it, or it is over.
pub async fn is_due(connection: &mut PgConnection, group: GroupId, user: UserId) -> Result<bool> {
    let due = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM groups g WHERE g.id = $1
                          AND (g.status = 'archived'
                               OR NOT EXISTS (SELECT 1 FROM memberships m
                                              WHERE m.group_id = g.id AND m.user_id = $2 AND m.ended_at IS NULL)))
                  AS "due!""#,
        group.uuid(),
        user.uuid(),
    )
    .fetch_one(connection)
    .await?;
    Ok(due)
}

/// Notes that a balance was paid out.
pub async fn insert(
    connection: &mut PgConnection,
    group: GroupId,
    id: PayoutId,
    user: UserId,
    amount: Money,
    by: UserId,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO payouts (group_id, id, user_id, currency, amount_minor, paid_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, group_now($1))",
        group.uuid(),
        id.uuid(),
        user.uuid(),
        amount.currency.code(),
        amount.minor,
        by.uuid(),
    )
    .execute(connection)
    .await?;
    Ok(())
}
