//! Bytes that have come at the same time, taken together: each step costs everybody on the way to the client a wake-up and a
//! write.

use std::future::poll_fn;
use std::task::Poll;

use bytes::{Bytes, BytesMut};
use futures_util::{FutureExt, Stream, StreamExt};

/// So many bytes are taken together at most.
const TOGETHER_MAX: usize = 32 * 1024;

/// A body whose pieces are gathered. It ends where the body ends or breaks.
pub(crate) struct Gathered<B> {
    body: B,
    is_over: bool,
}

impl<B, E> Gathered<B>
where
    B: Stream<Item = Result<Bytes, E>> + Unpin,
{
    pub(crate) fn new(body: B) -> Self {
        Self { body, is_over: false }
    }

    /// The next bytes, and those that are here with them. May be dropped and called again: what it has taken is only lost if it
    /// is not asked any more.
    pub(crate) async fn next(&mut self) -> Option<Bytes> {
        if self.is_over {
            return None;
        }
        let came = self.body.next().await;
        let first = self.piece(came)?;
        let mut together = None;
        loop {
            let_others_run().await;
            let Some(next) = self.body.next().now_or_never() else { break };
            let Some(piece) = self.piece(next) else { break };
            let together = together.get_or_insert_with(|| BytesMut::from(first.as_ref()));
            together.extend_from_slice(&piece);
            if together.len() >= TOGETHER_MAX {
                break;
            }
        }
        Some(together.map_or(first, BytesMut::freeze))
    }

    fn piece(&mut self, came: Option<Result<Bytes, E>>) -> Option<Bytes> {
        let piece = came.and_then(Result::ok);
        self.is_over = piece.is_none();
        piece
    }
}

/// Goes on behind the tasks that can run now: whoever reads the connection gets to hand on what it has. Tokio's own `yield_now` asks
/// the kernel for news first, which costs more than all the rest of a step.
async fn let_others_run() {
    let mut others_had_their_turn = false;
    poll_fn(|context| {
        if std::mem::replace(&mut others_had_their_turn, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use futures_util::stream;

    use super::*;

    async fn all(pieces: Vec<Result<Bytes, &'static str>>) -> Vec<Bytes> {
        let mut gathered = Gathered::new(stream::iter(pieces));
        let mut steps = Vec::new();
        while let Some(bytes) = gathered.next().await {
            steps.push(bytes);
        }
        steps
    }

    #[tokio::test]
    async fn what_is_there_together_is_one_step_and_keeps_its_order() {
        let piece = |text: &'static str| Ok(Bytes::from_static(text.as_bytes()));
        assert_eq!(all(vec![piece("a"), piece("b"), piece("c")]).await, ["abc"]);
        assert_eq!(all(vec![piece("a"), Err("cut"), piece("never")]).await, ["a"]);
        assert!(all(vec![Err("cut")]).await.is_empty());
    }

    #[tokio::test]
    async fn what_comes_later_is_not_waited_for() {
        let body = stream::once(async { Ok::<_, Infallible>(Bytes::from_static(b"a")) }).chain(stream::pending());
        assert_eq!(Gathered::new(Box::pin(body)).next().await.as_deref(), Some(&b"a"[..]));
    }

    #[tokio::test]
    async fn a_step_is_not_larger_than_it_need_be() {
        let piece = || Ok(Bytes::from(vec![b'x'; TOGETHER_MAX / 2]));
        let steps = all(vec![piece(), piece(), piece()]).await;
        assert_eq!(steps.iter().map(Bytes::len).collect::<Vec<_>>(), [TOGETHER_MAX, TOGETHER_MAX / 2]);
    }
}
