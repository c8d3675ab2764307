//! The end of a session, for what goes on after its request was let in: open streams.

use std::future;
use std::time::Duration;

use domain::id::{SessionId, UserId};
use tokio::time::{Instant, sleep_until};

use crate::app::App;
use crate::realtime::Event;

/// When the row is asked for, after an end may have gone unheard. Most streams are over by then, and have the check of their request.
const ASK_AFTER: Duration = Duration::from_secs(1);

/// Resolves when the session has ended, wherever it was ended. Listens from the moment of the call.
pub fn session_over(app: &App, user: UserId, session: SessionId) -> impl Future<Output = ()> + Send + 'static {
    let (app, mut stops) = (app.clone(), app.hub.stops(user));
    async move {
        let soon = || Some(Instant::now() + ASK_AFTER);
        // It may have ended unheard: between the request's check and this, or while the bus was away.
        let mut ask_at = soon();
        loop {
            tokio::select! {
                heard = stops.next() => match heard {
                    Some(Event::SessionEnded { session_id }) if session_id == session => return,
                    Some(Event::Resync {}) => ask_at = ask_at.or_else(soon),
                    Some(_) => {}
                    None => future::pending().await,
                },
                () = sleep_until(ask_at.unwrap_or_else(Instant::now)), if ask_at.is_some() => {
                    match is_live(&app, user, session).await {
                        Ok(true) => ask_at = None,
                        Ok(false) => return,
                        Err(error) => {
                            tracing::info!(%error, "whether a session goes on is asked again");
                            ask_at = soon();
                        }
                    }
                }
            }
        }
    }
}

/// By the row, and not by what this node found a moment ago: whoever ended it in that moment is not heard again.
async fn is_live(app: &App, user: UserId, session: SessionId) -> store::Result<bool> {
    store::sessions::is_live(&mut *app.connection().await?, user, session).await
}
