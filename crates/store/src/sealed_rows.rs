//! Everything that holds what is sealed with a member's content key, to be sealed anew with another one.

use domain::id::UserId;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Result;

/// A column of sealed values, or the files that belong to a table's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealedColumn {
    /// `conversations.title_sealed`
    Title,
    /// `conversations.instructions_sealed`
    Instructions,
    /// `messages.text_sealed`
    Text,
    /// `drafts.text_sealed`
    Draft,
    /// `idempotent_requests.fingerprint`
    Fingerprint,
    /// `idempotent_requests.answer_sealed`
    Answer,
    /// `attachments.about_sealed`
    About,
    /// `attachments.text_sealed`
    AttachmentText,
    /// No column, but the bytes of a file in the object store; its row says that there is one.
    File,
}

/// A sealed value, with what it is bound to.
#[derive(Clone, Debug)]
pub struct SealedRow {
    /// The row that it is bound to.
    pub row: Uuid,
    /// The conversation that it is bound to; nil for none.
    pub conversation: Uuid,
    /// The value.
    pub sealed: Vec<u8>,
}

/// A value that was sealed anew.
#[derive(Clone, Debug)]
pub struct Resealed {
    /// Whose.
    pub row: Uuid,
    /// What it was.
    pub before: Vec<u8>,
    /// What it becomes, if nobody has changed it meanwhile.
    pub after: Vec<u8>,
}

impl SealedColumn {
    /// All of them, in the order in which they are sealed anew.
    pub const ALL: [Self; 9] = [
        Self::Title,
        Self::Instructions,
        Self::Text,
        Self::Draft,
        Self::Fingerprint,
        Self::Answer,
        Self::About,
        Self::AttachmentText,
        Self::File,
    ];

    /// The name that is stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "conversations.title_sealed",
            Self::Instructions => "conversations.instructions_sealed",
            Self::Text => "messages.text_sealed",
            Self::Draft => "drafts.text_sealed",
            Self::Fingerprint => "idempotent_requests.fingerprint",
            Self::Answer => "idempotent_requests.answer_sealed",
            Self::About => "attachments.about_sealed",
            Self::AttachmentText => "attachments.text_sealed",
            Self::File => "files",
        }
    }

    /// The column by its stored name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == name)
    }

    /// The column after this one.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        let at = Self::ALL.iter().position(|column| *column == self)?;
        Self::ALL.get(at + 1).copied()
    }

    /// The field that a value of it is bound to.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Instructions => "instructions",
            Self::Text => "text",
            Self::Draft => "draft",
            Self::Fingerprint => "fingerprint",
            Self::Answer => "answer",
            Self::About => "attachment",
            Self::AttachmentText => "attachment_text",
            Self::File => "file",
        }
    }
}

/// The user's values of a column, by row from after `after`. A running answer is left out: whoever writes it writes it again.
pub async fn page(
    connection: &mut PgConnection,
    user: UserId,
    column: SealedColumn,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<SealedRow>> {
    let (user, after) = (user.uuid(), after.unwrap_or(Uuid::nil()));
    let rows = match column {
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

/// Puts the new values in place of the old ones. What somebody has changed meanwhile stays as they left it.
pub async fn replace(
    connection: &mut PgConnection,
    user: UserId,
    column: SealedColumn,
    resealed: &[Resealed],
) -> Result<()> {
    let user = user.uuid();
    let rows: Vec<Uuid> = resealed.iter().map(|value| value.row).collect();
    let before: Vec<Vec<u8>> = resealed.iter().map(|value| value.before.clone()).collect();
    let after: Vec<Vec<u8>> = resealed.iter().map(|value| value.after.clone()).collect();
    match column {
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
            .await?;
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
            .await?;
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
            .await?;
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
            .await?;
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
            .await?;
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
            .await?;
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
            .await?;
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
            .await?;
        }
        // What is elsewhere is replaced there.
        SealedColumn::File => {}
    }
    Ok(())
}

/// How many values the user has, in all columns.
pub async fn count(connection: &mut PgConnection, user: UserId) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT (SELECT count(title_sealed) + count(instructions_sealed) FROM conversations WHERE user_id = $1)
                + (SELECT count(*) FROM messages WHERE user_id = $1 AND status <> 'running')
                + (SELECT count(*) FROM drafts WHERE user_id = $1)
                + (SELECT count(fingerprint) + count(answer_sealed) FROM idempotent_requests WHERE user_id = $1)
                + (SELECT 2 * count(*) + count(text_sealed) FROM attachments WHERE user_id = $1)
                AS "count!""#,
        user.uuid(),
    )
    .fetch_one(connection)
    .await?;
    Ok(count)
}
