//! Conversations that are shown to others by a link. What they say is sealed by a key that the server does not have.

use domain::id::{ConversationId, SnapshotId, UserId};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;

use crate::{Error, Result};

/// A link of a member's.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Which one.
    pub id: SnapshotId,
    /// What it shows.
    pub conversation: ConversationId,
    /// That conversation's title, sealed for its owner.
    pub title_sealed: Option<Vec<u8>>,
    /// Whether the link alone does not open it.
    pub has_password: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
}

/// A link that is made.
#[derive(Debug)]
pub struct NewSnapshot<'a> {
    /// Whose.
    pub user: UserId,
    /// Which one.
    pub id: SnapshotId,
    /// What it shows.
    pub conversation: ConversationId,
    /// What it says, sealed by the browser.
    pub content_sealed: &'a [u8],
    /// Whether the link alone does not open it.
    pub has_password: bool,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
}

/// How many links the member has that still work.
pub async fn count(connection: &mut PgConnection, user: UserId) -> Result<usize> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM snapshots WHERE user_id = $1 AND (expires_at IS NULL OR expires_at > now())"#,
        user.uuid(),
    )
    .fetch_one(connection)
    .await?;
    usize::try_from(count).map_err(|_| Error::Unreadable("snapshots"))
}

/// Makes a link.
pub async fn insert(connection: &mut PgConnection, new: &NewSnapshot<'_>) -> Result<()> {
    sqlx::query!(
        "INSERT INTO snapshots (user_id, id, conversation_id, content_sealed, has_password, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        new.user.uuid(),
        new.id.uuid(),
        new.conversation.uuid(),
        new.content_sealed,
        new.has_password,
        new.expires_at.map(ToSqlx::to_sqlx) as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The member's links that still work, the newest first.
pub async fn list(connection: &mut PgConnection, user: UserId) -> Result<Vec<Snapshot>> {
    let rows = sqlx::query!(
        "SELECT s.id, s.conversation_id, c.title_sealed, s.has_password, s.created_at, s.expires_at
         FROM snapshots s JOIN conversations c ON c.user_id = s.user_id AND c.id = s.conversation_id
         WHERE s.user_id = $1 AND (s.expires_at IS NULL OR s.expires_at > now())
         ORDER BY s.created_at DESC, s.id DESC",
        user.uuid(),
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Snapshot {
            id: row.id.into(),
            conversation: row.conversation_id.into(),
            title_sealed: row.title_sealed,
            has_password: row.has_password,
            created_at: row.created_at.to_jiff(),
            expires_at: row.expires_at.map(jiff_sqlx::Timestamp::to_jiff),
        })
        .collect())
}

/// What anybody with the link gets: its content, still sealed. `None` when it was taken back or has ended.
pub async fn content(connection: &mut PgConnection, id: SnapshotId) -> Result<Option<Vec<u8>>> {
    let content = sqlx::query_scalar!(
        "SELECT content_sealed FROM snapshots WHERE id = $1 AND (expires_at IS NULL OR expires_at > now())",
        id.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(content)
}

/// Takes a link of the member's back. `false` when there is none.
pub async fn delete(connection: &mut PgConnection, user: UserId, id: SnapshotId) -> Result<bool> {
    let deleted = sqlx::query!("DELETE FROM snapshots WHERE user_id = $1 AND id = $2", user.uuid(), id.uuid())
        .execute(connection)
        .await?;
    Ok(deleted.rows_affected() == 1)
}

/// Takes away what has ended.
pub async fn sweep(connection: &mut PgConnection) -> Result<()> {
    sqlx::query!("DELETE FROM snapshots WHERE expires_at <= now()").execute(connection).await?;
    Ok(())
}
