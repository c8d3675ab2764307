//! `GET /attachments/{id}`: a file's bytes, opened while they are sent.

use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::id::AttachmentId;
use futures_util::stream;
use http::{HeaderValue, header};
use store::attachments;

use crate::app::App;
use crate::http::{Caller, PathId, Problem};
use crate::sealing::{AttachmentSealing, FileError, FileReader};

/// A file as it was sent. It comes as bytes without a kind: no browser shows or runs it by itself.
#[utoipa::path(get, path = "/attachments/{id}", tag = "chat", params(("id" = String, Path)),
    responses((status = 200, description = "The file", body = Vec<u8>, content_type = "application/octet-stream")))]
pub async fn get_attachment(
    State(app): State<App>,
    caller: Caller,
    PathId(id): PathId<AttachmentId>,
) -> Result<Response, Problem> {
    let kept = attachments::find(&mut *app.connection().await?, caller.user, id).await?;
    let kept = kept.ok_or_else(Problem::not_found)?;
    // Says so in words if it is sealed with a lost key.
    AttachmentSealing { key: &caller.content_key, user: caller.user, id }.open_about(&kept.about_sealed)?;
    let reader = FileReader::open(&app.files, caller.content_key, caller.user, id).await.map_err(Problem::internal)?;
    let pieces = stream::try_unfold(reader, |mut reader| async move {
        let piece = reader.next().await.inspect_err(|error| tracing::error!(%error, "a file was cut off"))?;
        Ok::<_, FileError>(piece.map(|piece| (axum::body::Bytes::copy_from_slice(&piece), reader)))
    });
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment")),
        (header::CONTENT_LENGTH, HeaderValue::from(kept.bytes)),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}
