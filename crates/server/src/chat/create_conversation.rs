//! `POST /conversations`

use axum::extract::State;
use domain::id::{ConversationId, GroupId};
use http::StatusCode;
use serde::Deserialize;
use store::{conversations, groups};
use utoipa::ToSchema;

use super::conversation::{ConversationBody, check_model, check_title};
use crate::app::{App, commit};
use crate::http::{Caller, Json, Problem};
use crate::realtime::{Event, announce};
use crate::sealing::Sealing;

/// A new conversation.
#[derive(Deserialize, ToSchema)]
pub struct CreateConversation {
    /// The group whose credit it uses.
    pub group_id: GroupId,
    /// The model that answers in it; absent: the plan's default.
    pub model: Option<String>,
    /// Its title; absent: the beginning of the first question.
    pub title: Option<String>,
}

/// Make a conversation in a group that the caller belongs to.
#[utoipa::path(post, path = "/conversations", tag = "chat",
    request_body = CreateConversation, responses((status = 201, body = ConversationBody)))]
pub async fn create_conversation(
    State(app): State<App>,
    caller: Caller,
    Json(typed): Json<CreateConversation>,
) -> Result<(StatusCode, axum::Json<ConversationBody>), Problem> {
    let title = check_title(typed.title.as_deref())?;
    let id = ConversationId::from_uuid(uuid::Uuid::now_v7());
    let sealing = Sealing { key: &caller.content_key, user: caller.user, conversation: id };
    let title_sealed = title.map(|title| sealing.seal_title(&title));

    let mut tx = app.begin().await?;
    groups::membership(&mut tx, typed.group_id, caller.user).await?.ok_or_else(Problem::not_found)?;
    conversations::insert(&mut tx, caller.user, id, typed.group_id, title_sealed.as_deref(), typed.model.as_deref())
        .await?;
    let made = conversations::find(&mut tx, caller.user, id).await?.ok_or_else(Problem::not_found)?;
    if let Some(model) = &typed.model {
        check_model(&app, &made.plan, model)?;
    }
    announce(&mut tx, &[caller.user], Event::ConversationChanged { conversation_id: id }).await?;
    commit(tx).await?;
    Ok((StatusCode::CREATED, axum::Json(ConversationBody::open(made.conversation, &sealing)?)))
}
