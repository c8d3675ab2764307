//! What is kept for a retry or a second tab is kept no longer than that.

use store::{account_links, attempts, audit, clock, idempotency, issuers, notices, passkeys, pushes, sessions};

use super::refresh::REUSE_GRACE;
use crate::app::App;

/// Wipes the key wraps of exchanged refresh tokens, and forgets expired tokens, day-old answers, year-old activity and notices,
/// attempts that do not count any more, pushes that could not go, and what a passkey or the issuer was asked and did not answer.
pub async fn sweep(app: &App) -> store::Result<()> {
    let mut connection = app.connection().await?;
    let now = clock::now(&mut connection).await?;
    sessions::sweep(&mut connection, now - REUSE_GRACE, now).await?;
    account_links::sweep(&mut connection, now).await?;
    attempts::sweep(&mut connection, now).await?;
    passkeys::sweep(&mut connection, now).await?;
    issuers::sweep(&mut connection, now).await?;
    idempotency::sweep(&mut connection).await?;
    notices::sweep(&mut connection).await?;
    pushes::sweep(&mut connection).await?;
    audit::sweep(&mut connection).await
}
