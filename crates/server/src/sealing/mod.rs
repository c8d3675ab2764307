//! The places for which members' texts and files are sealed: written here once, for the chat that seals them, and for the export
//! that takes them along.

mod attachment;
mod conversation;
mod draft;
mod folder;
mod pieces;
mod prompt;

use domain::id::UserId;
use uuid::Uuid;
use vault::{ContentKey, OpenError, Place};

pub use attachment::{About, AttachmentSealing};
pub use conversation::Sealing;
pub use draft::{open_draft, seal_draft};
pub use folder::{open_folder_name, seal_folder_name};
pub use pieces::{FileError, FileReader, seal_file};
pub use prompt::PromptSealing;

use crate::keys::random;

/// Why a stored text does not open: it was changed, moved, or sealed with another key.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("a sealed text does not open: {0}")]
pub struct Unopened(OpenError);

impl Unopened {
    /// Whether it was sealed with a key that the member has lost and not unlocked: a text to show as sealed, not a fault.
    #[must_use]
    pub fn is_sealed(self) -> bool {
        self.0 == OpenError::Refused
    }
}

/// What belongs to no conversation.
fn outside(user: UserId, row: Uuid, field: &str) -> Place<'_> {
    Place { member: user.uuid(), conversation: Uuid::nil(), row, field }
}

fn seal(key: &ContentKey, place: &Place, text: &str) -> Vec<u8> {
    vault::seal(key, place, random(), text.as_bytes())
}

fn open(key: &ContentKey, place: &Place, sealed: &[u8]) -> Result<String, Unopened> {
    let opened = vault::open(key, place, sealed).map_err(Unopened)?;
    String::from_utf8(opened.to_vec()).map_err(|_| Unopened(OpenError::Malformed))
}
