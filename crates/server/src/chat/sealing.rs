//! Sealing and opening a conversation's text, each value for the one place where it is kept.

use domain::id::{ConversationId, MessageId, UserId};
use uuid::Uuid;
use vault::{ContentKey, OpenError, Place};
use zeroize::Zeroizing;

use crate::http::Problem;
use crate::keys::random;

/// A member's key, and the conversation that it is used for.
#[derive(Clone, Copy)]
pub(super) struct Sealing<'a> {
    pub(super) key: &'a ContentKey,
    pub(super) user: UserId,
    pub(super) conversation: ConversationId,
}

/// Why a stored text does not open: it was changed, moved, or sealed with another key.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("a sealed text does not open: {0}")]
pub(super) struct Unopened(OpenError);

impl Unopened {
    /// Whether it was sealed with a key that the member has lost and not unlocked: a text to show as sealed, not a fault.
    pub(super) fn is_sealed(self) -> bool {
        self.0 == OpenError::Refused
    }
}

impl From<Unopened> for Problem {
    fn from(unopened: Unopened) -> Self {
        if !unopened.is_sealed() {
            return Self::internal(unopened);
        }
        Self::conflict(
            "history_sealed",
            "This is sealed since your password was lost. Unlock it in the settings with the recovery code of that time.",
        )
    }
}

impl Sealing<'_> {
    pub(super) fn seal_text(&self, message: MessageId, text: &str) -> Vec<u8> {
        vault::seal(self.key, &self.place(message.uuid(), "text"), random(), text.as_bytes())
    }

    pub(super) fn open_text(&self, message: MessageId, sealed: &[u8]) -> Result<String, Unopened> {
        self.open(message.uuid(), "text", sealed)
    }

    pub(super) fn seal_title(&self, title: &str) -> Vec<u8> {
        vault::seal(self.key, &self.place(self.conversation.uuid(), "title"), random(), title.as_bytes())
    }

    pub(super) fn open_title(&self, sealed: &[u8]) -> Result<String, Unopened> {
        self.open(self.conversation.uuid(), "title", sealed)
    }

    pub(super) fn seal_instructions(&self, text: &str) -> Vec<u8> {
        vault::seal(self.key, &self.place(self.conversation.uuid(), "instructions"), random(), text.as_bytes())
    }

    pub(super) fn open_instructions(&self, sealed: &[u8]) -> Result<String, Unopened> {
        self.open(self.conversation.uuid(), "instructions", sealed)
    }

    /// For a look at the text that keeps nothing of it.
    pub(super) fn peek_text(&self, message: MessageId, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Unopened> {
        vault::open(self.key, &self.place(message.uuid(), "text"), sealed).map_err(Unopened)
    }

    /// The text, or `None` where it is sealed with a lost key.
    pub(super) fn unless_sealed(opened: Result<String, Unopened>) -> Result<Option<String>, Problem> {
        match opened {
            Ok(text) => Ok(Some(text)),
            Err(unopened) if unopened.is_sealed() => Ok(None),
            Err(unopened) => Err(unopened.into()),
        }
    }

    fn open(&self, row: Uuid, field: &str, sealed: &[u8]) -> Result<String, Unopened> {
        let opened = vault::open(self.key, &self.place(row, field), sealed).map_err(Unopened)?;
        String::from_utf8(opened.to_vec()).map_err(|_| Unopened(OpenError::Malformed))
    }

    fn place<'a>(&self, row: Uuid, field: &'a str) -> Place<'a> {
        Place { member: self.user.uuid(), conversation: self.conversation.uuid(), row, field }
    }
}
