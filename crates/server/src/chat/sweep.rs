//! What does not stay: temporary chats, links that have ended, files that nobody has.

use store::{conversations, snapshots};

use super::attachments::sweep_attachments;
use crate::app::App;

/// Takes away what has served its time.
pub async fn sweep(app: &App) -> store::Result<()> {
    let mut connection = app.connection().await?;
    conversations::sweep_temporary(&mut connection).await?;
    snapshots::sweep(&mut connection).await?;
    drop(connection);
    sweep_attachments(app).await
}
