//! Many groups at once, for tests and measurements: rows that people would have made one by one.

use sqlx::PgConnection;

use crate::Result;

/// Makes so many forming groups of the plan `squad`, with five members each and every seat taken.
pub async fn make_groups(connection: &mut PgConnection, count: i64) -> Result<()> {
    for statement in [
        "INSERT INTO users (id, email, name, password_hash)
         SELECT md5('user ' || n)::uuid, 'person-' || n || '@example.org', 'Person ' || n, ''
         FROM generate_series(1, 5 * $1::bigint) n",
        "INSERT INTO groups (id, name, plan_code, seats, time_zone)
         SELECT md5('group ' || n)::uuid, 'Group ' || n, 'squad', 5, 'UTC' FROM generate_series(1, $1::bigint) n",
        "INSERT INTO memberships (group_id, id, user_id, role, seat)
         SELECT md5('group ' || (n + 4) / 5)::uuid, md5('membership ' || n)::uuid, md5('user ' || n)::uuid,
                CASE (n - 1) % 5 WHEN 0 THEN 'owner' ELSE 'member' END, (n - 1) % 5 + 1
         FROM generate_series(1, 5 * $1::bigint) n",
    ] {
        sqlx::query(statement).bind(count).execute(&mut *connection).await?;
    }
    sqlx::query("ANALYZE").execute(connection).await?;
    Ok(())
}

/// Lets a month go by for everybody: what was anchored on one date is anchored a month earlier, period bounds and all.
pub async fn let_a_month_go_by(connection: &mut PgConnection) -> Result<()> {
    for statement in [
        "UPDATE groups SET anchor_on = anchor_on - interval '1 month' WHERE anchor_on IS NOT NULL",
        "UPDATE periods p SET (starts_on, starts_at, ends_at, days) =
             (SELECT s::date, s AT TIME ZONE g.time_zone, e AT TIME ZONE g.time_zone, e::date - s::date
              FROM groups g, LATERAL (SELECT g.anchor_on + p.number * interval '1 month' AS s,
                                             g.anchor_on + (p.number + 1) * interval '1 month' AS e) bounds
              WHERE g.id = p.group_id)",
    ] {
        sqlx::query(statement).execute(&mut *connection).await?;
    }
    Ok(())
}

/// How many periods are closed, and how many are open.
pub async fn periods_by_status(connection: &mut PgConnection) -> Result<(i64, i64)> {
    let counts = sqlx::query_as(
        "SELECT count(*) FILTER (WHERE status = 'closed'), count(*) FILTER (WHERE status = 'open') FROM periods",
    );
    Ok(counts.fetch_one(connection).await?)
}

/// The groups that wait for their first period.
pub async fn forming(connection: &mut PgConnection) -> Result<Vec<domain::id::GroupId>> {
    let ids: Vec<uuid::Uuid> =
        sqlx::query_scalar("SELECT id FROM groups WHERE status = 'forming' ORDER BY id").fetch_all(connection).await?;
    Ok(ids.into_iter().map(domain::id::GroupId::from_uuid).collect())
}
