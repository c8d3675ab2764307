//! Writing pools that the transaction has locked.

use domain::credit::NanoUsd;
use domain::fair_share::{Hold, MemberCredit, Pool};
use domain::id::{GroupId, PeriodId};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Amounts, PeriodPool};
use crate::holds::{EndedHold, HoldKey, NewHold};
use crate::{Error, Result};

/// What a transaction changes of the credit in pools that it has locked.
#[derive(Clone, Copy, Debug)]
pub struct Changed<'a> {
    /// The pools: of each those members are written for whom what was used, lent or borrowed has changed. Grants stay as they are; see
    /// [`put`].
    pub pools: &'a [&'a PeriodPool],
    /// The holds that are made. Refused by [`crate::holds::TURN_KEY`] when a turn has one.
    pub made: &'a [NewHold],
    /// The holds that end.
    pub ended: &'a [EndedHold],
}

/// Writes it: all in one statement, as each costs a round trip while the pools are locked. How many of the holds that end had not
/// ended before.
pub async fn save(connection: &mut PgConnection, changed: &Changed<'_>) -> Result<usize> {
    let mut members = Vec::new();
    for pool in changed.pools {
        let day = day_column(pool.pool.day)?;
        for (member, row) in pool.pool.members.iter().zip(&pool.rows) {
            let amounts = Amounts::of(member, day);
            if amounts != *row {
                members.push((pool, member.user, amounts));
            }
        }
    }
    let of_pools = |id: fn(&PeriodPool) -> Uuid| members.iter().map(|(pool, ..)| id(pool)).collect::<Vec<_>>();
    let amounts = |of: fn(&Amounts) -> i64| members.iter().map(|(.., amounts)| of(amounts)).collect::<Vec<_>>();
    let made = |id: fn(&HoldKey) -> Uuid| changed.made.iter().map(|new| id(&new.key)).collect::<Vec<_>>();
    let held = |of: fn(&Hold) -> NanoUsd| changed.made.iter().map(|new| of(&new.hold).get()).collect::<Vec<_>>();
    let times = |of: fn(&NewHold) -> Timestamp| changed.made.iter().map(|new| of(new).to_sqlx()).collect::<Vec<_>>();
    let ended = |id: fn(&HoldKey) -> Uuid| changed.ended.iter().map(|(key, _)| id(key)).collect::<Vec<_>>();
    let count = sqlx::query_scalar!(
        r#"WITH used AS (
               UPDATE period_members m
               SET own_nanousd = c.own, lent_nanousd = c.lent, borrowed_nanousd = c.borrowed, borrowed_today_nanousd = c.today,
                   borrowed_day = c.day, top_up_used_nanousd = c.top_up_used
               FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
                           $8::int[], $9::bigint[])
                    AS c(group_id, period_id, user_id, own, lent, borrowed, today, day, top_up_used)
               WHERE m.group_id = c.group_id AND m.period_id = c.period_id AND m.user_id = c.user_id
           ), made AS (
               INSERT INTO holds (group_id, id, period_id, user_id, turn_id, own_nanousd, loans, total_nanousd, created_at,
                                  expires_at, top_up_nanousd)
               SELECT * FROM unnest($10::uuid[], $11::uuid[], $12::uuid[], $13::uuid[], $14::uuid[], $15::bigint[],
                                    $16::jsonb[], $17::bigint[], $18::timestamptz[], $19::timestamptz[], $20::bigint[])
           ), ended AS (
               UPDATE holds h SET status = e.status, ended_at = now()
               FROM unnest($21::uuid[], $22::uuid[], $23::text[]) AS e(group_id, id, status)
               WHERE h.group_id = e.group_id AND h.id = e.id AND (h.status = 'held') IS TRUE
               RETURNING h.id
           )
           SELECT count(*) AS "count!" FROM ended"#,
        &of_pools(|pool| pool.group.uuid()),
        &of_pools(|pool| pool.id.uuid()),
        &members.iter().map(|(_, user, _)| user.uuid()).collect::<Vec<_>>(),
        &amounts(|amounts| amounts.own),
        &amounts(|amounts| amounts.lent),
        &amounts(|amounts| amounts.borrowed),
        &amounts(|amounts| amounts.borrowed_today),
        &members.iter().map(|(.., amounts)| amounts.day).collect::<Vec<_>>(),
        &amounts(|amounts| amounts.top_up_used),
        &made(|key| key.group.uuid()),
        &made(|key| key.id.uuid()),
        &made(|key| key.period.uuid()),
        &made(|key| key.user.uuid()),
        &made(|key| key.turn.uuid()),
        &held(|hold| hold.own),
        &changed.made.iter().map(NewHold::pinned).collect::<Vec<_>>() as _,
        &held(Hold::total),
        &times(|new| new.now) as _,
        &times(NewHold::expires_at) as _,
        &held(|hold| hold.topped_up),
        &ended(|key| key.group.uuid()),
        &ended(|key| key.id.uuid()),
        &changed.ended.iter().map(|(_, end)| end.status()).collect::<Vec<_>>() as _,
    )
    .fetch_one(connection)
    .await?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

impl Amounts {
    fn of(member: &MemberCredit, day: i32) -> Self {
        Self {
            own: member.own.get(),
            lent: member.lent.get(),
            borrowed: member.borrowed.get(),
            borrowed_today: member.borrowed_today.get(),
            day,
            top_up_used: member.top_up.used.get(),
        }
    }
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
                                     borrowed_nanousd, borrowed_today_nanousd, borrowed_day, present, top_up_carried_nanousd,
                                     top_up_bought_nanousd, top_up_used_nanousd)
         SELECT $1, $2, m.id, m.weight, ($5::bigint[])[(m.place - 1) * $6::int + 1 : m.place * $6::int], m.own, m.lent,
                m.borrowed, m.today, $7, m.present, m.carried, m.bought, m.used
         FROM unnest($3::uuid[], $4::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bool[],
                     $13::bigint[], $14::bigint[], $15::bigint[])
             WITH ORDINALITY AS m(id, weight, own, lent, borrowed, today, present, carried, bought, used, place)
         ON CONFLICT (group_id, period_id, user_id) DO UPDATE
         SET weight = excluded.weight, slices = excluded.slices, own_nanousd = excluded.own_nanousd,
             lent_nanousd = excluded.lent_nanousd, borrowed_nanousd = excluded.borrowed_nanousd,
             borrowed_today_nanousd = excluded.borrowed_today_nanousd, borrowed_day = excluded.borrowed_day,
             present = excluded.present, top_up_carried_nanousd = excluded.top_up_carried_nanousd,
             top_up_bought_nanousd = excluded.top_up_bought_nanousd, top_up_used_nanousd = excluded.top_up_used_nanousd",
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
        &column(|member| member.top_up.carried),
        &column(|member| member.top_up.bought),
        &column(|member| member.top_up.used),
    )
    .execute(connection)
    .await?;
    Ok(())
}

fn day_column(day: u32) -> Result<i32> {
    i32::try_from(day).map_err(|_| Error::Unreadable("period_members.borrowed_day"))
}
