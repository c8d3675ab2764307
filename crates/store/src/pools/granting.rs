//! Writing whole pools, with what is granted.

use domain::credit::NanoUsd;
use domain::fair_share::{MemberCredit, Pool};
use domain::id::{GroupId, PeriodId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::day_column;
use crate::{Error, Result};

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
