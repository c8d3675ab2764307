//! Personal API keys. A secret is known by its hash only.

use domain::api_key::{DayCount, Limits};
use domain::credit::NanoUsd;
use domain::group::GroupStatus;
use domain::id::{ApiKeyId, GroupId, UserId};
use domain::plan::{Models, PlanCode};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::groups::Membership;
use crate::usage::counted;
use crate::{Error, Result, WhenLocked};

/// A key that is made.
#[derive(Debug)]
pub struct NewKey<'a> {
    /// Its id.
    pub id: ApiKeyId,
    /// What its owner calls it.
    pub name: &'a str,
    /// The hash of its secret.
    pub secret_hash: &'a [u8; 32],
    /// How the secret begins.
    pub hint: &'a str,
    /// What it may be used for.
    pub limits: &'a Limits,
}

/// A key, as its owner sees it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Which one.
    pub id: ApiKeyId,
    /// Of which group.
    pub group: GroupId,
    /// The group's name.
    pub group_name: String,
    /// What its owner calls it.
    pub name: String,
    /// How the secret begins.
    pub hint: String,
    /// What it may be used for.
    pub limits: Limits,
    /// What it uses today.
    pub counted_today: NanoUsd,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
}

/// Whoever comes with a good key. Only [`find`] makes one, so whoever holds it was checked: the key is not revoked, and its
/// owner has not left the group.
#[derive(Clone, Debug)]
pub struct Holder {
    user: UserId,
    key: ApiKeyId,
    group: GroupId,
    /// Forming, active or archived.
    pub group_status: GroupStatus,
    /// What the group pays for.
    pub plan: PlanCode,
    /// The zone in which its days begin.
    pub zone: TimeZone,
    /// What the key may be used for.
    pub limits: Limits,
}

impl Holder {
    /// The member.
    #[must_use]
    pub fn user(&self) -> UserId {
        self.user
    }

    /// Their key.
    #[must_use]
    pub fn key(&self) -> ApiKeyId {
        self.key
    }

    /// The group whose credit it uses.
    #[must_use]
    pub fn group(&self) -> GroupId {
        self.group
    }
}

/// Keeps a new key of a member; `today` is the group's.
pub async fn insert(
    connection: &mut PgConnection,
    membership: &Membership,
    new: &NewKey<'_>,
    today: Date,
) -> Result<()> {
    let models = match &new.limits.models {
        Models::All => None,
        Models::Only(ids) => Some(ids.as_slice()),
    };
    sqlx::query!(
        "INSERT INTO api_keys (user_id, id, group_id, membership_id, name, secret_hash, hint, models, daily_cap_nanousd,
                               counted_on, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        membership.user().uuid(),
        new.id.uuid(),
        membership.group().uuid(),
        membership.id().uuid(),
        new.name,
        new.secret_hash,
        new.hint,
        models as _,
        new.limits.daily_cap.map(NanoUsd::get),
        today.to_sqlx() as _,
        new.limits.expires_at.map(ToSqlx::to_sqlx) as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// How many keys a member has that are not revoked.
pub async fn count(connection: &mut PgConnection, user: UserId) -> Result<u64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM api_keys WHERE user_id = $1 AND revoked_at IS NULL"#,
        user.uuid(),
    )
    .fetch_one(connection)
    .await?;
    counted(count)
}

/// A member's keys that are not revoked, in the groups that they are in, the newest first.
pub async fn of_user(connection: &mut PgConnection, user: UserId, now: Timestamp) -> Result<Vec<Listed>> {
    let rows = sqlx::query!(
        "SELECT k.id, k.group_id, g.name AS group_name, g.time_zone, k.name, k.hint, k.models, k.daily_cap_nanousd,
                k.counted_on, k.counted_nanousd, k.expires_at, k.created_at, k.last_used_at
         FROM api_keys k
         JOIN memberships m ON m.group_id = k.group_id AND m.id = k.membership_id AND m.ended_at IS NULL
         JOIN groups g ON g.id = k.group_id
         WHERE k.user_id = $1 AND k.revoked_at IS NULL ORDER BY k.id DESC",
        user.uuid(),
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let count = DayCount { day: row.counted_on.to_jiff(), counted: NanoUsd(row.counted_nanousd) };
            Ok(Listed {
                id: row.id.into(),
                group: row.group_id.into(),
                group_name: row.group_name,
                name: row.name,
                hint: row.hint,
                limits: limits(row.models, row.daily_cap_nanousd, row.expires_at),
                counted_today: count.on(now.to_zoned(zone(&row.time_zone)?).date()).counted,
                created_at: row.created_at.to_jiff(),
                last_used_at: row.last_used_at.map(jiff_sqlx::Timestamp::to_jiff),
            })
        })
        .collect()
}

/// Whose secret this is. `None`: nobody's, or it was revoked, or its owner has left the group.
pub async fn find(connection: &mut PgConnection, secret_hash: &[u8; 32]) -> Result<Option<Holder>> {
    let row = sqlx::query!(
        "SELECT k.user_id, k.id, k.group_id, k.models, k.daily_cap_nanousd, k.expires_at, g.status, g.plan_code,
                g.time_zone
         FROM api_keys k
         JOIN memberships m ON m.group_id = k.group_id AND m.id = k.membership_id AND m.ended_at IS NULL
         JOIN groups g ON g.id = k.group_id
         WHERE k.secret_hash = $1 AND k.revoked_at IS NULL",
        secret_hash,
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(Holder {
            user: row.user_id.into(),
            key: row.id.into(),
            group: row.group_id.into(),
            group_status: row.status.parse().map_err(|_| Error::Unreadable("groups.status"))?,
            plan: row.plan_code.parse().map_err(|_| Error::Unreadable("groups.plan_code"))?,
            zone: zone(&row.time_zone)?,
            limits: limits(row.models, row.daily_cap_nanousd, row.expires_at),
        })
    })
    .transpose()
}

/// A key whose count is locked until the transaction ends.
#[derive(Clone, Debug)]
pub struct Locked {
    /// Which one.
    pub key: ApiKeyId,
    /// Whether it may be used: it is not revoked and has not expired, and its owner has not left the group.
    pub is_good: bool,
    /// Its group's date.
    pub today: Date,
    /// What its limits are.
    pub limits: Limits,
    /// What it uses on the day that was counted last.
    pub count: DayCount,
}

/// Locks keys. Those that somebody else has locked are left out, or waited for.
pub async fn lock(
    connection: &mut PgConnection,
    keys: &[(UserId, ApiKeyId)],
    when_locked: WhenLocked,
) -> Result<Vec<Locked>> {
    let (users, ids): (Vec<Uuid>, Vec<Uuid>) = keys.iter().map(|(user, key)| (user.uuid(), key.uuid())).unzip();
    if when_locked == WhenLocked::Wait {
        sqlx::query!(
            "SELECT k.id FROM unnest($1::uuid[], $2::uuid[]) AS wanted(user_id, id) JOIN api_keys k USING (user_id, id)
             ORDER BY k.user_id, k.id FOR UPDATE OF k",
            &users,
            &ids,
        )
        .fetch_all(&mut *connection)
        .await?;
    }
    let rows = sqlx::query!(
        r#"SELECT k.id, k.models, k.daily_cap_nanousd, k.expires_at, k.counted_on, k.counted_nanousd, g.time_zone,
                  now() + g.clock_ahead_seconds * interval '1 second' AS "group_now!",
                  k.revoked_at IS NULL AND m.ended_at IS NULL AND (k.expires_at <= now()) IS NOT TRUE AS "is_good!"
           FROM unnest($1::uuid[], $2::uuid[]) AS wanted(user_id, id)
           JOIN api_keys k USING (user_id, id)
           JOIN memberships m ON m.group_id = k.group_id AND m.id = k.membership_id
           JOIN groups g ON g.id = k.group_id
           ORDER BY k.user_id, k.id FOR UPDATE OF k SKIP LOCKED"#,
        &users,
        &ids,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Locked {
                key: row.id.into(),
                is_good: row.is_good,
                today: row.group_now.to_jiff().to_zoned(zone(&row.time_zone)?).date(),
                limits: limits(row.models, row.daily_cap_nanousd, row.expires_at),
                count: DayCount { day: row.counted_on.to_jiff(), counted: NanoUsd(row.counted_nanousd) },
            })
        })
        .collect()
}

/// Ends a key for good, and gives its name; `None` when the member has no such key.
pub async fn revoke(connection: &mut PgConnection, user: UserId, key: ApiKeyId) -> Result<Option<String>> {
    let name = sqlx::query_scalar!(
        "UPDATE api_keys SET revoked_at = now() WHERE user_id = $1 AND id = $2 AND revoked_at IS NULL RETURNING name",
        user.uuid(),
        key.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(name)
}

fn limits(
    models: Option<Vec<String>>,
    daily_cap_nanousd: Option<i64>,
    expires_at: Option<jiff_sqlx::Timestamp>,
) -> Limits {
    Limits {
        models: models.map_or(Models::All, Models::Only),
        daily_cap: daily_cap_nanousd.map(NanoUsd),
        expires_at: expires_at.map(jiff_sqlx::Timestamp::to_jiff),
    }
}

fn zone(name: &str) -> Result<TimeZone> {
    TimeZone::get(name).map_err(|_| Error::Unreadable("groups.time_zone"))
}
