//! A period's credit: the period's row and its members' rows, read and written as one [`Pool`] (MONEY.md §3).
//!
//! Whoever changes a pool locks it first, with [`lock`] or [`lock_open`]: the period's row, then the members' rows in the
//! order of their users' ids. There is no other counter, so there is nothing that could drift.

use std::cmp::max;

use domain::credit::NanoUsd;
use domain::fair_share::{MemberCredit, Pool};
use domain::id::{GroupId, PeriodId, UserId};
use domain::period::Period;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{Error, Result};

/// A period with its pool, as of one moment.
#[derive(Clone, Debug)]
pub struct PeriodPool {
    /// Which group's.
    pub group: GroupId,
    /// Which period's.
    pub id: PeriodId,
    /// When the period is.
    pub period: Period,
    /// The zone in which its days begin.
    pub zone: TimeZone,
    /// Whether it is closed: what is left has expired, and nothing of it changes any more.
    pub is_closed: bool,
    /// The credit in it.
    pub pool: Pool,
}

/// The pool of a period as it is at `now`, to look at. `None`: the group has no such period.
pub async fn load(
    connection: &mut PgConnection,
    group: GroupId,
    period: PeriodId,
    now: Timestamp,
) -> Result<Option<PeriodPool>> {
    let row = sqlx::query_as!(
        PeriodRow,
        "SELECT id, number, starts_at, ends_at, starts_on, days, time_zone, lending, cushion_days, status
         FROM periods WHERE group_id = $1 AND id = $2",
        group.uuid(),
        period.uuid(),
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let members = sqlx::query_as!(
        MemberRow,
        r#"SELECT user_id, weight, slices, own_nanousd, lent_nanousd, borrowed_nanousd, borrowed_today_nanousd, borrowed_day,
                  present,
                  EXISTS (SELECT 1 FROM invoices i JOIN shares s ON s.group_id = i.group_id AND s.invoice_id = i.id
                          WHERE i.group_id = m.group_id AND i.period_id = m.period_id AND s.user_id = m.user_id
                            AND s.status NOT IN ('paid', 'covered')) AS "unpaid!",
                  EXISTS (SELECT 1 FROM shares s WHERE s.group_id = m.group_id AND s.user_id = m.user_id
                            AND s.status = 'past_due') AS "suspended!"
           FROM period_members m WHERE group_id = $1 AND period_id = $2 ORDER BY user_id"#,
        group.uuid(),
        period.uuid(),
    )
    .fetch_all(connection)
    .await?;
    assemble(group, &row, members, now).map(Some)
}

/// The same, locked until the transaction ends, whatever state the period is in: what settles a hold that was made in it.
pub async fn lock(
    connection: &mut PgConnection,
    group: GroupId,
    period: PeriodId,
    now: Timestamp,
) -> Result<Option<PeriodPool>> {
    let row = sqlx::query_as!(
        PeriodRow,
        "SELECT id, number, starts_at, ends_at, starts_on, days, time_zone, lending, cushion_days, status
         FROM periods WHERE group_id = $1 AND id = $2 FOR UPDATE",
        group.uuid(),
        period.uuid(),
    )
    .fetch_optional(&mut *connection)
    .await?;
    match row {
        Some(row) => with_locked_members(connection, group, row, now).await.map(Some),
        None => Ok(None),
    }
}

/// The pool of the group's open period that `now` falls into, locked until the transaction ends: where new holds are made.
pub async fn lock_open(connection: &mut PgConnection, group: GroupId, now: Timestamp) -> Result<Option<PeriodPool>> {
    use jiff_sqlx::ToSqlx;
    let row = sqlx::query_as!(
        PeriodRow,
        "SELECT id, number, starts_at, ends_at, starts_on, days, time_zone, lending, cushion_days, status
         FROM periods WHERE group_id = $1 AND status = 'open' AND starts_at <= $2 AND $2 < ends_at FOR UPDATE",
        group.uuid(),
        now.to_sqlx() as _,
    )
    .fetch_optional(&mut *connection)
    .await?;
    match row {
        Some(row) => with_locked_members(connection, group, row, now).await.map(Some),
        None => Ok(None),
    }
}

/// Writes what was used, lent and borrowed of a pool that this transaction has locked. Grants stay as they are; see [`put`].
pub async fn save(connection: &mut PgConnection, group: GroupId, period: PeriodId, pool: &Pool) -> Result<()> {
    let column =
        |amount: fn(&MemberCredit) -> NanoUsd| pool.members.iter().map(|m| amount(m).get()).collect::<Vec<_>>();
    let users: Vec<Uuid> = pool.members.iter().map(|member| member.user.uuid()).collect();
    sqlx::query!(
        "UPDATE period_members m
         SET own_nanousd = c.own, lent_nanousd = c.lent, borrowed_nanousd = c.borrowed, borrowed_today_nanousd = c.today,
             borrowed_day = $7
         FROM unnest($3::uuid[], $4::bigint[], $5::bigint[], $6::bigint[], $8::bigint[]) AS c(id, own, lent, borrowed, today)
         WHERE m.group_id = $1 AND m.period_id = $2 AND m.user_id = c.id
           AND (m.own_nanousd, m.lent_nanousd, m.borrowed_nanousd, m.borrowed_today_nanousd, m.borrowed_day)
               IS DISTINCT FROM (c.own, c.lent, c.borrowed, c.today, $7)",
        group.uuid(),
        period.uuid(),
        &users,
        &column(|member| member.own),
        &column(|member| member.lent),
        &column(|member| member.borrowed),
        day_column(pool.day)?,
        &column(|member| member.borrowed_today),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Writes a whole pool, grants included: when the period opens, and when somebody joins or is removed.
pub async fn put(connection: &mut PgConnection, group: GroupId, period: PeriodId, pool: &Pool) -> Result<()> {
    let column =
        |amount: fn(&MemberCredit) -> NanoUsd| pool.members.iter().map(|m| amount(m).get()).collect::<Vec<_>>();
    let users: Vec<Uuid> = pool.members.iter().map(|member| member.user.uuid()).collect();
    let present: Vec<bool> = pool.members.iter().map(|member| member.present).collect();
    let mut weights = Vec::with_capacity(pool.members.len());
    for member in &pool.members {
        weights.push(i64::try_from(member.weight).map_err(|_| Error::Unreadable("period_members.weight"))?);
    }
    // Everybody's slices one after the other: a slice for each day of the period.
    let slices: Vec<i64> = pool.members.iter().flat_map(|member| &member.slices).map(|slice| slice.get()).collect();
    sqlx::query!(
        "INSERT INTO period_members (group_id, period_id, user_id, weight, slices, own_nanousd, lent_nanousd,
                                     borrowed_nanousd, borrowed_today_nanousd, borrowed_day, present)
         SELECT $1, $2, m.id, m.weight, ($5::bigint[])[(m.place - 1) * $6::int + 1 : m.place * $6::int], m.own, m.lent,
                m.borrowed, m.today, $7, m.present
         FROM unnest($3::uuid[], $4::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bool[])
             WITH ORDINALITY AS m(id, weight, own, lent, borrowed, today, present, place)
         ON CONFLICT (group_id, period_id, user_id) DO UPDATE
         SET weight = excluded.weight, slices = excluded.slices, own_nanousd = excluded.own_nanousd,
             lent_nanousd = excluded.lent_nanousd, borrowed_nanousd = excluded.borrowed_nanousd,
             borrowed_today_nanousd = excluded.borrowed_today_nanousd, borrowed_day = excluded.borrowed_day,
             present = excluded.present",
        group.uuid(),
        period.uuid(),
        &users,
        &weights,
        &slices,
        day_column(pool.days)?,
        day_column(pool.day)?,
        &column(|member| member.own),
        &column(|member| member.lent),
        &column(|member| member.borrowed),
        &column(|member| member.borrowed_today),
        &present,
    )
    .execute(connection)
    .await?;
    Ok(())
}

struct PeriodRow {
    id: Uuid,
    number: i32,
    starts_at: jiff_sqlx::Timestamp,
    ends_at: jiff_sqlx::Timestamp,
    starts_on: jiff_sqlx::Date,
    days: i32,
    time_zone: String,
    lending: String,
    cushion_days: i32,
    status: String,
}

struct MemberRow {
    user_id: Uuid,
    weight: i64,
    slices: Vec<i64>,
    own_nanousd: i64,
    lent_nanousd: i64,
    borrowed_nanousd: i64,
    borrowed_today_nanousd: i64,
    borrowed_day: i32,
    present: bool,
    unpaid: bool,
    suspended: bool,
}

async fn with_locked_members(
    connection: &mut PgConnection,
    group: GroupId,
    row: PeriodRow,
    now: Timestamp,
) -> Result<PeriodPool> {
    let members = sqlx::query_as!(
        MemberRow,
        r#"SELECT user_id, weight, slices, own_nanousd, lent_nanousd, borrowed_nanousd, borrowed_today_nanousd, borrowed_day,
                  present,
                  EXISTS (SELECT 1 FROM invoices i JOIN shares s ON s.group_id = i.group_id AND s.invoice_id = i.id
                          WHERE i.group_id = m.group_id AND i.period_id = m.period_id AND s.user_id = m.user_id
                            AND s.status NOT IN ('paid', 'covered')) AS "unpaid!",
                  EXISTS (SELECT 1 FROM shares s WHERE s.group_id = m.group_id AND s.user_id = m.user_id
                            AND s.status = 'past_due') AS "suspended!"
           FROM period_members m WHERE group_id = $1 AND period_id = $2 ORDER BY user_id FOR UPDATE OF m"#,
        group.uuid(),
        row.id,
    )
    .fetch_all(connection)
    .await?;
    assemble(group, &row, members, now)
}

fn assemble(group: GroupId, row: &PeriodRow, members: Vec<MemberRow>, now: Timestamp) -> Result<PeriodPool> {
    let period = Period {
        number: counted(row.number, "periods.number")?,
        starts_at: row.starts_at.to_jiff(),
        ends_at: row.ends_at.to_jiff(),
        starts_on: row.starts_on.to_jiff(),
        days: counted(row.days, "periods.days")?,
    };
    let zone = TimeZone::get(&row.time_zone).map_err(|_| Error::Unreadable("periods.time_zone"))?;
    // A transaction that began before midnight may get the lock after one that began later: the day never goes back.
    let mut day = period.day_of(now, &zone);
    for member in &members {
        day = max(day, counted(member.borrowed_day, "period_members.borrowed_day")?);
    }
    let pool = Pool {
        day,
        days: period.days,
        cushion: counted(row.cushion_days, "periods.cushion_days")?,
        lending: row.lending.parse().map_err(|_| Error::Unreadable("periods.lending"))?,
        members: members.into_iter().map(|member| member_credit(member, day)).collect::<Result<_>>()?,
    };
    Ok(PeriodPool { group, id: row.id.into(), period, zone, is_closed: row.status == "closed", pool })
}

fn member_credit(row: MemberRow, day: u32) -> Result<MemberCredit> {
    let is_today = counted(row.borrowed_day, "period_members.borrowed_day")? == day;
    Ok(MemberCredit {
        user: UserId::from_uuid(row.user_id),
        weight: u64::try_from(row.weight).map_err(|_| Error::Unreadable("period_members.weight"))?,
        slices: row.slices.into_iter().map(NanoUsd).collect(),
        own: NanoUsd(row.own_nanousd),
        lent: NanoUsd(row.lent_nanousd),
        borrowed: NanoUsd(row.borrowed_nanousd),
        borrowed_today: if is_today { NanoUsd(row.borrowed_today_nanousd) } else { NanoUsd::ZERO },
        present: row.present,
        unpaid: row.unpaid,
        suspended: row.suspended,
    })
}

fn counted(number: i32, column: &'static str) -> Result<u32> {
    u32::try_from(number).map_err(|_| Error::Unreadable(column))
}

fn day_column(day: u32) -> Result<i32> {
    i32::try_from(day).map_err(|_| Error::Unreadable("period_members.borrowed_day"))
}
