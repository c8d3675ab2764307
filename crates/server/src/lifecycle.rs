//! Tasks and their end: nothing runs that a shutdown would not wait for or cancel.

use std::future::{Future, pending};
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long running turns may finish after a stop was asked for.
const GRACE: Duration = Duration::from_secs(10);
/// How long requests may finish after that was asked for: whoever has not sent all of one, or read its answer, by then is cut off.
const REQUEST_GRACE: Duration = Duration::from_secs(5);

/// The server's tasks. Soft cancellation says "take nothing new on", hard cancellation says "save and leave".
#[derive(Clone, Debug, Default)]
pub struct Lifecycle {
    tasks: TaskTracker,
    soft: CancellationToken,
    hard: CancellationToken,
}

impl Lifecycle {
    /// Runs a task that shutdown waits for.
    pub fn spawn<F>(&self, task: F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.tasks.spawn(task);
    }

    /// Resolves when the server should take nothing new on.
    pub async fn stopping(&self) {
        self.soft.cancelled().await;
    }

    /// Resolves when requests that came before the stop have had their time.
    pub async fn requests_late(&self) {
        self.stopping().await;
        tokio::time::sleep(REQUEST_GRACE).await;
    }

    /// Whether the server takes nothing new on.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.soft.is_cancelled()
    }

    /// Resolves when a task should save what it has and end.
    pub async fn ending(&self) {
        self.hard.cancelled().await;
    }

    /// Asks everything to stop.
    pub fn stop(&self) {
        self.soft.cancel();
    }

    /// Waits for the tasks: first patiently, then with hard cancellation, until all have ended.
    pub async fn ended(&self) {
        self.soft.cancel();
        self.tasks.close();
        if tokio::time::timeout(GRACE, self.tasks.wait()).await.is_err() {
            self.hard.cancel();
            self.tasks.wait().await;
        }
    }
}

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

/// Ctrl-C and SIGTERM, listened for from the moment it is made: none that comes after is lost, and none ends the program hard.
#[derive(Debug)]
pub struct StopSignal {
    interrupt: Signal,
    terminate: Signal,
}

impl StopSignal {
    /// Starts to listen.
    pub fn listen() -> std::io::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// Resolves at the first of them.
    pub async fn received(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
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
