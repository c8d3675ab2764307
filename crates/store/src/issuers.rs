//! Accounts as an `OpenID` Connect issuer knows them, and browsers on their way to it and back.

use domain::id::UserId;
use jiff::{SignedDuration, Timestamp};
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;

use crate::Result;

/// The name of the constraint that keeps whom the issuer knows to one account.
pub const SUBJECT_KEY: &str = "issuer_links_subject_key";
/// The name of the constraint that keeps an account to one of the issuer's.
pub const USER_KEY: &str = "issuer_links_pkey";

/// An account's tie to the issuer.
#[derive(Clone, Debug)]
pub struct Link {
    /// Which issuer.
    pub issuer: String,
    /// The address that it knew then.
    pub email: Option<String>,
    /// When they were tied.
    pub created_at: Timestamp,
    /// When it last signed somebody in.
    pub last_used_at: Option<Timestamp>,
}

/// What is kept of a browser's way to the issuer and back.
#[derive(Clone, Debug)]
pub struct Passage {
    /// Who links their account, or whom the issuer has recognised.
    pub user: Option<UserId>,
    /// Whether the issuer has said who it is.
    pub is_proven: bool,
    /// The rest, which opens with the browser's secret.
    pub kept: Vec<u8>,
}

/// Notes a browser's passage, for as long as `life`.
pub async fn begin(
    connection: &mut PgConnection,
    secret_hash: &[u8; 32],
    passage: &Passage,
    now: Timestamp,
    life: SignedDuration,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO issuer_passages (secret_hash, user_id, is_proven, kept, expires_at) VALUES ($1, $2, $3, $4, $5)",
        secret_hash,
        passage.user.map(UserId::uuid),
        passage.is_proven,
        passage.kept,
        now.saturating_add(life).unwrap_or(now).to_sqlx() as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes a passage that is this far: it counts once.
pub async fn take(
    connection: &mut PgConnection,
    secret_hash: &[u8; 32],
    is_proven: bool,
    now: Timestamp,
) -> Result<Option<Passage>> {
    let row = sqlx::query!(
        "DELETE FROM issuer_passages WHERE secret_hash = $1 AND is_proven = $2 AND expires_at > $3
         RETURNING user_id, is_proven, kept",
        secret_hash,
        is_proven,
        now.to_sqlx() as _,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Passage { user: row.user_id.map(UserId::from_uuid), is_proven: row.is_proven, kept: row.kept }))
}

/// The passage of somebody whom the issuer has recognised, to be looked at.
pub async fn proven(connection: &mut PgConnection, secret_hash: &[u8; 32], now: Timestamp) -> Result<Option<Passage>> {
    let row = sqlx::query!(
        "SELECT user_id, is_proven, kept FROM issuer_passages
         WHERE secret_hash = $1 AND is_proven AND expires_at > $2",
        secret_hash,
        now.to_sqlx() as _,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Passage { user: row.user_id.map(UserId::from_uuid), is_proven: row.is_proven, kept: row.kept }))
}

/// Forgets passages that came to nothing.
pub async fn sweep(connection: &mut PgConnection, now: Timestamp) -> Result<()> {
    sqlx::query!("DELETE FROM issuer_passages WHERE expires_at < $1", now.to_sqlx() as _).execute(connection).await?;
    Ok(())
}

/// Whose account the issuer means by this name.
pub async fn owner(connection: &mut PgConnection, issuer: &str, subject: &str) -> Result<Option<UserId>> {
    let owner =
        sqlx::query_scalar!("SELECT user_id FROM issuer_links WHERE issuer = $1 AND subject = $2", issuer, subject,)
            .fetch_optional(connection)
            .await?;
    Ok(owner.map(UserId::from_uuid))
}

/// Ties an account to whom the issuer knows. Refused by [`SUBJECT_KEY`] and [`USER_KEY`].
pub async fn link(
    connection: &mut PgConnection,
    user: UserId,
    issuer: &str,
    subject: &str,
    email: Option<&str>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO issuer_links (user_id, issuer, subject, email) VALUES ($1, $2, $3, $4)",
        user.uuid(),
        issuer,
        subject,
        email,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The account's tie.
pub async fn of(connection: &mut PgConnection, user: UserId) -> Result<Option<Link>> {
    let row = sqlx::query!(
        "SELECT issuer, email, created_at, last_used_at FROM issuer_links WHERE user_id = $1",
        user.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Link {
        issuer: row.issuer,
        email: row.email,
        created_at: row.created_at.to_jiff(),
        last_used_at: row.last_used_at.map(jiff_sqlx::Timestamp::to_jiff),
    }))
}

/// Notes that it signed somebody in, if it is still tied.
pub async fn note_used(connection: &mut PgConnection, user: UserId) -> Result<bool> {
    let noted = sqlx::query!("UPDATE issuer_links SET last_used_at = now() WHERE user_id = $1", user.uuid())
        .execute(connection)
        .await?;
    Ok(noted.rows_affected() == 1)
}

/// Unties the account; from then on it comes in by its address and password. False: it was not tied.
pub async fn unlink(connection: &mut PgConnection, user: UserId) -> Result<bool> {
    let unlinked =
        sqlx::query!("DELETE FROM issuer_links WHERE user_id = $1", user.uuid()).execute(&mut *connection).await?;
    if unlinked.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!("UPDATE users SET signs_in_by_password = true WHERE id = $1", user.uuid()).execute(connection).await?;
    Ok(true)
}

/// Lets the account in by the issuer alone.
pub async fn require(connection: &mut PgConnection, user: UserId) -> Result<()> {
    sqlx::query!("UPDATE users SET signs_in_by_password = false WHERE id = $1", user.uuid())
        .execute(connection)
        .await?;
    Ok(())
}
