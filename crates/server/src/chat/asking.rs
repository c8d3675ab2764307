//! What a member asks: the body of `POST /conversations/{id}/turns`.

use domain::id::{AttachmentId, MessageId, TurnId};
use serde::Deserialize;
use utoipa::ToSchema;

/// A question, or a question to answer again.
#[derive(Debug, Deserialize, ToSchema)]
pub struct StartTurn {
    /// The caller's own new id for the turn (`UUIDv7`): sent again, it starts nothing and gives the same turn.
    pub id: Option<TurnId>,
    /// The question. Absent: `parent_id` names a question that is answered again.
    pub text: Option<String>,
    /// The answer that the question follows; null: it begins the conversation; absent: the newest one. To edit a question,
    /// give its own `parent_id` with the new text.
    #[serde(default)]
    #[schema(value_type = Option<MessageId>)]
    pub parent_id: Parent,
    /// The model that answers, from now on in this conversation; absent: as before.
    pub model: Option<String>,
    /// Files that go with the question, sent before by `POST /attachments`. An edited question can have those of its first
    /// version.
    #[serde(default)]
    pub attachments: Vec<AttachmentId>,
}

/// What a message follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Option<MessageId>")]
pub enum Parent {
    /// Nothing was said: the newest answer.
    #[default]
    Newest,
    /// Nothing: it begins the conversation.
    Beginning,
    /// This message.
    Message(MessageId),
}

impl From<Option<MessageId>> for Parent {
    fn from(given: Option<MessageId>) -> Self {
        given.map_or(Self::Beginning, Self::Message)
    }
}
