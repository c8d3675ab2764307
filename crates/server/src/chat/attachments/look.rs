//! What a file is: by its bytes, whatever its name says. Everything that no model could use is refused in words.

use domain::attachment::{BYTES_MAX, FileType, PICTURE_BYTES_MAX, PICTURE_SIDE_MAX, as_told};
use http::StatusCode;

use super::document::{self, Unreadable};
use crate::app::App;
use crate::http::Problem;
use crate::sealing::About;

/// A file that can be used.
pub(super) struct Seen {
    pub(super) about: About,
    /// What a model is told of it; `None` for a picture.
    pub(super) text: Option<String>,
}

pub(super) async fn look(app: &App, name: String, bytes: &[u8]) -> Result<Seen, Problem> {
    if bytes.is_empty() {
        return Err(refused("file_empty", "The file is empty."));
    }
    let Some(kind) = FileType::of(bytes) else {
        let detail = "Models read pictures (PNG, JPEG, GIF, WebP), PDF and plain text in UTF-8. This is something else, whatever \
                      its name says.";
        return Err(refused("file_type_unknown", detail));
    };
    if kind.is_picture() {
        let pixels = Some(picture(bytes)?);
        return Ok(Seen { about: About { name, kind, pixels, is_whole: true }, text: None });
    }
    let read;
    let text = if kind == FileType::Pdf {
        read = document::read(app, bytes).await?.map_err(unreadable)?;
        if read.is_empty() {
            let detail = "There is no text in this PDF, as it is when pages were scanned. Send its pages as pictures.";
            return Err(refused("document_without_text", detail));
        }
        &read
    } else {
        std::str::from_utf8(bytes).map_err(Problem::internal)?
    };
    let (told, is_whole) = as_told(text);
    Ok(Seen { about: About { name, kind, pixels: None, is_whole }, text: Some(told.to_owned()) })
}

/// A picture's size, as its head says. It is not unpacked here, and nobody is shown one that would become too large.
fn picture(bytes: &[u8]) -> Result<(usize, usize), Problem> {
    let size = imagesize::blob_size(bytes)
        .map_err(|_| refused("file_broken", "This begins like a picture, but cannot be read as one."))?;
    let is_small = bytes.len() <= PICTURE_BYTES_MAX && size.width.max(size.height) <= PICTURE_SIDE_MAX;
    if !is_small || size.width.min(size.height) == 0 {
        let detail = format!(
            "Pictures have at most {} MiB and {PICTURE_SIDE_MAX} pixels on each side. Make it smaller.",
            PICTURE_BYTES_MAX / 1024 / 1024
        );
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "picture_too_large", detail));
    }
    Ok((size.width, size.height))
}

fn unreadable(why: Unreadable) -> Problem {
    match why {
        Unreadable::Locked => refused("document_locked", "This PDF needs a password. Save it without one."),
        Unreadable::TooLong => refused("document_too_hard", "This PDF has more than 1000 pages. Send a part of it."),
        Unreadable::TooHard => {
            refused("document_too_hard", "Reading this PDF takes too long. Send a part of it, or its text.")
        }
        Unreadable::Broken => refused("file_broken", "This begins like a PDF, but cannot be read as one."),
    }
}

/// A file that is larger than any that is taken.
pub(super) fn too_large() -> Problem {
    let detail = format!("Files have at most {} MiB. Send a part of it.", BYTES_MAX / 1024 / 1024);
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "file_too_large", detail)
}

fn refused(code: &'static str, detail: &'static str) -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail)
}
