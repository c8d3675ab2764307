//! `POST /attachments`

use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use domain::attachment::{BYTES_MAX, BYTES_OF_MEMBER_MAX, NAME_CHARS_MAX};
use domain::id::AttachmentId;
use http::{HeaderMap, StatusCode};
use percent_encoding::percent_decode;
use store::attachments::{self, NewAttachment};

use super::attachment::AttachmentBody;
use super::look::{Seen, look, too_large};
use crate::app::{App, commit};
use crate::http::{Caller, Problem, Unread, body_late, read_large, still_live};
use crate::sealing::{AttachmentSealing, seal_file};

/// The file's name, percent-encoded: addresses end up in logs, headers do not.
const NAME: &str = "x-file-name";
/// How long a file may take on a slow line: longer than other bodies, because its session is looked at again before it is kept.
const PATIENCE: Duration = Duration::from_mins(10);

/// Send a file ahead of the question that it goes with. What it is, is found out from its bytes. What no question has after a day is
/// taken away again.
#[utoipa::path(post, path = "/attachments", tag = "chat",
    params(("x-file-name" = Option<String>, Header, description = "The file's name, percent-encoded")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = AttachmentBody)))]
pub async fn upload_attachment(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    sent: Body,
) -> Result<(StatusCode, axum::Json<AttachmentBody>), Problem> {
    let file = read_large(&app, &headers, sent, BYTES_MAX, PATIENCE).await.map_err(unread)?;
    let Seen { about, text } = look(&app, name(&headers), &file.bytes).await?;

    let id = AttachmentId::from_uuid(uuid::Uuid::now_v7());
    let sealing = AttachmentSealing { key: &caller.content_key, user: caller.user, id };
    let about_sealed = sealing.seal_about(&about).map_err(Problem::internal)?;
    let text_sealed = text.map(|text| sealing.seal_text(&text));
    let pieces = seal_file(&caller.content_key, caller.user, id, &file.bytes);

    let mut tx = app.begin().await?;
    let all = attachments::bytes_of(&mut tx, caller.user).await?;
    let bytes = u64::try_from(file.bytes.len()).map_err(Problem::internal)?;
    if all.saturating_add(bytes) > BYTES_OF_MEMBER_MAX {
        let detail = "Your files have 2 GiB together, which is all the room there is. Delete chats with files that you do not need.";
        return Err(Problem::conflict("files_full", detail));
    }
    // Noted first: if this node dies now, the object is found and taken away.
    attachments::expect_object(&mut tx, caller.user, id).await?;
    commit(tx).await?;
    app.files.put(caller.user, id, pieces).await.map_err(Problem::internal)?;

    let mut tx = app.begin().await?;
    still_live(&mut tx, caller.user, caller.session).await?;
    let new = NewAttachment {
        user: caller.user,
        id,
        about_sealed: &about_sealed,
        text_sealed: text_sealed.as_deref(),
        bytes: file.bytes.len(),
    };
    if !attachments::insert(&mut tx, &new).await? {
        return Err(Problem::internal("an object was not stored within the hour"));
    }
    commit(tx).await?;
    Ok((StatusCode::CREATED, axum::Json(AttachmentBody::new(id, bytes, Some(about)))))
}

fn unread(why: Unread) -> Problem {
    match why {
        Unread::TooLarge => too_large(),
        Unread::Busy => {
            let detail = "The server takes in too many files at the moment; try again in a minute.";
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail).retry_after(60)
        }
        Unread::Cut => {
            Problem::new(StatusCode::BAD_REQUEST, "upload_cut", "The file did not arrive whole; send it again.")
        }
        Unread::Late => body_late(),
    }
}

/// The last part of the name, without what could deceive whoever reads it.
fn name(headers: &HeaderMap) -> String {
    let sent = headers.get(NAME).map(http::HeaderValue::as_bytes).unwrap_or_default();
    let decoded = percent_decode(sent).decode_utf8_lossy();
    let last = decoded.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_shown = |c: &char| {
        !c.is_control() && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let name: String = last.chars().filter(is_shown).take(NAME_CHARS_MAX).collect();
    match name.trim() {
        "" | "." | ".." => "file".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_only_a_name() {
        for (sent, expected) in [
            ("notes.txt", "notes.txt"),
            ("caf%C3%A9%20%E6%99%9A.md", "café 晚.md"),
            ("..%2F..%2Fetc%2Fpasswd", "passwd"),
            ("C:\\Users\\Ann\\cv.pdf", "cv.pdf"),
            ("gnp%E2%80%AE.exe", "gnp.exe"),
            ("a%00b%0Ac", "abc"),
            ("%20", "file"),
            ("..", "file"),
            ("", "file"),
            ("%ff%fe", "\u{fffd}\u{fffd}"),
        ] {
            let headers = HeaderMap::from_iter([(http::HeaderName::from_static(NAME), sent.parse().unwrap())]);
            assert_eq!(name(&headers), expected, "{sent}");
        }
        assert_eq!(name(&HeaderMap::new()), "file");
    }
}
