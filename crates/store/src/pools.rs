//! A period's credit: the period's row and its members' rows, read and written as one [`Pool`] (MONEY.md §3).
//!
//! Whoever changes a pool locks it first, with [`lock`], [`lock_open`] or [`lock_many`]: the period's row, which stands for its
//! members' rows too. There is no other counter, so there is nothing that could drift.

mod locking;
mod writing;

use std::cmp::max;

use domain::credit::NanoUsd;
use domain::fair_share::{MemberCredit, Pool, TopUp};
use domain::id::{GroupId, PeriodId, UserId};
use domain::period::Period;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sqlx::PgConnection;
use uuid::Uuid;

pub use locking::{PoolOf, lock, lock_many, lock_open};
pub use writing::{put, save};

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
    /// Whether it is open: new holds are made in it.
    pub is_open: bool,
    /// Whether it is closed: what is left has expired, and nothing of it changes any more.
    pub is_closed: bool,
    /// The credit in it.
    pub pool: Pool,
}

impl PeriodPool {
    /// Whether new holds are made in it at this time of its group.
    #[must_use]
    pub fn takes_holds_at(&self, now: Timestamp) -> bool {
        self.is_open && self.period.starts_at <= now && now < self.period.ends_at
    }
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
        "SELECT group_id, id, number, starts_at, ends_at, starts_on, days, time_zone, lending, cushion_days, status
         FROM periods WHERE group_id = $1 AND id = $2",
        group.uuid(),
        period.uuid(),
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let members = sqlx::query_as!(
        MemberRow,
        r#"SELECT period_id, user_id, weight, slices, own_nanousd, lent_nanousd, borrowed_nanousd, borrowed_today_nanousd, borrowed_day,
                  top_up_carried_nanousd, top_up_bought_nanousd, top_up_used_nanousd, present,
                  EXISTS (SELECT 1 FROM invoices i JOIN shares s ON s.group_id = i.group_id AND s.invoice_id = i.id
                          WHERE i.group_id = m.group_id AND i.period_id = m.period_id AND s.user_id = m.user_id
                            AND i.kind <> 'top_up' AND s.status NOT IN ('paid', 'covered')) AS "unpaid!",
                  EXISTS (SELECT 1 FROM shares s WHERE s.group_id = m.group_id AND s.user_id = m.user_id
                            AND s.status = 'past_due') AS "suspended!"
           FROM period_members m WHERE group_id = $1 AND period_id = $2 ORDER BY user_id"#,
        group.uuid(),
        period.uuid(),
    )
    .fetch_all(connection)
    .await?;
    assemble(&row, members, now).map(Some)
}

struct PeriodRow {
    group_id: Uuid,
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
    period_id: Uuid,
    user_id: Uuid,
    weight: i64,
    slices: Vec<i64>,
    own_nanousd: i64,
    lent_nanousd: i64,
    borrowed_nanousd: i64,
    borrowed_today_nanousd: i64,
    borrowed_day: i32,
    top_up_carried_nanousd: i64,
    top_up_bought_nanousd: i64,
    top_up_used_nanousd: i64,
    present: bool,
    unpaid: bool,
    suspended: bool,
}

fn assemble(row: &PeriodRow, members: Vec<MemberRow>, now: Timestamp) -> Result<PeriodPool> {
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
    Ok(PeriodPool {
        group: row.group_id.into(),
        id: row.id.into(),
        period,
        zone,
        is_open: row.status == "open",
        is_closed: row.status == "closed",
        pool,
    })
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
        top_up: TopUp {
            carried: NanoUsd(row.top_up_carried_nanousd),
            bought: NanoUsd(row.top_up_bought_nanousd),
            used: NanoUsd(row.top_up_used_nanousd),
        },
        present: row.present,
        unpaid: row.unpaid,
        suspended: row.suspended,
    })
}

fn counted(number: i32, column: &'static str) -> Result<u32> {
    u32::try_from(number).map_err(|_| Error::Unreadable(column))
}
