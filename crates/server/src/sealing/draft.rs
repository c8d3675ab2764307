//! What was typed and not sent yet.

use domain::id::UserId;
use uuid::Uuid;
use vault::{ContentKey, Place};

use super::{Unopened, open, seal};

/// Seals a draft for its place: a conversation, or the group of a new one.
#[must_use]
pub fn seal_draft(key: &ContentKey, user: UserId, place: Uuid, text: &str) -> Vec<u8> {
    seal(key, &kept_at(user, place), text)
}

/// Opens a draft.
pub fn open_draft(key: &ContentKey, user: UserId, place: Uuid, sealed: &[u8]) -> Result<String, Unopened> {
    open(key, &kept_at(user, place), sealed)
}

fn kept_at(user: UserId, place: Uuid) -> Place<'static> {
    Place { member: user.uuid(), conversation: place, row: place, field: "draft" }
}
