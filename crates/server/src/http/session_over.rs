//! The end of a session, for what goes on after its request was let in: open streams.

use std::future;

use domain::id::{SessionId, UserId};

use crate::app::App;
use crate::realtime::Event;

/// Resolves when the session has ended, wherever it was ended. Listens from the moment of the call.
pub fn session_over(app: &App, user: UserId, session: SessionId) -> impl Future<Output = ()> + Send + 'static {
    let (app, mut subscription) = (app.clone(), app.hub.subscribe(user));
    async move {
        // It may have ended unheard: between the request's check and this, or while the bus was away.
        let mut must_ask = true;
        loop {
            if std::mem::take(&mut must_ask) && has_ended(&app, user, session).await {
                return;
            }
            match subscription.next().await {
                Some(Event::SessionEnded { session_id }) if session_id == session => return,
                Some(Event::Resync {}) => must_ask = true,
                Some(_) => {}
                None => future::pending().await,
            }
        }
    }
}

/// A database that cannot be asked ends nothing: the bus asks again when it is back.
async fn has_ended(app: &App, user: UserId, session: SessionId) -> bool {
    let Ok(mut connection) = app.connection().await else { return false };
    matches!(store::sessions::is_live(&mut connection, user, session).await, Ok(false))
}
