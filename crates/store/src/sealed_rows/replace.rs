//! Writing what was sealed anew, where nobody has changed it meanwhile.

use domain::id::UserId;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Resealed, SealedColumn};
use crate::{Error, Result};

/// Puts the new values in place of the old ones; how many those are. What somebody has changed meanwhile stays as they left it.
#[expect(clippy::too_many_lines, reason = "one statement for each column, and nothing else")]
pub async fn replace(
    connection: &mut PgConnection,
    user: UserId,
    column: SealedColumn,
    resealed: &[Resealed],
) -> Result<usize> {
    let user = user.uuid();
    let rows: Vec<Uuid> = resealed.iter().map(|value| value.row).collect();
    let before: Vec<Vec<u8>> = resealed.iter().map(|value| value.before.clone()).collect();
    let after: Vec<Vec<u8>> = resealed.iter().map(|value| value.after.clone()).collect();
    let replaced = match column {
        SealedColumn::Title => {
            sqlx::query!(
                "UPDATE conversations c SET title_sealed = r.after
                 FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS r (id, before, after)
                 WHERE c.user_id = $1 AND c.id = r.id AND c.title_sealed = r.before",
                user,
                &rows,
                &before,
                &after,
            )
            .execute(connection)
            .await?
        }
        SealedColumn::Instructions => {
            sqlx::query!(
                "UPDATE conversations c SET instructions_sealed = r.after
                 FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS r (id, before, after)
                 WHERE c.user_id = $1 AND c.id = r.id AND c.instructions_sealed = r.before",
                user,
                &rows,
                &before,
                &after,
            )
            .execute(connection)
            .await?
        }
        SealedColumn::Text => {
            sqlx::query!(
                "UPDATE messages m SET text_sealed = r.after
                 FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS r (id, before, after)
                 WHERE m.user_id = $1 AND m.id = r.id AND m.text_sealed = r.before",
                user,
                &rows,
                &before,
                &after,
            )
            .execute(connection)
            .await?
        }
        SealedColumn::Reasoning => {
            sqlx::query!(
                "UPDATE messages m SET reasoning_sealed = r.after
                 FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS r (id, before, after)
                 WHERE m.user_id = $1 AND m.id = r.id AND m.reasoning_sealed = r.before",
                user,
                &rows,
                &before,
                &after,
            )
            .execute(connection)
            .await?
        }
        SealedColumn::Draft => {
            sqlx::query!(
                "UPDATE drafts d SET text_sealed = r.after
                 FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS r (id, before, after)
                 WHERE d.user_id = $1 AND d.place_id = r.id AND d.text_sealed = r.before",
                user,
                &rows,
                &before,
                &after,
            )
            .execute(connection)
            .await?
        }
        SealedColumn::Fingerprint => {
            sqlx::query!(
                "UPDATE idempotent_requests i SET fingerprint = r.after
                 FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS r (id, before, after)
                 WHERE i.user_id = $1 AND encode(substring(i.key_hash FROM 1 FOR 16), 'hex')::uuid = r.id
                   AND i.fingerprint = r.before",
                user,
                &rows,
                &before,
                &after,
            )
            .execute(connection)
            .await?
        }
        SealedColumn::Answer => {
            sqlx::query!(
                "UPDATE idempotent_requests i SET answer_sealed = r.after
                 FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS r (id, before, after)
                 WHERE i.user_id = $1 AND encode(substring(i.key_hash FROM 1 FOR 16), 'hex')::uuid = r.id
                   AND i.answer_sealed = r.before",
                user,
                &rows,
                &before,
                &after,
            )
            .execute(connection)
            .await?
        }
        SealedColumn::About => {
            sqlx::query!(
                "UPDATE attachments a SET about_sealed = r.after
                 FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS r (id, before, after)
                 WHERE a.user_id = $1 AND a.id = r.id AND a.about_sealed = r.before",
                user,
                &rows,
                &before,
                &after,
            )
            .execute(connection)
            .await?
        }
        SealedColumn::AttachmentText => {
            sqlx::query!(
                "UPDATE attachments a SET text_sealed = r.after
                 FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS r (id, before, after)
                 WHERE a.user_id = $1 AND a.id = r.id AND a.text_sealed = r.before",
                user,
                &rows,
                &before,
                &after,
            )
            .execute(connection)
            .await?
        }
        SealedColumn::PromptName => {
            sqlx::query!(
                "UPDATE prompts p SET name_sealed = r.after
                 FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS r (id, before, after)
                 WHERE p.user_id = $1 AND p.id = r.id AND p.name_sealed = r.before",
                user,
                &rows,
                &before,
                &after,
            )
            .execute(connection)
            .await?
        }
        SealedColumn::PromptText => {
            sqlx::query!(
                "UPDATE prompts p SET text_sealed = r.after
                 FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS r (id, before, after)
                 WHERE p.user_id = $1 AND p.id = r.id AND p.text_sealed = r.before",
                user,
                &rows,
                &before,
                &after,
            )
            .execute(connection)
            .await?
        }
        SealedColumn::FolderName => {
            sqlx::query!(
                "UPDATE folders f SET name_sealed = r.after
                 FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS r (id, before, after)
                 WHERE f.user_id = $1 AND f.id = r.id AND f.name_sealed = r.before",
                user,
                &rows,
                &before,
                &after,
            )
            .execute(connection)
            .await?
        }
        // What is elsewhere is replaced there.
        SealedColumn::File => return Ok(0),
    };
    usize::try_from(replaced.rows_affected()).map_err(|_| Error::Unreadable("rows"))
}
