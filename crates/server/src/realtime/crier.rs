//! The crier: tells open pages what transactions did that were too many to tell it themselves.
//!
//! PostgreSQL lets transactions that notify commit one after the other in the whole cluster, each with its wait for the disk. So what
//! turns and requests change is told after their commit, and what has come up meanwhile is told together. A node that dies between
//! the two has told nobody; its own pages come back and ask, and rows are the truth.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::id::UserId;
use store::{PgPool, bus};
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

/// One node's crier. Cloning copies one pointer.
#[derive(Clone, Debug)]
pub struct Crier(Arc<Inside>);

#[derive(Debug)]
struct Inside {
    db: PgPool,
    lifecycle: Lifecycle,
    queue: Mutex<Queue>,
}

#[derive(Debug, Default)]
struct Queue {
    news: Vec<News>,
    is_served: bool,
}

impl Crier {
    /// The crier of a node.
    #[must_use]
    pub fn new(db: PgPool, lifecycle: Lifecycle) -> Self {
        Self(Arc::new(Inside { db, lifecycle, queue: Mutex::default() }))
    }

    /// Tells everybody soon, on whichever node their pages are open. What it is about has been committed.
    pub fn tell(&self, news: Vec<News>) {
        if news.is_empty() {
            return;
        }
        let mut queue = self.0.queue();
        queue.news.extend(news);
        if !std::mem::replace(&mut queue.is_served, true) {
            self.0.lifecycle.spawn(Arc::clone(&self.0).serve());
        }
    }
}

impl Inside {
    /// Tells until there is nothing more to tell, or the server ends.
    async fn serve(self: Arc<Self>) {
        while let Some(news) = self.next() {
            let payloads = payloads(news);
            while let Err(error) = self.cry(&payloads).await {
                tracing::warn!(%error, "open pages cannot be told what has changed yet");
                tokio::select! {
                    () = self.lifecycle.ending() => return,
                    () = sleep(AGAIN_AFTER) => {}
                }
            }
            sleep(REST).await;
        }
    }

    async fn cry(&self, payloads: &[String]) -> store::Result<()> {
        bus::notify_all(&mut *self.db.acquire().await?, payloads).await
    }

    fn next(&self) -> Option<Vec<News>> {
        let mut queue = self.queue();
        let many = queue.news.len().min(CALL_MAX);
        queue.is_served = many > 0;
        queue.is_served.then(|| queue.news.drain(..many).collect())
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is sent: each once, in the order in which it first happened. Whoever hears it asks for what is true then.
fn payloads(news: Vec<News>) -> Vec<String> {
    let mut told = HashSet::new();
    let payloads = news.into_iter().filter_map(|(to, event)| payload(&to, event).ok());
    payloads.filter(|payload| told.insert(payload.clone())).collect()
}

#[cfg(test)]
mod tests {
    use domain::id::GroupId;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn the_same_is_told_once_however_often_it_came_up() {
        let (ann, bo) = (UserId::from_uuid(Uuid::from_u128(1)), UserId::from_uuid(Uuid::from_u128(2)));
        let changed = |group| Event::CreditChanged { group_id: GroupId::from_uuid(Uuid::from_u128(group)) };
        let news = |to: &[UserId], group| (to.to_vec(), changed(group));
        let told = payloads(vec![news(&[ann], 7), news(&[ann, bo], 8), news(&[ann], 7), news(&[bo], 7)]);
        let once = [news(&[ann], 7), news(&[ann, bo], 8), news(&[bo], 7)];
        assert_eq!(told, once.map(|(to, event)| payload(&to, event).unwrap()));
    }
}
