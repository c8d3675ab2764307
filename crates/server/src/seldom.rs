//! What waits beside something that goes on all the time.

use std::future::{Future, pending};

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

/// The same future, for a place beside one that goes on all the time, such as what ends a stream beside the stream: it is asked only when it
/// was woken itself. Asked with every piece of an answer, the ends of a turn took a twentieth of the server's time.
pub async fn asked_seldom<F: Future>(future: F) -> F::Output {
    // A set asks those of its futures that were woken.
    let mut alone = FuturesUnordered::from_iter([future]);
    match alone.next().await {
        Some(output) => output,
        None => pending().await,
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::future::poll_fn;

    use tokio::sync::oneshot;
    use tokio::task::yield_now;

    use super::*;

    #[tokio::test]
    async fn what_is_asked_seldom_is_asked_when_it_was_woken_and_not_with_everything_beside_it() {
        let (end, mut ended) = oneshot::channel();
        let asked = Cell::new(0);
        let ending = asked_seldom(poll_fn(|context| {
            asked.set(asked.get() + 1);
            std::pin::Pin::new(&mut ended).poll(context)
        }));
        let going_on = async {
            for _ in 0..100 {
                yield_now().await;
            }
            end.send("over").unwrap();
            pending::<()>().await;
        };
        tokio::select! {
            biased;
            how = ending => assert_eq!(how, Ok("over")),
            () = going_on => {}
        }
        assert_eq!(asked.get(), 2);
    }
}
