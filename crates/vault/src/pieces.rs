//! Sealing what is too large to be sealed at once, piece by piece.

use zeroize::Zeroizing;

use crate::seal::{self, Place};
use crate::{ContentKey, Nonce, OpenError, aead, context::Context};

/// The version of the format, and the first byte of every piece.
const VERSION: u8 = 1;

/// So many bytes longer is a piece once it is sealed.
pub const SEALED_PIECE_OVERHEAD: usize = 1 + size_of::<Nonce>() + 16;

/// Where a piece stands in the whole. It opens nowhere else, so that pieces can be neither swapped nor left out, and an end
/// that was cut off is noticed: the piece that then comes last is not sealed as the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Which one, from 0.
    pub index: u64,
    /// Whether none follows.
    pub is_last: bool,
}

/// Seals one piece of what is kept at `place`. Nothing is compressed: pictures and documents are already. The nonce must be new
/// random bytes at every call.
#[must_use]
pub fn seal_piece(key: &ContentKey, place: &Place, piece: Piece, nonce: Nonce, bytes: &[u8]) -> Vec<u8> {
    aead::encrypt(key.bytes(), &context(place, piece), &nonce, &[VERSION], bytes)
}

/// Opens what [`seal_piece`] made with the same key, or with one of the older ones that it carries, for the same place and
/// position.
pub fn open_piece(
    key: &ContentKey,
    place: &Place,
    piece: Piece,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let Some((&VERSION, encrypted)) = sealed.split_first() else {
        return Err(OpenError::Malformed);
    };
    seal::by_any_key(key, &context(place, piece), encrypted)
}

fn context(place: &Place, piece: Piece) -> Context {
    place.context("seal piece").with(&piece.index.to_be_bytes()).with(&[u8::from(piece.is_last)])
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const FIRST: Piece = Piece { index: 0, is_last: false };
    const LAST: Piece = Piece { index: 1, is_last: true };

    fn place(row: u128) -> Place<'static> {
        Place { member: Uuid::from_u128(1), conversation: Uuid::nil(), row: Uuid::from_u128(row), field: "file" }
    }

    #[test]
    fn a_piece_opens_only_where_it_stands() {
        let key = ContentKey::from_random([1; 32]);
        let sealed = seal_piece(&key, &place(1), FIRST, [2; 24], b"the beginning");
        assert_eq!(sealed.len(), b"the beginning".len() + SEALED_PIECE_OVERHEAD);
        assert_eq!(open_piece(&key, &place(1), FIRST, &sealed).unwrap().as_slice(), b"the beginning");
        for (place, piece) in [
            (place(2), FIRST),
            (place(1), LAST),
            (place(1), Piece { index: 1, is_last: false }),
            (place(1), Piece { index: 0, is_last: true }),
        ] {
            assert_eq!(open_piece(&key, &place, piece, &sealed), Err(OpenError::Refused), "{piece:?}");
        }
    }

    #[test]
    fn a_piece_is_no_text_and_a_text_is_no_piece() {
        let key = ContentKey::from_random([1; 32]);
        let piece = seal_piece(&key, &place(1), LAST, [2; 24], b"\0text");
        assert_eq!(crate::open(&key, &place(1), &piece), Err(OpenError::Refused));
        let text = crate::seal(&key, &place(1), [2; 24], b"text");
        assert_eq!(open_piece(&key, &place(1), LAST, &text), Err(OpenError::Refused));
        assert_eq!(open_piece(&key, &place(1), LAST, b""), Err(OpenError::Malformed));
    }

    #[test]
    fn an_older_key_opens_what_it_sealed() {
        let (old, new) = (ContentKey::from_random([1; 32]), ContentKey::from_random([2; 32]));
        let sealed = seal_piece(&old, &place(1), LAST, [3; 24], b"before");
        assert_eq!(open_piece(&new, &place(1), LAST, &sealed), Err(OpenError::Refused));
        assert_eq!(open_piece(&new.with_older([&old]), &place(1), LAST, &sealed).unwrap().as_slice(), b"before");
    }
}
