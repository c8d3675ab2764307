//! Telling members, once: a row in the transaction of what it is about, and a word to their open pages.

use domain::id::{GroupId, UserId};
use domain::notice::Notice;
use store::PgConnection;

use crate::realtime::{Event, announce};

/// Tells a member of something, once: in the transaction that makes it true.
pub async fn tell(connection: &mut PgConnection, group: GroupId, user: UserId, notice: Notice) -> store::Result<()> {
    tell_all(connection, group, &[(user, notice)]).await
}

/// Tells several at once.
pub async fn tell_all(
    connection: &mut PgConnection,
    group: GroupId,
    notices: &[(UserId, Notice)],
) -> store::Result<()> {
    if notices.is_empty() {
        return Ok(());
    }
    let told = store::notices::insert(&mut *connection, group, notices).await?;
    if told.is_empty() {
        return Ok(());
    }
    announce(connection, &told, Event::NoticesChanged {}).await
}
