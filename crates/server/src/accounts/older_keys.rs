//! Content keys from before a lost password, once they are unlocked, and one that is being replaced: they come along in access tokens, so that whatever opens a
//! member's text opens the old text too.

use domain::id::{SealedKeyId, UserId};
use store::sealed_keys::SealedKey;
use vault::{ContentKey, Wrapped};

/// A content key with the older ones that it opens, itself or through one another.
pub(super) struct Gathered {
    /// All of them.
    pub(super) key: ContentKey,
    /// Which the older ones are.
    pub(super) older: Vec<SealedKeyId>,
    /// Whether what one of them sealed is being sealed anew.
    pub(super) is_rotating: bool,
}

/// Opens those of the older keys that the user's key opens.
pub(super) fn gather(user: UserId, content_key: &ContentKey, sealed: Vec<SealedKey>) -> Gathered {
    let (opened, _) = open_by(user, content_key, Vec::new(), sealed);
    Gathered {
        key: content_key.with_older(opened.iter().map(|(_, key)| key)),
        older: opened.iter().map(|(entry, _)| entry.id).collect(),
        is_rotating: opened.iter().any(|(entry, _)| entry.is_rotating),
    }
}

/// An older key with its row.
pub(super) type Opened = (SealedKey, ContentKey);

/// Which of them are open, beside those that are already, and which are not. A key that was unlocked before a second loss is
/// wrapped by one that was lost then: it opens with that one.
pub(super) fn open_by(
    user: UserId,
    content_key: &ContentKey,
    mut opened: Vec<Opened>,
    mut sealed: Vec<SealedKey>,
) -> (Vec<Opened>, Vec<SealedKey>) {
    loop {
        let before = opened.len();
        let mut still_sealed = Vec::new();
        for entry in sealed {
            let keys = std::iter::once(content_key).chain(opened.iter().map(|(_, key)| key));
            match open_one(user, keys, &entry) {
                Some(key) => opened.push((entry, key)),
                None => still_sealed.push(entry),
            }
        }
        sealed = still_sealed;
        if opened.len() == before {
            return (opened, sealed);
        }
    }
}

fn open_one<'a>(user: UserId, mut keys: impl Iterator<Item = &'a ContentKey>, entry: &SealedKey) -> Option<ContentKey> {
    let wrapped = Wrapped::from_bytes(entry.by_content_key.clone()?);
    keys.find_map(|key| vault::unwrap_by_content_key(user.uuid(), key, &wrapped).ok())
}
