//! Keys from secrets that have enough entropy already (HKDF-SHA256).

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::context::Context;

/// Derives one of the server's own keys (signing access tokens, authenticating invitations) from its secret.
///
/// The same secret and label give the same key; another label gives an unrelated one. The key that encrypts
/// content keys for access tokens is not among them: see [`crate::TokenKey`]. `secret` should hold at least
/// 32 random bytes: nothing here slows down somebody who guesses it.
#[must_use]
pub fn derive_server_key(secret: &[u8], label: &str) -> Zeroizing<[u8; 32]> {
    derive(secret, &Context::new("server key").with(label.as_bytes()))
}

/// Derives 32 bytes from `secret` for exactly this purpose.
#[expect(clippy::expect_used, reason = "32 bytes are one block of HKDF-SHA256, which gives up to 255")]
pub(crate) fn derive(secret: &[u8], purpose: &Context) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(None, secret)
        .expand(purpose.as_bytes(), key.as_mut_slice())
        .expect("one block is not too long");
    key
}
