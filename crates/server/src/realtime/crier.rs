//! The crier: tells open pages what transactions did that were too many to tell it themselves.
//!
//! PostgreSQL lets transactions that notify commit one after the other in the whole cluster, each with its wait for the disk. So what
//! turns and requests change is told after their commit, and what has come up meanwhile is told together. A node that dies between
//! the two has told nobody; its own pages come back and ask, and rows are the truth. Where it is not known what was done, or told,
//! pages are told to look.

use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::id::UserId;
use futures_util::future::BoxFuture;
use store::{PgPool, bus};
use tokio::runtime::Handle;
use tokio::time::sleep;

use super::Event;
use super::bus::payload;
use crate::lifecycle::Lifecycle;

/// How long to wait before telling again what could not be told: the database is away.
const AGAIN_AFTER: Duration = Duration::from_secs(1);
/// How long to listen before the next call. Nobody notices, and what changes all the time is told less often.
const REST: Duration = Duration::from_millis(20);
/// So much is told in one call at most.
const CALL_MAX: usize = 1024;

/// Something that happened, and whose pages are told of it.
pub type News = (Vec<UserId>, Event);

type Call = Box<dyn Fn(Vec<String>) -> BoxFuture<'static, store::Result<()>> + Send + Sync>;

/// One node's crier. Cloning copies one pointer.
#[derive(Clone)]
pub struct Crier(Arc<Inside>);

struct Inside {
    call: Call,
    lifecycle: Lifecycle,
    /// Where it runs, whoever tells.
    threads: Handle,
    queue: Mutex<Queue>,
}

#[derive(Default)]
struct Queue {
    news: Vec<News>,
    /// Who is being told something right now.
    hearers: HashSet<UserId>,
    is_served: bool,
}

impl Crier {
    /// The crier of a node. It runs on the threads on which it is made.
    #[must_use]
    pub fn new(db: PgPool, lifecycle: Lifecycle) -> Self {
        Self::calling(lifecycle, move |payloads| cry(db.clone(), payloads))
    }

    fn calling<F>(lifecycle: Lifecycle, call: impl Fn(Vec<String>) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = store::Result<()>> + Send + 'static,
    {
        let call: Call = Box::new(move |payloads| Box::pin(call(payloads)));
        Self(Arc::new(Inside { call, lifecycle, threads: Handle::current(), queue: Mutex::default() }))
    }

    /// Tells everybody soon, on whichever node their pages are open. What it is about has been committed.
    pub fn tell(&self, news: Vec<News>) {
        if news.is_empty() {
            return;
        }
        let mut queue = self.0.queue();
        queue.news.extend(news);
        if !std::mem::replace(&mut queue.is_served, true) {
            let inside = Arc::clone(&self.0);
            let _not_on_the_thread_of_whoever_tells = self.0.threads.enter();
            self.0.lifecycle.keep_up_to_the_end("crier", move || Arc::clone(&inside).serve());
        }
    }

    /// Tells everybody whom this news would be told to look again: it is not known whether it has happened.
    pub fn tell_to_look(&self, news: Vec<News>) {
        self.tell(look_again(news.into_iter().flat_map(|(to, _)| to).collect()));
    }
}

impl Inside {
    /// Tells until there is nothing more to tell, or the server ends.
    async fn serve(self: Arc<Self>) {
        self.take_up();
        while let Some(news) = self.next() {
            let payloads = payloads(news);
            while let Err(error) = (self.call)(payloads.clone()).await {
                tracing::warn!(%error, "open pages cannot be told what has changed yet");
                tokio::select! {
                    () = self.lifecycle.ending() => return,
                    () = sleep(AGAIN_AFTER) => {}
                }
            }
            sleep(REST).await;
        }
    }

    /// Begins with those who were being told something when this broke.
    fn take_up(&self) {
        let mut queue = self.queue();
        let missed = look_again(std::mem::take(&mut queue.hearers));
        queue.news.splice(..0, missed);
    }

    fn next(&self) -> Option<Vec<News>> {
        let mut queue = self.queue();
        let many = queue.news.len().min(CALL_MAX);
        let news: Vec<News> = queue.news.drain(..many).collect();
        queue.hearers = news.iter().flat_map(|(to, _)| to.iter().copied()).collect();
        queue.is_served = !news.is_empty();
        queue.is_served.then_some(news)
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn cry(db: PgPool, payloads: Vec<String>) -> store::Result<()> {
    bus::notify_all(&mut *db.acquire().await?, &payloads).await
}

/// Each by themselves: a call has room for some, not for all.
fn look_again(missed: HashSet<UserId>) -> Vec<News> {
    missed.into_iter().map(|user| (vec![user], Event::Resync {})).collect()
}

/// What is sent: each once, in the order in which it first happened. Whoever hears it asks for what is true then.
fn payloads(news: Vec<News>) -> Vec<String> {
    let mut told = HashSet::new();
    let payloads = news.into_iter().filter_map(|(to, event)| payload(&to, event).ok());
    payloads.filter(|payload| told.insert(payload.clone())).collect()
}

impl fmt::Debug for Crier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Crier")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use domain::id::GroupId;
    use tokio::sync::mpsc;
    use uuid::Uuid;

    use super::*;

    const ANN: UserId = UserId::from_uuid(Uuid::from_u128(1));
    const BO: UserId = UserId::from_uuid(Uuid::from_u128(2));

    fn changed(group: u128) -> Event {
        Event::CreditChanged { group_id: GroupId::from_uuid(Uuid::from_u128(group)) }
    }

    /// What is heard of this news.
    fn heard<const N: usize>(news: [News; N]) -> Vec<String> {
        news.map(|(to, event)| payload(&to, event).unwrap()).into()
    }

    #[test]
    fn the_same_is_told_once_however_often_it_came_up() {
        let news = |to: &[UserId], group| (to.to_vec(), changed(group));
        let told = payloads(vec![news(&[ANN], 7), news(&[ANN, BO], 8), news(&[ANN], 7), news(&[BO], 7)]);
        assert_eq!(told, heard([news(&[ANN], 7), news(&[ANN, BO], 8), news(&[BO], 7)]));
    }

    #[tokio::test(start_paused = true)]
    async fn a_crier_that_breaks_while_the_server_stops_still_tells_what_it_has_to() {
        let (say, mut said) = mpsc::unbounded_channel();
        let (lifecycle, is_broken) = (Lifecycle::default(), AtomicBool::new(true));
        let crier = Crier::calling(lifecycle.clone(), move |payloads| {
            assert!(!is_broken.swap(false, Ordering::Relaxed), "the first call breaks");
            say.send(payloads).unwrap();
            async { Ok(()) }
        });
        lifecycle.stop();
        crier.tell(vec![(vec![ANN], changed(7))]);
        lifecycle.ended().await;
        assert_eq!(said.try_recv(), Ok(heard([(vec![ANN], Event::Resync {})])));
    }

    #[tokio::test(start_paused = true)]
    async fn a_crier_that_breaks_has_those_look_whom_it_was_telling_and_goes_on() {
        let (say, mut said) = mpsc::unbounded_channel();
        let is_broken = AtomicBool::new(true);
        let crier = Crier::calling(Lifecycle::default(), move |payloads| {
            assert!(!is_broken.swap(false, Ordering::Relaxed), "the first call breaks");
            say.send(payloads).unwrap();
            async { Ok(()) }
        });
        crier.tell(vec![(vec![ANN], changed(7))]);
        tokio::task::yield_now().await;
        crier.tell(vec![(vec![BO], changed(8))]);
        let told = said.recv().await.unwrap();
        assert_eq!(told, heard([(vec![ANN], Event::Resync {}), (vec![BO], changed(8))]));
        crier.tell(vec![(vec![BO], changed(9))]);
        assert_eq!(said.recv().await.unwrap(), heard([(vec![BO], changed(9))]));
    }
}
