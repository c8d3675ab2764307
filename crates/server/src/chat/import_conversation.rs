//! `POST /conversations/import`: a chat from elsewhere, whole and at once.

use axum::body::Body;
use axum::extract::State;
use domain::conversation::{Role, check_parent};
use domain::id::{ConversationId, GroupId, MessageId};
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::imports::{self, Imported, ImportedMessage};
use store::{PgConnection, groups};
use utoipa::ToSchema;

use crate::app::{App, commit};
use crate::http::{Caller, FieldError, Problem, Unread, body_cut, body_late, parse_json, read_large, still_live};
use crate::realtime::{Event, announce};
use crate::sealing::Sealing;

/// The largest chat, as JSON.
const BYTES_MAX: usize = 20 * 1024 * 1024;
const MESSAGES_MAX: usize = 20_000;
const TITLE_CHARS_MAX: usize = 120;
const MODEL_CHARS_MAX: usize = 100;

/// A chat from elsewhere.
#[derive(Deserialize, ToSchema)]
pub struct ImportConversation {
    /// The group that it goes on in.
    pub group_id: GroupId,
    /// Where it comes from and which it is there, in any words: the same chat comes once.
    pub origin: String,
    /// Its title.
    pub title: Option<String>,
    /// What was said, parents before what follows them.
    pub messages: Vec<MessageToImport>,
}

/// A message of such a chat.
#[derive(Deserialize, ToSchema)]
pub struct MessageToImport {
    /// The place in the list of what it follows; null at the beginning.
    pub parent: Option<usize>,
    /// Who said it.
    pub role: Role,
    /// What it says.
    pub text: String,
    /// What answered, as it was called there.
    pub model: Option<String>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

/// What became of it.
#[derive(Serialize, ToSchema)]
pub struct ImportedBody {
    /// The conversation.
    pub id: ConversationId,
    /// Whether it was here already, and nothing was done.
    pub known: bool,
}

/// Bring a chat from elsewhere. Sent again, it is recognised and stays as it is.
#[utoipa::path(post, path = "/conversations/import", tag = "chat", request_body = ImportConversation,
    responses((status = 201, body = ImportedBody), (status = 200, body = ImportedBody, description = "It was here already")))]
pub async fn import_conversation(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    sent: Body,
) -> Result<(StatusCode, axum::Json<ImportedBody>), Problem> {
    let body = read_large(&app, &headers, sent, BYTES_MAX, app.settings.body_patience).await.map_err(unread)?;
    let chat: ImportConversation = parse_json(&body.bytes)?;
    check(&chat)?;
    let id = ConversationId::from_uuid(uuid::Uuid::now_v7());
    let origin_hash: [u8; 32] = Sha256::digest(chat.origin.as_bytes()).into();

    let mut connection = app.connection().await?;
    groups::membership(&mut connection, chat.group_id, caller.user).await?.ok_or_else(Problem::not_found)?;
    if let Some(known) = imports::find(&mut connection, caller.user, &origin_hash).await? {
        return Ok(already(known));
    }
    drop(connection);
    let sealing = Sealing { key: &caller.content_key, user: caller.user, conversation: id };
    let title_sealed = title(&chat).map(|title| sealing.seal_title(&title));
    let messages = seal(&chat, &sealing);

    let mut tx = app.begin().await?;
    still_live(&mut tx, caller.user, caller.session).await?;
    let now = store::clock::now(&mut tx).await?;
    let new = Imported {
        user: caller.user,
        id,
        group: chat.group_id,
        origin_hash: &origin_hash,
        title_sealed: title_sealed.as_deref(),
        updated_at: chat.messages.iter().map(|message| message.created_at).max().map_or(now, |at| at.min(now)),
        messages,
    };
    match imports::insert(&mut tx, &new).await {
        Ok(()) => {}
        Err(error) if error.is_refusal_of(imports::ORIGIN_KEY) => {
            drop(tx);
            return raced(&mut *app.connection().await?, &caller, &origin_hash).await;
        }
        Err(error) => return Err(error.into()),
    }
    announce(&mut tx, &[caller.user], Event::ConversationChanged { conversation_id: id }).await?;
    commit(tx).await?;
    Ok((StatusCode::CREATED, axum::Json(ImportedBody { id, known: false })))
}

fn already(id: ConversationId) -> (StatusCode, axum::Json<ImportedBody>) {
    (StatusCode::OK, axum::Json(ImportedBody { id, known: true }))
}

/// The same chat came twice at once.
async fn raced(
    connection: &mut PgConnection,
    caller: &Caller,
    origin_hash: &[u8; 32],
) -> Result<(StatusCode, axum::Json<ImportedBody>), Problem> {
    let known = imports::find(connection, caller.user, origin_hash).await?;
    known.map(already).ok_or_else(|| Problem::internal("a chat that came before is gone"))
}

/// Questions follow answers and answers questions, and each what stands before it.
fn check(chat: &ImportConversation) -> Result<(), Problem> {
    if chat.messages.is_empty() || chat.messages.len() > MESSAGES_MAX {
        return Err(refused("messages".to_owned(), format!("A chat has 1 to {MESSAGES_MAX} messages.")));
    }
    if chat.origin.is_empty() {
        return Err(refused("origin".to_owned(), "Say where it comes from.".to_owned()));
    }
    for (at, message) in chat.messages.iter().enumerate() {
        let parent = message.parent.map(|parent| chat.messages.get(parent).filter(|_| parent < at));
        let is_in_order = match parent {
            Some(None) => false,
            Some(Some(parent)) => check_parent(message.role, Some(parent.role)).is_ok(),
            None => check_parent(message.role, None).is_ok(),
        };
        if !is_in_order {
            let message = "A question follows an answer or nothing, an answer a question, each one before it.";
            return Err(refused(format!("messages[{at}].parent"), message.to_owned()));
        }
        if message.text.contains('\0') {
            return Err(refused(format!("messages[{at}].text"), "A text has no NUL in it.".to_owned()));
        }
    }
    Ok(())
}

fn title(chat: &ImportConversation) -> Option<String> {
    let plain: String = chat.title.as_deref()?.chars().filter(|c| !c.is_control()).take(TITLE_CHARS_MAX).collect();
    Some(plain.trim().to_owned()).filter(|title| !title.is_empty())
}

fn seal(chat: &ImportConversation, sealing: &Sealing) -> Vec<ImportedMessage> {
    let ids: Vec<MessageId> = chat.messages.iter().map(|_| MessageId::from_uuid(uuid::Uuid::now_v7())).collect();
    let sealed = chat.messages.iter().zip(&ids).map(|(message, id)| ImportedMessage {
        id: *id,
        parent: message.parent.and_then(|parent| ids.get(parent).copied()),
        role: message.role,
        text_sealed: sealing.seal_text(*id, &message.text),
        model: message
            .model
            .as_deref()
            .map(|model| model.chars().filter(|c| !c.is_control()).take(MODEL_CHARS_MAX).collect()),
        created_at: message.created_at,
    });
    sealed.collect()
}

fn unread(why: Unread) -> Problem {
    match why {
        Unread::TooLarge => {
            let detail = "This chat is larger than 20 MiB, which is more than can be brought here.";
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "chat_too_long", detail)
        }
        Unread::Busy => Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "Try again in a minute.").retry_after(60),
        Unread::Cut => body_cut(),
        Unread::Late => body_late(),
    }
}

fn refused(field: String, message: String) -> Problem {
    Problem::invalid(vec![FieldError::new(field, "invalid", message)])
}
