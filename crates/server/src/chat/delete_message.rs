//! `DELETE /conversations/{id}/messages/{message_id}`

use axum::extract::State;
use domain::id::MessageId;
use http::StatusCode;
use store::{conversations, messages, turns};

use super::own::OwnConversation;
use super::replay::busy;
use crate::app::{App, commit};
use crate::http::{PathId, Problem};
use crate::realtime::{Event, announce};

/// Delete a message with everything that follows it. What its answers used stays in the group's usage.
#[utoipa::path(delete, path = "/conversations/{id}/messages/{message_id}", tag = "chat",
    params(("id" = String, Path), ("message_id" = String, Path)), responses((status = 204)))]
pub async fn delete_message(
    State(app): State<App>,
    own: OwnConversation,
    PathId(message): PathId<MessageId>,
) -> Result<StatusCode, Problem> {
    let (user, id) = (own.caller.user, own.id());
    let mut tx = app.begin().await?;
    // A question that is being asked now waits, and then sees what is gone.
    if !conversations::lock(&mut tx, user, id).await? {
        return Err(Problem::not_found());
    }
    if let Some(running) = turns::find_running(&mut tx, user, id).await? {
        return Err(busy(running));
    }
    if messages::delete_from(&mut tx, user, id, message).await? == 0 {
        return Err(Problem::not_found());
    }
    announce(&mut tx, &[user], Event::ConversationChanged { conversation_id: id }).await?;
    commit(tx).await?;
    Ok(StatusCode::NO_CONTENT)
}
