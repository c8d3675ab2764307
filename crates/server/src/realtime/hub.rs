//! The open pages of this node.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::id::{ApiKeyId, UserId};
use tokio::sync::{Notify, broadcast};

use super::{Event, KnownKeys};

/// Events that a slow page may lag behind before it is told to ask for everything again.
const BACKLOG_EVENTS: usize = 256;

/// Revoked keys that a busy request may lag behind; it asks the database as well.
const BACKLOG_KEYS: usize = 16;

/// Ends of something that a busy task may lag behind before it is told that it has missed some.
const BACKLOG_STOPS: usize = 64;

/// Who is told; `None`: everybody.
type To = Option<Vec<UserId>>;

/// Who listens on this node. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Hub {
    pages: Arc<Mutex<HashMap<UserId, broadcast::Sender<Event>>>>,
    /// Apart from the pages, so that the many requests of a member's programs do not wake for each change of their credit.
    revoked: broadcast::Sender<ApiKeyId>,
    /// The same for whatever else goes on until it is ended.
    stops: broadcast::Sender<(To, Event)>,
    /// Wakes whoever mails notices on this node.
    notices: Arc<Notify>,
    known_keys: KnownKeys,
}

/// One open page's events.
#[derive(Debug)]
pub struct Subscription(broadcast::Receiver<Event>);

/// What ends something of a member's from now on.
#[derive(Debug)]
pub struct Stops {
    user: UserId,
    all: broadcast::Receiver<(To, Event)>,
}

/// The API keys that are revoked from now on.
#[derive(Debug)]
pub struct Revocations(broadcast::Receiver<ApiKeyId>);

impl Default for Hub {
    fn default() -> Self {
        Self {
            pages: Arc::default(),
            revoked: broadcast::channel(BACKLOG_KEYS).0,
            stops: broadcast::channel(BACKLOG_STOPS).0,
            notices: Arc::default(),
            known_keys: KnownKeys::default(),
        }
    }
}

impl Hub {
    /// Opens a page's stream.
    #[must_use]
    pub fn subscribe(&self, user: UserId) -> Subscription {
        let mut listeners = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        let sender = listeners.entry(user).or_insert_with(|| broadcast::channel(BACKLOG_EVENTS).0);
        Subscription(sender.subscribe())
    }

    /// Listens for stopped turns and ended sessions of a member, and for [`Event::Resync`]; for nothing else.
    #[must_use]
    pub fn stops(&self, user: UserId) -> Stops {
        Stops { user, all: self.stops.subscribe() }
    }

    /// Listens for revoked keys.
    #[must_use]
    pub fn revocations(&self) -> Revocations {
        Revocations(self.revoked.subscribe())
    }

    /// Resolves when members are told of something; at once if they were since this was last asked.
    pub async fn notices_made(&self) {
        self.notices.notified().await;
    }

    /// The API keys that this node found good a moment ago.
    #[must_use]
    pub fn known_keys(&self) -> &KnownKeys {
        &self.known_keys
    }

    /// Hands an event to the pages of these users; forgets users whose pages are all closed.
    pub fn deliver(&self, to: &[UserId], event: &Event) {
        if let Event::ApiKeyRevoked { api_key_id } = event {
            let _nobody_listens = self.revoked.send(*api_key_id);
        }
        if matches!(event, Event::TurnStopping { .. } | Event::SessionEnded { .. }) {
            let _nobody_listens = self.stops.send((Some(to.to_vec()), event.clone()));
        }
        if matches!(event, Event::NoticesChanged {}) {
            self.notices.notify_one();
        }
        self.known_keys.hear(event);
        let mut listeners = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
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
        self.known_keys.hear(event);
        if matches!(event, Event::Resync {}) {
            let _nobody_listens = self.stops.send((None, event.clone()));
        }
        let mut listeners = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
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

impl Stops {
    /// The next one; `None` once the hub is gone.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            match self.all.recv().await {
                Ok((to, event)) if to.as_ref().is_none_or(|to| to.contains(&self.user)) => return Some(event),
                Ok(_) => {}
                Err(broadcast::error::RecvError::Lagged(_)) => return Some(Event::Resync {}),
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }
}

impl Revocations {
    /// Resolves when this key is revoked.
    pub async fn of(&mut self, key: ApiKeyId) {
        loop {
            match self.0.recv().await {
                Ok(revoked) if revoked == key => return,
                Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::id::{GroupId, SessionId, TurnId};
    use futures_util::FutureExt;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn who_waits_for_an_end_hears_of_their_own_only_and_of_nothing_else() {
        let hub = Hub::default();
        let (ann, bo) = (UserId::from_uuid(Uuid::from_u128(1)), UserId::from_uuid(Uuid::from_u128(2)));
        let mut anns = hub.stops(ann);
        let stopping = Event::TurnStopping { turn_id: TurnId::from_uuid(Uuid::from_u128(3)) };
        let ended = Event::SessionEnded { session_id: SessionId::from_uuid(Uuid::from_u128(4)) };
        hub.deliver(&[ann, bo], &Event::CreditChanged { group_id: GroupId::from_uuid(Uuid::from_u128(5)) });
        hub.deliver(&[bo], &stopping);
        assert_eq!(anns.next().now_or_never(), None);
        hub.deliver(&[ann], &stopping);
        hub.deliver(&[ann], &ended);
        hub.deliver_to_all(&Event::Resync {});
        for expected in [stopping, ended, Event::Resync {}] {
            assert_eq!(anns.next().now_or_never(), Some(Some(expected)));
        }
    }
}
