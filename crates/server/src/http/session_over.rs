//! The end of a session, for what goes on after its request was let in: open streams.

use std::future;

use domain::id::{SessionId, UserId};

use super::caller::is_live;
use crate::app::App;
use crate::realtime::Event;

/// Resolves when the session has ended, wherever it was ended. Listens from the moment of the call.
pub fn session_over(app: &App, user: UserId, session: SessionId) -> impl Future<Output = ()> + Send + 'static {
    let (app, mut stops) = (app.clone(), app.hub.stops(user));
    async move {
        // It may have ended unheard: between the request's check and this, or while the bus was away.
        let mut must_ask = true;
        loop {
            if std::mem::take(&mut must_ask) && has_ended(&app, user, session).await {
                return;
            }
            match stops.next().await {
                Some(Event::SessionEnded { session_id }) if session_id == session => return,
                Some(Event::Resync {}) => must_ask = true,
                Some(_) => {}
                None => future::pending().await,
            }
        }
    }
}

/// What this node found a moment ago will do: whoever ends a session is heard from here on, and has it forgotten before that. A database
/// that cannot be asked ends nothing: the bus asks again when it is back.
async fn has_ended(app: &App, user: UserId, session: SessionId) -> bool {
    matches!(is_live(app, user, session).await, Ok(false))
}
