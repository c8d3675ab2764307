//! Small work that many tasks have once in a while, done together: their ticks fall on a common grid, and what is asked for at the
//! same moment goes through one call.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::sync::oneshot;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use crate::lifecycle::Lifecycle;

/// How far apart the grid's lines are. Wide enough that many meet on one, and narrow enough that a node that runs thousands is not
/// busy with all of them at once.
const GRID: Duration = Duration::from_millis(125);
/// As many go through one call at most.
const CALL_MAX: usize = 512;

type Call<Q, A> = Arc<dyn Fn(Vec<Q>) -> BoxFuture<'static, Vec<A>> + Send + Sync>;

/// One kind of work. Cloning copies two pointers.
pub(super) struct Together<Q, A> {
    inside: Arc<Inside<Q, A>>,
    lifecycle: Lifecycle,
}

struct Inside<Q, A> {
    /// A line of the grid.
    origin: Instant,
    call: Call<Q, A>,
    queue: Mutex<Queue<Q, A>>,
}

struct Queue<Q, A> {
    waiting: VecDeque<(Q, oneshot::Sender<A>)>,
    is_served: bool,
}

impl<Q: Send + 'static, A: Send + 'static> Together<Q, A> {
    /// Work that `call` does: it answers each in the order in which they were asked.
    pub(super) fn new<F>(lifecycle: Lifecycle, call: impl Fn(Vec<Q>) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Vec<A>> + Send + 'static,
    {
        let queue = Mutex::new(Queue { waiting: VecDeque::new(), is_served: false });
        let call: Call<Q, A> = Arc::new(move |asked: Vec<Q>| -> BoxFuture<'static, Vec<A>> { Box::pin(call(asked)) });
        Self { inside: Arc::new(Inside { origin: Instant::now(), call, queue }), lifecycle }
    }

    /// Ticks on the grid, the first at most `every` from now.
    #[must_use]
    pub(super) fn ticks(&self, every: Duration) -> Interval {
        let first = (self.inside.origin.elapsed() + every).as_nanos();
        let beyond = Duration::from_nanos(u64::try_from(first % GRID.as_nanos()).unwrap_or_default());
        let mut ticks = interval_at(Instant::now() + every - beyond, every);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        ticks
    }

    /// Asks, together with whoever asks at the same moment. `None`: the call broke.
    pub(super) async fn ask(&self, asked: Q) -> Option<A> {
        self.queue_up(asked).await.ok()
    }

    fn queue_up(&self, asked: Q) -> oneshot::Receiver<A> {
        let (tell, told) = oneshot::channel();
        let mut queue = self.inside.queue();
        queue.waiting.push_back((asked, tell));
        if !std::mem::replace(&mut queue.is_served, true) {
            self.lifecycle.spawn("notes", Serving(Arc::clone(&self.inside)).run());
        }
        told
    }
}

impl<Q, A> Inside<Q, A> {
    fn queue(&self) -> MutexGuard<'_, Queue<Q, A>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whoever serves those who wait. When it breaks, they learn that they are not served.
struct Serving<Q, A>(Arc<Inside<Q, A>>);

impl<Q, A> Serving<Q, A> {
    async fn run(self) {
        // Those who are woken by the same tick get to ask first.
        tokio::task::yield_now().await;
        while let Some((asked, tell)) = self.next() {
            let answers = (self.0.call)(asked).await;
            for (tell, answer) in tell.into_iter().zip(answers) {
                drop(tell.send(answer));
            }
        }
    }

    fn next(&self) -> Option<(Vec<Q>, Vec<oneshot::Sender<A>>)> {
        let mut queue = self.0.queue();
        let many = queue.waiting.len().min(CALL_MAX);
        queue.is_served = many > 0;
        queue.is_served.then(|| queue.waiting.drain(..many).unzip())
    }
}

impl<Q, A> Drop for Serving<Q, A> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let mut queue = self.0.queue();
            queue.waiting.clear();
            queue.is_served = false;
        }
    }
}

impl<Q, A> Clone for Together<Q, A> {
    fn clone(&self) -> Self {
        Self { inside: Arc::clone(&self.inside), lifecycle: self.lifecycle.clone() }
    }
}

impl<Q, A> fmt::Debug for Together<Q, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Together")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::future::join_all;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_is_asked_at_the_same_tick_goes_through_few_calls_and_everybody_gets_their_own_answer() {
        let calls = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&calls);
        let doubled = Together::new(Lifecycle::default(), move |asked: Vec<usize>| {
            counted.fetch_add(1, Ordering::Relaxed);
            async move { asked.into_iter().map(|one| 2 * one).collect() }
        });
        let one = |number| {
            let doubled = doubled.clone();
            async move {
                doubled.ticks(Duration::from_secs(1)).tick().await;
                doubled.ask(number).await
            }
        };
        let answers = join_all((0..100).map(one)).await;
        assert!(answers.into_iter().enumerate().all(|(number, answer)| answer == Some(2 * number)));
        assert!(calls.load(Ordering::Relaxed) <= 4, "{calls:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn ticks_are_on_the_grid_and_not_later_than_asked() {
        let together = Together::new(Lifecycle::default(), async |asked: Vec<()>| asked);
        let origin = Instant::now();
        tokio::time::advance(Duration::from_millis(60)).await;
        let mut ticks = together.ticks(Duration::from_secs(1));
        for at in [1000, 2000, 3000] {
            ticks.tick().await;
            assert_eq!(origin.elapsed(), Duration::from_millis(at));
        }
    }

    #[tokio::test]
    async fn a_call_that_answers_nobody_leaves_nobody_waiting() {
        let broken = Together::new(Lifecycle::default(), async |_: Vec<()>| Vec::<()>::new());
        assert_eq!(broken.ask(()).await, None);
        assert_eq!(broken.ask(()).await, None);
    }
}
