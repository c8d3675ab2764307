//! `GET /conversations`

use axum::extract::{Query, State};
use domain::conversation::{Filing, Shelf};
use domain::id::{ConversationId, FolderId, GroupId};
use jiff::Timestamp;
use serde::Deserialize;
use store::conversations::{self, Listed};
use store::groups;
use utoipa::IntoParams;

use super::conversation::ConversationBody;
use crate::app::App;
use crate::http::{Caller, Page, PageQuery, Problem};
use crate::sealing::Sealing;

/// Which conversations.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListConversations {
    /// Only those of this group.
    pub group_id: Option<GroupId>,
    /// Only those that are listed there.
    #[param(inline)]
    pub shelf: Option<Shelf>,
    /// Only those in this folder.
    pub folder_id: Option<FolderId>,
    /// Only those in no folder.
    #[serde(default)]
    pub unfiled: bool,
}

impl ListConversations {
    fn listed(&self) -> Listed {
        let filing = match self.folder_id {
            Some(folder) => Filing::Folder(folder),
            None if self.unfiled => Filing::Unfiled,
            None => Filing::Stays,
        };
        Listed { group: self.group_id, shelf: self.shelf, filing }
    }
}

/// The caller's conversations, the newest first.
#[utoipa::path(get, path = "/conversations", tag = "chat", params(ListConversations, PageQuery),
    responses((status = 200, body = Page<ConversationBody>)))]
pub async fn list_conversations(
    State(app): State<App>,
    caller: Caller,
    Query(filter): Query<ListConversations>,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<ConversationBody>>, Problem> {
    let after: Option<(Timestamp, ConversationId)> = page.after()?;
    let limit = page.limit();
    let mut connection = app.connection().await?;
    let (user, one_more) = (caller.user, i64::from(limit) + 1);
    let rows = conversations::list(&mut connection, user, filter.listed(), after, one_more).await?;
    // Whoever left a group keeps their history in it; nobody else learns that it exists.
    if let Some(group) = filter.group_id
        && rows.is_empty()
        && groups::membership(&mut connection, group, user).await?.is_none()
    {
        return Err(Problem::not_found());
    }
    let page = Page::cut(rows, limit as usize, |row| (row.updated_at, row.id));
    let open = |conversation: conversations::Conversation| {
        let sealing = Sealing { key: &caller.content_key, user: caller.user, conversation: conversation.id };
        ConversationBody::open(conversation, &sealing)
    };
    let items = page.items.into_iter().map(open).collect::<Result<_, _>>()?;
    Ok(axum::Json(Page { items, next: page.next }))
}
