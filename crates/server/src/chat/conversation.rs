//! A conversation as its member sees it, and what its endpoints share.

use domain::conversation::Shelf;
use domain::id::{ConversationId, FolderId, GroupId, TurnId};
use domain::plan::PlanCode;
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use store::conversations::Conversation;
use utoipa::ToSchema;

use crate::app::App;
use crate::catalogue::Model;
use crate::http::{Fields, Problem, unless_sealed};
use crate::sealing::Sealing;

/// The most characters of a title.
const TITLE_CHARS_MAX: usize = 120;

/// A conversation, opened.
#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "marks in a list: each is shown by itself")]
pub struct ConversationBody {
    /// Which one.
    pub id: ConversationId,
    /// The group whose credit it uses.
    pub group_id: GroupId,
    /// Its title; null before the first question, and while it is sealed.
    pub title: Option<String>,
    /// The title was sealed with a key that was lost with a password; `POST /auth/unlock` opens it again.
    pub sealed: bool,
    /// The model that was chosen for it; null: the plan's default.
    pub model: Option<String>,
    /// Whether it is listed above the others.
    pub pinned: bool,
    /// Whether it is out of the way.
    pub archived: bool,
    /// The folder that it is in.
    pub folder_id: Option<FolderId>,
    /// Whether an answer has come since it was last read.
    pub unread: bool,
    /// Whether instructions stand above it.
    pub instructed: bool,
    /// Whether it is in no list and does not stay.
    pub temporary: bool,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When something was last asked in it.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
    /// The turn that is being answered in it.
    pub running_turn_id: Option<TurnId>,
}

impl ConversationBody {
    pub(super) fn open(conversation: Conversation, sealing: &Sealing) -> Result<Self, Problem> {
        let has_title = conversation.title_sealed.is_some();
        let title = match conversation.title_sealed {
            Some(title_sealed) => unless_sealed(sealing.open_title(&title_sealed))?,
            None => None,
        };
        Ok(Self {
            id: conversation.id,
            group_id: conversation.group,
            sealed: has_title && title.is_none(),
            title,
            model: conversation.model,
            pinned: conversation.shelf == Shelf::Pinned,
            archived: conversation.shelf == Shelf::Archived,
            folder_id: conversation.folder,
            unread: conversation.unread,
            instructed: conversation.instructed,
            temporary: conversation.temporary,
            created_at: conversation.created_at,
            updated_at: conversation.updated_at,
            running_turn_id: conversation.running_turn,
        })
    }
}

/// Takes a title that somebody typed.
pub(super) fn check_title(title: Option<&str>) -> Result<Option<String>, Problem> {
    let mut fields = Fields::default();
    let title = title.map(|title| fields.line("title", title, 1, TITLE_CHARS_MAX));
    fields.finish()?;
    Ok(title)
}

/// The model with this id, if the plan includes it.
pub(super) fn check_model<'a>(app: &'a App, plan: &PlanCode, id: &str) -> Result<&'a Model, Problem> {
    let model = app.catalogue.model(id).filter(|model| model.answers()).ok_or_else(|| {
        let detail = "This server does not offer that model; choose one of GET /models.";
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "model_unknown", detail)
    })?;
    if !app.catalogue.includes(plan, model) {
        let detail = "The group's plan does not include that model; choose another.";
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "model_not_in_plan", detail));
    }
    Ok(model)
}
