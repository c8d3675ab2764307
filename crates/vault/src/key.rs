//! The content key.

use zeroize::ZeroizeOnDrop;

use crate::{OpenError, secret::Secret};

/// The key that seals one member's text: 256 random bits, made at sign-up.
///
/// It cannot be cloned, compared or serialised. Share it between the tasks of one running turn through an
/// `Arc`; it is wiped when the last of them is done.
#[derive(Debug, ZeroizeOnDrop)]
pub struct ContentKey(Secret<32>);

impl ContentKey {
    /// Makes a new member's key of 32 bytes from the operating system's random source.
    #[must_use]
    pub fn from_random(bytes: [u8; 32]) -> Self {
        Self(Secret::new(bytes))
    }

    /// Takes a key out of its opened wrap.
    pub(crate) fn from_opened(opened: &[u8]) -> Result<Self, OpenError> {
        let bytes = opened.try_into().map_err(|_| OpenError::Malformed)?;
        Ok(Self(Secret::new(bytes)))
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        self.0.bytes()
    }
}
