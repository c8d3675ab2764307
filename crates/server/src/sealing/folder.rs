//! A folder's name.

use domain::id::{FolderId, UserId};
use vault::ContentKey;

use super::{Unopened, open, outside, seal};

/// Seals the name of a member's folder.
#[must_use]
pub fn seal_folder_name(key: &ContentKey, user: UserId, folder: FolderId, name: &str) -> Vec<u8> {
    seal(key, &outside(user, folder.uuid(), "folder_name"), name)
}

/// Opens it.
pub fn open_folder_name(key: &ContentKey, user: UserId, folder: FolderId, sealed: &[u8]) -> Result<String, Unopened> {
    open(key, &outside(user, folder.uuid(), "folder_name"), sealed)
}
