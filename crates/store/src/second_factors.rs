//! Second factors and their backup codes.

use domain::id::UserId;
use domain::second_factor::Attempts;
use jiff::Timestamp;
use sqlx::PgConnection;

use crate::Result;

/// A second factor, also one that is still being set up.
#[derive(Clone, Debug)]
pub struct SecondFactor {
    /// Encrypted by the server's own key.
    pub secret_encrypted: Vec<u8>,
    /// Since when it is asked for; `None`: it is being set up.
    pub confirmed_at: Option<Timestamp>,
    /// The step of the last code that was right.
    pub last_step: i64,
    /// The wrong codes since then.
    pub attempts: Attempts,
}

/// The user's second factor, locked until the transaction ends: guesses take turns.
pub async fn lock(connection: &mut PgConnection, user: UserId) -> Result<Option<SecondFactor>> {
    let row = sqlx::query!(
        "SELECT secret_encrypted, confirmed_at, last_step, wrong_in_a_row, last_wrong_at
         FROM second_factors WHERE user_id = $1 FOR UPDATE",
        user.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| SecondFactor {
        secret_encrypted: row.secret_encrypted,
        confirmed_at: row.confirmed_at.map(jiff_sqlx::Timestamp::to_jiff),
        last_step: row.last_step,
        attempts: Attempts {
            wrong_in_a_row: u32::try_from(row.wrong_in_a_row).unwrap_or(u32::MAX),
            last_wrong_at: row.last_wrong_at.map(jiff_sqlx::Timestamp::to_jiff),
        },
    }))
}

/// Since when the user has a second factor, and how many backup codes are left. `None`: they have none.
pub async fn since(connection: &mut PgConnection, user: UserId) -> Result<Option<(Timestamp, i64)>> {
    let row = sqlx::query!(
        r#"SELECT f.confirmed_at AS "confirmed_at!",
                  (SELECT count(*) FROM backup_codes c WHERE c.user_id = f.user_id) AS "left!"
           FROM second_factors f WHERE f.user_id = $1 AND f.confirmed_at IS NOT NULL"#,
        user.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.confirmed_at.to_jiff(), row.left)))
}

/// Begins to set one up, in place of one that was never confirmed. False: there is a confirmed one.
pub async fn begin(connection: &mut PgConnection, user: UserId, secret_encrypted: &[u8]) -> Result<bool> {
    let begun = sqlx::query!(
        "INSERT INTO second_factors (user_id, secret_encrypted) VALUES ($1, $2)
         ON CONFLICT (user_id) DO UPDATE SET secret_encrypted = excluded.secret_encrypted, created_at = now(), last_step = 0
         WHERE second_factors.confirmed_at IS NULL",
        user.uuid(),
        secret_encrypted,
    )
    .execute(connection)
    .await?;
    Ok(begun.rows_affected() == 1)
}

/// Notes that a code was right: no earlier one counts any more, and the wrong ones are forgiven. `secret_encrypted` is the
/// secret anew, where the server's key has changed.
pub async fn note_right(
    connection: &mut PgConnection,
    user: UserId,
    step: i64,
    secret_encrypted: Option<&[u8]>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE second_factors SET last_step = greatest(last_step, $2), wrong_in_a_row = 0, last_wrong_at = NULL,
             confirmed_at = coalesce(confirmed_at, now()), secret_encrypted = coalesce($3, secret_encrypted)
         WHERE user_id = $1",
        user.uuid(),
        step,
        secret_encrypted,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes a wrong code.
pub async fn note_wrong(connection: &mut PgConnection, user: UserId) -> Result<()> {
    sqlx::query!(
        "UPDATE second_factors SET wrong_in_a_row = least(wrong_in_a_row, 1000000) + 1, last_wrong_at = now()
         WHERE user_id = $1",
        user.uuid(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes the second factor and its backup codes away.
pub async fn remove(connection: &mut PgConnection, user: UserId) -> Result<()> {
    sqlx::query!("DELETE FROM backup_codes WHERE user_id = $1", user.uuid()).execute(&mut *connection).await?;
    sqlx::query!("DELETE FROM second_factors WHERE user_id = $1", user.uuid()).execute(connection).await?;
    Ok(())
}

/// Keeps the hashes of new backup codes, in place of all earlier ones.
pub async fn put_backup_codes(connection: &mut PgConnection, user: UserId, hashes: &[Vec<u8>]) -> Result<()> {
    sqlx::query!("DELETE FROM backup_codes WHERE user_id = $1", user.uuid()).execute(&mut *connection).await?;
    sqlx::query!(
        "INSERT INTO backup_codes (user_id, code_hash) SELECT $1, hash FROM unnest($2::bytea[]) hash",
        user.uuid(),
        hashes,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Uses up the backup code with one of these hashes. False: there is none.
pub async fn use_backup_code(connection: &mut PgConnection, user: UserId, hashes: &[Vec<u8>]) -> Result<bool> {
    let removed =
        sqlx::query!("DELETE FROM backup_codes WHERE user_id = $1 AND code_hash = ANY($2)", user.uuid(), hashes)
            .execute(connection)
            .await?;
    Ok(removed.rows_affected() > 0)
}
