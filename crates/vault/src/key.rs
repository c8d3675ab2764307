//! The content key.

use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::{OpenError, secret::Secret};

const BYTES: usize = 32;

/// The key that seals one member's text: 256 random bits, made at sign-up.
///
/// A member who lost their password and everything else got a new key, and may have unlocked the older ones since. Those come
/// along ([`with_older`](Self::with_older)): they open what they sealed, and seal nothing any more.
///
/// It cannot be compared or serialised. Share it between the tasks of one running turn through an `Arc`; it is wiped when the
/// last of them is done.
#[derive(Debug, ZeroizeOnDrop)]
pub struct ContentKey {
    current: Secret<BYTES>,
    older: Vec<Secret<BYTES>>,
}

impl ContentKey {
    /// Makes a new member's key of 32 bytes from the operating system's random source.
    #[must_use]
    pub fn from_random(bytes: [u8; BYTES]) -> Self {
        Self { current: Secret::new(bytes), older: Vec::new() }
    }

    /// The same key, which also opens what these older ones of the member sealed.
    #[must_use]
    pub fn with_older<'a>(&self, older: impl IntoIterator<Item = &'a Self>) -> Self {
        Self {
            current: Secret::new(*self.current.bytes()),
            older: older.into_iter().map(|key| Secret::new(*key.current.bytes())).collect(),
        }
    }

    /// Takes a key out of its opened wrap, with the older ones that came along.
    pub(crate) fn from_opened(opened: &[u8]) -> Result<Self, OpenError> {
        let (keys, []) = opened.as_chunks::<BYTES>() else { return Err(OpenError::Malformed) };
        let (current, older) = keys.split_first().ok_or(OpenError::Malformed)?;
        Ok(Self { current: Secret::new(*current), older: older.iter().map(|key| Secret::new(*key)).collect() })
    }

    /// What a wrap holds: the key alone.
    pub(crate) fn bytes(&self) -> &[u8; BYTES] {
        self.current.bytes()
    }

    /// What an access token holds: the key, and the older ones after it.
    pub(crate) fn all_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut all = Zeroizing::new(Vec::with_capacity(BYTES * (1 + self.older.len())));
        for key in self.each() {
            all.extend_from_slice(key);
        }
        all
    }

    /// Everything that may open a text, the likeliest first.
    pub(crate) fn each(&self) -> impl Iterator<Item = &[u8; BYTES]> {
        std::iter::once(&self.current).chain(&self.older).map(Secret::bytes)
    }
}
