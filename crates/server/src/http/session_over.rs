//! The end of a session, for what goes on after its request was let in: open streams.

use std::future;
use std::time::Duration;

use domain::id::{SessionId, UserId};
use tokio::time::sleep;

use crate::app::App;
use crate::realtime::Event;

/// How long to wait before a database is asked again that could not be asked.
const ASK_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// Resolves when the session has ended, wherever it was ended. Listens from the moment of the call.
pub fn session_over(app: &App, user: UserId, session: SessionId) -> impl Future<Output = ()> + Send + 'static {
    let (app, mut stops) = (app.clone(), app.hub.stops(user));
    async move {
        // It may have ended unheard: between the request's check and this, or while the bus was away.
        let mut must_ask = true;
        loop {
            if must_ask {
                match is_live(&app, user, session).await {
                    Ok(true) => must_ask = false,
                    Ok(false) => return,
                    Err(error) => tracing::info!(%error, "whether a session goes on is asked again"),
                }
            }
            tokio::select! {
                heard = stops.next() => match heard {
                    Some(Event::SessionEnded { session_id }) if session_id == session => return,
                    Some(Event::Resync {}) => must_ask = true,
                    Some(_) => {}
                    None => future::pending().await,
                },
                () = sleep(ASK_AGAIN_AFTER), if must_ask => {}
            }
        }
    }
}

/// By the row, and not by what this node found a moment ago: whoever ended it in that moment is not heard again.
async fn is_live(app: &App, user: UserId, session: SessionId) -> store::Result<bool> {
    store::sessions::is_live(&mut *app.connection().await?, user, session).await
}
