//! Content keys that were replaced when a password was lost, as their member can still open them.

use domain::id::{SealedKeyId, UserId};
use jiff::Timestamp;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Result;
use crate::users::Wrap;

/// A replaced content key.
#[derive(Clone, Debug)]
pub struct SealedKey {
    /// Which one.
    pub id: SealedKeyId,
    /// When it was replaced.
    pub sealed_at: Timestamp,
    /// Wrapped by the password of that time.
    pub by_password: Option<Wrap>,
    /// Wrapped by the recovery code of that time.
    pub by_recovery_code: Option<Vec<u8>>,
    /// Wrapped by a newer content key, once it was unlocked.
    pub by_content_key: Option<Vec<u8>>,
    /// Whether what it sealed is being sealed anew.
    pub is_rotating: bool,
}

struct Row {
    id: Uuid,
    sealed_at: jiff_sqlx::Timestamp,
    password_salt: Option<Vec<u8>>,
    by_password: Option<Vec<u8>>,
    by_recovery_code: Option<Vec<u8>>,
    by_content_key: Option<Vec<u8>>,
    is_rotating: bool,
}

/// Puts the user's content key aside, with its wraps; what wraps it now is to be replaced.
pub async fn put_aside(connection: &mut PgConnection, user: UserId, id: SealedKeyId) -> Result<()> {
    sqlx::query!(
        "INSERT INTO sealed_keys (user_id, id, password_salt, by_password, by_recovery_code)
         SELECT u.id, $2, p.salt, p.wrapped, r.wrapped FROM users u
         LEFT JOIN content_key_wraps p ON p.user_id = u.id AND p.kind = 'password'
         LEFT JOIN content_key_wraps r ON r.user_id = u.id AND r.kind = 'recovery_code'
         WHERE u.id = $1",
        user.uuid(),
        id.uuid(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps a content key that another one replaces, wrapped by that one.
pub async fn keep(connection: &mut PgConnection, user: UserId, id: SealedKeyId, by_content_key: &[u8]) -> Result<()> {
    sqlx::query!(
        "INSERT INTO sealed_keys (user_id, id, by_content_key) VALUES ($1, $2, $3)",
        user.uuid(),
        id.uuid(),
        by_content_key,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The user's replaced content keys, the newest first.
pub async fn list(connection: &mut PgConnection, user: UserId) -> Result<Vec<SealedKey>> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT k.id, k.sealed_at, k.password_salt, k.by_password, k.by_recovery_code, k.by_content_key,
                  r.user_id IS NOT NULL AS "is_rotating!"
           FROM sealed_keys k LEFT JOIN key_rotations r ON r.user_id = k.user_id AND r.sealed_key_id = k.id
           WHERE k.user_id = $1 ORDER BY k.sealed_at DESC, k.id DESC"#,
        user.uuid(),
    )
    .fetch_all(connection)
    .await?;
    let key = |row: Row| SealedKey {
        id: row.id.into(),
        sealed_at: row.sealed_at.to_jiff(),
        by_password: row.password_salt.zip(row.by_password).map(|(salt, wrapped)| Wrap { salt, wrapped }),
        by_recovery_code: row.by_recovery_code,
        by_content_key: row.by_content_key,
        is_rotating: row.is_rotating,
    };
    Ok(rows.into_iter().map(key).collect())
}

/// Keeps an unlocked key wrapped by the member's content key alone: what opened it before opens it no more.
pub async fn unlock(connection: &mut PgConnection, user: UserId, id: SealedKeyId, by_content_key: &[u8]) -> Result<()> {
    sqlx::query!(
        "UPDATE sealed_keys SET by_content_key = $3, password_salt = NULL, by_password = NULL, by_recovery_code = NULL
         WHERE user_id = $1 AND id = $2",
        user.uuid(),
        id.uuid(),
        by_content_key,
    )
    .execute(connection)
    .await?;
    Ok(())
}
