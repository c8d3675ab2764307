//! What a joiner's share pays for: parts of the others' shares, which get back to them once it is paid.
//!
//! Whoever reads or writes them has locked the group (`groups::lock`).

use domain::id::{GroupId, PeriodId, ShareId, UserId};
use domain::joining::{Given, Stake};
use domain::money::Money;
use sqlx::PgConnection;

use crate::invoices::money;
use crate::shares::Locked;
use crate::{Error, Result};

/// A share of a period's bill that has days to give.
#[derive(Clone, Debug)]
pub struct Held {
    /// Which one.
    pub share: ShareId,
    /// Whose.
    pub user: UserId,
    /// Its amount and days, and what others have taken over.
    pub stake: Stake,
}

/// A part of somebody's share that a joiner's pays for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The other's share.
    pub from: ShareId,
    /// How much.
    pub amount: Money,
}

/// The shares of a period's final invoices that pay for days of it, by their ids. Those that were lowered because their member was removed or suspended
/// have no days to give.
pub async fn stakes(connection: &mut PgConnection, group: GroupId, period: PeriodId) -> Result<Vec<Held>> {
    let rows = sqlx::query!(
        r#"SELECT s.id, s.user_id, s.amount_minor, s.currency, i.from_day
           FROM invoices i JOIN shares s ON s.group_id = i.group_id AND s.invoice_id = i.id
           WHERE i.group_id = $1 AND i.period_id = $2 AND i.kind <> 'top_up' AND s.amount_minor > 0
             AND NOT EXISTS (SELECT 1 FROM credit_notes c WHERE c.group_id = s.group_id AND c.share_id = s.id
                             AND c.reason IN ('removed', 'suspended'))
           ORDER BY s.id"#,
        group.uuid(),
        period.uuid(),
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut held = Vec::with_capacity(rows.len());
    for row in rows {
        let share = ShareId::from_uuid(row.id);
        let amount = money(row.amount_minor, &row.currency)?;
        let stake = Stake { amount, from_day: day(row.from_day)?, given: given(&mut *connection, group, share).await? };
        held.push(Held { share, user: row.user_id.into(), stake });
    }
    Ok(held)
}

/// A share with the days that it pays for, and what others have taken over of them.
pub async fn stake_of(connection: &mut PgConnection, locked: &Locked, from_day: u32) -> Result<Stake> {
    let given = given(connection, locked.group, locked.id).await?;
    Ok(Stake { amount: locked.share.amount(), from_day, given })
}

async fn given(connection: &mut PgConnection, group: GroupId, share: ShareId) -> Result<Vec<Given>> {
    let rows = sqlx::query!(
        "SELECT from_day, amount_minor, currency FROM joining_parts WHERE group_id = $1 AND from_share_id = $2
         ORDER BY share_id",
        group.uuid(),
        share.uuid(),
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| Ok(Given { from_day: day(row.from_day)?, amount: money(row.amount_minor, &row.currency)? }))
        .collect()
}

/// Notes what a joiner's share pays for.
pub async fn insert(
    connection: &mut PgConnection,
    group: GroupId,
    joiner: ShareId,
    from_day: u32,
    part: Part,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO joining_parts (group_id, share_id, from_share_id, from_day, currency, amount_minor)
         VALUES ($1, $2, $3, $4, $5, $6)",
        group.uuid(),
        joiner.uuid(),
        part.from.uuid(),
        i32::try_from(from_day).map_err(|_| Error::Unreadable("joining_parts.from_day"))?,
        part.amount.currency.code(),
        part.amount.minor,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What a joiner's share pays for and was not passed on yet.
pub async fn waiting(connection: &mut PgConnection, locked: &Locked) -> Result<Vec<Part>> {
    let rows = sqlx::query!(
        "SELECT from_share_id, amount_minor, currency FROM joining_parts
         WHERE group_id = $1 AND share_id = $2 AND passed_minor IS NULL ORDER BY from_share_id",
        locked.group.uuid(),
        locked.id.uuid(),
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| Ok(Part { from: row.from_share_id.into(), amount: money(row.amount_minor, &row.currency)? }))
        .collect()
}

/// Joiners' shares that are paid, in whichever way, and were not passed on yet: at most `limit`.
pub async fn paid(connection: &mut PgConnection, limit: i64) -> Result<Vec<(GroupId, ShareId)>> {
    let rows = sqlx::query!(
        "SELECT DISTINCT p.group_id, p.share_id FROM joining_parts p
         JOIN shares s ON s.group_id = p.group_id AND s.id = p.share_id
         WHERE p.passed_minor IS NULL AND s.status IN ('paid', 'covered') ORDER BY p.group_id, p.share_id LIMIT $1",
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.group_id.into(), row.share_id.into())).collect())
}

/// Notes that so much of a part was passed on.
pub async fn set_passed(connection: &mut PgConnection, joiner: &Locked, from: ShareId, passed: Money) -> Result<()> {
    sqlx::query!(
        "UPDATE joining_parts SET passed_minor = $4 WHERE group_id = $1 AND share_id = $2 AND from_share_id = $3",
        joiner.group.uuid(),
        joiner.id.uuid(),
        from.uuid(),
        passed.minor,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What credit notes took off a share because others joined.
pub async fn passed_of(connection: &mut PgConnection, locked: &Locked) -> Result<Money> {
    let minor = sqlx::query_scalar!(
        r#"SELECT coalesce(sum(amount_minor), 0)::bigint AS "minor!" FROM credit_notes
           WHERE group_id = $1 AND share_id = $2 AND reason = 'joined'"#,
        locked.group.uuid(),
        locked.id.uuid(),
    )
    .fetch_one(connection)
    .await?;
    Ok(Money::new(minor, locked.share.amount().currency))
}

fn day(number: i32) -> Result<u32> {
    u32::try_from(number).map_err(|_| Error::Unreadable("invoices.from_day"))
}
