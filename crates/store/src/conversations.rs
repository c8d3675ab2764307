//! Conversations. Titles are sealed; the key of every row is its member.

use domain::conversation::{Filing, Node, Shelf};
use domain::group::{GroupStatus, MembershipStatus};
use domain::id::{ConversationId, FolderId, GroupId, MessageId, TurnId, UserId};
use domain::plan::PlanCode;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::messages::{self, SHORT_TEXT_BYTES, Tree};
use crate::{Error, Result};

/// A member's chat.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// Which one.
    pub id: ConversationId,
    /// The group whose credit it uses.
    pub group: GroupId,
    /// Its title, sealed; `None` before it has one.
    pub title_sealed: Option<Vec<u8>>,
    /// The model that was chosen for it.
    pub model: Option<String>,
    /// Where it is listed.
    pub shelf: Shelf,
    /// The folder that it is in.
    pub folder: Option<FolderId>,
    /// Whether an answer has ended since it was last read.
    pub unread: bool,
    /// Whether instructions stand above it.
    pub instructed: bool,
    /// Whether it is in no list and does not stay.
    pub temporary: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When something was last asked in it.
    pub updated_at: Timestamp,
    /// The turn that is being answered in it.
    pub running_turn: Option<TurnId>,
}

/// A conversation together with what decides whether something can be asked in it.
#[derive(Clone, Debug)]
pub struct InGroup {
    /// The conversation.
    pub conversation: Conversation,
    /// What the model is told before everything else, sealed.
    pub instructions_sealed: Option<Vec<u8>>,
    /// What state its group is in.
    pub group_status: GroupStatus,
    /// The group's plan.
    pub plan: PlanCode,
    /// How the member still belongs to the group; `None` after they have left.
    pub membership: Option<MembershipStatus>,
}

struct Row {
    id: Uuid,
    group_id: Uuid,
    title_sealed: Option<Vec<u8>>,
    model: Option<String>,
    shelf: String,
    folder_id: Option<Uuid>,
    unread: bool,
    instructed: bool,
    temporary: bool,
    created_at: jiff_sqlx::Timestamp,
    updated_at: jiff_sqlx::Timestamp,
    running_turn_id: Option<Uuid>,
}

impl Row {
    fn read(self) -> Result<Conversation> {
        Ok(Conversation {
            id: self.id.into(),
            group: self.group_id.into(),
            title_sealed: self.title_sealed,
            model: self.model,
            shelf: shelf(&self.shelf)?,
            folder: self.folder_id.map(FolderId::from_uuid),
            unread: self.unread,
            instructed: self.instructed,
            temporary: self.temporary,
            created_at: self.created_at.to_jiff(),
            updated_at: self.updated_at.to_jiff(),
            running_turn: self.running_turn_id.map(TurnId::from_uuid),
        })
    }
}

/// What to change; what is `None` stays.
#[derive(Clone, Copy, Debug, Default)]
pub struct Changes<'a> {
    /// Another title, sealed.
    pub title_sealed: Option<&'a [u8]>,
    /// Another model.
    pub model: Option<&'a str>,
    /// Another place in the lists.
    pub shelf: Option<Shelf>,
    /// Into a folder, or out of it.
    pub filing: Filing,
    /// Answers that ended until then are read.
    pub read_at: Option<Timestamp>,
}

/// A conversation that is made.
#[derive(Clone, Copy, Debug)]
pub struct NewConversation<'a> {
    /// Whose.
    pub user: UserId,
    /// Its id.
    pub id: ConversationId,
    /// Whose credit it uses.
    pub group: GroupId,
    /// Its title, sealed.
    pub title_sealed: Option<&'a [u8]>,
    /// The model that answers in it; `None`: the plan's default.
    pub model: Option<&'a str>,
    /// In no list and no search, and deleted a day after it was last used.
    pub temporary: bool,
}

/// Makes a conversation. `None`: its user is not a member of the group. Nothing of an account that is being closed comes after.
pub async fn insert(connection: &mut PgConnection, new: &NewConversation<'_>) -> Result<Option<Conversation>> {
    let row = sqlx::query!(
        "WITH open AS (SELECT id FROM users WHERE id = $1 AND closed_at IS NULL FOR SHARE)
         INSERT INTO conversations (user_id, id, group_id, title_sealed, model, temporary)
         SELECT m.user_id, $2, m.group_id, $4, $5, $6 FROM memberships m JOIN open ON open.id = m.user_id
         WHERE m.user_id = $1 AND m.group_id = $3 AND m.ended_at IS NULL
         RETURNING created_at, updated_at",
        new.user.uuid(),
        new.id.uuid(),
        new.group.uuid(),
        new.title_sealed,
        new.model,
        new.temporary,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Conversation {
        id: new.id,
        group: new.group,
        title_sealed: new.title_sealed.map(<[u8]>::to_vec),
        model: new.model.map(str::to_owned),
        shelf: Shelf::Recent,
        folder: None,
        unread: false,
        instructed: false,
        temporary: new.temporary,
        created_at: row.created_at.to_jiff(),
        updated_at: row.updated_at.to_jiff(),
        running_turn: None,
    }))
}

/// The member's conversation with this id.
pub async fn find(connection: &mut PgConnection, user: UserId, id: ConversationId) -> Result<Option<InGroup>> {
    Ok(look_up(connection, user, id, false).await?.map(|(found, _)| found))
}

/// The same with its messages, to go on in it. Whether it is unread is not asked: that would read all of its turns, and nobody is told.
pub async fn find_to_go_on(
    connection: &mut PgConnection,
    user: UserId,
    id: ConversationId,
) -> Result<Option<(InGroup, Tree)>> {
    look_up(connection, user, id, true).await
}

/// One query for both, with or without the messages: a turn begins with it.
async fn look_up(
    connection: &mut PgConnection,
    user: UserId,
    id: ConversationId,
    with_messages: bool,
) -> Result<Option<(InGroup, Tree)>> {
    let row = sqlx::query!(
        r#"SELECT c.group_id, c.title_sealed, c.model, c.shelf, c.folder_id, c.instructions_sealed, c.temporary, c.created_at, c.updated_at,
                  NOT $3 AND EXISTS (SELECT 1 FROM turns e WHERE e.user_id = c.user_id AND e.conversation_id = c.id
                                                             AND e.ended_at > c.read_at) AS "unread!",
                  t.id AS "running_turn_id?", g.status AS group_status, g.plan_code, m.status AS "membership?",
                  said.ids AS "ids?", said.parents AS "parents?: Vec<Option<Uuid>>", said.roles AS "roles?",
                  said.times AS "times?: Vec<jiff_sqlx::Timestamp>", said.texts AS "texts?: Vec<Option<Vec<u8>>>",
                  $3 AND EXISTS (SELECT FROM attachments a
                                 WHERE a.user_id = c.user_id AND a.conversation_id = c.id) AS "has_files!"
           FROM conversations c
           JOIN groups g ON g.id = c.group_id
           LEFT JOIN memberships m ON m.group_id = c.group_id AND m.user_id = c.user_id AND m.ended_at IS NULL
           LEFT JOIN turns t ON t.user_id = c.user_id AND t.conversation_id = c.id AND t.status = 'running'
           LEFT JOIN LATERAL (
               SELECT array_agg(s.id) AS ids, array_agg(s.parent_id) AS parents, array_agg(s.role) AS roles,
                      array_agg(s.created_at) AS times,
                      array_agg(CASE WHEN octet_length(s.text_sealed) <= $4 THEN s.text_sealed END) AS texts
               FROM messages s WHERE $3 AND s.user_id = c.user_id AND s.conversation_id = c.id
           ) said ON true
           WHERE c.user_id = $1 AND c.id = $2"#,
        user.uuid(),
        id.uuid(),
        with_messages,
        SHORT_TEXT_BYTES,
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let mut tree = Tree { has_files: row.has_files, ..Tree::default() };
        let places = row.ids.into_iter().flatten().zip(row.parents.into_iter().flatten());
        let said = row.roles.into_iter().flatten().zip(row.times.into_iter().flatten());
        for (((id, parent), (role, created_at)), text) in places.zip(said).zip(row.texts.into_iter().flatten()) {
            let (id, parent_id, role) = (id.into(), parent.map(MessageId::from_uuid), messages::role(&role)?);
            tree.nodes.push(Node { id, parent_id, role, created_at: created_at.to_jiff() });
            tree.short_texts.extend(text.map(|sealed| (id, sealed)));
        }
        let found = InGroup {
            group_status: row.group_status.parse().map_err(|_| Error::Unreadable("groups.status"))?,
            plan: row.plan_code.parse().map_err(|_| Error::Unreadable("groups.plan_code"))?,
            membership: row
                .membership
                .map(|status| status.parse().map_err(|_| Error::Unreadable("memberships.status")))
                .transpose()?,
            conversation: Conversation {
                id,
                group: row.group_id.into(),
                title_sealed: row.title_sealed,
                model: row.model,
                shelf: shelf(&row.shelf)?,
                folder: row.folder_id.map(FolderId::from_uuid),
                unread: row.unread,
                instructed: row.instructions_sealed.is_some(),
                temporary: row.temporary,
                created_at: row.created_at.to_jiff(),
                updated_at: row.updated_at.to_jiff(),
                running_turn: row.running_turn_id.map(TurnId::from_uuid),
            },
            instructions_sealed: row.instructions_sealed,
        };
        Ok((found, tree))
    })
    .transpose()
}

/// Which conversations are listed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Listed {
    /// Those of one group; `None`: of all.
    pub group: Option<GroupId>,
    /// Those of one shelf; `None`: of all.
    pub shelf: Option<Shelf>,
    /// Those of one folder, or of none; [`Filing::Stays`]: wherever they are.
    pub filing: Filing,
}

/// The member's conversations, the newest first: at most `limit`, after the one at `after`.
pub async fn list(
    connection: &mut PgConnection,
    user: UserId,
    listed: Listed,
    after: Option<(Timestamp, ConversationId)>,
    limit: i64,
) -> Result<Vec<Conversation>> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT c.id, c.group_id, c.title_sealed, c.model, c.shelf, c.folder_id, c.created_at, c.updated_at,
                  c.instructions_sealed IS NOT NULL AS "instructed!", c.temporary,
                  EXISTS (SELECT 1 FROM turns e WHERE e.user_id = c.user_id AND e.conversation_id = c.id
                                                  AND e.ended_at > c.read_at) AS "unread!",
                  t.id AS "running_turn_id?"
           FROM conversations c
           LEFT JOIN turns t ON t.user_id = c.user_id AND t.conversation_id = c.id AND t.status = 'running'
           WHERE c.user_id = $1 AND NOT c.temporary AND ($2::uuid IS NULL OR c.group_id = $2) AND ($6::text IS NULL OR c.shelf = $6)
             AND ($7::uuid IS NULL OR c.folder_id = $7) AND (NOT $8 OR c.folder_id IS NULL)
             AND ($3::timestamptz IS NULL OR (c.updated_at, c.id) < ($3, $4))
           ORDER BY c.updated_at DESC, c.id DESC LIMIT $5"#,
        user.uuid(),
        listed.group.map(GroupId::uuid),
        after.map(|(at, _)| at.to_sqlx()) as _,
        after.map_or(Uuid::nil(), |(_, id)| id.uuid()),
        limit,
        listed.shelf.map(Shelf::as_str),
        match listed.filing {
            Filing::Folder(folder) => Some(folder.uuid()),
            Filing::Stays | Filing::Unfiled => None,
        },
        listed.filing == Filing::Unfiled,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Row::read).collect()
}

/// What a search needs to know of a conversation.
#[derive(Clone, Debug)]
pub struct Titled {
    /// Which one.
    pub id: ConversationId,
    /// Its group.
    pub group: GroupId,
    /// The folder that it is in.
    pub folder: Option<FolderId>,
    /// Its title, sealed.
    pub title_sealed: Option<Vec<u8>>,
    /// When something was last asked in it.
    pub updated_at: Timestamp,
}

/// All the member's conversations that stay, the newest first.
pub async fn titles(connection: &mut PgConnection, user: UserId) -> Result<Vec<Titled>> {
    let rows = sqlx::query!(
        "SELECT id, group_id, folder_id, title_sealed, updated_at FROM conversations WHERE user_id = $1 AND NOT temporary
         ORDER BY updated_at DESC, id DESC",
        user.uuid(),
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Titled {
            id: row.id.into(),
            group: row.group_id.into(),
            folder: row.folder_id.map(FolderId::from_uuid),
            title_sealed: row.title_sealed,
            updated_at: row.updated_at.to_jiff(),
        })
        .collect())
}

/// Changes a conversation, which keeps its place in the order. `false` when there is none.
pub async fn update(
    connection: &mut PgConnection,
    user: UserId,
    id: ConversationId,
    changes: &Changes<'_>,
) -> Result<bool> {
    let updated = sqlx::query!(
        "UPDATE conversations SET title_sealed = coalesce($3, title_sealed), model = coalesce($4, model),
                                  shelf = coalesce($5, shelf), read_at = greatest(read_at, $6),
                                  folder_id = CASE WHEN $7 THEN $8 ELSE folder_id END
         WHERE user_id = $1 AND id = $2",
        user.uuid(),
        id.uuid(),
        changes.title_sealed,
        changes.model,
        changes.shelf.map(Shelf::as_str),
        changes.read_at.map(ToSqlx::to_sqlx) as _,
        changes.filing != Filing::Stays,
        match changes.filing {
            Filing::Folder(folder) => Some(folder.uuid()),
            Filing::Stays | Filing::Unfiled => None,
        },
    )
    .execute(connection)
    .await?;
    Ok(updated.rows_affected() == 1)
}

/// Gives the conversation another title in place of this one. `false` when it has another, or is gone.
pub async fn retitle(
    connection: &mut PgConnection,
    user: UserId,
    id: ConversationId,
    from_sealed: &[u8],
    to_sealed: &[u8],
) -> Result<bool> {
    let updated = sqlx::query!(
        "UPDATE conversations SET title_sealed = $4 WHERE user_id = $1 AND id = $2 AND title_sealed = $3",
        user.uuid(),
        id.uuid(),
        from_sealed,
        to_sealed,
    )
    .execute(connection)
    .await?;
    Ok(updated.rows_affected() == 1)
}

/// Sets what the model is told before everything else; `None`: nothing.
pub async fn instruct(
    connection: &mut PgConnection,
    user: UserId,
    id: ConversationId,
    instructions_sealed: Option<&[u8]>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE conversations SET instructions_sealed = $3 WHERE user_id = $1 AND id = $2",
        user.uuid(),
        id.uuid(),
        instructions_sealed,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps others from changing the conversation until the transaction ends. `false` when there is none.
pub async fn lock(connection: &mut PgConnection, user: UserId, id: ConversationId) -> Result<bool> {
    let locked = sqlx::query_scalar!(
        "SELECT id FROM conversations WHERE user_id = $1 AND id = $2 FOR UPDATE",
        user.uuid(),
        id.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(locked.is_some())
}

/// Deletes temporary conversations that nobody has used for a day.
pub async fn sweep_temporary(connection: &mut PgConnection) -> Result<()> {
    sqlx::query!(
        "DELETE FROM conversations c WHERE temporary AND updated_at < now() - interval '1 day'
         AND NOT EXISTS (SELECT FROM turns t WHERE t.user_id = c.user_id AND t.conversation_id = c.id
                                               AND t.status = 'running')",
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Deletes a conversation with its messages and its draft. Its turns stay: usage and ledger refer to them.
pub async fn delete(connection: &mut PgConnection, user: UserId, id: ConversationId) -> Result<bool> {
    let deleted = sqlx::query!(
        "WITH draft AS (DELETE FROM drafts WHERE user_id = $1 AND place_id = $2)
         DELETE FROM conversations WHERE user_id = $1 AND id = $2",
        user.uuid(),
        id.uuid(),
    )
    .execute(connection)
    .await?;
    Ok(deleted.rows_affected() == 1)
}

fn shelf(word: &str) -> Result<Shelf> {
    word.parse().map_err(|_| Error::Unreadable("conversations.shelf"))
}
