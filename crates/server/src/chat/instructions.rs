//! `GET` and `PUT /conversations/{id}/instructions`: what the model is told before everything else.

use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use store::conversations;
use utoipa::ToSchema;

use super::own::OwnConversation;
use crate::app::{App, commit};
use crate::http::{Fields, Json, Problem};
use crate::realtime::{Event, announce};

/// The most characters of instructions.
const CHARS_MAX: usize = 8000;

/// A conversation's instructions, opened.
#[derive(Serialize, ToSchema)]
pub struct InstructionsBody {
    /// What the model is told; empty: nothing.
    pub text: String,
}

/// New instructions.
#[derive(Deserialize, ToSchema)]
pub struct SetInstructions {
    /// What the model is told from the next question on, up to 8000 characters; empty: nothing.
    pub text: String,
}

/// What the model is told before everything else in this conversation.
#[utoipa::path(get, path = "/conversations/{id}/instructions", tag = "chat", params(("id" = String, Path)),
    responses((status = 200, body = InstructionsBody)))]
pub async fn get_instructions(own: OwnConversation) -> Result<axum::Json<InstructionsBody>, Problem> {
    let sealed = own.found.instructions_sealed.as_deref();
    let text = sealed.map(|sealed| own.sealing().open_instructions(sealed)).transpose()?;
    Ok(axum::Json(InstructionsBody { text: text.unwrap_or_default() }))
}

/// Tell the model something before everything else, from the next question on.
#[utoipa::path(put, path = "/conversations/{id}/instructions", tag = "chat", params(("id" = String, Path)),
    request_body = SetInstructions, responses((status = 204)))]
pub async fn set_instructions(
    State(app): State<App>,
    own: OwnConversation,
    Json(typed): Json<SetInstructions>,
) -> Result<StatusCode, Problem> {
    let text = typed.text.trim();
    let mut fields = Fields::default();
    fields.check_length("text", text, CHARS_MAX);
    fields.finish()?;
    let sealed = (!text.is_empty()).then(|| own.sealing().seal_instructions(text));

    let mut tx = app.begin().await?;
    conversations::instruct(&mut tx, own.caller.user, own.id(), sealed.as_deref()).await?;
    announce(&mut tx, &[own.caller.user], Event::ConversationChanged { conversation_id: own.id() }).await?;
    commit(tx).await?;
    Ok(StatusCode::NO_CONTENT)
}
