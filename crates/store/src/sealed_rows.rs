//! Everything that holds what is sealed with a member's content key, to be sealed anew with another one.

mod page;
mod replace;

use domain::id::UserId;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Result;

pub use page::page;
pub use replace::replace;

/// A column of sealed values, or the files that belong to a table's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealedColumn {
    /// `conversations.title_sealed`
    Title,
    /// `conversations.instructions_sealed`
    Instructions,
    /// `messages.text_sealed`
    Text,
    /// `messages.reasoning_sealed`
    Reasoning,
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
    /// `prompts.name_sealed`
    PromptName,
    /// `prompts.text_sealed`
    PromptText,
    /// `folders.name_sealed`
    FolderName,
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
    pub const ALL: [Self; 13] = [
        Self::Title,
        Self::Instructions,
        Self::Text,
        Self::Reasoning,
        Self::Draft,
        Self::Fingerprint,
        Self::Answer,
        Self::About,
        Self::AttachmentText,
        Self::PromptName,
        Self::PromptText,
        Self::FolderName,
        Self::File,
    ];

    /// The name that is stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "conversations.title_sealed",
            Self::Instructions => "conversations.instructions_sealed",
            Self::Text => "messages.text_sealed",
            Self::Reasoning => "messages.reasoning_sealed",
            Self::Draft => "drafts.text_sealed",
            Self::Fingerprint => "idempotent_requests.fingerprint",
            Self::Answer => "idempotent_requests.answer_sealed",
            Self::About => "attachments.about_sealed",
            Self::AttachmentText => "attachments.text_sealed",
            Self::PromptName => "prompts.name_sealed",
            Self::PromptText => "prompts.text_sealed",
            Self::FolderName => "folders.name_sealed",
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
            Self::Reasoning => "reasoning",
            Self::Draft => "draft",
            Self::Fingerprint => "fingerprint",
            Self::Answer => "answer",
            Self::About => "attachment",
            Self::AttachmentText => "attachment_text",
            Self::PromptName => "prompt_name",
            Self::PromptText => "prompt_text",
            Self::FolderName => "folder_name",
            Self::File => "file",
        }
    }
}

/// How many values the user has, in all columns.
pub async fn count(connection: &mut PgConnection, user: UserId) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT (SELECT count(title_sealed) + count(instructions_sealed) FROM conversations WHERE user_id = $1)
                + (SELECT count(*) + count(reasoning_sealed) FROM messages WHERE user_id = $1 AND status <> 'running')
                + (SELECT count(*) FROM drafts WHERE user_id = $1)
                + (SELECT count(fingerprint) + count(answer_sealed) FROM idempotent_requests WHERE user_id = $1)
                + (SELECT 2 * count(*) + count(text_sealed) FROM attachments WHERE user_id = $1)
                + (SELECT 2 * count(*) FROM prompts WHERE user_id = $1)
                + (SELECT count(*) FROM folders WHERE user_id = $1)
                AS "count!""#,
        user.uuid(),
    )
    .fetch_one(connection)
    .await?;
    Ok(count)
}
