//! What members ask again and again. Names and texts are sealed.

use domain::id::{PromptId, UserId};
use sqlx::PgConnection;

use crate::{Error, Result};

/// A member's prompt.
#[derive(Clone, Debug)]
pub struct Prompt {
    /// Which one.
    pub id: PromptId,
    /// Its name, sealed.
    pub name_sealed: Vec<u8>,
    /// What it says, sealed.
    pub text_sealed: Vec<u8>,
}

/// All the member's prompts, the oldest first.
pub async fn list(connection: &mut PgConnection, user: UserId) -> Result<Vec<Prompt>> {
    let rows = sqlx::query!(
        "SELECT id, name_sealed, text_sealed FROM prompts WHERE user_id = $1 ORDER BY created_at, id",
        user.uuid(),
    )
    .fetch_all(connection)
    .await?;
    let prompt = |id: uuid::Uuid, name_sealed, text_sealed| Prompt { id: id.into(), name_sealed, text_sealed };
    Ok(rows.into_iter().map(|row| prompt(row.id, row.name_sealed, row.text_sealed)).collect())
}

/// How many the member has.
pub async fn count(connection: &mut PgConnection, user: UserId) -> Result<usize> {
    let count = sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM prompts WHERE user_id = $1"#, user.uuid())
        .fetch_one(connection)
        .await?;
    usize::try_from(count).map_err(|_| Error::Unreadable("prompts"))
}

/// Keeps a new prompt.
pub async fn insert(connection: &mut PgConnection, user: UserId, prompt: &Prompt) -> Result<()> {
    sqlx::query!(
        "INSERT INTO prompts (user_id, id, name_sealed, text_sealed) VALUES ($1, $2, $3, $4)",
        user.uuid(),
        prompt.id.uuid(),
        prompt.name_sealed,
        prompt.text_sealed,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Changes a prompt of the member's. `false` when there is none.
pub async fn update(connection: &mut PgConnection, user: UserId, prompt: &Prompt) -> Result<bool> {
    let updated = sqlx::query!(
        "UPDATE prompts SET name_sealed = $3, text_sealed = $4 WHERE user_id = $1 AND id = $2",
        user.uuid(),
        prompt.id.uuid(),
        prompt.name_sealed,
        prompt.text_sealed,
    )
    .execute(connection)
    .await?;
    Ok(updated.rows_affected() == 1)
}

/// Forgets a prompt of the member's. `false` when there is none.
pub async fn delete(connection: &mut PgConnection, user: UserId, id: PromptId) -> Result<bool> {
    let deleted = sqlx::query!("DELETE FROM prompts WHERE user_id = $1 AND id = $2", user.uuid(), id.uuid())
        .execute(connection)
        .await?;
    Ok(deleted.rows_affected() == 1)
}
