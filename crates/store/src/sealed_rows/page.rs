//! Reading what is to be sealed anew, a few values at a time.

use domain::id::UserId;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{SealedColumn, SealedRow};
use crate::Result;

/// The user's values of a column, by row from after `after`. A running answer is left out: whoever writes it writes it again.
#[expect(clippy::too_many_lines, reason = "one statement for each column, and nothing else")]
pub async fn page(
    connection: &mut PgConnection,
    user: UserId,
    column: SealedColumn,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<SealedRow>> {
    let (user, after) = (user.uuid(), after.unwrap_or(Uuid::nil()));
    let rows =
        match column {
            SealedColumn::Title => {
                sqlx::query_as!(
                    SealedRow,
                    r#"SELECT id AS "row!", id AS "conversation!", title_sealed AS "sealed!" FROM conversations
                   WHERE user_id = $1 AND id > $2 AND title_sealed IS NOT NULL ORDER BY id LIMIT $3"#,
                    user,
                    after,
                    limit,
                )
                .fetch_all(connection)
                .await?
            }
            SealedColumn::Instructions => {
                sqlx::query_as!(
                    SealedRow,
                    r#"SELECT id AS "row!", id AS "conversation!", instructions_sealed AS "sealed!" FROM conversations
                   WHERE user_id = $1 AND id > $2 AND instructions_sealed IS NOT NULL ORDER BY id LIMIT $3"#,
                    user,
                    after,
                    limit,
                )
                .fetch_all(connection)
                .await?
            }
            SealedColumn::Text => {
                sqlx::query_as!(
                    SealedRow,
                    r#"SELECT id AS "row!", conversation_id AS "conversation!", text_sealed AS "sealed!" FROM messages
                   WHERE user_id = $1 AND id > $2 AND status <> 'running' ORDER BY id LIMIT $3"#,
                    user,
                    after,
                    limit,
                )
                .fetch_all(connection)
                .await?
            }
            SealedColumn::Reasoning => sqlx::query_as!(
                SealedRow,
                r#"SELECT id AS "row!", conversation_id AS "conversation!", reasoning_sealed AS "sealed!" FROM messages
                   WHERE user_id = $1 AND id > $2 AND reasoning_sealed IS NOT NULL ORDER BY id LIMIT $3"#,
                user,
                after,
                limit,
            )
            .fetch_all(connection)
            .await?,
            SealedColumn::Draft => {
                sqlx::query_as!(
                    SealedRow,
                    r#"SELECT place_id AS "row!", place_id AS "conversation!", text_sealed AS "sealed!" FROM drafts
                   WHERE user_id = $1 AND place_id > $2 ORDER BY place_id LIMIT $3"#,
                    user,
                    after,
                    limit,
                )
                .fetch_all(connection)
                .await?
            }
            // Bound to the first half of the key's hash, read as an id.
            SealedColumn::Fingerprint => {
                sqlx::query_as!(
                    SealedRow,
                    r#"SELECT r.id AS "row!", '00000000-0000-0000-0000-000000000000'::uuid AS "conversation!",
                          i.fingerprint AS "sealed!"
                   FROM idempotent_requests i,
                        LATERAL (SELECT encode(substring(i.key_hash FROM 1 FOR 16), 'hex')::uuid AS id) r
                   WHERE i.user_id = $1 AND r.id > $2 ORDER BY r.id LIMIT $3"#,
                    user,
                    after,
                    limit,
                )
                .fetch_all(connection)
                .await?
            }
            SealedColumn::Answer => {
                sqlx::query_as!(
                    SealedRow,
                    r#"SELECT r.id AS "row!", '00000000-0000-0000-0000-000000000000'::uuid AS "conversation!",
                          i.answer_sealed AS "sealed!"
                   FROM idempotent_requests i,
                        LATERAL (SELECT encode(substring(i.key_hash FROM 1 FOR 16), 'hex')::uuid AS id) r
                   WHERE i.user_id = $1 AND r.id > $2 AND i.answer_sealed IS NOT NULL ORDER BY r.id LIMIT $3"#,
                    user,
                    after,
                    limit,
                )
                .fetch_all(connection)
                .await?
            }
            SealedColumn::About => {
                sqlx::query_as!(
                    SealedRow,
                    r#"SELECT id AS "row!", '00000000-0000-0000-0000-000000000000'::uuid AS "conversation!",
                          about_sealed AS "sealed!"
                   FROM attachments WHERE user_id = $1 AND id > $2 ORDER BY id LIMIT $3"#,
                    user,
                    after,
                    limit,
                )
                .fetch_all(connection)
                .await?
            }
            SealedColumn::AttachmentText => {
                sqlx::query_as!(
                    SealedRow,
                    r#"SELECT id AS "row!", '00000000-0000-0000-0000-000000000000'::uuid AS "conversation!",
                          text_sealed AS "sealed!"
                   FROM attachments WHERE user_id = $1 AND id > $2 AND text_sealed IS NOT NULL ORDER BY id LIMIT $3"#,
                    user,
                    after,
                    limit,
                )
                .fetch_all(connection)
                .await?
            }
            SealedColumn::PromptName => {
                sqlx::query_as!(
                    SealedRow,
                    r#"SELECT id AS "row!", '00000000-0000-0000-0000-000000000000'::uuid AS "conversation!",
                          name_sealed AS "sealed!"
                   FROM prompts WHERE user_id = $1 AND id > $2 ORDER BY id LIMIT $3"#,
                    user,
                    after,
                    limit,
                )
                .fetch_all(connection)
                .await?
            }
            SealedColumn::PromptText => {
                sqlx::query_as!(
                    SealedRow,
                    r#"SELECT id AS "row!", '00000000-0000-0000-0000-000000000000'::uuid AS "conversation!",
                          text_sealed AS "sealed!"
                   FROM prompts WHERE user_id = $1 AND id > $2 ORDER BY id LIMIT $3"#,
                    user,
                    after,
                    limit,
                )
                .fetch_all(connection)
                .await?
            }
            SealedColumn::FolderName => {
                sqlx::query_as!(
                    SealedRow,
                    r#"SELECT id AS "row!", '00000000-0000-0000-0000-000000000000'::uuid AS "conversation!",
                          name_sealed AS "sealed!"
                   FROM folders WHERE user_id = $1 AND id > $2 ORDER BY id LIMIT $3"#,
                    user,
                    after,
                    limit,
                )
                .fetch_all(connection)
                .await?
            }
            // Their bytes are elsewhere.
            SealedColumn::File => {
                sqlx::query_as!(
                    SealedRow,
                    r#"SELECT id AS "row!", '00000000-0000-0000-0000-000000000000'::uuid AS "conversation!",
                          ''::bytea AS "sealed!"
                   FROM attachments WHERE user_id = $1 AND id > $2 ORDER BY id LIMIT $3"#,
                    user,
                    after,
                    limit,
                )
                .fetch_all(connection)
                .await?
            }
        };
    Ok(rows)
}
