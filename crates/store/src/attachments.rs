//! Files that go with questions: who has them, and which objects nobody has any more. What is in them is sealed.

use std::collections::HashMap;

use domain::id::{AttachmentId, ConversationId, MessageId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{Error, Result, WhenLocked};

/// A file of a member's.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Which one; the object store knows it by the same name.
    pub id: AttachmentId,
    /// The conversation that it is used in; `None` before a question has it.
    pub conversation: Option<ConversationId>,
    /// Its name and kind, sealed.
    pub about_sealed: Vec<u8>,
    /// What a model is told of it, sealed; `None` for a picture.
    pub text_sealed: Option<Vec<u8>>,
    /// How large it is, unsealed.
    pub bytes: u64,
}

/// A file that has just been put into the object store.
#[derive(Debug)]
pub struct NewAttachment<'a> {
    /// Whose.
    pub user: UserId,
    /// Which one.
    pub id: AttachmentId,
    /// Its name and kind, sealed.
    pub about_sealed: &'a [u8],
    /// What a model is told of it, sealed.
    pub text_sealed: Option<&'a [u8]>,
    /// How large it is, unsealed.
    pub bytes: usize,
}

/// An object that no row names.
#[derive(Clone, Copy, Debug)]
pub struct LooseObject {
    /// Whose it was.
    pub user: UserId,
    /// Which one.
    pub id: AttachmentId,
}

/// Notes an object that is about to be stored: if no row names it within the hour, it is taken away again.
pub async fn expect_object(connection: &mut PgConnection, user: UserId, id: AttachmentId) -> Result<()> {
    sqlx::query!(
        "INSERT INTO loose_objects (user_id, id, remove_after) VALUES ($1, $2, now() + interval '1 hour')",
        user.uuid(),
        id.uuid(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Names an object that was expected. `false`: it took too long and may be gone.
pub async fn insert(connection: &mut PgConnection, new: &NewAttachment<'_>) -> Result<bool> {
    let expected = sqlx::query!(
        "DELETE FROM loose_objects WHERE user_id = $1 AND id = $2 AND remove_after > now()",
        new.user.uuid(),
        new.id.uuid(),
    )
    .execute(&mut *connection)
    .await?;
    if expected.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!(
        "INSERT INTO attachments (user_id, id, about_sealed, text_sealed, bytes) VALUES ($1, $2, $3, $4, $5)",
        new.user.uuid(),
        new.id.uuid(),
        new.about_sealed,
        new.text_sealed,
        i64::try_from(new.bytes).unwrap_or(i64::MAX),
    )
    .execute(connection)
    .await?;
    Ok(true)
}

/// What all the member's files have together, in bytes.
pub async fn bytes_of(connection: &mut PgConnection, user: UserId) -> Result<u64> {
    let bytes = sqlx::query_scalar!(
        r#"SELECT coalesce(sum(bytes), 0)::bigint AS "bytes!" FROM attachments WHERE user_id = $1"#,
        user.uuid(),
    )
    .fetch_one(connection)
    .await?;
    u64::try_from(bytes).map_err(|_| Error::Unreadable("attachments.bytes"))
}

/// The member's file with this id, without its text.
pub async fn find(connection: &mut PgConnection, user: UserId, id: AttachmentId) -> Result<Option<Attachment>> {
    Ok(find_all(connection, user, &[id]).await?.pop())
}

/// The member's files with these ids, in no order, without their texts.
pub async fn find_all(connection: &mut PgConnection, user: UserId, ids: &[AttachmentId]) -> Result<Vec<Attachment>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows = sqlx::query!(
        "SELECT id, conversation_id, about_sealed, bytes FROM attachments WHERE user_id = $1 AND id = ANY($2)",
        user.uuid(),
        &ids,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Attachment {
                id: row.id.into(),
                conversation: row.conversation_id.map(ConversationId::from_uuid),
                about_sealed: row.about_sealed,
                text_sealed: None,
                bytes: u64::try_from(row.bytes).map_err(|_| Error::Unreadable("attachments.bytes"))?,
            })
        })
        .collect()
}

/// What a model is told of these files of the member's, sealed, in no order. Pictures say nothing.
pub async fn texts(
    connection: &mut PgConnection,
    user: UserId,
    ids: &[AttachmentId],
) -> Result<Vec<(AttachmentId, Vec<u8>)>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows = sqlx::query!(
        r#"SELECT id, text_sealed AS "text_sealed!" FROM attachments
           WHERE user_id = $1 AND id = ANY($2) AND text_sealed IS NOT NULL"#,
        user.uuid(),
        &ids,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id.into(), row.text_sealed)).collect())
}

/// The files of every message of the member's conversation, without their texts, each message's in order.
pub async fn of_conversation(
    connection: &mut PgConnection,
    user: UserId,
    conversation: ConversationId,
) -> Result<Vec<(MessageId, Attachment)>> {
    let rows = sqlx::query!(
        "SELECT l.message_id, a.id, a.conversation_id, a.about_sealed, a.bytes
         FROM attachments a JOIN message_attachments l ON l.user_id = a.user_id AND l.attachment_id = a.id
         WHERE a.user_id = $1 AND a.conversation_id = $2 ORDER BY l.message_id, l.place",
        user.uuid(),
        conversation.uuid(),
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let attachment = Attachment {
                id: row.id.into(),
                conversation: row.conversation_id.map(ConversationId::from_uuid),
                about_sealed: row.about_sealed,
                text_sealed: None,
                bytes: u64::try_from(row.bytes).map_err(|_| Error::Unreadable("attachments.bytes"))?,
            };
            Ok((row.message_id.into(), attachment))
        })
        .collect()
}

/// The files of one message of the member's, in order.
pub async fn of_message(connection: &mut PgConnection, user: UserId, message: MessageId) -> Result<Vec<AttachmentId>> {
    let ids = sqlx::query_scalar!(
        "SELECT attachment_id FROM message_attachments WHERE user_id = $1 AND message_id = $2 ORDER BY place",
        user.uuid(),
        message.uuid(),
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(AttachmentId::from_uuid).collect())
}

/// The conversations that files are used in, for those of these files that there are: locked until the transaction ends. Those
/// that somebody else has locked are left out, or waited for.
pub async fn lock(
    connection: &mut PgConnection,
    files: &[(UserId, AttachmentId)],
    when_locked: WhenLocked,
) -> Result<HashMap<(UserId, AttachmentId), Option<ConversationId>>> {
    let (users, ids): (Vec<Uuid>, Vec<Uuid>) = files.iter().map(|(user, id)| (user.uuid(), id.uuid())).unzip();
    if when_locked == WhenLocked::Wait {
        sqlx::query!(
            "SELECT a.id FROM unnest($1::uuid[], $2::uuid[]) AS wanted(user_id, id) JOIN attachments a USING (user_id, id)
             ORDER BY a.user_id, a.id FOR NO KEY UPDATE OF a",
            &users,
            &ids,
        )
        .fetch_all(&mut *connection)
        .await?;
    }
    let rows = sqlx::query!(
        "SELECT a.user_id, a.id, a.conversation_id
         FROM unnest($1::uuid[], $2::uuid[]) AS wanted(user_id, id) JOIN attachments a USING (user_id, id)
         ORDER BY a.user_id, a.id FOR NO KEY UPDATE OF a SKIP LOCKED",
        &users,
        &ids,
    )
    .fetch_all(connection)
    .await?;
    let files = rows
        .into_iter()
        .map(|row| ((row.user_id.into(), row.id.into()), row.conversation_id.map(ConversationId::from_uuid)));
    Ok(files.collect())
}

/// A file that a message has from now on.
#[derive(Clone, Copy, Debug)]
pub struct Attached {
    /// Whose.
    pub user: UserId,
    /// The message's conversation.
    pub conversation: ConversationId,
    /// The message.
    pub message: MessageId,
    /// Its place among the message's files.
    pub place: i32,
    /// The file; this transaction has locked it.
    pub id: AttachmentId,
}

/// Gives messages their files.
pub async fn attach(connection: &mut PgConnection, attached: &[Attached]) -> Result<()> {
    let ids = |id: fn(&Attached) -> Uuid| attached.iter().map(id).collect::<Vec<_>>();
    sqlx::query!(
        "WITH new AS (
             SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::uuid[])
                 AS n(user_id, conversation_id, message_id, place, id)
         ), taken AS (
             UPDATE attachments a SET conversation_id = n.conversation_id
             FROM new n WHERE a.user_id = n.user_id AND a.id = n.id
         )
         INSERT INTO message_attachments (user_id, message_id, place, attachment_id)
         SELECT user_id, message_id, place, id FROM new",
        &ids(|attached| attached.user.uuid()),
        &ids(|attached| attached.conversation.uuid()),
        &ids(|attached| attached.message.uuid()),
        &attached.iter().map(|attached| attached.place).collect::<Vec<_>>(),
        &ids(|attached| attached.id.uuid()),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes away a file of the member's that no question has. `false` when there is none.
pub async fn delete_unsent(connection: &mut PgConnection, user: UserId, id: AttachmentId) -> Result<bool> {
    let deleted = sqlx::query!(
        "DELETE FROM attachments a WHERE user_id = $1 AND id = $2
         AND NOT EXISTS (SELECT FROM message_attachments l WHERE l.user_id = a.user_id AND l.attachment_id = a.id)",
        user.uuid(),
        id.uuid(),
    )
    .execute(connection)
    .await?;
    Ok(deleted.rows_affected() == 1)
}

/// Takes away the files that no question has had for a day.
pub async fn sweep(connection: &mut PgConnection) -> Result<()> {
    sqlx::query!(
        "DELETE FROM attachments a WHERE created_at < now() - interval '1 day'
         AND NOT EXISTS (SELECT FROM message_attachments l WHERE l.user_id = a.user_id AND l.attachment_id = a.id)",
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Some of the objects that nobody has any more.
pub async fn loose_objects(connection: &mut PgConnection, limit: i64) -> Result<Vec<LooseObject>> {
    let rows = sqlx::query!(
        "SELECT user_id, id FROM loose_objects WHERE remove_after <= now() ORDER BY remove_after LIMIT $1",
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| LooseObject { user: row.user_id.into(), id: row.id.into() }).collect())
}

/// Forgets an object that was taken out of the object store.
pub async fn forget_object(connection: &mut PgConnection, object: LooseObject) -> Result<()> {
    sqlx::query!("DELETE FROM loose_objects WHERE user_id = $1 AND id = $2", object.user.uuid(), object.id.uuid())
        .execute(connection)
        .await?;
    Ok(())
}
