//! Periods: each is a snapshot of what the plan cost and gave when it was opened. The members' parts are in `pools`.
//!
//! Whoever opens or closes a period has locked its group (`groups::lock`).

use domain::credit::NanoUsd;
use domain::id::{GroupId, PeriodId};
use domain::money::Money;
use domain::period::{Period, PeriodStatus};
use domain::plan::{Plan, PlanCode};
use domain::split::Split;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::splits::{read_split, split_column};
use crate::{Error, Result};

/// A period with what it snapshots.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Which one.
    pub id: PeriodId,
    /// Its number and bounds.
    pub period: Period,
    /// The plan that it was opened with.
    pub plan: PlanCode,
    /// What that cost.
    pub price: Money,
    /// The credit that it gave.
    pub pool: NanoUsd,
    /// How its bill is distributed.
    pub split: Split,
}

/// Opens a period. At most one of a group is open, and each number comes once: the table's unique keys see to it.
pub async fn insert(
    connection: &mut PgConnection,
    group: GroupId,
    id: PeriodId,
    period: &Period,
    time_zone: &str,
    plan: &Plan,
    split: &Split,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO periods (group_id, id, number, starts_at, ends_at, starts_on, days, time_zone, plan_code, price_minor,
                              currency, pool_nanousd, split, lending)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
                 (SELECT lending FROM groups WHERE id = $1))",
        group.uuid(),
        id.uuid(),
        i32::try_from(period.number).map_err(|_| Error::Unreadable("periods.number"))?,
        period.starts_at.to_sqlx() as _,
        period.ends_at.to_sqlx() as _,
        period.starts_on.to_sqlx() as _,
        i32::try_from(period.days).map_err(|_| Error::Unreadable("periods.days"))?,
        time_zone,
        plan.code.as_str(),
        plan.price.minor,
        plan.price.currency.code(),
        plan.credit.get(),
        split_column(split)?,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The group's open period, if there is one.
pub async fn open(connection: &mut PgConnection, group: GroupId) -> Result<Option<Opened>> {
    sqlx::query_as!(
        PeriodRow,
        "SELECT id, number, starts_at, ends_at, starts_on, days, plan_code, price_minor, currency, pool_nanousd, split
         FROM periods WHERE group_id = $1 AND status = 'open'",
        group.uuid(),
    )
    .fetch_optional(connection)
    .await?
    .map(PeriodRow::read)
    .transpose()
}

/// The group's periods that are not closed yet: the open one, and those that are over and wait for what runs in them.
pub async fn unclosed(connection: &mut PgConnection, group: GroupId) -> Result<Vec<Opened>> {
    sqlx::query_as!(
        PeriodRow,
        "SELECT id, number, starts_at, ends_at, starts_on, days, plan_code, price_minor, currency, pool_nanousd, split
         FROM periods WHERE group_id = $1 AND status IN ('open', 'closing') ORDER BY number",
        group.uuid(),
    )
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(PeriodRow::read)
    .collect()
}

/// The group's periods that take no new holds, and in which none is left: those that can be closed.
pub async fn closable(connection: &mut PgConnection, group: GroupId) -> Result<Vec<Opened>> {
    sqlx::query_as!(
        PeriodRow,
        "SELECT id, number, starts_at, ends_at, starts_on, days, plan_code, price_minor, currency, pool_nanousd, split
         FROM periods p WHERE group_id = $1 AND status = 'closing'
           AND NOT EXISTS (SELECT 1 FROM holds h
                           WHERE h.group_id = p.group_id AND h.period_id = p.id AND h.status = 'held')
         ORDER BY number",
        group.uuid(),
    )
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(PeriodRow::read)
    .collect()
}

/// Groups with a period that is over and can be moved on, by the end of that period, at most `limit` from after `after`. One
/// with several such periods comes several times.
///
/// In the order of the index, so that each page costs the same however many are due.
pub async fn groups_due(
    connection: &mut PgConnection,
    now: Timestamp,
    after: Option<(Timestamp, GroupId)>,
    limit: i64,
) -> Result<Vec<(Timestamp, GroupId)>> {
    let (ended, group) = after.map_or((Timestamp::UNIX_EPOCH, Uuid::nil()), |(ended, group)| (ended, group.uuid()));
    let rows = sqlx::query!(
        "SELECT ends_at, group_id FROM periods p
         WHERE status <> 'closed' AND ends_at <= $1 AND (ends_at, group_id) > ($2, $3)
           AND (status = 'open'
                OR NOT EXISTS (SELECT 1 FROM holds h
                               WHERE h.group_id = p.group_id AND h.period_id = p.id AND h.status = 'held'))
         ORDER BY ends_at, group_id LIMIT $4",
        now.to_sqlx() as _,
        ended.to_sqlx() as _,
        group,
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.ends_at.to_jiff(), row.group_id.into())).collect())
}

/// When the next open period ends.
pub async fn next_end(connection: &mut PgConnection) -> Result<Option<Timestamp>> {
    let end =
        sqlx::query_scalar!("SELECT min(ends_at) FROM periods WHERE status = 'open'").fetch_one(connection).await?;
    Ok(end.map(jiff_sqlx::Timestamp::to_jiff))
}

/// Bills the group's open period by another split while its invoice is a draft; `false` when it is final.
pub async fn set_split_of_draft(connection: &mut PgConnection, group: GroupId, split: &Split) -> Result<bool> {
    let changed = sqlx::query!(
        "UPDATE periods p SET split = $2 WHERE group_id = $1 AND status = 'open'
           AND EXISTS (SELECT 1 FROM invoices i
                       WHERE i.group_id = p.group_id AND i.period_id = p.id AND i.status = 'draft')",
        group.uuid(),
        split_column(split)?,
    )
    .execute(connection)
    .await?;
    Ok(changed.rows_affected() > 0)
}

/// A period of the group, and its state.
pub async fn find(
    connection: &mut PgConnection,
    group: GroupId,
    id: PeriodId,
) -> Result<Option<(Opened, PeriodStatus)>> {
    let opened = sqlx::query_as!(
        PeriodRow,
        "SELECT id, number, starts_at, ends_at, starts_on, days, plan_code, price_minor, currency, pool_nanousd, split
         FROM periods WHERE group_id = $1 AND id = $2",
        group.uuid(),
        id.uuid(),
    )
    .fetch_optional(&mut *connection)
    .await?
    .map(PeriodRow::read)
    .transpose()?;
    let Some(opened) = opened else { return Ok(None) };
    let status =
        sqlx::query_scalar!("SELECT status FROM periods WHERE group_id = $1 AND id = $2", group.uuid(), id.uuid())
            .fetch_one(connection)
            .await?;
    Ok(Some((opened, status.parse().map_err(|_| Error::Unreadable("periods.status"))?)))
}

/// Notes that credit left the pool with somebody who was suspended.
pub async fn add_voided(connection: &mut PgConnection, group: GroupId, id: PeriodId, voided: NanoUsd) -> Result<()> {
    sqlx::query!(
        "UPDATE periods SET voided_nanousd = voided_nanousd + $3 WHERE group_id = $1 AND id = $2",
        group.uuid(),
        id.uuid(),
        voided.get(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// From now on the period takes no new holds.
pub async fn set_closing(connection: &mut PgConnection, group: GroupId, id: PeriodId) -> Result<()> {
    sqlx::query!("UPDATE periods SET status = 'closing' WHERE group_id = $1 AND id = $2", group.uuid(), id.uuid())
        .execute(connection)
        .await?;
    Ok(())
}

/// From now on nothing of the period changes: what it came to is summed up, for `books` to compare.
pub async fn set_closed(connection: &mut PgConnection, group: GroupId, id: PeriodId) -> Result<()> {
    sqlx::query!(
        "UPDATE periods SET status = 'closed', closed_digest = period_digest(group_id, id) WHERE group_id = $1 AND id = $2",
        group.uuid(),
        id.uuid(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What running turns hold of a period's pool; what they hold of credit that members bought beside it is no part of that.
pub async fn held(connection: &mut PgConnection, group: GroupId, id: PeriodId) -> Result<NanoUsd> {
    let held = sqlx::query_scalar!(
        r#"SELECT coalesce(sum(total_nanousd - top_up_nanousd), 0)::bigint AS "held!" FROM holds
           WHERE group_id = $1 AND period_id = $2 AND status = 'held'"#,
        group.uuid(),
        id.uuid(),
    )
    .fetch_one(connection)
    .await?;
    Ok(NanoUsd(held))
}

struct PeriodRow {
    id: Uuid,
    number: i32,
    starts_at: jiff_sqlx::Timestamp,
    ends_at: jiff_sqlx::Timestamp,
    starts_on: jiff_sqlx::Date,
    days: i32,
    plan_code: String,
    price_minor: i64,
    currency: String,
    pool_nanousd: i64,
    split: serde_json::Value,
}

impl PeriodRow {
    fn read(self) -> Result<Opened> {
        let currency = self.currency.parse().map_err(|_| Error::Unreadable("periods.currency"))?;
        Ok(Opened {
            id: self.id.into(),
            period: Period {
                number: u32::try_from(self.number).map_err(|_| Error::Unreadable("periods.number"))?,
                starts_at: self.starts_at.to_jiff(),
                ends_at: self.ends_at.to_jiff(),
                starts_on: self.starts_on.to_jiff(),
                days: u32::try_from(self.days).map_err(|_| Error::Unreadable("periods.days"))?,
            },
            plan: self.plan_code.parse().map_err(|_| Error::Unreadable("periods.plan_code"))?,
            price: Money::new(self.price_minor, currency),
            pool: NanoUsd(self.pool_nanousd),
            split: read_split(self.split, "periods.split")?,
        })
    }
}
