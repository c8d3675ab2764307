//! What is kept of a file beside its bytes: what it is, and what a model is told of it.

use domain::attachment::FileType;
use domain::id::{AttachmentId, UserId};
use serde::{Deserialize, Serialize};
use vault::{ContentKey, OpenError};

use super::{Unopened, open, outside, seal};

/// What a file is. All of it is sealed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct About {
    /// What its owner calls it.
    pub name: String,
    /// Its kind, by its bytes.
    pub kind: FileType,
    /// A picture's size, in pixels.
    pub pixels: Option<(usize, usize)>,
    /// Whether all of its text is told to models.
    pub is_whole: bool,
}

/// A member's key, and the file that it is used for. Files are sealed before any conversation has them.
#[derive(Clone, Copy)]
pub struct AttachmentSealing<'a> {
    /// The member's key.
    pub key: &'a ContentKey,
    /// The member.
    pub user: UserId,
    /// The file.
    pub id: AttachmentId,
}

impl AttachmentSealing<'_> {
    /// Seals what it is.
    pub fn seal_about(&self, about: &About) -> Result<Vec<u8>, serde_json::Error> {
        let text = serde_json::to_string(about)?;
        Ok(seal(self.key, &outside(self.user, self.id.uuid(), "attachment"), &text))
    }

    /// Opens what it is.
    pub fn open_about(&self, sealed: &[u8]) -> Result<About, Unopened> {
        let text = open(self.key, &outside(self.user, self.id.uuid(), "attachment"), sealed)?;
        serde_json::from_str(&text).map_err(|_| Unopened(OpenError::Malformed))
    }

    /// Seals what a model is told of it.
    #[must_use]
    pub fn seal_text(&self, text: &str) -> Vec<u8> {
        seal(self.key, &outside(self.user, self.id.uuid(), "attachment_text"), text)
    }

    /// Opens what a model is told of it.
    pub fn open_text(&self, sealed: &[u8]) -> Result<String, Unopened> {
        open(self.key, &outside(self.user, self.id.uuid(), "attachment_text"), sealed)
    }
}
