//! The live events. They say that something changed and where; the page then asks for it.

use domain::id::{ApiKeyId, ConversationId, GroupId, MessageId, SessionId, TurnId};
use domain::turn::TurnStatus;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// One thing that changed for a member. References only, never text: events travel through the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "event", content = "data")]
pub enum Event {
    /// Events may have been missed: ask for everything again.
    #[serde(rename = "resync")]
    Resync {},
    /// Members, invitations, period, invoice or payments of a group.
    #[serde(rename = "group.changed")]
    GroupChanged {
        /// The group.
        group_id: GroupId,
    },
    /// The pool of a group, or a member's part of it.
    #[serde(rename = "credit.changed")]
    CreditChanged {
        /// The group.
        group_id: GroupId,
    },
    /// What was typed and not sent yet, at this conversation or in a new chat of this group.
    #[serde(rename = "draft.changed")]
    DraftChanged {
        /// The conversation's or the group's id.
        place_id: Uuid,
    },
    /// A conversation was made, changed, read, or has a new message.
    #[serde(rename = "conversation.changed")]
    ConversationChanged {
        /// The conversation.
        conversation_id: ConversationId,
    },
    /// A conversation is gone.
    #[serde(rename = "conversation.deleted")]
    ConversationDeleted {
        /// The conversation.
        conversation_id: ConversationId,
    },
    /// Folders were made, renamed or taken away.
    #[serde(rename = "folders.changed")]
    FoldersChanged {},
    /// An answer is being made.
    #[serde(rename = "turn.started")]
    TurnStarted {
        /// The turn.
        turn_id: TurnId,
        /// Its conversation.
        conversation_id: ConversationId,
        /// The answer's message.
        reply_id: MessageId,
    },
    /// A member asked for a running answer to stop; the node that runs it does.
    #[serde(rename = "turn.stopping")]
    TurnStopping {
        /// The turn.
        turn_id: TurnId,
    },
    /// An answer has ended.
    #[serde(rename = "turn.ended")]
    TurnEnded {
        /// The turn.
        turn_id: TurnId,
        /// Its conversation.
        conversation_id: ConversationId,
        /// How it ended.
        status: TurnStatus,
    },
    /// What the member is told: something is new, or was read on another device.
    #[serde(rename = "notices.changed")]
    NoticesChanged {},
    /// The account: its name, its devices, passkeys, second factor, or a notice about them.
    #[serde(rename = "account.changed")]
    AccountChanged {},
    /// Texts are being sealed anew with another content key.
    #[serde(rename = "rotation.progressed")]
    RotationProgressed {
        /// How many are done.
        done_rows: i64,
        /// Of how many.
        total_rows: i64,
    },
    /// A personal API key was revoked: nothing is served by it any more.
    #[serde(rename = "api_key.revoked")]
    ApiKeyRevoked {
        /// The key.
        api_key_id: ApiKeyId,
    },
    /// A session was signed out: its streams close.
    #[serde(rename = "session.ended")]
    SessionEnded {
        /// The session.
        session_id: SessionId,
    },
}

impl Event {
    /// The name in the event stream.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Resync {} => "resync",
            Self::GroupChanged { .. } => "group.changed",
            Self::CreditChanged { .. } => "credit.changed",
            Self::DraftChanged { .. } => "draft.changed",
            Self::ConversationChanged { .. } => "conversation.changed",
            Self::ConversationDeleted { .. } => "conversation.deleted",
            Self::FoldersChanged {} => "folders.changed",
            Self::TurnStarted { .. } => "turn.started",
            Self::TurnStopping { .. } => "turn.stopping",
            Self::TurnEnded { .. } => "turn.ended",
            Self::NoticesChanged {} => "notices.changed",
            Self::AccountChanged {} => "account.changed",
            Self::RotationProgressed { .. } => "rotation.progressed",
            Self::ApiKeyRevoked { .. } => "api_key.revoked",
            Self::SessionEnded { .. } => "session.ended",
        }
    }
}
