//! `DELETE /attachments/{id}`

use axum::extract::State;
use domain::id::AttachmentId;
use http::StatusCode;
use store::attachments;

use super::sweep::remove_loose_soon;
use crate::app::{App, commit};
use crate::http::{Caller, PathId, Problem};

/// Take back a file that was not sent with any question. Those that were go with their chat.
#[utoipa::path(delete, path = "/attachments/{id}", tag = "chat", params(("id" = String, Path)), responses((status = 204)))]
pub async fn remove_attachment(
    State(app): State<App>,
    caller: Caller,
    PathId(id): PathId<AttachmentId>,
) -> Result<StatusCode, Problem> {
    let mut tx = app.begin().await?;
    attachments::find(&mut tx, caller.user, id).await?.ok_or_else(Problem::not_found)?;
    if !attachments::delete_unsent(&mut tx, caller.user, id).await? {
        let detail = "This file belongs to a question. Delete the chat, and it goes with it.";
        return Err(Problem::conflict("attachment_in_use", detail));
    }
    commit(tx).await?;
    remove_loose_soon(&app);
    Ok(StatusCode::NO_CONTENT)
}
