//! A member's sessions as they see them.

use domain::id::{SessionId, UserId};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;

use super::Device;
use crate::Result;

/// A session that somebody looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Which one.
    pub id: SessionId,
    /// Where it is used.
    pub device: Device,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used; for one that has ended, when it ended.
    pub last_used_at: Timestamp,
}

/// The user's sessions that can still go on, the last used first.
pub async fn list(connection: &mut PgConnection, user: UserId, now: Timestamp) -> Result<Vec<Session>> {
    let rows = sqlx::query!(
        "SELECT s.id, s.browser, s.system, s.place, s.created_at, s.last_used_at
         FROM sessions s
         WHERE s.user_id = $1 AND s.ended_at IS NULL AND EXISTS (
             SELECT 1 FROM refresh_tokens t
             WHERE t.user_id = s.user_id AND t.session_id = s.id AND t.expires_at > $2
         )
         ORDER BY s.last_used_at DESC, s.id DESC",
        user.uuid(),
        now.to_sqlx() as _,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Session {
            id: row.id.into(),
            device: Device { browser: row.browser, system: row.system, place: row.place },
            created_at: row.created_at.to_jiff(),
            last_used_at: row.last_used_at.to_jiff(),
        })
        .collect())
}

/// The sessions that ended because a token of theirs was used twice, and that the user has not been told of.
pub async fn untold(connection: &mut PgConnection, user: UserId) -> Result<Vec<Session>> {
    let rows = sqlx::query!(
        r#"SELECT id, browser, system, place, created_at, ended_at AS "ended_at!"
           FROM sessions
           WHERE user_id = $1 AND end_reason = 'token_reused' AND ended_at IS NOT NULL AND end_told_at IS NULL
           ORDER BY ended_at DESC, id DESC"#,
        user.uuid(),
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Session {
            id: row.id.into(),
            device: Device { browser: row.browser, system: row.system, place: row.place },
            created_at: row.created_at.to_jiff(),
            last_used_at: row.ended_at.to_jiff(),
        })
        .collect())
}

/// Notes that the user knows of a session's end. False: it has not ended, or is not theirs.
pub async fn tell(connection: &mut PgConnection, user: UserId, session: SessionId) -> Result<bool> {
    let told = sqlx::query!(
        "UPDATE sessions SET end_told_at = coalesce(end_told_at, now())
         WHERE user_id = $1 AND id = $2 AND ended_at IS NOT NULL",
        user.uuid(),
        session.uuid(),
    )
    .execute(connection)
    .await?;
    Ok(told.rows_affected() == 1)
}
