//! `POST /conversations`

use axum::extract::State;
use domain::id::{ConversationId, GroupId};
use http::StatusCode;
use serde::Deserialize;
use store::conversations::{self, NewConversation};
use store::users;
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
    /// In no list and no search, and deleted a day after it was last used; whoever leaves it deletes it before.
    #[serde(default)]
    pub temporary: bool,
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
    // Nothing of an account that is being closed may come after.
    if !users::hold(&mut tx, caller.user).await? {
        return Err(Problem::unauthenticated());
    }
    let new = NewConversation {
        user: caller.user,
        id,
        group: typed.group_id,
        title_sealed: title_sealed.as_deref(),
        model: typed.model.as_deref(),
        temporary: typed.temporary,
    };
    let (made, plan) = conversations::insert(&mut tx, &new).await?.ok_or_else(Problem::not_found)?;
    if let Some(model) = new.model {
        check_model(&app, &plan, model)?;
    }
    announce(&mut tx, &[caller.user], Event::ConversationChanged { conversation_id: id }).await?;
    commit(tx).await?;
    Ok((StatusCode::CREATED, axum::Json(ConversationBody::open(made, &sealing)?)))
}
