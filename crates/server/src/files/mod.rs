//! The object store: a directory of this machine, or a bucket that all nodes share. It sees ids and sealed bytes, nothing else.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use domain::id::{AttachmentId, UserId};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, parse_url_opts};
use reqwest::Url;

use crate::config::{Secret, Settings};

/// The directory below the data directory, where no other place is configured.
const DIRECTORY: &str = "files";

/// Where files are kept.
pub struct Files {
    store: Arc<dyn ObjectStore>,
    root: Path,
}

/// Why a file cannot be kept or fetched.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// `POTLUCK_FILES_URL` names no place that can be used.
    #[error("POTLUCK_FILES_URL must be an address such as s3://bucket/folder: {0}")]
    Url(String),
    /// The object store refused or could not be reached.
    #[error(transparent)]
    Store(#[from] object_store::Error),
    /// The data directory has no usable path.
    #[error("cannot keep files in the data directory: {0}")]
    Directory(#[from] std::io::Error),
}

impl FilesError {
    /// Whether there is no such file any more.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Store(object_store::Error::NotFound { .. }))
    }
}

impl Files {
    /// The configured place. Nothing is made or asked before the first file comes.
    pub fn open(settings: &Settings) -> Result<Self, FilesError> {
        let Some(url) = settings.files_url.as_ref().map(Secret::reveal) else {
            let directory = std::path::absolute(settings.data_dir.join(DIRECTORY))?;
            let root = Path::from_absolute_path(directory).map_err(object_store::Error::from)?;
            return Ok(Self { store: Arc::new(LocalFileSystem::new().with_fsync(true)), root });
        };
        let url: Url = url.parse().map_err(|_| FilesError::Url("it is no URL".to_owned()))?;
        let options = settings.files_options.iter().map(|(name, value)| (name.to_lowercase(), value.reveal()));
        let (store, root) = parse_url_opts(&url, options).map_err(|error| FilesError::Url(error.to_string()))?;
        Ok(Self { store: store.into(), root })
    }

    /// Keeps a file, whole or not at all.
    pub async fn put(&self, user: UserId, id: AttachmentId, sealed: Vec<Bytes>) -> Result<(), FilesError> {
        self.store.put(&self.place(user, id), sealed.into_iter().collect()).await?;
        Ok(())
    }

    /// A file as it is kept, in pieces of any size.
    pub async fn get(
        &self,
        user: UserId,
        id: AttachmentId,
    ) -> Result<BoxStream<'static, Result<Bytes, FilesError>>, FilesError> {
        let found = self.store.get(&self.place(user, id)).await?;
        Ok(found.into_stream().map(|piece| Ok(piece?)).boxed())
    }

    /// Takes a file away. One that is not there is gone already.
    pub async fn remove(&self, user: UserId, id: AttachmentId) -> Result<(), FilesError> {
        match self.store.delete(&self.place(user, id)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn place(&self, user: UserId, id: AttachmentId) -> Path {
        self.root.clone().join(user.to_string()).join(id.to_string())
    }
}

impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Files({})", self.store)
    }
}
