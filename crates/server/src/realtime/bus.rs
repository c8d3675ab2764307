//! Between nodes: an event is announced inside the transaction that makes it true, and arrives everywhere at its commit.

use std::time::Duration;

use domain::id::UserId;
use serde::{Deserialize, Serialize};
use store::{PgConnection, PgPool, bus};

use super::{Event, Hub, LiveSessions};

/// How long to wait before connecting again when the database is away.
const RECONNECT_AFTER: Duration = Duration::from_secs(1);

#[derive(Serialize, Deserialize)]
struct Envelope {
    to: Vec<UserId>,
    event: Event,
}

/// Tells these users, on whichever node their pages are open, once the transaction commits.
pub async fn announce(connection: &mut PgConnection, to: &[UserId], event: Event) -> store::Result<()> {
    bus::notify(connection, &payload(to, event)?).await
}

/// Tells one user of several things at once.
pub async fn announce_all(connection: &mut PgConnection, to: UserId, events: Vec<Event>) -> store::Result<()> {
    announce_each(connection, events.into_iter().map(|event| (vec![to], event))).await
}

/// Tells different users of different things at once.
pub async fn announce_each(
    connection: &mut PgConnection,
    news: impl Iterator<Item = (Vec<UserId>, Event)>,
) -> store::Result<()> {
    let payloads = news.map(|(to, event)| payload(&to, event)).collect::<store::Result<Vec<_>>>()?;
    bus::notify_all(connection, &payloads).await
}

/// What is sent of an event.
pub(super) fn payload(to: &[UserId], event: Event) -> store::Result<String> {
    let envelope = Envelope { to: to.to_vec(), event };
    serde_json::to_string(&envelope).map_err(|_| store::Error::Unreadable("event"))
}

/// Hands what other nodes (and this one) announce to the hub and to who must know, for as long as the task is not cancelled. After a lost
/// connection every page is told to ask again.
pub async fn relay(pool: &PgPool, hub: &Hub, live_sessions: &LiveSessions) {
    loop {
        if let Err(error) = relay_until_lost(pool, hub, live_sessions).await {
            tracing::warn!(%error, "the event bus lost its connection");
        }
        tokio::time::sleep(RECONNECT_AFTER).await;
    }
}

async fn relay_until_lost(pool: &PgPool, hub: &Hub, live_sessions: &LiveSessions) -> store::Result<()> {
    let missed_some = || {
        live_sessions.hear(&Event::Resync {});
        hub.deliver_to_all(&Event::Resync {});
    };
    let mut listener = bus::Listener::connect(pool).await?;
    missed_some();
    loop {
        let Some(payload) = listener.next().await? else {
            missed_some();
            continue;
        };
        if let Ok(envelope) = serde_json::from_str::<Envelope>(&payload) {
            live_sessions.hear(&envelope.event);
            hub.deliver(&envelope.to, &envelope.event);
        } else {
            // A newer node may announce what this one does not know yet.
            tracing::debug!("an event of an unknown kind was passed over");
        }
    }
}
