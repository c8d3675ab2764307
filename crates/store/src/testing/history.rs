//! Turns that are over, for measurements: rows that a group would have made in years.

use domain::id::{ApiKeyId, GroupId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Result;

/// An API key of a group's owner.
pub async fn make_key(connection: &mut PgConnection, group: GroupId) -> Result<(UserId, ApiKeyId)> {
    let (user, key): (Uuid, Uuid) = sqlx::query_as(
        "INSERT INTO api_keys (user_id, id, group_id, membership_id, name, secret_hash, hint, counted_on)
         SELECT user_id, gen_random_uuid(), group_id, id, 'measurement', 'none', 'none', now()::date
         FROM memberships WHERE group_id = $1 AND role = 'owner'
         RETURNING user_id, id",
    )
    .bind(group.uuid())
    .fetch_one(connection)
    .await?;
    Ok((user.into(), key.into()))
}

/// So many more turns of a group's owner that have ended, each with its hold and its usage. Triggers are left out.
pub async fn add_turns(connection: &mut PgConnection, group: GroupId, count: i64) -> Result<()> {
    sqlx::query("SET session_replication_role = replica").execute(&mut *connection).await?;
    for statement in [
        "INSERT INTO usage (group_id, id, period_id, user_id, turn_id, provider, model, used_on, input_tokens,
                            cached_input_tokens, cache_write_tokens, output_tokens, estimated, price, cost_nanousd)
         SELECT p.group_id, gen_random_uuid(), p.id, m.user_id, gen_random_uuid(), 'p', 'm', now()::date, 100, 0, 0, 10, false,
                '{}', 120
         FROM periods p JOIN memberships m ON m.group_id = p.group_id AND m.role = 'owner', generate_series(1, $2::bigint)
         WHERE p.group_id = $1",
        "INSERT INTO holds (group_id, id, period_id, user_id, turn_id, status, own_nanousd, total_nanousd, expires_at, ended_at)
         SELECT p.group_id, gen_random_uuid(), p.id, m.user_id, gen_random_uuid(), 'settled', 120, 120, now(), now()
         FROM periods p JOIN memberships m ON m.group_id = p.group_id AND m.role = 'owner', generate_series(1, $2::bigint)
         WHERE p.group_id = $1",
    ] {
        sqlx::query(statement).bind(group.uuid()).bind(count).execute(&mut *connection).await?;
    }
    sqlx::query("SET session_replication_role = origin").execute(&mut *connection).await?;
    sqlx::query("VACUUM ANALYZE").execute(connection).await?;
    Ok(())
}
