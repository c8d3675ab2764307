//! Pictures are fetched and opened when a model is about to see them, and nowhere before.

use std::time::Duration;

use bytes::Bytes;
use domain::id::UserId;
use providers::Request;
use tokio::time::timeout;
use vault::ContentKey;

use crate::app::App;
use crate::chat::attachments::told::Picture;
use crate::sealing::{FileError, FileReader};

/// Longer than this, and the turn's lease would run out.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Debug, thiserror::Error)]
pub(super) enum PictureError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error("the object store takes too long")]
    TooSlow,
}

/// Puts the pictures into the request.
pub(super) async fn fetch(
    app: &App,
    key: &ContentKey,
    user: UserId,
    pictures: &mut Vec<(usize, Picture)>,
    request: &mut Request,
) -> Result<(), PictureError> {
    let fetching = async {
        for (at, picture) in std::mem::take(pictures) {
            let reader = FileReader::open(&app.files, key, user, picture.id).await?;
            let bytes = Bytes::copy_from_slice(&reader.rest().await?);
            if let Some(message) = request.messages.get_mut(at) {
                message.pictures.push(providers::Picture { media_type: picture.kind.as_str(), bytes });
            }
        }
        Ok(())
    };
    timeout(PATIENCE, fetching).await.unwrap_or(Err(PictureError::TooSlow))
}
