//! The open pages of this node.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::id::UserId;
use tokio::sync::broadcast;

use super::Event;

/// Events that a slow page may lag behind before it is told to ask for everything again.
const BACKLOG_EVENTS: usize = 256;

/// Who listens on this node. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Hub(Arc<Mutex<HashMap<UserId, broadcast::Sender<Event>>>>);

/// One open page's events.
#[derive(Debug)]
pub struct Subscription(broadcast::Receiver<Event>);

impl Hub {
    /// Opens a page's stream.
    #[must_use]
    pub fn subscribe(&self, user: UserId) -> Subscription {
        let mut listeners = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let sender = listeners.entry(user).or_insert_with(|| broadcast::channel(BACKLOG_EVENTS).0);
        Subscription(sender.subscribe())
    }

    /// Hands an event to the pages of these users; forgets users whose pages are all closed.
    pub fn deliver(&self, to: &[UserId], event: &Event) {
        let mut listeners = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for user in to {
            if let Some(sender) = listeners.get(user)
                && sender.send(event.clone()).is_err()
            {
                listeners.remove(user);
            }
        }
    }

    /// Hands an event to every open page.
    pub fn deliver_to_all(&self, event: &Event) {
        let mut listeners = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        listeners.retain(|_, sender| sender.send(event.clone()).is_ok());
    }
}

impl Subscription {
    /// The next event; `None` once the hub is gone.
    pub async fn next(&mut self) -> Option<Event> {
        match self.0.recv().await {
            Ok(event) => Some(event),
            Err(broadcast::error::RecvError::Lagged(_)) => Some(Event::Resync {}),
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }
}
