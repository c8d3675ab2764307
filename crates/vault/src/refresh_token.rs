//! The refresh token: what a signed-in browser holds, and the server does not.

use sha2::{Digest, Sha256};
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::{ParseError, base64url, context::Context, secret::Secret};

/// Length of the encoded token in characters: 32 bytes in base64url.
const ENCODED: usize = 43;

/// 256 random bits in a session's cookie. The server keeps the [`hash`](Self::hash), by which it finds the
/// session, and the content key wrapped by the token itself. The hash does not open the wrap.
#[derive(Debug, ZeroizeOnDrop)]
pub struct RefreshToken(Secret<32>);

impl RefreshToken {
    /// Makes a token of 32 bytes from the operating system's random source.
    #[must_use]
    pub fn from_random(bytes: [u8; 32]) -> Self {
        Self(Secret::new(bytes))
    }

    /// The token as the cookie carries it: 43 characters of base64url.
    #[must_use]
    pub fn encode(&self) -> Zeroizing<String> {
        Zeroizing::new(base64url::encode(self.0.bytes()))
    }

    /// Reads a token from its cookie.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        if text.len() != ENCODED {
            return Err(ParseError::Length);
        }
        let decoded = base64url::decode(text).ok_or(ParseError::Character)?;
        let bytes = decoded.as_slice().try_into().map_err(|_| ParseError::Length)?;
        Ok(Self(Secret::new(bytes)))
    }

    /// What the server keeps instead of the token. A plain hash is enough: 256 random bits cannot be guessed.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::new_with_prefix(Context::new("refresh token hash").as_bytes())
            .chain_update(self.0.bytes())
            .finalize()
            .into()
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        self.0.bytes()
    }
}
