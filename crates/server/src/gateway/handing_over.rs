//! A whole answer on its way to the client, piece by piece: one who does not read it does not keep the room that it takes.

use std::cmp::min;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream::unfold;
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio::time::timeout;

/// A client that takes nothing of its answer for this long counts as gone.
pub(super) const CLIENT_PATIENCE: Duration = Duration::from_mins(1);
/// A piece, which is a copy: as long as a slice is there, all is.
const PIECE_BYTES: usize = 64 * 1024;
/// Pieces that wait for a slow client.
const PIECES_WAITING_MAX: usize = 1;

/// The client's end.
pub(super) struct Taking {
    length: usize,
    pieces: mpsc::Receiver<Bytes>,
}

/// The server's end. The room stays taken for as long as it is there.
pub(super) struct Handing {
    left: Bytes,
    pieces: mpsc::Sender<Bytes>,
    _room: Arc<OwnedSemaphorePermit>,
}

/// Both ends of an answer.
pub(super) fn hand_over(answer: Bytes, room: Arc<OwnedSemaphorePermit>) -> (Taking, Handing) {
    let (pieces, waiting) = mpsc::channel(PIECES_WAITING_MAX);
    (Taking { length: answer.len(), pieces: waiting }, Handing { left: answer, pieces, _room: room })
}

impl Handing {
    /// Hands it over, until the client has all of it, has gone away, or takes no piece for so long that it counts as gone.
    pub(super) async fn finish(mut self) {
        while !self.left.is_empty() {
            let piece = self.left.split_to(min(PIECE_BYTES, self.left.len()));
            let taken = timeout(CLIENT_PATIENCE, self.pieces.send(Bytes::copy_from_slice(&piece))).await;
            if !matches!(taken, Ok(Ok(()))) {
                return;
            }
        }
    }
}

/// An answer ended before its end.
#[derive(Debug, thiserror::Error)]
#[error("the client took too long for its answer")]
struct CutShort;

impl Taking {
    /// How many bytes there are.
    pub(super) fn length(&self) -> usize {
        self.length
    }

    /// The body of a response. One that was given up breaks off, so that nobody takes it for all.
    pub(super) fn into_body(self) -> Body {
        Body::from_stream(unfold(self, |mut rest| async move {
            if rest.length == 0 {
                return None;
            }
            let piece = rest.pieces.recv().await.ok_or(CutShort);
            // Nothing comes after what was given up.
            rest.length = piece.as_ref().map_or(0, |piece| rest.length.saturating_sub(piece.len()));
            Some((piece, rest))
        }))
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use tokio::sync::Semaphore;
    use tokio::time::{Instant, sleep};

    use super::*;

    /// An answer of so many pieces, and the room that it takes.
    fn answer(pieces: usize) -> (Bytes, Arc<Semaphore>, Taking, Handing) {
        let all = Arc::new(Semaphore::new(3));
        let room = Arc::new(Arc::clone(&all).try_acquire_many_owned(3).unwrap());
        let bytes: Bytes = (0_u8..=255).cycle().take(PIECE_BYTES * pieces - 7).collect();
        let (taking, handing) = hand_over(bytes.clone(), room);
        (bytes, all, taking, handing)
    }

    #[tokio::test]
    async fn a_client_that_reads_gets_all_of_it_and_the_room_is_free() {
        for pieces in [1, 5] {
            let (bytes, room, taking, handing) = answer(pieces);
            assert_eq!((taking.length(), room.available_permits()), (bytes.len(), 0));
            let (read, ()) = tokio::join!(to_bytes(taking.into_body(), usize::MAX), handing.finish());
            assert_eq!((read.unwrap(), room.available_permits()), (bytes, 3));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_reads_nothing_keeps_no_room_and_what_it_got_is_not_taken_for_all() {
        let (_, room, taking, handing) = answer(5);
        let began = Instant::now();
        handing.finish().await;
        assert_eq!((began.elapsed(), room.available_permits()), (CLIENT_PATIENCE, 3));
        assert!(to_bytes(taking.into_body(), usize::MAX).await.is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_takes_a_piece_once_in_a_while_is_served_to_the_end() {
        let (bytes, _, mut taking, handing) = answer(5);
        let reading = async {
            let mut read = Vec::new();
            while let Some(piece) = taking.pieces.recv().await {
                read.extend_from_slice(&piece);
                sleep(CLIENT_PATIENCE * 9 / 10).await;
            }
            read
        };
        let (read, ()) = tokio::join!(reading, handing.finish());
        assert!(read == bytes);
    }
}
