//! Covered shares, and what members paid back to each other: a memo beside the operator's books.

use domain::id::{GroupId, PaybackId, PaymentId, ShareId, UserId};
use domain::money::Money;
use domain::settle_up::Transfer;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::groups::Membership;
use crate::invoices::money;
use crate::shares::{Locked, ShareRow};
use crate::{Error, Result};

/// The open debts of a group in one currency.
#[derive(Clone, Debug, Default)]
pub struct Memo {
    /// Who covered whom: the debtor's transfer that is owed.
    pub owed: Vec<Transfer>,
    /// What was paid back.
    pub paid: Vec<Transfer>,
}

/// Somebody with a memo debt, who may have left the group since.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who.
    pub user: UserId,
    /// Their name.
    pub name: String,
}

/// The share with this id in a group that the user is in, locked until the transaction ends; others are not there.
pub async fn lock_share(connection: &mut PgConnection, user: UserId, id: ShareId) -> Result<Option<Locked>> {
    sqlx::query_as!(
        ShareRow,
        "SELECT s.id, s.group_id, s.invoice_id, s.user_id, s.amount_minor, s.paid_minor, s.credited_minor, s.currency,
                s.status
         FROM shares s WHERE s.id = $1
           AND EXISTS (SELECT 1 FROM memberships m
                       WHERE m.group_id = s.group_id AND m.user_id = $2 AND m.ended_at IS NULL)
         FOR UPDATE OF s",
        id.uuid(),
        user.uuid(),
    )
    .fetch_optional(connection)
    .await?
    .map(ShareRow::read)
    .transpose()
}

/// Notes that somebody's payment covered a share.
pub async fn insert(
    connection: &mut PgConnection,
    locked: &Locked,
    payment: PaymentId,
    coverer: UserId,
    amount: Money,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO covers (group_id, share_id, payment_id, coverer_id, debtor_id, currency, amount_minor)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        locked.group.uuid(),
        locked.id.uuid(),
        payment.uuid(),
        coverer.uuid(),
        locked.user.uuid(),
        amount.currency.code(),
        amount.minor,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Who covered a share, if anybody did, and with how much that they have not got back.
pub async fn of_share(connection: &mut PgConnection, locked: &Locked) -> Result<Option<(UserId, Money)>> {
    let cover = sqlx::query!(
        "SELECT coverer_id, amount_minor, currency FROM covers WHERE group_id = $1 AND share_id = $2",
        locked.group.uuid(),
        locked.id.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    cover.map(|cover| Ok((cover.coverer_id.into(), money(cover.amount_minor, &cover.currency)?))).transpose()
}

/// Notes that a credit note gave the coverer a part of what they paid for a share back: it is not owed any more.
pub async fn lower(connection: &mut PgConnection, locked: &Locked, by: Money) -> Result<()> {
    sqlx::query!(
        "WITH lowered AS (UPDATE covers SET amount_minor = amount_minor - $3
                          WHERE group_id = $1 AND share_id = $2 AND amount_minor > $3)
         DELETE FROM covers WHERE group_id = $1 AND share_id = $2 AND amount_minor <= $3",
        locked.group.uuid(),
        locked.id.uuid(),
        by.minor,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What the members of a group owe each other, by currency.
pub async fn memos(connection: &mut PgConnection, membership: &Membership) -> Result<Vec<(String, Memo)>> {
    let group = membership.group().uuid();
    let owed = sqlx::query!(
        "SELECT debtor_id, coverer_id, currency, amount_minor FROM covers WHERE group_id = $1 ORDER BY currency, share_id",
        group,
    )
    .fetch_all(&mut *connection)
    .await?;
    let paid = sqlx::query!(
        "SELECT from_id, to_id, currency, amount_minor FROM paybacks WHERE group_id = $1 ORDER BY currency, id",
        group,
    )
    .fetch_all(connection)
    .await?;
    let mut memos: Vec<(String, Memo)> = Vec::new();
    let mut memo_of = |currency: String, add: &dyn Fn(&mut Memo)| {
        if let Some((_, memo)) = memos.iter_mut().find(|(of, _)| *of == currency) {
            add(memo);
        } else {
            let mut memo = Memo::default();
            add(&mut memo);
            memos.push((currency, memo));
        }
    };
    for row in owed {
        let transfer = Transfer { from: row.debtor_id.into(), to: row.coverer_id.into(), minor: row.amount_minor };
        memo_of(row.currency, &|memo| memo.owed.push(transfer));
    }
    for row in paid {
        let transfer = Transfer { from: row.from_id.into(), to: row.to_id.into(), minor: row.amount_minor };
        memo_of(row.currency, &|memo| memo.paid.push(transfer));
    }
    Ok(memos)
}

/// The names of people, whether they are still in the group or not.
pub async fn names(connection: &mut PgConnection, users: &[UserId]) -> Result<Vec<Person>> {
    let ids: Vec<Uuid> = users.iter().map(|user| user.uuid()).collect();
    let rows = sqlx::query!("SELECT id, name FROM users WHERE id = ANY($1)", &ids).fetch_all(connection).await?;
    Ok(rows.into_iter().map(|row| Person { user: row.id.into(), name: row.name }).collect())
}

/// Notes what one member paid back to another.
pub async fn insert_payback(
    connection: &mut PgConnection,
    group: GroupId,
    id: PaybackId,
    payment: Transfer,
    amount: Money,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO paybacks (group_id, id, from_id, to_id, currency, amount_minor) VALUES ($1, $2, $3, $4, $5, $6)",
        group.uuid(),
        id.uuid(),
        payment.from.uuid(),
        payment.to.uuid(),
        amount.currency.code(),
        amount.minor,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// An amount in a currency that is stored.
pub fn amount(minor: i64, currency: &str) -> Result<Money> {
    money(minor, currency).map_err(|_| Error::Unreadable("covers.currency"))
}
