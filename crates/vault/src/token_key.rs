//! The content key inside the access token, so that any node can serve the member for as long as it is valid.

use uuid::Uuid;
use zeroize::ZeroizeOnDrop;

use crate::{ContentKey, Nonce, OpenError, aead, base64url, context::Context, derive::derive, secret::Secret};

/// The server's key for the content keys in access tokens. All nodes derive the same one.
///
/// Whoever has this key *and* an access token has that member's content key, also after the token expired:
/// access tokens must never be stored or logged.
#[derive(Debug, ZeroizeOnDrop)]
pub struct TokenKey(Secret<32>);

impl TokenKey {
    /// Derives the key from the server's secret (at least 32 random bytes).
    #[must_use]
    pub fn from_secret(secret: &[u8]) -> Self {
        Self(Secret::new(*derive(secret, &Context::new("token key"))))
    }
}

/// Encrypts a content key, with the older ones that it carries, for one member's access token of one session: 96 characters of
/// base64url, and about 43 more for each older one.
#[must_use]
pub fn encrypt_for_token(token_key: &TokenKey, member: Uuid, session: Uuid, key: &ContentKey, nonce: Nonce) -> String {
    let encrypted = aead::encrypt(token_key.0.bytes(), &context(member, session), &nonce, &[], &key.all_bytes());
    base64url::encode(&encrypted)
}

/// Takes the content key out of an access token. The caller has checked the token's signature and expiry.
pub fn decrypt_from_token(
    token_key: &TokenKey,
    member: Uuid,
    session: Uuid,
    encrypted: &str,
) -> Result<ContentKey, OpenError> {
    let encrypted = base64url::decode(encrypted).ok_or(OpenError::Malformed)?;
    let key = aead::decrypt(token_key.0.bytes(), &context(member, session), &encrypted)?;
    ContentKey::from_opened(&key)
}

fn context(member: Uuid, session: Uuid) -> Context {
    Context::new("content key in an access token").with_id(member).with_id(session)
}
