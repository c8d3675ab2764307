//! Telling people: in the app, and by mail where an SMTP server is configured. Every mail of Potluck's goes out through here.

mod account_mail;
mod invitation_mail;
mod mail;
mod mailing;
mod wording;

use domain::id::{GroupId, UserId};
use domain::notice::Notice;
use store::PgConnection;

use crate::realtime::{Event, announce};

pub use account_mail::AccountMail;
pub use invitation_mail::InvitationMail;
pub use mailing::mail_due;

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
