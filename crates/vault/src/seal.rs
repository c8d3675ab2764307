//! Sealing a member's text for the one place where it is kept.

use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{ContentKey, Nonce, OpenError, aead, compress, context::Context};

const VERSION: u8 = 1;
const SEAL: &str = "seal";

/// Where a sealed value is kept. It opens at no other place, so that no row, field or member's data can be
/// swapped for another's by whoever can write to the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// Whose text it is.
    pub member: Uuid,
    /// The conversation that it belongs to; [`Uuid::nil`] for what belongs to none.
    pub conversation: Uuid,
    /// The row's own id.
    pub row: Uuid,
    /// The column, for example `"text"` or `"title"`.
    pub field: &'a str,
}

impl Place<'_> {
    pub(crate) fn context(&self, purpose: &str) -> Context {
        Context::new(purpose)
            .with_id(self.member)
            .with_id(self.conversation)
            .with_id(self.row)
            .with(self.field.as_bytes())
    }
}

/// Seals `text` for `place`. The nonce must be new random bytes at every call, also when the same row is
/// written again.
///
/// The result is `version (1 byte) | nonce (24) | ciphertext | tag (16)`. The text is compressed first where
/// that makes it shorter, so the result's length tells roughly how long and how repetitive the text is, and
/// nothing else.
#[must_use]
pub fn seal(key: &ContentKey, place: &Place, nonce: Nonce, text: &[u8]) -> Vec<u8> {
    aead::encrypt(key.bytes(), &place.context(SEAL), &nonce, &[VERSION], &compress::pack(text))
}

/// Opens what [`seal`] made with the same key, or with one of the older ones that it carries, for the same place.
pub fn open(key: &ContentKey, place: &Place, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let Some((&VERSION, encrypted)) = sealed.split_first() else {
        return Err(OpenError::Malformed);
    };
    compress::unpack(by_any_key(key, &place.context(SEAL), encrypted)?)
}

/// Decrypts with the key, or with whichever older one it was.
pub(crate) fn by_any_key(
    key: &ContentKey,
    context: &Context,
    encrypted: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let mut opened = Err(OpenError::Refused);
    for key in key.each() {
        opened = aead::decrypt(key, context, encrypted);
        if opened != Err(OpenError::Refused) {
            break;
        }
    }
    opened
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MAX_PLAINTEXT_BYTES;

    /// Somebody who has the key, but not this code, seals what unpacks to too much.
    #[test]
    fn sealed_bomb_is_refused() {
        let key = ContentKey::from_random([1; 32]);
        let place = Place { member: Uuid::nil(), conversation: Uuid::nil(), row: Uuid::nil(), field: "text" };
        let zeros = vec![0; 2 * MAX_PLAINTEXT_BYTES];
        let mut bomb = vec![1];
        bomb.extend_from_slice(&u32::try_from(zeros.len()).unwrap().to_be_bytes());
        bomb.extend_from_slice(&miniz_oxide::deflate::compress_to_vec(&zeros, 9));
        let sealed = aead::encrypt(key.bytes(), &place.context(SEAL), &[2; 24], &[VERSION], &bomb);

        assert!(sealed.len() < 64 * 1024);
        assert_eq!(open(&key, &place, &sealed), Err(OpenError::TooLarge));
    }
}
