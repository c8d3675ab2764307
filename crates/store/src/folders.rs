//! Folders of conversations. Their names are sealed.

use domain::id::{FolderId, GroupId, UserId};
use sqlx::PgConnection;

use crate::{Error, Result};

/// A member's folder.
#[derive(Clone, Debug)]
pub struct Folder {
    /// Which one.
    pub id: FolderId,
    /// The group whose conversations are in it.
    pub group: GroupId,
    /// Its name, sealed.
    pub name_sealed: Vec<u8>,
}

/// All the member's folders, the oldest first.
pub async fn list(connection: &mut PgConnection, user: UserId) -> Result<Vec<Folder>> {
    let rows = sqlx::query!(
        "SELECT id, group_id, name_sealed FROM folders WHERE user_id = $1 ORDER BY created_at, id",
        user.uuid(),
    )
    .fetch_all(connection)
    .await?;
    let folders = rows.into_iter().map(|row| Folder {
        id: row.id.into(),
        group: row.group_id.into(),
        name_sealed: row.name_sealed,
    });
    Ok(folders.collect())
}

/// How many the member has.
pub async fn count(connection: &mut PgConnection, user: UserId) -> Result<usize> {
    let count = sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM folders WHERE user_id = $1"#, user.uuid())
        .fetch_one(connection)
        .await?;
    usize::try_from(count).map_err(|_| Error::Unreadable("folders"))
}

/// The group of the member's folder, which stays until the transaction ends; `None` when there is no such folder.
pub async fn hold(connection: &mut PgConnection, user: UserId, id: FolderId) -> Result<Option<GroupId>> {
    let group = sqlx::query_scalar!(
        "SELECT group_id FROM folders WHERE user_id = $1 AND id = $2 FOR SHARE",
        user.uuid(),
        id.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(group.map(GroupId::from_uuid))
}

/// Makes a folder.
pub async fn insert(connection: &mut PgConnection, user: UserId, folder: &Folder) -> Result<()> {
    sqlx::query!(
        "INSERT INTO folders (user_id, id, group_id, name_sealed) VALUES ($1, $2, $3, $4)",
        user.uuid(),
        folder.id.uuid(),
        folder.group.uuid(),
        folder.name_sealed,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives a folder of the member's another name; its group, or `None` when there is no such folder.
pub async fn rename(
    connection: &mut PgConnection,
    user: UserId,
    id: FolderId,
    name_sealed: &[u8],
) -> Result<Option<GroupId>> {
    let group = sqlx::query_scalar!(
        "UPDATE folders SET name_sealed = $3 WHERE user_id = $1 AND id = $2 RETURNING group_id",
        user.uuid(),
        id.uuid(),
        name_sealed,
    )
    .fetch_optional(connection)
    .await?;
    Ok(group.map(GroupId::from_uuid))
}

/// Takes a folder of the member's away, and leaves its conversations in none. `false` when there is no such folder.
pub async fn delete(connection: &mut PgConnection, user: UserId, id: FolderId) -> Result<bool> {
    let deleted = sqlx::query!("DELETE FROM folders WHERE user_id = $1 AND id = $2", user.uuid(), id.uuid())
        .execute(connection)
        .await?;
    Ok(deleted.rows_affected() == 1)
}
