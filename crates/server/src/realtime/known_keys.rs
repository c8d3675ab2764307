//! Whose API keys were found good a moment ago, so that a program that asks all the time is not looked up each time.

use std::sync::Arc;
use std::time::Instant;

use domain::id::ApiKeyId;
use store::api_keys::Holder;

use super::Event;
use super::recent::Recent;

/// Holders by the hashes of their secrets. The bus takes out whose key is revoked or whose group changes; time takes out the rest.
/// Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct KnownKeys(Arc<Recent<[u8; 32], Holder>>);

impl KnownKeys {
    /// Who came with this secret a moment ago. `None`: ask the database.
    #[must_use]
    pub fn find(&self, secret_hash: &[u8; 32], now: Instant) -> Option<Holder> {
        self.0.find(secret_hash, now)
    }

    /// Notes whose secret it is, by the database. `asked` is when it was asked.
    pub fn note(&self, secret_hash: [u8; 32], holder: Holder, asked: Instant) {
        self.0.note(secret_hash, holder, asked);
    }

    /// Forgets a key that this node revoked.
    pub fn forget(&self, key: ApiKeyId) {
        self.0.forget_those(|holder| holder.key() == key);
    }

    /// Forgets what some node changed; everything when events may have been missed.
    pub(super) fn hear(&self, event: &Event) {
        match event {
            Event::ApiKeyRevoked { api_key_id } => self.forget(*api_key_id),
            Event::GroupChanged { group_id } => self.0.forget_those(|holder| holder.group() == *group_id),
            Event::Resync {} => self.0.forget_all(),
            _ => {}
        }
    }
}
