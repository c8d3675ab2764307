//! What a member asks again and again.

use domain::id::{PromptId, UserId};
use vault::ContentKey;

use super::{Unopened, open, outside, seal};

/// A member's key, and the prompt that it is used for.
#[derive(Clone, Copy)]
pub struct PromptSealing<'a> {
    /// The member's key.
    pub key: &'a ContentKey,
    /// The member.
    pub user: UserId,
    /// The prompt.
    pub id: PromptId,
}

impl PromptSealing<'_> {
    /// Seals its name.
    #[must_use]
    pub fn seal_name(&self, name: &str) -> Vec<u8> {
        seal(self.key, &outside(self.user, self.id.uuid(), "prompt_name"), name)
    }

    /// Opens its name.
    pub fn open_name(&self, sealed: &[u8]) -> Result<String, Unopened> {
        open(self.key, &outside(self.user, self.id.uuid(), "prompt_name"), sealed)
    }

    /// Seals what it says.
    #[must_use]
    pub fn seal_text(&self, text: &str) -> Vec<u8> {
        seal(self.key, &outside(self.user, self.id.uuid(), "prompt_text"), text)
    }

    /// Opens what it says.
    pub fn open_text(&self, sealed: &[u8]) -> Result<String, Unopened> {
        open(self.key, &outside(self.user, self.id.uuid(), "prompt_text"), sealed)
    }
}
