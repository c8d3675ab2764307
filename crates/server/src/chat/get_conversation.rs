//! `GET /conversations/{id}`

use super::conversation::ConversationBody;
use super::own::OwnConversation;
use crate::http::Problem;

/// One conversation.
#[utoipa::path(get, path = "/conversations/{id}", tag = "chat", params(("id" = String, Path)),
    responses((status = 200, body = ConversationBody)))]
pub async fn get_conversation(own: OwnConversation) -> Result<axum::Json<ConversationBody>, Problem> {
    Ok(axum::Json(ConversationBody::open(own.found.conversation.clone(), &own.sealing())?))
}
