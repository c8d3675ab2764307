//! `PATCH /conversations/{id}`

use axum::extract::State;
use serde::Deserialize;
use store::conversations;
use utoipa::ToSchema;

use super::conversation::{ConversationBody, check_model, check_title};
use super::own::OwnConversation;
use crate::app::{App, commit};
use crate::http::{Json, Problem};
use crate::realtime::{Event, announce};

/// What to change; what is absent stays.
#[derive(Deserialize, ToSchema)]
pub struct UpdateConversation {
    /// A new title.
    pub title: Option<String>,
    /// Another model.
    pub model: Option<String>,
}

/// Rename a conversation, or choose another model for it.
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

    let mut tx = app.begin().await?;
    conversations::update(&mut tx, user, id, title_sealed.as_deref(), typed.model.as_deref()).await?;
    let changed = conversations::find(&mut tx, user, id).await?.ok_or_else(Problem::not_found)?;
    announce(&mut tx, &[user], Event::ConversationChanged { conversation_id: id }).await?;
    commit(tx).await?;
    Ok(axum::Json(ConversationBody::open(changed.conversation, &sealing)?))
}
