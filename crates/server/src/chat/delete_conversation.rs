//! `DELETE /conversations/{id}`

use axum::extract::State;
use http::StatusCode;
use store::{conversations, turns};

use super::attachments::remove_loose_soon;
use super::own::OwnConversation;
use crate::app::{App, commit};
use crate::http::Problem;
use crate::realtime::{Event, announce};

/// Delete a conversation with everything in it. What runs in it is stopped; what its turns used stays in the group's usage.
#[utoipa::path(delete, path = "/conversations/{id}", tag = "chat", params(("id" = String, Path)),
    responses((status = 204)))]
pub async fn delete_conversation(State(app): State<App>, own: OwnConversation) -> Result<StatusCode, Problem> {
    let (user, id) = (own.caller.user, own.id());
    let mut tx = app.begin().await?;
    let running = turns::request_stops(&mut tx, user, id).await?;
    conversations::delete(&mut tx, user, id).await?;
    if let Some(turn_id) = running {
        announce(&mut tx, &[user], Event::TurnStopping { turn_id }).await?;
    }
    announce(&mut tx, &[user], Event::ConversationDeleted { conversation_id: id }).await?;
    commit(tx).await?;
    if let Some(live) = running.and_then(|turn| app.turns.find(user, turn)) {
        live.request_stop();
    }
    remove_loose_soon(&app);
    Ok(StatusCode::NO_CONTENT)
}
