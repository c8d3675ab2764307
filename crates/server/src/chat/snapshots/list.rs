//! `GET /snapshots`

use axum::extract::State;
use domain::id::{ConversationId, SnapshotId};
use jiff::Timestamp;
use serde::Serialize;
use store::snapshots::{self, NewSnapshot};
use utoipa::ToSchema;

use crate::app::App;
use crate::http::{Caller, Page, Problem, unless_sealed};
use crate::sealing::Sealing;

/// A link that shows a conversation.
#[derive(Serialize, ToSchema)]
pub struct SnapshotBody {
    /// Which one. The address is `/shared/{id}#{key}`; the key is known to those who have the link, and to nobody else.
    pub id: SnapshotId,
    /// The conversation that it shows.
    pub conversation_id: ConversationId,
    /// That conversation's title; null when it has none, and while it is sealed.
    pub title: Option<String>,
    /// Whether the link alone does not open it.
    pub has_password: bool,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it ends by itself.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub expires_at: Option<Timestamp>,
}

impl SnapshotBody {
    pub(super) fn new(
        new: &NewSnapshot,
        now: Timestamp,
        title_sealed: Option<&[u8]>,
        sealing: &Sealing,
    ) -> Result<Self, Problem> {
        Ok(Self {
            id: new.id,
            conversation_id: new.conversation,
            title: title(title_sealed, sealing)?,
            has_password: new.has_password,
            created_at: now,
            expires_at: new.expires_at,
        })
    }
}

/// The caller's links that still work, the newest first.
#[utoipa::path(get, path = "/snapshots", tag = "chat", responses((status = 200, body = Page<SnapshotBody>)))]
pub async fn list_snapshots(State(app): State<App>, caller: Caller) -> Result<axum::Json<Page<SnapshotBody>>, Problem> {
    let rows = snapshots::list(&mut *app.connection().await?, caller.user).await?;
    let open = |row: snapshots::Snapshot| {
        let sealing = Sealing { key: &caller.content_key, user: caller.user, conversation: row.conversation };
        Ok::<_, Problem>(SnapshotBody {
            id: row.id,
            conversation_id: row.conversation,
            title: title(row.title_sealed.as_deref(), &sealing)?,
            has_password: row.has_password,
            created_at: row.created_at,
            expires_at: row.expires_at,
        })
    };
    Ok(axum::Json(Page::whole(rows.into_iter().map(open).collect::<Result<_, _>>()?)))
}

fn title(sealed: Option<&[u8]>, sealing: &Sealing) -> Result<Option<String>, Problem> {
    Ok(sealed.map(|sealed| unless_sealed(sealing.open_title(sealed))).transpose()?.flatten())
}
