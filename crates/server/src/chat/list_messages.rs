//! `GET /conversations/{id}/messages`

use std::collections::HashMap;

use axum::extract::{Query, State};
use domain::conversation::{MessageStatus, Role};
use domain::credit::NanoUsd;
use domain::id::{MessageId, TurnId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::attachments;
use store::messages::{self, Message};
use utoipa::{IntoParams, ToSchema};

use super::attachments::AttachmentBody;
use super::own::OwnConversation;
use super::trouble::explain;
use crate::app::App;
use crate::http::{Page, Problem, unless_sealed};
use crate::realtime::{ErrorBody, UsageBody};
use crate::sealing::Sealing;

/// A question or an answer, opened.
#[derive(Serialize, ToSchema)]
pub struct MessageBody {
    /// Which one.
    pub id: MessageId,
    /// What it follows; null at the conversation's beginning.
    pub parent_id: Option<MessageId>,
    /// Who said it.
    pub role: Role,
    /// What state it is in.
    pub status: MessageStatus,
    /// What it says, as far as it was saved; a running answer's stream knows more.
    pub text: String,
    /// What the model thought before it, as far as its vendor tells; null while it is sealed, and without any.
    pub reasoning: Option<String>,
    /// How long that took, in milliseconds.
    pub thought_ms: Option<u64>,
    /// The text was sealed with a key that was lost with a password; `POST /auth/unlock` opens it again.
    pub sealed: bool,
    /// The files that came with the question.
    pub attachments: Vec<AttachmentBody>,
    /// The model that answered.
    pub model: Option<String>,
    /// The turn that it belongs to.
    pub turn_id: Option<TurnId>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// What the answer used.
    pub usage: Option<UsageBody>,
    /// What the answer cost.
    pub cost_nanousd: Option<NanoUsd>,
    /// Why the answer is not whole.
    pub error: Option<ErrorBody>,
}

impl MessageBody {
    fn open(message: Message, sealing: &Sealing, attachments: Vec<AttachmentBody>) -> Result<Self, Problem> {
        let text = unless_sealed(sealing.open_text(message.node.id, &message.text_sealed))?;
        let reasoning = match &message.reasoning_sealed {
            Some(sealed) => unless_sealed(sealing.open_reasoning(message.node.id, sealed))?,
            None => None,
        };
        Ok(Self {
            reasoning: reasoning.filter(|reasoning| !reasoning.is_empty()),
            thought_ms: message.thought_ms,
            id: message.node.id,
            parent_id: message.node.parent_id,
            role: message.node.role,
            status: message.status,
            sealed: text.is_none(),
            text: text.unwrap_or_default(),
            attachments,
            model: message.model,
            turn_id: message.turn,
            created_at: message.node.created_at,
            usage: message.charge.map(UsageBody::from),
            cost_nanousd: message.charge.map(|charge| charge.cost),
            error: message.error_code.as_deref().map(explain),
        })
    }
}

/// Which messages.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListMessages {
    /// Only so many of the newest, at least 1: what a page shows first. Fewer that come are the whole conversation.
    #[param(minimum = 1)]
    pub newest: Option<u32>,
}

/// The messages of a conversation, oldest first: a tree by `parent_id`, in which edits and regenerations are siblings.
#[utoipa::path(get, path = "/conversations/{id}/messages", tag = "chat", params(("id" = String, Path), ListMessages),
    responses((status = 200, body = Page<MessageBody>)))]
pub async fn list_messages(
    State(app): State<App>,
    own: OwnConversation,
    Query(which): Query<ListMessages>,
) -> Result<axum::Json<Page<MessageBody>>, Problem> {
    let newest = which.newest.map(|count| count.max(1));
    let mut connection = app.connection().await?;
    let messages = messages::list(&mut connection, own.caller.user, own.id(), newest).await?;
    let files = attachments::of_conversation(&mut connection, own.caller.user, own.id()).await?;
    drop(connection);
    let mut of_message: HashMap<MessageId, Vec<AttachmentBody>> = HashMap::new();
    for (message, file) in files {
        of_message.entry(message).or_default().push(AttachmentBody::open(&own.caller, &file)?);
    }
    let sealing = own.sealing();
    let opened = messages.into_iter().map(|message| {
        let files = of_message.remove(&message.node.id).unwrap_or_default();
        MessageBody::open(message, &sealing, files)
    });
    let items = opened.collect::<Result<_, _>>()?;
    Ok(axum::Json(Page::whole(items)))
}
