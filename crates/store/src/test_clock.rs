//! Sandbox groups and their clock.

use domain::group::GroupStatus;
use domain::id::GroupId;
use domain::plan::PlanCode;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;

use crate::{Error, Result};

/// A sandbox, in short.
#[derive(Clone, Debug)]
pub struct Sandbox {
    /// Which group.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// What it pays for.
    pub plan: PlanCode,
    /// Forming, active or archived.
    pub status: GroupStatus,
    /// What its clock says.
    pub now: Timestamp,
    /// How many are in it.
    pub members: u64,
    /// How many periods it has had.
    pub periods: u64,
    /// How many shares somebody still has to pay.
    pub open_shares: u64,
}

/// The sandboxes, newest first, from after the group `after`.
pub async fn list(connection: &mut PgConnection, after: Option<GroupId>, limit: i64) -> Result<Vec<Sandbox>> {
    let rows = sqlx::query!(
        r#"SELECT g.id, g.name, g.plan_code, g.status, now() + g.clock_ahead_seconds * interval '1 second' AS "now!",
                  (SELECT count(*) FROM memberships m WHERE m.group_id = g.id AND m.ended_at IS NULL) AS "members!",
                  (SELECT count(*) FROM periods p WHERE p.group_id = g.id) AS "periods!",
                  (SELECT count(*) FROM shares s WHERE s.group_id = g.id
                     AND s.status IN ('due', 'processing', 'past_due')) AS "open_shares!"
           FROM groups g WHERE g.is_sandbox AND ($1::uuid IS NULL OR g.id < $1) ORDER BY g.id DESC LIMIT $2"#,
        after.map(GroupId::uuid),
        limit,
    )
    .fetch_all(connection)
    .await?;
    let counted = |count: i64| u64::try_from(count).map_err(|_| Error::Unreadable("groups"));
    rows.into_iter()
        .map(|row| {
            Ok(Sandbox {
                id: row.id.into(),
                name: row.name,
                plan: row.plan_code.parse().map_err(|_| Error::Unreadable("groups.plan_code"))?,
                status: row.status.parse().map_err(|_| Error::Unreadable("groups.status"))?,
                now: row.now.to_jiff(),
                members: counted(row.members)?,
                periods: counted(row.periods)?,
                open_shares: counted(row.open_shares)?,
            })
        })
        .collect()
}

/// The sandboxes whose time goes on.
pub async fn running(connection: &mut PgConnection) -> Result<Vec<GroupId>> {
    let rows = sqlx::query_scalar!("SELECT id FROM groups WHERE is_sandbox AND status = 'active' ORDER BY id")
        .fetch_all(connection)
        .await?;
    Ok(rows.into_iter().map(GroupId::from_uuid).collect())
}

/// When something is next due in a group after `now`: its period ends, or a share has been due for one of these numbers of days.
pub async fn next_due(
    connection: &mut PgConnection,
    group: GroupId,
    now: Timestamp,
    days: &[i32],
) -> Result<Option<Timestamp>> {
    let next = sqlx::query_scalar!(
        "SELECT min(due_at) FROM (
             SELECT ends_at AS due_at FROM periods WHERE group_id = $1 AND status = 'open'
             UNION ALL
             SELECT invoiced_at + day * interval '24 hours' FROM shares, unnest($3::int[]) AS day
             WHERE group_id = $1 AND status = 'due') due
         WHERE due_at > $2",
        group.uuid(),
        now.to_sqlx() as _,
        days,
    )
    .fetch_one(connection)
    .await?;
    Ok(next.map(jiff_sqlx::Timestamp::to_jiff))
}

/// Moves a sandbox's clock on, so that it says `to` or a little later. Never back.
pub async fn move_on(connection: &mut PgConnection, group: GroupId, to: Timestamp) -> Result<()> {
    sqlx::query!(
        "UPDATE groups SET clock_ahead_seconds = greatest(clock_ahead_seconds, ceil(extract(epoch FROM $2 - now()))::bigint)
         WHERE id = $1 AND is_sandbox",
        group.uuid(),
        to.to_sqlx() as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}
