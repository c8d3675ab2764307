//! What was typed and not sent yet, sealed: one for each place of a member.

use domain::id::UserId;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Result;

/// The member's draft at a place, sealed.
pub async fn find(connection: &mut PgConnection, user: UserId, place: Uuid) -> Result<Option<Vec<u8>>> {
    let sealed =
        sqlx::query_scalar!("SELECT text_sealed FROM drafts WHERE user_id = $1 AND place_id = $2", user.uuid(), place,)
            .fetch_optional(connection)
            .await?;
    Ok(sealed)
}

/// Keeps a draft in place of the one before.
pub async fn put(connection: &mut PgConnection, user: UserId, place: Uuid, text_sealed: &[u8]) -> Result<()> {
    sqlx::query!(
        "INSERT INTO drafts (user_id, place_id, text_sealed) VALUES ($1, $2, $3)
         ON CONFLICT (user_id, place_id) DO UPDATE SET text_sealed = excluded.text_sealed, updated_at = now()",
        user.uuid(),
        place,
        text_sealed,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets a draft. `false` when there was none.
pub async fn delete(connection: &mut PgConnection, user: UserId, place: Uuid) -> Result<bool> {
    let deleted = sqlx::query!("DELETE FROM drafts WHERE user_id = $1 AND place_id = $2", user.uuid(), place)
        .execute(connection)
        .await?;
    Ok(deleted.rows_affected() == 1)
}
