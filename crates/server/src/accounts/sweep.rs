//! What is kept for a retry or a second tab is kept no longer than that.

use store::{clock, idempotency, sessions};

use super::refresh::REUSE_GRACE;
use crate::app::App;

/// Wipes the key wraps of exchanged refresh tokens, and forgets expired tokens and day-old answers.
pub async fn sweep(app: &App) -> store::Result<()> {
    let mut connection = app.connection().await?;
    let now = clock::now(&mut connection).await?;
    sessions::sweep(&mut connection, now - REUSE_GRACE, now).await?;
    idempotency::sweep(&mut connection).await
}
