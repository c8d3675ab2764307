//! `POST /conversations`

use axum::extract::State;
use domain::id::{ConversationId, GroupId};
use http::StatusCode;
use serde::Deserialize;
use store::conversations::{self, NewConversation};
use store::groups;
use utoipa::ToSchema;

use super::conversation::{ConversationBody, check_model, check_title};
use crate::app::App;
use crate::http::{Caller, Json, Problem};
use crate::realtime::Event;
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

    let (user, group) = (caller.user, typed.group_id);
    if let Some(model) = &typed.model {
        let plan = app.statements.run(async |db| groups::plan_of_member(db, group, user).await).await?;
        check_model(&app, &plan.ok_or_else(Problem::not_found)?, model)?;
    }
    let (title_sealed, model) = (title_sealed.as_deref(), typed.model.as_deref());
    let new = NewConversation { user, id, group, title_sealed, model, temporary: typed.temporary };
    let news = vec![(vec![user], Event::ConversationChanged { conversation_id: id })];
    let made = match conversations::insert(&mut *app.connection().await?, &new).await {
        Ok(made) => made.ok_or_else(Problem::not_found)?,
        Err(error) => {
            // It may be there, and only the answer was lost.
            app.crier.tell_to_look(news);
            return Err(error.into());
        }
    };
    app.crier.tell(news);
    Ok((StatusCode::CREATED, axum::Json(ConversationBody::open(made, &sealing)?)))
}
