//! A conversation's texts, each value for the one place where it is kept.

use domain::id::{ConversationId, MessageId, UserId};
use uuid::Uuid;
use vault::{ContentKey, Place};
use zeroize::Zeroizing;

use super::{Unopened, open, seal};

/// A member's key, and the conversation that it is used for.
#[derive(Clone, Copy)]
pub struct Sealing<'a> {
    /// The member's key.
    pub key: &'a ContentKey,
    /// The member.
    pub user: UserId,
    /// The conversation.
    pub conversation: ConversationId,
}

impl Sealing<'_> {
    /// Seals what a message says.
    #[must_use]
    pub fn seal_text(&self, message: MessageId, text: &str) -> Vec<u8> {
        seal(self.key, &self.place(message.uuid(), "text"), text)
    }

    /// Opens what a message says.
    pub fn open_text(&self, message: MessageId, sealed: &[u8]) -> Result<String, Unopened> {
        open(self.key, &self.place(message.uuid(), "text"), sealed)
    }

    /// Seals what a model thought before a message.
    #[must_use]
    pub fn seal_reasoning(&self, message: MessageId, text: &str) -> Vec<u8> {
        seal(self.key, &self.place(message.uuid(), "reasoning"), text)
    }

    /// Opens it.
    pub fn open_reasoning(&self, message: MessageId, sealed: &[u8]) -> Result<String, Unopened> {
        open(self.key, &self.place(message.uuid(), "reasoning"), sealed)
    }

    /// Seals the title.
    #[must_use]
    pub fn seal_title(&self, title: &str) -> Vec<u8> {
        seal(self.key, &self.place(self.conversation.uuid(), "title"), title)
    }

    /// Opens the title.
    pub fn open_title(&self, sealed: &[u8]) -> Result<String, Unopened> {
        open(self.key, &self.place(self.conversation.uuid(), "title"), sealed)
    }

    /// Seals the instructions.
    #[must_use]
    pub fn seal_instructions(&self, text: &str) -> Vec<u8> {
        seal(self.key, &self.place(self.conversation.uuid(), "instructions"), text)
    }

    /// Opens the instructions.
    pub fn open_instructions(&self, sealed: &[u8]) -> Result<String, Unopened> {
        open(self.key, &self.place(self.conversation.uuid(), "instructions"), sealed)
    }

    /// For a look at a message's text that keeps nothing of it.
    pub fn peek_text(&self, message: MessageId, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Unopened> {
        vault::open(self.key, &self.place(message.uuid(), "text"), sealed).map_err(Unopened)
    }

    fn place<'a>(&self, row: Uuid, field: &'a str) -> Place<'a> {
        Place { member: self.user.uuid(), conversation: self.conversation.uuid(), row, field }
    }
}
