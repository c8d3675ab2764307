//! Pictures are fetched and opened when a model is about to see them, and nowhere before.

use std::time::Duration;

use bytes::Bytes;
use tokio::time::timeout;
use vault::ContentKey;

use super::Job;
use crate::app::App;
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
pub(super) async fn fetch(app: &App, key: &ContentKey, job: &mut Job) -> Result<(), PictureError> {
    let fetching = async {
        for (at, picture) in std::mem::take(&mut job.pictures) {
            let reader = FileReader::open(&app.files, key, job.running.user, picture.id).await?;
            let bytes = Bytes::copy_from_slice(&reader.rest().await?);
            if let Some(message) = job.request.messages.get_mut(at) {
                message.pictures.push(providers::Picture { media_type: picture.kind.as_str(), bytes });
            }
        }
        Ok(())
    };
    timeout(PATIENCE, fetching).await.unwrap_or(Err(PictureError::TooSlow))
}
