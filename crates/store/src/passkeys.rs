//! Passkeys, and the ceremonies that make and use them.

use domain::id::{CeremonyId, PasskeyId, UserId};
use jiff::{SignedDuration, Timestamp};
use jiff_sqlx::ToSqlx;
use serde_json::Value;
use sqlx::PgConnection;

use crate::Result;

/// The name of the constraint that keeps a passkey from being added twice.
pub const CREDENTIAL_KEY: &str = "passkeys_credential_key";

/// A passkey.
#[derive(Clone, Debug)]
pub struct Passkey {
    /// Which one.
    pub id: PasskeyId,
    /// What its member calls it.
    pub name: String,
    /// Its public key and counter, as the `WebAuthn` library keeps them.
    pub credential: Value,
    /// The content key wrapped by what it gives.
    pub wrapped: Option<Vec<u8>>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last signed somebody in.
    pub last_used_at: Option<Timestamp>,
}

/// Something that was asked of a browser.
#[derive(Clone, Debug)]
pub struct Ceremony {
    /// Whose it is; `None` while nobody has said who signs in.
    pub user: Option<UserId>,
    /// The passkey that was right already, when only the vault is still to be opened.
    pub proven: Option<PasskeyId>,
    /// The challenge.
    pub state: Value,
}

/// Adds a passkey. Refused by [`CREDENTIAL_KEY`] when the user has it already.
pub async fn insert(
    connection: &mut PgConnection,
    user: UserId,
    id: PasskeyId,
    credential_id: &[u8],
    credential: &Value,
    name: &str,
    wrapped: Option<&[u8]>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO passkeys (user_id, id, credential_id, credential, name, wrapped) VALUES ($1, $2, $3, $4, $5, $6)",
        user.uuid(),
        id.uuid(),
        credential_id,
        credential,
        name,
        wrapped,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The user's passkeys, the oldest first.
pub async fn list(connection: &mut PgConnection, user: UserId) -> Result<Vec<Passkey>> {
    let rows = sqlx::query!(
        "SELECT id, name, credential, wrapped, created_at, last_used_at FROM passkeys WHERE user_id = $1 ORDER BY id",
        user.uuid(),
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Passkey {
            id: row.id.into(),
            name: row.name,
            credential: row.credential,
            wrapped: row.wrapped,
            created_at: row.created_at.to_jiff(),
            last_used_at: row.last_used_at.map(jiff_sqlx::Timestamp::to_jiff),
        })
        .collect())
}

/// The authenticators' names for the user's passkeys.
pub async fn credential_ids(connection: &mut PgConnection, user: UserId) -> Result<Vec<Vec<u8>>> {
    let ids = sqlx::query_scalar!("SELECT credential_id FROM passkeys WHERE user_id = $1 ORDER BY id", user.uuid())
        .fetch_all(connection)
        .await?;
    Ok(ids)
}

/// The user's passkey by the authenticator's name for it, locked until the transaction ends: its counter takes turns.
pub async fn lock_by_credential(
    connection: &mut PgConnection,
    user: UserId,
    credential_id: &[u8],
) -> Result<Option<Passkey>> {
    let row = sqlx::query!(
        "SELECT id, name, credential, wrapped, created_at, last_used_at
         FROM passkeys WHERE user_id = $1 AND credential_id = $2 FOR UPDATE",
        user.uuid(),
        credential_id,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Passkey {
        id: row.id.into(),
        name: row.name,
        credential: row.credential,
        wrapped: row.wrapped,
        created_at: row.created_at.to_jiff(),
        last_used_at: row.last_used_at.map(jiff_sqlx::Timestamp::to_jiff),
    }))
}

/// Keeps what changed in a passkey when it was used.
pub async fn note_used(connection: &mut PgConnection, user: UserId, id: PasskeyId, credential: &Value) -> Result<()> {
    sqlx::query!(
        "UPDATE passkeys SET credential = $3, last_used_at = now() WHERE user_id = $1 AND id = $2",
        user.uuid(),
        id.uuid(),
        credential,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps the content key wrapped by what a passkey gives.
pub async fn put_wrap(connection: &mut PgConnection, user: UserId, id: PasskeyId, wrapped: &[u8]) -> Result<()> {
    sqlx::query!("UPDATE passkeys SET wrapped = $3 WHERE user_id = $1 AND id = $2", user.uuid(), id.uuid(), wrapped,)
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets the wraps of all the user's passkeys: their content key is another one now.
pub async fn forget_wraps(connection: &mut PgConnection, user: UserId) -> Result<()> {
    sqlx::query!("UPDATE passkeys SET wrapped = NULL WHERE user_id = $1", user.uuid()).execute(connection).await?;
    Ok(())
}

/// Gives a passkey another name. False: it is not there, or somebody else's.
pub async fn rename(connection: &mut PgConnection, user: UserId, id: PasskeyId, name: &str) -> Result<bool> {
    let renamed =
        sqlx::query!("UPDATE passkeys SET name = $3 WHERE user_id = $1 AND id = $2", user.uuid(), id.uuid(), name,)
            .execute(connection)
            .await?;
    Ok(renamed.rows_affected() == 1)
}

/// The name of the user's passkey.
pub async fn name(connection: &mut PgConnection, user: UserId, id: PasskeyId) -> Result<Option<String>> {
    let name = sqlx::query_scalar!("SELECT name FROM passkeys WHERE user_id = $1 AND id = $2", user.uuid(), id.uuid())
        .fetch_optional(connection)
        .await?;
    Ok(name)
}

/// Takes a passkey away; it signs nobody in any more.
pub async fn remove(connection: &mut PgConnection, user: UserId, id: PasskeyId) -> Result<()> {
    sqlx::query!("DELETE FROM passkeys WHERE user_id = $1 AND id = $2", user.uuid(), id.uuid())
        .execute(connection)
        .await?;
    Ok(())
}

/// Notes what was asked of a browser, for as long as `life`.
pub async fn begin(
    connection: &mut PgConnection,
    id: CeremonyId,
    ceremony: &Ceremony,
    now: Timestamp,
    life: SignedDuration,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO passkey_ceremonies (id, user_id, passkey_id, state, expires_at) VALUES ($1, $2, $3, $4, $5)",
        id.uuid(),
        ceremony.user.map(UserId::uuid),
        ceremony.proven.map(PasskeyId::uuid),
        ceremony.state,
        now.saturating_add(life).unwrap_or(now).to_sqlx() as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes what was asked: an answer counts once.
pub async fn take(connection: &mut PgConnection, id: CeremonyId, now: Timestamp) -> Result<Option<Ceremony>> {
    let row = sqlx::query!(
        "DELETE FROM passkey_ceremonies WHERE id = $1 AND expires_at > $2 RETURNING user_id, passkey_id, state",
        id.uuid(),
        now.to_sqlx() as _,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Ceremony {
        user: row.user_id.map(UserId::from_uuid),
        proven: row.passkey_id.map(PasskeyId::from_uuid),
        state: row.state,
    }))
}

/// Who has shown which passkey, while their vault is still to be opened.
pub async fn proven(
    connection: &mut PgConnection,
    id: CeremonyId,
    now: Timestamp,
) -> Result<Option<(UserId, PasskeyId)>> {
    let row = sqlx::query!(
        r#"SELECT user_id AS "user_id!", passkey_id AS "passkey_id!" FROM passkey_ceremonies
           WHERE id = $1 AND expires_at > $2 AND user_id IS NOT NULL AND passkey_id IS NOT NULL"#,
        id.uuid(),
        now.to_sqlx() as _,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.user_id.into(), row.passkey_id.into())))
}

/// Forgets what nobody answered.
pub async fn sweep(connection: &mut PgConnection, now: Timestamp) -> Result<()> {
    sqlx::query!("DELETE FROM passkey_ceremonies WHERE expires_at < $1", now.to_sqlx() as _)
        .execute(connection)
        .await?;
    Ok(())
}
