//! A file's bytes, sealed piece by piece, so that whoever reads it never has more than a piece in memory.

use std::borrow::Borrow;

use bytes::{Bytes, BytesMut};
use domain::id::{AttachmentId, UserId};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use vault::{ContentKey, Piece, SEALED_PIECE_OVERHEAD, open_piece, seal_piece};
use zeroize::Zeroizing;

use super::{Unopened, outside};
use crate::files::{Files, FilesError};
use crate::keys::random;

/// The bytes of each piece but the last.
const PIECE_BYTES: usize = 256 * 1024;
const SEALED_BYTES: usize = PIECE_BYTES + SEALED_PIECE_OVERHEAD;
const FIELD: &str = "file";

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It cannot be fetched.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// A piece does not open.
    #[error(transparent)]
    Unopened(#[from] Unopened),
}

impl From<FileError> for std::io::Error {
    fn from(error: FileError) -> Self {
        Self::other(error)
    }
}

/// Seals a file.
#[must_use]
pub fn seal_file(key: &ContentKey, user: UserId, id: AttachmentId, bytes: &[u8]) -> Vec<Bytes> {
    let place = outside(user, id.uuid(), FIELD);
    let count = bytes.len().div_ceil(PIECE_BYTES);
    let pieces = (0_u64..).zip(bytes.chunks(PIECE_BYTES).enumerate());
    let sealed = pieces.map(|(index, (at, piece))| {
        seal_piece(key, &place, Piece { index, is_last: at + 1 == count }, random(), piece).into()
    });
    sealed.collect()
}

/// Reads a file, a piece at a time. `K` is the key, or a reference to it.
pub struct FileReader<K> {
    key: K,
    user: UserId,
    id: AttachmentId,
    sealed: BoxStream<'static, Result<Bytes, FilesError>>,
    waiting: BytesMut,
    index: u64,
    is_done: bool,
}

impl<K: Borrow<ContentKey>> FileReader<K> {
    /// Begins to read.
    pub async fn open(files: &Files, key: K, user: UserId, id: AttachmentId) -> Result<Self, FileError> {
        let sealed = files.get(user, id).await?;
        Ok(Self { key, user, id, sealed, waiting: BytesMut::new(), index: 0, is_done: false })
    }

    /// The next piece; `None` after the last. A file that was cut off ends in an error.
    pub async fn next(&mut self) -> Result<Option<Zeroizing<Vec<u8>>>, FileError> {
        if self.is_done {
            return Ok(None);
        }
        // More than one piece: only then it is known that this one is not the last.
        while self.waiting.len() <= SEALED_BYTES {
            match self.sealed.next().await {
                Some(more) => self.waiting.extend_from_slice(&more?),
                None => break,
            }
        }
        self.is_done = self.waiting.len() <= SEALED_BYTES;
        let piece = self.waiting.split_to(self.waiting.len().min(SEALED_BYTES));
        let place = outside(self.user, self.id.uuid(), FIELD);
        let position = Piece { index: self.index, is_last: self.is_done };
        self.index += 1;
        Ok(Some(open_piece(self.key.borrow(), &place, position, &piece).map_err(Unopened)?))
    }

    /// All that is left of it.
    pub async fn rest(mut self) -> Result<Zeroizing<Vec<u8>>, FileError> {
        let mut all = Zeroizing::new(Vec::new());
        while let Some(piece) = self.next().await? {
            all.extend_from_slice(&piece);
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;

    fn ids() -> (UserId, AttachmentId) {
        (UserId::from_uuid(uuid::Uuid::from_u128(1)), AttachmentId::from_uuid(uuid::Uuid::from_u128(2)))
    }

    /// Reads sealed bytes that come in pieces of another size.
    async fn read(key: &ContentKey, sealed: &[u8], step: usize) -> Result<Vec<u8>, FileError> {
        let (user, id) = ids();
        let chunks: Vec<_> = sealed.chunks(step).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect();
        let reader = FileReader {
            key,
            user,
            id,
            sealed: stream::iter(chunks).boxed(),
            waiting: BytesMut::new(),
            index: 0,
            is_done: false,
        };
        Ok(reader.rest().await?.to_vec())
    }

    #[tokio::test]
    async fn what_was_sealed_is_read_however_it_comes() {
        let key = ContentKey::from_random([7; 32]);
        let (user, id) = ids();
        for length in [1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES, 2 * PIECE_BYTES + 5] {
            let bytes: Vec<u8> = (0..length).map(|at| u8::try_from(at % 251).unwrap()).collect();
            let sealed = seal_file(&key, user, id, &bytes).concat();
            for step in [1000, SEALED_BYTES, 1 << 22] {
                assert!(read(&key, &sealed, step).await.unwrap() == bytes, "{length} bytes in steps of {step}");
            }
        }
    }

    #[tokio::test]
    async fn a_file_that_is_cut_or_shuffled_does_not_open() {
        let key = ContentKey::from_random([7; 32]);
        let (user, id) = ids();
        let pieces = seal_file(&key, user, id, &vec![1; 3 * PIECE_BYTES]);
        for wrong in [
            [&pieces[0], &pieces[1]].map(Bytes::as_ref).concat(),
            [&pieces[1], &pieces[0], &pieces[2]].map(Bytes::as_ref).concat(),
            [&pieces[0], &pieces[2]].map(Bytes::as_ref).concat(),
            pieces.concat()[..2 * SEALED_BYTES + 10].to_vec(),
            Vec::new(),
        ] {
            assert!(matches!(read(&key, &wrong, SEALED_BYTES).await, Err(FileError::Unopened(_))));
        }
    }
}
