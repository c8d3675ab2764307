//! Telling an account's owner by mail.

use store::PgConnection;

use crate::app::App;
use crate::jobs::{self, QueueError};
use crate::notices::AccountMail;

/// Queues the mail in the caller's transaction, where this server sends any.
pub(super) async fn tell(app: &App, connection: &mut PgConnection, mail: AccountMail) -> Result<(), QueueError> {
    if app.settings.smtp_url.is_none() {
        return Ok(());
    }
    jobs::enqueue(app, connection, mail).await
}
