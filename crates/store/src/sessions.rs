//! Sessions and their families of refresh tokens.

use domain::id::{SessionId, UserId};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;

use crate::Result;

/// A refresh token as the server knows it: by its hash, with the content key wrapped by the token itself.
#[derive(Clone, Debug)]
pub struct RefreshToken {
    /// The member.
    pub user: UserId,
    /// The session that it continues.
    pub session: SessionId,
    /// The content key, wrapped by this token.
    pub wrapped: Vec<u8>,
    /// When it stops being accepted.
    pub expires_at: Timestamp,
    /// When it was exchanged for the next one, if it was.
    pub rotated_at: Option<Timestamp>,
}

/// Opens a session.
pub async fn insert(connection: &mut PgConnection, user: UserId, session: SessionId) -> Result<()> {
    sqlx::query!("INSERT INTO sessions (user_id, id) VALUES ($1, $2)", user.uuid(), session.uuid())
        .execute(connection)
        .await?;
    Ok(())
}

/// Adds a refresh token to a session's family.
pub async fn insert_refresh_token(
    connection: &mut PgConnection,
    token_hash: &[u8; 32],
    token: &RefreshToken,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO refresh_tokens (token_hash, user_id, session_id, wrapped, expires_at) VALUES ($1, $2, $3, $4, $5)",
        token_hash,
        token.user.uuid(),
        token.session.uuid(),
        token.wrapped,
        token.expires_at.to_sqlx() as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The token with this hash in a session that has not ended, locked until the transaction ends.
pub async fn lock_refresh_token(connection: &mut PgConnection, token_hash: &[u8; 32]) -> Result<Option<RefreshToken>> {
    let row = sqlx::query!(
        "SELECT t.user_id, t.session_id, t.wrapped, t.expires_at, t.rotated_at
         FROM refresh_tokens t JOIN sessions s ON s.user_id = t.user_id AND s.id = t.session_id
         WHERE t.token_hash = $1 AND s.ended_at IS NULL
         FOR UPDATE OF t",
        token_hash,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| RefreshToken {
        user: row.user_id.into(),
        session: row.session_id.into(),
        wrapped: row.wrapped,
        expires_at: row.expires_at.to_jiff(),
        rotated_at: row.rotated_at.map(jiff_sqlx::Timestamp::to_jiff),
    }))
}

/// Notes that a token was exchanged; the first exchange counts. Also marks the session as used.
pub async fn mark_rotated(connection: &mut PgConnection, token_hash: &[u8; 32]) -> Result<()> {
    sqlx::query!(
        "WITH rotated AS (
             UPDATE refresh_tokens SET rotated_at = coalesce(rotated_at, now()) WHERE token_hash = $1
             RETURNING user_id, session_id
         )
         UPDATE sessions s SET last_used_at = now() FROM rotated r WHERE s.user_id = r.user_id AND s.id = r.session_id",
        token_hash,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends a session: none of its tokens opens anything again, and the wraps are gone.
pub async fn end(connection: &mut PgConnection, user: UserId, session: SessionId) -> Result<()> {
    sqlx::query!(
        "UPDATE sessions SET ended_at = coalesce(ended_at, now()) WHERE user_id = $1 AND id = $2",
        user.uuid(),
        session.uuid(),
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!("DELETE FROM refresh_tokens WHERE user_id = $1 AND session_id = $2", user.uuid(), session.uuid())
        .execute(connection)
        .await?;
    Ok(())
}

/// Ends all sessions of the user but `keep`, and says which these were.
pub async fn end_others(
    connection: &mut PgConnection,
    user: UserId,
    keep: Option<SessionId>,
) -> Result<Vec<SessionId>> {
    let ended = sqlx::query_scalar!(
        "UPDATE sessions SET ended_at = now() WHERE user_id = $1 AND id IS DISTINCT FROM $2 AND ended_at IS NULL
         RETURNING id",
        user.uuid(),
        keep.map(SessionId::uuid),
    )
    .fetch_all(&mut *connection)
    .await?;
    sqlx::query!(
        "DELETE FROM refresh_tokens WHERE user_id = $1 AND session_id IS DISTINCT FROM $2",
        user.uuid(),
        keep.map(SessionId::uuid),
    )
    .execute(connection)
    .await?;
    Ok(ended.into_iter().map(SessionId::from_uuid).collect())
}

/// Whether this session is the user's and has not ended.
pub async fn is_live(connection: &mut PgConnection, user: UserId, session: SessionId) -> Result<bool> {
    let is_live = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM sessions WHERE user_id = $1 AND id = $2 AND ended_at IS NULL) AS "live!""#,
        user.uuid(),
        session.uuid(),
    )
    .fetch_one(connection)
    .await?;
    Ok(is_live)
}

/// Wipes the wraps of tokens that were exchanged before `rotated_before`: an old cookie then opens nothing any more, while its
/// hash still tells that it was used twice. Forgets tokens that have expired.
pub async fn sweep(connection: &mut PgConnection, rotated_before: Timestamp, now: Timestamp) -> Result<()> {
    sqlx::query!(
        "UPDATE refresh_tokens SET wrapped = ''::bytea WHERE rotated_at < $1 AND wrapped <> ''::bytea",
        rotated_before.to_sqlx() as _,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!("DELETE FROM refresh_tokens WHERE expires_at < $1", now.to_sqlx() as _).execute(connection).await?;
    Ok(())
}
