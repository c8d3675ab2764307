//! What members allow themselves at most, and what they have used of it.

use domain::credit::NanoUsd;
use domain::fair_share::Caps;
use domain::id::{GroupId, PeriodId, UserId};
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Result;
use crate::groups::Membership;

/// Whose caps are looked at.
#[derive(Clone, Copy, Debug)]
pub struct CapsOf {
    /// In which group.
    pub group: GroupId,
    /// In which period they hold credit.
    pub period: PeriodId,
    /// Whose.
    pub user: UserId,
    /// The group's date.
    pub today: Date,
}

/// A member's caps, and what they hold and have spent today as far as a cap counts it.
#[derive(Clone, Copy, Debug)]
pub struct Capped {
    /// In which group.
    pub group: GroupId,
    /// Whose.
    pub user: UserId,
    /// The caps.
    pub caps: Caps,
    /// What counts against the day's.
    pub counted: NanoUsd,
}

/// The caps of those members that have set any. Exact for whoever has locked the pools.
pub async fn of(connection: &mut PgConnection, members: &[CapsOf]) -> Result<Vec<Capped>> {
    let column = |id: fn(&CapsOf) -> Uuid| members.iter().map(id).collect::<Vec<_>>();
    let dates: Vec<jiff_sqlx::Date> = members.iter().map(|member| member.today.to_sqlx()).collect();
    let rows = sqlx::query!(
        r#"SELECT m.group_id, m.user_id, turn_cap_nanousd, day_cap_nanousd,
                  CASE WHEN day_cap_nanousd IS NULL THEN 0 ELSE
                      coalesce((SELECT sum(cost_nanousd) FROM usage_by_day d
                                WHERE d.group_id = a.group_id AND d.used_on = a.today AND d.user_id = a.user_id), 0)
                      + coalesce((SELECT sum(total_nanousd) FROM holds h
                                  WHERE h.group_id = a.group_id AND h.period_id = a.period_id AND h.user_id = a.user_id
                                    AND h.status = 'held'), 0)
                  END::bigint AS "counted!"
           FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::date[]) AS a(group_id, period_id, user_id, today)
           JOIN memberships m ON m.group_id = a.group_id AND m.user_id = a.user_id AND m.ended_at IS NULL
           WHERE turn_cap_nanousd IS NOT NULL OR day_cap_nanousd IS NOT NULL"#,
        &column(|member| member.group.uuid()),
        &column(|member| member.period.uuid()),
        &column(|member| member.user.uuid()),
        &dates as _,
    )
    .fetch_all(connection)
    .await?;
    let capped = rows.into_iter().map(|row| Capped {
        group: row.group_id.into(),
        user: row.user_id.into(),
        caps: Caps { turn: row.turn_cap_nanousd.map(NanoUsd), day: row.day_cap_nanousd.map(NanoUsd) },
        counted: NanoUsd(row.counted),
    });
    Ok(capped.collect())
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
