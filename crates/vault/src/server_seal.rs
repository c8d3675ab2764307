//! What the server has to open by itself, before a member has shown anything: secrets of second factors.

use uuid::Uuid;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::{Nonce, OpenError, aead, context::Context, derive::derive, secret::Secret};

const VERSION: u8 = 1;

/// A key of the server's own for one purpose. What it seals is safe from whoever has only the database, and not from whoever
/// has the server's secret too: never use it for what a member writes.
#[derive(Debug, ZeroizeOnDrop)]
pub struct ServerSeal(Secret<32>);

impl ServerSeal {
    /// Derives the key from the server's secret (at least 32 random bytes).
    #[must_use]
    pub fn from_secret(secret: &[u8], purpose: &str) -> Self {
        Self(Secret::new(*derive(secret, &Context::new("server seal").with(purpose.as_bytes()))))
    }

    /// Seals `bytes` for one member: `version | nonce | ciphertext | tag`.
    #[must_use]
    pub fn seal(&self, member: Uuid, nonce: Nonce, bytes: &[u8]) -> Vec<u8> {
        aead::encrypt(self.0.bytes(), &context(member), &nonce, &[VERSION], bytes)
    }

    /// Opens what [`seal`](Self::seal) made for this member.
    pub fn open(&self, member: Uuid, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let encrypted = sealed.strip_prefix(&[VERSION]).ok_or(OpenError::Malformed)?;
        aead::decrypt(self.0.bytes(), &context(member), encrypted)
    }
}

fn context(member: Uuid) -> Context {
    Context::new("server seal of a member").with(&[VERSION]).with_id(member)
}
