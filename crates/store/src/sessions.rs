//! Sessions and their families of refresh tokens.

mod listing;

use domain::id::{SessionId, UserId};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;

use crate::Result;

pub use listing::{Session, list, tell, untold};

/// Where a session is used: what the browser says of itself, and the network that it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Device {
    /// Such as Firefox.
    pub browser: Option<String>,
    /// Such as Windows.
    pub system: Option<String>,
    /// The network, not the address.
    pub place: Option<String>,
}

/// Why a session ended before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndReason {
    /// It was signed out where it was used.
    SignedOut,
    /// The member ended it from another one.
    Ended,
    /// A refresh token came back long after it had been exchanged: somebody has a copy.
    TokenReused,
    /// The password was changed in another session.
    PasswordChanged,
    /// The content key was replaced: each session gets the new one by signing in again.
    KeyReplaced,
}

impl EndReason {
    fn name(self) -> &'static str {
        match self {
            Self::SignedOut => "signed_out",
            Self::Ended => "ended",
            Self::TokenReused => "token_reused",
            Self::PasswordChanged => "password_changed",
            Self::KeyReplaced => "key_replaced",
        }
    }
}

/// A refresh token as the server knows it: by its hash, with the content key wrapped by the token itself.
#[derive(Clone, Debug)]
pub struct RefreshToken {
    /// The member.
    pub user: UserId,
    /// The session that it continues.
    pub session: SessionId,
    /// When that session began.
    pub began_at: Timestamp,
    /// The content key, wrapped by this token.
    pub wrapped: Vec<u8>,
    /// When it stops being accepted.
    pub expires_at: Timestamp,
    /// When it was exchanged for the next one, if it was.
    pub rotated_at: Option<Timestamp>,
}

/// Opens a session; gives the time at which it began.
pub async fn insert(
    connection: &mut PgConnection,
    user: UserId,
    session: SessionId,
    device: &Device,
) -> Result<Timestamp> {
    let began_at = sqlx::query_scalar!(
        "INSERT INTO sessions (user_id, id, browser, system, place) VALUES ($1, $2, $3, $4, $5) RETURNING created_at",
        user.uuid(),
        session.uuid(),
        device.browser,
        device.system,
        device.place,
    )
    .fetch_one(connection)
    .await?;
    Ok(began_at.to_jiff())
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

/// The token with this hash in a session that has not ended, locked until the transaction ends. The session is locked before it, as
/// by whoever ends one: so none of them waits for the other for ever.
pub async fn lock_refresh_token(connection: &mut PgConnection, token_hash: &[u8; 32]) -> Result<Option<RefreshToken>> {
    let session = sqlx::query!(
        "SELECT s.user_id, s.id, s.created_at FROM sessions s
         WHERE (s.user_id, s.id) = (SELECT t.user_id, t.session_id FROM refresh_tokens t WHERE t.token_hash = $1)
           AND s.ended_at IS NULL
         FOR NO KEY UPDATE OF s",
        token_hash,
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(session) = session else { return Ok(None) };
    let row = sqlx::query!(
        "SELECT wrapped, expires_at, rotated_at FROM refresh_tokens WHERE token_hash = $1 FOR UPDATE",
        token_hash,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| RefreshToken {
        user: session.user_id.into(),
        session: session.id.into(),
        began_at: session.created_at.to_jiff(),
        wrapped: row.wrapped,
        expires_at: row.expires_at.to_jiff(),
        rotated_at: row.rotated_at.map(jiff_sqlx::Timestamp::to_jiff),
    }))
}

/// Notes that a token was exchanged; the first exchange counts. Also notes that the session was used, and from where.
pub async fn mark_rotated(connection: &mut PgConnection, token_hash: &[u8; 32], place: Option<&str>) -> Result<()> {
    sqlx::query!(
        "WITH rotated AS (
             UPDATE refresh_tokens SET rotated_at = coalesce(rotated_at, now()) WHERE token_hash = $1
             RETURNING user_id, session_id
         )
         UPDATE sessions s SET last_used_at = now(), place = coalesce($2, s.place)
         FROM rotated r WHERE s.user_id = r.user_id AND s.id = r.session_id",
        token_hash,
        place,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends a session: none of its tokens opens anything again, the wraps are gone, and nothing is pushed to its device. False: it had ended before, or is not the
/// user's.
pub async fn end(connection: &mut PgConnection, user: UserId, session: SessionId, reason: EndReason) -> Result<bool> {
    let ended = end_these(connection, user, &[session.uuid()], reason).await?;
    Ok(!ended.is_empty())
}

/// Ends all sessions of the user except `kept`, if there is one to keep; which ones those were.
pub async fn end_others(
    connection: &mut PgConnection,
    user: UserId,
    kept: Option<SessionId>,
    reason: EndReason,
) -> Result<Vec<SessionId>> {
    let others = sqlx::query_scalar!(
        "SELECT id FROM sessions WHERE user_id = $1 AND ended_at IS NULL AND id IS DISTINCT FROM $2 ORDER BY id",
        user.uuid(),
        kept.map(SessionId::uuid),
    )
    .fetch_all(&mut *connection)
    .await?;
    end_these(connection, user, &others, reason).await
}

async fn end_these(
    connection: &mut PgConnection,
    user: UserId,
    sessions: &[uuid::Uuid],
    reason: EndReason,
) -> Result<Vec<SessionId>> {
    let ended = sqlx::query_scalar!(
        "UPDATE sessions SET ended_at = now(), end_reason = $3
         WHERE user_id = $1 AND id = ANY($2) AND ended_at IS NULL RETURNING id",
        user.uuid(),
        sessions,
        reason.name(),
    )
    .fetch_all(&mut *connection)
    .await?;
    sqlx::query!("DELETE FROM refresh_tokens WHERE user_id = $1 AND session_id = ANY($2)", user.uuid(), sessions)
        .execute(&mut *connection)
        .await?;
    sqlx::query!("DELETE FROM push_devices WHERE user_id = $1 AND session_id = ANY($2)", user.uuid(), sessions)
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
