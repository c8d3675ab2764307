//! `POST /me/export`: everything of the caller's as one archive, written while it is sent. `zipping` is the file, `records` what
//! is in it, `chats` the conversations, `files` what came with them.

mod chats;
mod files;
mod records;
mod zipping;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::activity::Action;
use http::header;

use super::proof::{Proof, prove};
use crate::app::{App, commit};
use crate::http::{Caller, Device, Json, Problem, session_over};
use zipping::{Archive, ExportError};

/// Everything of the caller's as one ZIP archive: profile, activity, groups, shares, payments, usage, and all conversations, as JSON
/// and as Markdown. It is opened while it is sent, and never kept on the server.
#[utoipa::path(post, path = "/me/export", tag = "accounts", request_body = Proof,
    responses((status = 200, description = "A ZIP archive", body = Vec<u8>, content_type = "application/zip")))]
pub async fn export_account(
    State(app): State<App>,
    caller: Caller,
    device: Device,
    Json(typed): Json<Proof>,
) -> Result<Response, Problem> {
    prove(&app, &caller, &device, &typed).await?;
    let mut tx = app.begin().await?;
    let now = store::clock::now(&mut tx).await?;
    device.note_of(&mut tx, &caller, Action::Exported, None).await?;
    commit(tx).await?;

    let (archive, body) = Archive::new();
    let writing = app.clone();
    let over = session_over(&app, caller.user, caller.session);
    app.lifecycle.spawn("export", async move {
        // However slowly it is read: nobody waits for a reader who may not read any more, nor for one when the server ends.
        let written = tokio::select! {
            () = over => Err(ExportError::BrokenOff),
            () = writing.lifecycle.ending() => Err(ExportError::BrokenOff),
            written = write(&writing, &caller, archive) => written,
        };
        match written {
            // Whoever hangs up has changed their mind.
            Ok(()) | Err(ExportError::HungUp) => {}
            Err(error) => tracing::error!(user = %caller.user, %error, "an export was cut off"),
        }
    });
    let day = now.strftime("%Y-%m-%d");
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"potluck-{day}.zip\"")),
    ];
    Ok((headers, body).into_response())
}

async fn write(app: &App, caller: &Caller, mut archive: Archive) -> Result<(), ExportError> {
    records::write(app, caller, &mut archive).await?;
    chats::write(app, caller, &mut archive).await?;
    archive.finish().await
}
