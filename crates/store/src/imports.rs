//! Chats that came from elsewhere, whole and at once.

use domain::conversation::Role;
use domain::id::{ConversationId, GroupId, MessageId, UserId};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Result;

/// The name of the constraint that lets a chat from elsewhere come once.
pub const ORIGIN_KEY: &str = "conversations_origin_key";

/// A chat to write, sealed already.
#[derive(Debug)]
pub struct Imported<'a> {
    /// Whose.
    pub user: UserId,
    /// Its new id.
    pub id: ConversationId,
    /// The group that it goes on in.
    pub group: GroupId,
    /// Where it came from, and which it was there.
    pub origin_hash: &'a [u8; 32],
    /// Its title, sealed.
    pub title_sealed: Option<&'a [u8]>,
    /// When it was last used there.
    pub updated_at: Timestamp,
    /// What was said, parents before what follows them.
    pub messages: Vec<ImportedMessage>,
}

/// A message of such a chat.
#[derive(Debug)]
pub struct ImportedMessage {
    /// Its new id.
    pub id: MessageId,
    /// What it follows.
    pub parent: Option<MessageId>,
    /// Who said it.
    pub role: Role,
    /// What it says, sealed.
    pub text_sealed: Vec<u8>,
    /// What answered, as it was called there.
    pub model: Option<String>,
    /// When.
    pub created_at: Timestamp,
}

/// The member's chat that came from there before.
pub async fn find(
    connection: &mut PgConnection,
    user: UserId,
    origin_hash: &[u8; 32],
) -> Result<Option<ConversationId>> {
    let id = sqlx::query_scalar!(
        "SELECT id FROM conversations WHERE user_id = $1 AND origin_hash = $2",
        user.uuid(),
        origin_hash.as_slice(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(id.map(ConversationId::from_uuid))
}

/// Writes a chat. Refused by [`ORIGIN_KEY`] when it came before.
pub async fn insert(connection: &mut PgConnection, new: &Imported<'_>) -> Result<()> {
    sqlx::query!(
        "INSERT INTO conversations (user_id, id, group_id, title_sealed, origin_hash, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6)",
        new.user.uuid(),
        new.id.uuid(),
        new.group.uuid(),
        new.title_sealed,
        new.origin_hash.as_slice(),
        new.updated_at.to_sqlx() as _,
    )
    .execute(&mut *connection)
    .await?;
    let messages = &new.messages;
    let ids: Vec<Uuid> = messages.iter().map(|message| message.id.uuid()).collect();
    let parents: Vec<Option<Uuid>> = messages.iter().map(|message| message.parent.map(MessageId::uuid)).collect();
    let roles: Vec<String> = messages.iter().map(|message| message.role.as_str().to_owned()).collect();
    let texts: Vec<&[u8]> = messages.iter().map(|message| message.text_sealed.as_slice()).collect();
    let models: Vec<Option<&str>> = messages.iter().map(|message| message.model.as_deref()).collect();
    let times: Vec<_> = messages.iter().map(|message| message.created_at.to_sqlx()).collect();
    sqlx::query!(
        "INSERT INTO messages (user_id, conversation_id, status, id, parent_id, role, text_sealed, model, created_at)
         SELECT $1, $2, 'complete', * FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::bytea[], $7::text[], $8::timestamptz[])",
        new.user.uuid(),
        new.id.uuid(),
        &ids,
        &parents as _,
        &roles,
        &texts as _,
        &models as _,
        &times as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}
