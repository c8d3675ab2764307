//! What a node notes once in a while of everything that it runs: that it still does, and how far it is. Another node ends what
//! nobody has noted for a while.

mod together;

use std::collections::HashMap;
use std::time::Duration;

use domain::id::{GroupId, TurnId, UserId};
use store::PgPool;
use store::gateway_requests::{self, Renewal};
use store::turns::{self, Checkpoint, Kept};
use tokio::time::Interval;
use uuid::Uuid;

use self::together::Together;
use crate::lifecycle::Lifecycle;

/// One node's notes. Cloning copies pointers.
#[derive(Clone, Debug)]
pub struct Keeping {
    turns: Together<Checkpoint, Option<Kept>>,
    requests: Together<Renewal, Option<bool>>,
}

/// Nothing could be noted now. When that goes on, leases run out, and another node ends what runs here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotNoted;

impl Keeping {
    /// The notes of a node, on connections that find rows by keys.
    #[must_use]
    pub fn new(db: &PgPool, node: Uuid, lifecycle: &Lifecycle) -> Self {
        let (of_turns, of_requests) = (db.clone(), db.clone());
        Self {
            turns: Together::new(lifecycle.clone(), move |asked| save(of_turns.clone(), node, asked)),
            requests: Together::new(lifecycle.clone(), move |asked| renew(of_requests.clone(), node, asked)),
        }
    }

    /// When something that begins now is to be noted: every so often, and the first time no later than that.
    #[must_use]
    pub fn ticks(&self, every: Duration) -> Interval {
        self.turns.ticks(every)
    }

    /// Saves an answer so far and renews its turn's lease. `None`: the turn does not run here any more.
    pub async fn turn(&self, checkpoint: Checkpoint) -> Result<Option<Kept>, NotNoted> {
        self.turns.ask(checkpoint).await.ok_or(NotNoted)
    }

    /// Renews a request's lease. Whether its key is still good; `None`: the request does not run here any more.
    pub async fn request(&self, renewal: Renewal) -> Result<Option<bool>, NotNoted> {
        self.requests.ask(renewal).await.ok_or(NotNoted)
    }
}

async fn save(db: PgPool, node: Uuid, asked: Vec<Checkpoint>) -> Vec<Option<Kept>> {
    match save_all(&db, node, &asked).await {
        Ok(kept) => asked.iter().map(|one| kept.get(&(one.user, one.id)).copied()).collect(),
        Err(error) => nothing_noted(&error),
    }
}

async fn save_all(db: &PgPool, node: Uuid, asked: &[Checkpoint]) -> store::Result<HashMap<(UserId, TurnId), Kept>> {
    let mut tx = db.begin().await?;
    let kept = turns::checkpoint(&mut tx, node, asked).await?;
    tx.commit().await?;
    Ok(kept)
}

async fn renew(db: PgPool, node: Uuid, asked: Vec<Renewal>) -> Vec<Option<bool>> {
    match renew_all(&db, node, &asked).await {
        Ok(good) => asked.iter().map(|one| good.get(&(one.group, one.id)).copied()).collect(),
        Err(error) => nothing_noted(&error),
    }
}

async fn renew_all(db: &PgPool, node: Uuid, asked: &[Renewal]) -> store::Result<HashMap<(GroupId, TurnId), bool>> {
    let mut tx = db.begin().await?;
    let good = gateway_requests::renew(&mut tx, node, asked).await?;
    tx.commit().await?;
    Ok(good)
}

fn nothing_noted<A>(error: &store::Error) -> Vec<A> {
    tracing::warn!(%error, "what runs here cannot be noted now");
    Vec::new()
}
