//! Content keys that are being replaced, and how far that is.

use domain::id::{SealedKeyId, UserId};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::sealed_rows::SealedColumn;
use crate::{Error, Result};

/// The name of the constraint that lets one rotation of an account go on at a time.
pub const USER_KEY: &str = "key_rotations_pkey";

/// A rotation that is not done.
#[derive(Clone, Debug)]
pub struct Rotation {
    /// The old key.
    pub old_key: SealedKeyId,
    /// When the new key took its place.
    pub began_at: Timestamp,
    /// When the round began that is going on, or that went on last.
    pub round_began_at: Timestamp,
    /// When that round ended; `None`: it is going on.
    pub round_ended_at: Option<Timestamp>,
    /// How far it is.
    pub at: Option<Position>,
    /// Values that the round has done.
    pub done_rows: i64,
    /// How many there were when it began.
    pub total_rows: i64,
}

/// The last value that is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Of which column; those before it are done.
    pub column: SealedColumn,
    /// Of which row.
    pub row: Uuid,
}

/// Begins a rotation and its first round. Refused by [`USER_KEY`] while another goes on.
pub async fn begin(connection: &mut PgConnection, user: UserId, old_key: SealedKeyId, total_rows: i64) -> Result<()> {
    sqlx::query!(
        "INSERT INTO key_rotations (user_id, sealed_key_id, total_rows) VALUES ($1, $2, $3)",
        user.uuid(),
        old_key.uuid(),
        total_rows,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The user's rotation, if one is not done.
pub async fn find(connection: &mut PgConnection, user: UserId) -> Result<Option<Rotation>> {
    let row = sqlx::query!(
        "SELECT sealed_key_id, began_at, round_began_at, round_ended_at, at_column, at_row, done_rows, total_rows
         FROM key_rotations WHERE user_id = $1",
        user.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let at = match (row.at_column, row.at_row) {
            (Some(name), Some(row)) => {
                let column = SealedColumn::named(&name).ok_or(Error::Unreadable("key_rotations.at_column"))?;
                Some(Position { column, row })
            }
            _ => None,
        };
        Ok(Rotation {
            old_key: row.sealed_key_id.into(),
            began_at: row.began_at.to_jiff(),
            round_began_at: row.round_began_at.to_jiff(),
            round_ended_at: row.round_ended_at.map(jiff_sqlx::Timestamp::to_jiff),
            at,
            done_rows: row.done_rows,
            total_rows: row.total_rows,
        })
    })
    .transpose()
}

/// Notes that the round is further. False: somebody else has moved it meanwhile.
pub async fn advance(
    connection: &mut PgConnection,
    user: UserId,
    from: &Rotation,
    to: Position,
    more_rows: i64,
) -> Result<bool> {
    let moved = sqlx::query!(
        "UPDATE key_rotations SET at_column = $4, at_row = $5, done_rows = done_rows + $6
         WHERE user_id = $1 AND round_ended_at IS NULL AND at_column IS NOT DISTINCT FROM $2
           AND at_row IS NOT DISTINCT FROM $3",
        user.uuid(),
        from.at.map(|at| at.column.name()),
        from.at.map(|at| at.row),
        to.column.name(),
        to.row,
        more_rows,
    )
    .execute(connection)
    .await?;
    Ok(moved.rows_affected() == 1)
}

/// Ends the round that is going on.
pub async fn end_round(connection: &mut PgConnection, user: UserId) -> Result<bool> {
    let ended = sqlx::query!(
        "UPDATE key_rotations SET round_ended_at = now(), at_column = NULL, at_row = NULL, done_rows = total_rows
         WHERE user_id = $1 AND round_ended_at IS NULL",
        user.uuid(),
    )
    .execute(connection)
    .await?;
    Ok(ended.rows_affected() == 1)
}

/// Begins another round, if the one before it is the one that was seen.
pub async fn begin_round(connection: &mut PgConnection, user: UserId, before: &Rotation, total: i64) -> Result<bool> {
    let begun = sqlx::query!(
        "UPDATE key_rotations SET round_began_at = now(), round_ended_at = NULL, done_rows = 0, total_rows = $3
         WHERE user_id = $1 AND round_ended_at IS NOT NULL AND round_began_at = $2",
        user.uuid(),
        before.round_began_at.to_sqlx() as _,
        total,
    )
    .execute(connection)
    .await?;
    Ok(begun.rows_affected() == 1)
}

/// Whether an answer is still being written that began before `moment`: it is sealed with the key of its beginning.
pub async fn older_answers_run(connection: &mut PgConnection, user: UserId, moment: Timestamp) -> Result<bool> {
    let run = sqlx::query_scalar!(
        r#"SELECT EXISTS (
               SELECT 1 FROM turns WHERE user_id = $1 AND status = 'running' AND started_at < $2
           ) AS "run!""#,
        user.uuid(),
        moment.to_sqlx() as _,
    )
    .fetch_one(connection)
    .await?;
    Ok(run)
}

/// Ends the rotation: these keys have nothing left to open, and are gone.
pub async fn retire(connection: &mut PgConnection, user: UserId, keys: &[SealedKeyId]) -> Result<()> {
    let ids: Vec<Uuid> = keys.iter().map(|key| key.uuid()).collect();
    sqlx::query!("DELETE FROM sealed_keys WHERE user_id = $1 AND id = ANY($2)", user.uuid(), &ids)
        .execute(connection)
        .await?;
    Ok(())
}

/// Gives a rotation up: its old key stays among those that the new one opens.
pub async fn abandon(connection: &mut PgConnection, user: UserId) -> Result<()> {
    sqlx::query!("DELETE FROM key_rotations WHERE user_id = $1", user.uuid()).execute(connection).await?;
    Ok(())
}
