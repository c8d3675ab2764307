//! What members allow themselves at most, and what they have used of it.

use domain::credit::NanoUsd;
use domain::fair_share::Caps;
use domain::id::{GroupId, PeriodId, UserId};
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;

use crate::Result;
use crate::groups::Membership;

/// A member's caps, and what they hold and have spent today as far as a cap counts it. Exact for whoever has locked the pool.
pub async fn of(
    connection: &mut PgConnection,
    group: GroupId,
    period: PeriodId,
    user: UserId,
    today: Date,
) -> Result<(Caps, NanoUsd)> {
    let row = sqlx::query!(
        r#"SELECT turn_cap_nanousd, day_cap_nanousd,
                  CASE WHEN day_cap_nanousd IS NULL THEN 0 ELSE
                      coalesce((SELECT sum(cost_nanousd) FROM usage_by_day d
                                WHERE d.group_id = $1 AND d.used_on = $4 AND d.user_id = $3), 0)
                      + coalesce((SELECT sum(total_nanousd) FROM holds h
                                  WHERE h.group_id = $1 AND h.period_id = $2 AND h.user_id = $3 AND h.status = 'held'), 0)
                  END::bigint AS "counted!"
           FROM memberships WHERE group_id = $1 AND user_id = $3 AND ended_at IS NULL"#,
        group.uuid(),
        period.uuid(),
        user.uuid(),
        today.to_sqlx() as _,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map_or((Caps::default(), NanoUsd::ZERO), |row| {
        let caps = Caps { turn: row.turn_cap_nanousd.map(NanoUsd), day: row.day_cap_nanousd.map(NanoUsd) };
        (caps, NanoUsd(row.counted))
    }))
}

/// A member's own caps.
pub async fn find(connection: &mut PgConnection, membership: &Membership) -> Result<Caps> {
    let row = sqlx::query!(
        "SELECT turn_cap_nanousd, day_cap_nanousd FROM memberships WHERE group_id = $1 AND id = $2",
        membership.group().uuid(),
        membership.id().uuid(),
    )
    .fetch_one(connection)
    .await?;
    Ok(Caps { turn: row.turn_cap_nanousd.map(NanoUsd), day: row.day_cap_nanousd.map(NanoUsd) })
}

/// Sets a member's own caps.
pub async fn set(connection: &mut PgConnection, membership: &Membership, caps: Caps) -> Result<()> {
    sqlx::query!(
        "UPDATE memberships SET turn_cap_nanousd = $3, day_cap_nanousd = $4 WHERE group_id = $1 AND id = $2",
        membership.group().uuid(),
        membership.id().uuid(),
        caps.turn.map(NanoUsd::get),
        caps.day.map(NanoUsd::get),
    )
    .execute(connection)
    .await?;
    Ok(())
}
