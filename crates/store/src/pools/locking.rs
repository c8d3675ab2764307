//! Locking pools: the periods' rows, in the order of their groups. Whoever has a period's row has its members' rows too.

use std::collections::HashMap;

use domain::id::{GroupId, PeriodId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{MemberRow, PeriodPool, PeriodRow, assemble};
use crate::{Result, WhenLocked};

/// A pool to lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PoolOf {
    /// Whose.
    pub group: GroupId,
    /// The period: `None` for the open one that the group's time falls into, where new holds are made.
    pub period: Option<PeriodId>,
}

/// The pool of a period, locked until the transaction ends, whatever state the period is in: what settles a hold that was made
/// in it. `None`: the group has no such period.
pub async fn lock(connection: &mut PgConnection, group: GroupId, period: PeriodId) -> Result<Option<PeriodPool>> {
    let pool = PoolOf { group, period: Some(period) };
    Ok(lock_many(connection, &[pool], WhenLocked::Wait).await?.pop())
}

/// Those of these pools that there are, locked until the transaction ends. Those that somebody else has locked are left out, or
/// waited for.
pub async fn lock_many(
    connection: &mut PgConnection,
    pools: &[PoolOf],
    when_locked: WhenLocked,
) -> Result<Vec<PeriodPool>> {
    let rows = periods(connection, pools, when_locked).await?;
    let (groups, periods): (Vec<Uuid>, Vec<Uuid>) = rows.iter().map(|row| (row.group_id, row.id)).unzip();
    // A statement of its own: it must see what whoever had the lock before has written.
    let members = sqlx::query_as!(
        MemberRow,
        // What is asked of a pool is asked once for it, and not for each of its members.
        r#"WITH p AS MATERIALIZED (
               SELECT p.*,
                      ARRAY(SELECT s.user_id FROM invoices i JOIN shares s ON s.group_id = i.group_id AND s.invoice_id = i.id
                            WHERE i.group_id = p.group_id AND i.period_id = p.period_id AND i.kind <> 'top_up'
                              AND s.status NOT IN ('paid', 'covered')) AS unpaid,
                      ARRAY(SELECT s.user_id FROM shares s
                            WHERE s.group_id = p.group_id AND s.status = 'past_due') AS suspended,
                      ARRAY(SELECT c.user_id FROM memberships c
                            WHERE c.group_id = p.group_id AND c.ended_at IS NULL
                              AND (c.turn_cap_nanousd IS NOT NULL OR c.day_cap_nanousd IS NOT NULL)) AS capped
               FROM unnest($1::uuid[], $2::uuid[]) AS p(group_id, period_id)
           )
           SELECT m.period_id, m.user_id, weight, slices, own_nanousd, lent_nanousd, borrowed_nanousd, borrowed_today_nanousd,
                  borrowed_day, top_up_carried_nanousd, top_up_bought_nanousd, top_up_used_nanousd, present,
                  m.user_id = ANY (p.unpaid) AS "unpaid!", m.user_id = ANY (p.suspended) AS "suspended!",
                  m.user_id = ANY (p.capped) AS "capped!"
           FROM p JOIN period_members m USING (group_id, period_id)
           ORDER BY m.group_id, m.period_id, m.user_id"#,
        &groups,
        &periods,
    )
    .fetch_all(connection)
    .await?;
    let mut of_period: HashMap<Uuid, Vec<MemberRow>> = HashMap::new();
    for member in members {
        of_period.entry(member.period_id).or_default().push(member);
    }
    rows.iter().map(|row| assemble(row, of_period.remove(&row.id).unwrap_or_default())).collect()
}

async fn periods(connection: &mut PgConnection, pools: &[PoolOf], when_locked: WhenLocked) -> Result<Vec<PeriodRow>> {
    let groups: Vec<Uuid> = pools.iter().map(|pool| pool.group.uuid()).collect();
    let ids: Vec<Option<Uuid>> = pools.iter().map(|pool| pool.period.map(PeriodId::uuid)).collect();
    let mut rows = match when_locked {
        WhenLocked::Wait => {
            sqlx::query_as!(
                PeriodRow,
                r#"SELECT p.group_id, p.id, number, starts_at, ends_at, starts_on, days, time_zone, lending, cushion_days, status,
                          now.at AS "group_now!"
                   FROM unnest($1::uuid[], $2::uuid[]) AS wanted(group_id, id)
                   JOIN LATERAL (SELECT now() + clock_ahead_seconds * interval '1 second' AS at
                                 FROM groups g WHERE g.id = wanted.group_id) now ON true
                   JOIN periods p ON p.group_id = wanted.group_id
                        AND (p.id = wanted.id
                             OR wanted.id IS NULL AND status = 'open' AND starts_at <= now.at AND now.at < ends_at)
                   ORDER BY p.group_id, p.id FOR UPDATE OF p"#,
                &groups,
                &ids as _,
            )
            .fetch_all(connection)
            .await?
        }
        WhenLocked::PassOver => {
            sqlx::query_as!(
                PeriodRow,
                r#"SELECT p.group_id, p.id, number, starts_at, ends_at, starts_on, days, time_zone, lending, cushion_days, status,
                          now.at AS "group_now!"
                   FROM unnest($1::uuid[], $2::uuid[]) AS wanted(group_id, id)
                   JOIN LATERAL (SELECT now() + clock_ahead_seconds * interval '1 second' AS at
                                 FROM groups g WHERE g.id = wanted.group_id) now ON true
                   JOIN periods p ON p.group_id = wanted.group_id
                        AND (p.id = wanted.id
                             OR wanted.id IS NULL AND status = 'open' AND starts_at <= now.at AND now.at < ends_at)
                   ORDER BY p.group_id, p.id FOR UPDATE OF p SKIP LOCKED"#,
                &groups,
                &ids as _,
            )
            .fetch_all(connection)
            .await?
        }
    };
    // The open period may also have been asked for by its id.
    rows.dedup_by_key(|row| row.id);
    Ok(rows)
}
