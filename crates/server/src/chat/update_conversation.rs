//! `PATCH /conversations/{id}`

use axum::extract::State;
use domain::conversation::{Filing, PinnedAndArchived};
use domain::id::{FolderId, MessageId};
use serde::Deserialize;
use store::conversations::{self, Changes};
use store::{folders, messages};
use utoipa::ToSchema;

use super::conversation::{ConversationBody, check_model, check_title};
use super::own::OwnConversation;
use crate::app::{App, commit};
use crate::http::{FieldError, Json, Problem};
use crate::realtime::{Event, announce};

/// What to change; what is absent stays.
#[derive(Deserialize, ToSchema)]
pub struct UpdateConversation {
    /// A new title.
    pub title: Option<String>,
    /// Another model.
    pub model: Option<String>,
    /// Lists it above the others, or no longer.
    pub pinned: Option<bool>,
    /// Puts it out of the way, or back.
    pub archived: Option<bool>,
    /// The folder that it goes into; null: out of the one that it is in.
    #[serde(default)]
    #[schema(value_type = Option<FolderId>)]
    pub folder_id: Filing,
    /// The message up to which it was read, on whichever device.
    pub read_to: Option<MessageId>,
}

/// Rename a conversation, choose another model for it, pin, archive or file it, or say how far it was read.
#[utoipa::path(patch, path = "/conversations/{id}", tag = "chat", params(("id" = String, Path)),
    request_body = UpdateConversation, responses((status = 200, body = ConversationBody)))]
pub async fn update_conversation(
    State(app): State<App>,
    own: OwnConversation,
    Json(typed): Json<UpdateConversation>,
) -> Result<axum::Json<ConversationBody>, Problem> {
    let title = check_title(typed.title.as_deref())?;
    if let Some(model) = &typed.model {
        check_model(&app, &own.found.plan, model)?;
    }
    let sealing = own.sealing();
    let title_sealed = title.map(|title| sealing.seal_title(&title));
    let (user, id) = (own.caller.user, own.id());
    let shelf = own.found.conversation.shelf.moved(typed.pinned, typed.archived).map_err(contradiction)?;

    let mut tx = app.begin().await?;
    let read_at = match typed.read_to {
        Some(message) => Some(messages::read_at(&mut tx, user, id, message).await?.ok_or_else(unknown_message)?),
        None => None,
    };
    if let Filing::Folder(folder) = typed.folder_id
        && folders::hold(&mut tx, user, folder).await? != Some(own.found.conversation.group)
    {
        return Err(refused("folder_id", "unknown", "There is no such folder in this group."));
    }
    let changes = Changes {
        title_sealed: title_sealed.as_deref(),
        model: typed.model.as_deref(),
        shelf: (typed.pinned.is_some() || typed.archived.is_some()).then_some(shelf),
        filing: typed.folder_id,
        read_at,
    };
    conversations::update(&mut tx, user, id, &changes).await?;
    let after = conversations::find(&mut tx, user, id).await?.ok_or_else(Problem::not_found)?;
    announce(&mut tx, &[user], Event::ConversationChanged { conversation_id: id }).await?;
    commit(tx).await?;
    Ok(axum::Json(ConversationBody::open(after.conversation, &sealing)?))
}

fn contradiction(_: PinnedAndArchived) -> Problem {
    refused("archived", "invalid", "Pin it or archive it, not both.")
}

fn unknown_message() -> Problem {
    refused("read_to", "unknown", "There is no such message here.")
}

fn refused(field: &str, code: &'static str, message: &str) -> Problem {
    Problem::invalid(vec![FieldError::new(field, code, message)])
}
