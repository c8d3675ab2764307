//! Tasks and their end: nothing runs that a shutdown would not wait for or cancel, and none ends by a panic that nobody hears of.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::runtime::Handle;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long running turns may finish after a stop was asked for.
const GRACE: Duration = Duration::from_secs(10);
/// How long requests may finish after that was asked for: whoever has not sent all of one, or read its answer, by then is cut off.
const REQUEST_GRACE: Duration = Duration::from_secs(5);
/// How long a task that panicked rests before it is begun again: twice as long each time, and as at first after one that has gone on
/// for longer than the longest rest.
const REST_MIN: Duration = Duration::from_millis(100);
const REST_MAX: Duration = Duration::from_mins(1);

/// The server's tasks. Soft cancellation says "take nothing new on", hard cancellation says "save and leave".
#[derive(Clone, Debug, Default)]
pub struct Lifecycle {
    tasks: TaskTracker,
    soft: CancellationToken,
    hard: CancellationToken,
}

impl Lifecycle {
    /// Runs a task that shutdown waits for. When it panics, it ends alone: what it leaves behind has to have another end.
    pub fn spawn<F>(&self, name: &'static str, task: F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.spawn_on(&Handle::current(), name, task);
    }

    /// The same on the threads of another runtime.
    pub fn spawn_on<F>(&self, threads: &Handle, name: &'static str, task: F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let watched = async move {
            let _logged_and_counted = watched(name, task).await;
        };
        self.tasks.spawn_on(watched, threads);
    }

    /// Runs a task that others rely on, until it ends by itself: when it panics, it is begun again after a rest. Not while the server
    /// stops, which would wait for it.
    pub fn keep_up<F>(&self, name: &'static str, begin: impl Fn() -> F + Send + Sync + 'static)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.keep_up_until(self.soft.clone(), name, begin);
    }

    /// The same for a task on which others rely while the server stops: it is begun again for as long as the stop waits.
    pub fn keep_up_to_the_end<F>(&self, name: &'static str, begin: impl Fn() -> F + Send + Sync + 'static)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.keep_up_until(self.hard.clone(), name, begin);
    }

    fn keep_up_until<F>(
        &self,
        end: CancellationToken,
        name: &'static str,
        begin: impl Fn() -> F + Send + Sync + 'static,
    ) where
        F: Future<Output = ()> + Send + 'static,
    {
        self.tasks.spawn(async move {
            let mut rest = REST_MIN;
            loop {
                let since = Instant::now();
                if watched(name, async { begin().await }).await.is_ok() {
                    return;
                }
                if since.elapsed() > REST_MAX {
                    rest = REST_MIN;
                }
                tokio::select! {
                    biased;
                    () = end.cancelled() => return,
                    () = sleep(rest) => {}
                }
                rest = REST_MAX.min(2 * rest);
            }
        });
    }

    /// Resolves when the server should take nothing new on.
    pub async fn stopping(&self) {
        self.soft.cancelled().await;
    }

    /// Resolves when requests that came before the stop have had their time.
    pub async fn requests_late(&self) {
        self.stopping().await;
        sleep(REQUEST_GRACE).await;
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

/// A task ended by a panic.
struct Panicked;

/// Runs a task, and notes its panic: of that nothing but the place, which the panic's hook has logged (`telemetry`).
async fn watched(name: &'static str, task: impl Future<Output = ()>) -> Result<(), Panicked> {
    AssertUnwindSafe(task).catch_unwind().await.map_err(|_may_hold_what_somebody_wrote| {
        tracing::error!(task = name, "a task panicked");
        count_panic(name);
        Panicked
    })
}

/// Work on a thread of its own ended by a panic. What the panic says may hold what somebody wrote, and is not in here.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("{0} panicked")]
pub struct ApartFailed(&'static str);

/// Does what would keep a thread that serves requests from others on a thread of its own.
pub async fn apart<T: Send + 'static>(
    name: &'static str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, ApartFailed> {
    spawn_blocking(work).await.map_err(|_may_hold_what_somebody_wrote| {
        count_panic(name);
        ApartFailed(name)
    })
}

/// Counts a panic, for `/metrics`.
pub fn count_panic(task: &'static str) {
    metrics::counter!("potluck_panics_total", "task" => task).increment(1);
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
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use futures_util::future::BoxFuture;
    use metrics_exporter_prometheus::PrometheusBuilder;
    use tokio::sync::mpsc;

    use super::*;

    type Begin = Box<dyn Fn() -> BoxFuture<'static, ()> + Send + Sync>;

    /// A task that panics so many times before it ends by itself, and says when it is begun.
    fn failing(
        lifecycle: &Lifecycle,
        times: u32,
        keep_up: fn(&Lifecycle, &'static str, Begin),
    ) -> mpsc::UnboundedReceiver<Duration> {
        let (say, said) = mpsc::unbounded_channel();
        let (first, begun) = (Instant::now(), Arc::new(AtomicU32::new(0)));
        let fail = move || -> BoxFuture<'static, ()> {
            let (say, begun) = (say.clone(), begun.fetch_add(1, Ordering::Relaxed));
            Box::pin(async move {
                say.send(first.elapsed()).unwrap();
                assert!(begun >= times, "it fails");
            })
        };
        keep_up(lifecycle, "failing", Box::new(fail));
        said
    }

    #[tokio::test(start_paused = true)]
    async fn a_task_that_panics_is_begun_again_later_and_later_until_it_ends_by_itself_and_each_panic_is_counted() {
        let counted = PrometheusBuilder::new().build_recorder();
        let _counting = metrics::set_default_local_recorder(&counted);
        let mut said = failing(&Lifecycle::default(), 12, Lifecycle::keep_up);
        let mut begun = Vec::new();
        while let Some(at) = said.recv().await {
            begun.push(at);
        }
        let rests: Vec<u128> = begun.windows(2).map(|two| two[1].abs_diff(two[0]).as_millis()).collect();
        assert_eq!(rests, [100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 51_200, 60_000, 60_000]);
        let metrics = counted.handle().render();
        assert!(metrics.contains("potluck_panics_total{task=\"failing\"} 12"), "{metrics}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_stops_waits_for_no_task_that_rests() {
        let lifecycle = Lifecycle::default();
        let mut said = failing(&lifecycle, u32::MAX, Lifecycle::keep_up);
        said.recv().await.unwrap();
        let asked = Instant::now();
        lifecycle.ended().await;
        assert!(asked.elapsed() < REST_MIN, "{:?}", asked.elapsed());
        assert_eq!(said.recv().await, None, "it is not begun again");
    }

    #[tokio::test(start_paused = true)]
    async fn a_task_that_others_need_while_the_server_stops_is_begun_again_until_it_ends_or_must() {
        for (times, begun) in [(3, 4), (u32::MAX, 7)] {
            let lifecycle = Lifecycle::default();
            lifecycle.stop();
            let mut said = failing(&lifecycle, times, Lifecycle::keep_up_to_the_end);
            lifecycle.ended().await;
            let mut all = 0;
            while said.recv().await.is_some() {
                all += 1;
            }
            assert_eq!(all, begun, "within ten seconds, with rests of 0.1, 0.2, 0.4 seconds and so on");
        }
    }

    #[tokio::test]
    async fn a_task_that_panics_once_ends_alone() {
        let lifecycle = Lifecycle::default();
        let (say, said) = tokio::sync::oneshot::channel();
        lifecycle.spawn("failing", async { panic!("it fails") });
        lifecycle.spawn("another", async { say.send(()).unwrap() });
        said.await.unwrap();
        lifecycle.ended().await;
    }

    #[tokio::test]
    async fn work_apart_that_panics_does_not_tell_what_it_worked_on() {
        assert_eq!(apart("sum", || 1 + 1).await.unwrap(), 2);
        let secret = String::from("what somebody wrote");
        let failed = apart("search", move || assert!(secret.is_empty(), "{secret}")).await.unwrap_err();
        assert_eq!(failed.to_string(), "search panicked");
    }
}
