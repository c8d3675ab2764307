//! Lines in an account's activity, with where the request came from.

use domain::activity::Action;
use domain::id::{ActivityId, SessionId, UserId};
use store::PgConnection;
use store::audit::{self, Entry};
use uuid::Uuid;

use super::{Caller, Device};

impl Device {
    /// Writes a line into an account's activity, in the transaction that makes it true. `about` is the name of what it was
    /// done to, such as a group's or a key's; never a member's text.
    pub async fn note(
        &self,
        connection: &mut PgConnection,
        user: UserId,
        session: Option<SessionId>,
        action: Action,
        about: Option<&str>,
    ) -> store::Result<()> {
        let entry = Entry {
            id: ActivityId::from_uuid(Uuid::now_v7()),
            user,
            action,
            session,
            browser: self.browser,
            system: self.system,
            place: self.place.as_deref(),
            about,
        };
        audit::record(connection, &entry).await
    }

    /// The same for somebody who is signed in.
    pub async fn note_of(
        &self,
        connection: &mut PgConnection,
        caller: &Caller,
        action: Action,
        about: Option<&str>,
    ) -> store::Result<()> {
        self.note(connection, caller.user, Some(caller.session), action, about).await
    }
}
