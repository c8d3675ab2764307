//! XChaCha20-Poly1305 over byte strings: `nonce | ciphertext | tag`.

use chacha20poly1305::{AeadInOut, KeyInit, Tag, XChaCha20Poly1305, XNonce, aead::inout::InOutBuf};
use zeroize::Zeroizing;

use crate::{Nonce, OpenError, context::Context};

const NONCE_BYTES: usize = size_of::<Nonce>();
const TAG_BYTES: usize = 16;

/// Encrypts `body` and returns `header | nonce | ciphertext | tag`. The header is written as it is; whoever
/// wants it authenticated puts it into `context` too.
#[expect(clippy::expect_used, reason = "XChaCha20 refuses nothing but bodies above 256 GiB, which never come here")]
pub(crate) fn encrypt(key: &[u8; 32], context: &Context, nonce: &Nonce, header: &[u8], body: &[u8]) -> Vec<u8> {
    // Sized once: growing would leave a copy of the body behind.
    let mut out = Vec::with_capacity(header.len() + NONCE_BYTES + body.len() + TAG_BYTES);
    out.extend_from_slice(header);
    out.extend_from_slice(nonce);
    let start = out.len();
    out.extend_from_slice(body);
    let tag = XChaCha20Poly1305::new(key.into())
        .encrypt_inout_detached(&XNonce::from(*nonce), context.as_bytes(), InOutBuf::from(out.split_at_mut(start).1))
        .expect("the body is below 256 GiB");
    out.extend_from_slice(&tag);
    out
}

/// Decrypts `nonce | ciphertext | tag`, the header already taken off.
pub(crate) fn decrypt(key: &[u8; 32], context: &Context, encrypted: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let (nonce, rest) = encrypted.split_first_chunk::<NONCE_BYTES>().ok_or(OpenError::Malformed)?;
    let (ciphertext, tag) = rest.split_last_chunk::<TAG_BYTES>().ok_or(OpenError::Malformed)?;
    let mut body = Zeroizing::new(ciphertext.to_vec());
    XChaCha20Poly1305::new(key.into())
        .decrypt_inout_detached(
            &XNonce::from(*nonce),
            context.as_bytes(),
            InOutBuf::from(body.as_mut_slice()),
            &Tag::from(*tag),
        )
        .map_err(|_| OpenError::Refused)?;
    Ok(body)
}
