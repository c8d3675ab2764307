//! A period's credit: the period's row and its members' rows, read and written as one [`Pool`] (MONEY.md §3).
//!
//! Whoever changes a pool locks it first, with [`lock`] or [`lock_many`]: the period's row, which stands for its
//! members' rows too. There is no other counter, so there is nothing that could drift.

mod granting;
mod locking;
mod saving;

use std::cmp::max;
use std::collections::HashSet;

use domain::credit::NanoUsd;
use domain::fair_share::{MemberCredit, Pool, TopUp};
use domain::id::{GroupId, PeriodId, UserId};
use domain::period::Period;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use sqlx::PgConnection;
use uuid::Uuid;

pub use granting::put;
pub use locking::{PoolOf, lock, lock_many};
pub use saving::{Changed, save};

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
    /// The group's time when it was read.
    pub now: Timestamp,
    /// Whether it is open: new holds are made in it.
    pub is_open: bool,
    /// Whether it is closed: what is left has expired, and nothing of it changes any more.
    pub is_closed: bool,
    /// The members who have set themselves caps; nobody in a pool that is only looked at.
    pub capped: HashSet<UserId>,
    /// The credit in it.
    pub pool: Pool,
    /// What the members' rows say, in their order.
    rows: Vec<Amounts>,
}

/// What is written of a member while they use credit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Amounts {
    own: i64,
    lent: i64,
    borrowed: i64,
    borrowed_today: i64,
    day: i32,
    top_up_used: i64,
}

impl PeriodPool {
    /// Whether new holds are made in it.
    #[must_use]
    pub fn takes_holds(&self) -> bool {
        self.is_open && self.period.starts_at <= self.now && self.now < self.period.ends_at
    }

    /// The group's date.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now.to_zoned(self.zone.clone()).date()
    }
}

/// The pool of a period as it is now, to look at. `None`: the group has no such period.
pub async fn load(connection: &mut PgConnection, group: GroupId, period: PeriodId) -> Result<Option<PeriodPool>> {
    let row = sqlx::query_as!(
        PeriodRow,
        r#"SELECT group_id, id, number, starts_at, ends_at, starts_on, days, time_zone, lending, cushion_days, status,
                  group_now(group_id) AS "group_now!"
           FROM periods WHERE group_id = $1 AND id = $2"#,
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
                            AND s.status = 'past_due') AS "suspended!",
                  -- Only of interest to whoever makes holds.
                  false AS "capped!"
           FROM period_members m WHERE group_id = $1 AND period_id = $2 ORDER BY user_id"#,
        group.uuid(),
        period.uuid(),
    )
    .fetch_all(connection)
    .await?;
    assemble(&row, members).map(Some)
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
    group_now: jiff_sqlx::Timestamp,
}

#[expect(clippy::struct_excessive_bools, reason = "a row as it is read")]
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
    capped: bool,
}

fn assemble(row: &PeriodRow, members: Vec<MemberRow>) -> Result<PeriodPool> {
    let now = row.group_now.to_jiff();
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
    let rows = members.iter().map(|row| Amounts {
        own: row.own_nanousd,
        lent: row.lent_nanousd,
        borrowed: row.borrowed_nanousd,
        borrowed_today: row.borrowed_today_nanousd,
        day: row.borrowed_day,
        top_up_used: row.top_up_used_nanousd,
    });
    let rows = rows.collect();
    let capped = members.iter().filter(|row| row.capped).map(|row| UserId::from_uuid(row.user_id)).collect();
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
        now,
        is_open: row.status == "open",
        is_closed: row.status == "closed",
        capped,
        pool,
        rows,
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

fn day_column(day: u32) -> Result<i32> {
    i32::try_from(day).map_err(|_| Error::Unreadable("period_members.borrowed_day"))
}
