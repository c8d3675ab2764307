//! A ZIP archive that is sent while it is written: only one file of it is in memory.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use serde::Serialize;
use tokio::sync::mpsc;
use zip::result::ZipError;
use zip::write::{SimpleFileOptions, StreamWriter, ZipWriter};

use crate::sealing::FileError;

/// Pieces that wait for a slow reader; the writing waits with them.
const PIECES_WAITING: usize = 2;

/// Why an archive does not come to its end.
#[derive(Debug, thiserror::Error)]
pub(super) enum ExportError {
    /// Nobody reads any more.
    #[error("the reader hung up")]
    HungUp,
    /// The session that asked for it has ended, or the server is about to.
    #[error("it was broken off")]
    BrokenOff,
    /// The database.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The archive itself.
    #[error(transparent)]
    Zip(#[from] ZipError),
    /// A file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// A record has no JSON form.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

impl From<io::Error> for ExportError {
    fn from(error: io::Error) -> Self {
        Self::Zip(error.into())
    }
}

/// The archive, and its reader's end. Dropped before it is finished, it breaks the connection: half an archive must not look like a
/// whole one.
pub(super) struct Archive {
    /// In a box: it keeps a compressor's tables.
    zip: Box<ZipWriter<StreamWriter<Outlet>>>,
    written: Outlet,
    pieces: mpsc::Sender<Piece>,
}

/// What the reader gets.
enum Piece {
    Next(Bytes),
    /// There was no more.
    End,
}

/// Where the archive is written to, and taken from to be sent.
#[derive(Clone, Default)]
struct Outlet(Arc<Mutex<Vec<u8>>>);

impl Archive {
    /// An empty archive and the body that it is sent by. Whoever compresses the body asks once more after its end.
    pub(super) fn new() -> (Self, Body) {
        let written = Outlet::default();
        let (pieces, reading) = mpsc::channel(PIECES_WAITING);
        let archive = Self { zip: Box::new(ZipWriter::new_stream(written.clone())), written, pieces };
        (archive, Body::from_stream(stream::unfold(Some(reading), read).fuse()))
    }

    /// Adds a file.
    pub(super) async fn add(&mut self, name: &str, content: &[u8]) -> Result<(), ExportError> {
        self.zip.start_file(name, SimpleFileOptions::default())?;
        self.zip.write_all(content)?;
        self.send().await
    }

    /// Adds a file of JSON, for people to read as well.
    pub(super) async fn add_json(&mut self, name: &str, content: &impl Serialize) -> Result<(), ExportError> {
        self.add(name, &serde_json::to_vec_pretty(content)?).await
    }

    /// Begins a file that comes in pieces, see [`Archive::write`].
    pub(super) fn begin(&mut self, name: &str) -> Result<(), ExportError> {
        Ok(self.zip.start_file(name, SimpleFileOptions::default())?)
    }

    /// Adds a piece to the file that was begun.
    pub(super) async fn write(&mut self, piece: &[u8]) -> Result<(), ExportError> {
        self.zip.write_all(piece)?;
        self.send().await
    }

    /// Writes the table of contents, without which nothing opens it.
    pub(super) async fn finish(self) -> Result<(), ExportError> {
        self.zip.finish()?;
        send(&self.written, &self.pieces).await?;
        self.pieces.send(Piece::End).await.map_err(|_| ExportError::HungUp)
    }

    async fn send(&mut self) -> Result<(), ExportError> {
        send(&self.written, &self.pieces).await
    }
}

/// The next piece of the body, until there was the last one or the archive was dropped.
async fn read(reading: Option<mpsc::Receiver<Piece>>) -> Option<(io::Result<Bytes>, Option<mpsc::Receiver<Piece>>)> {
    let mut reading = reading?;
    match reading.recv().await {
        Some(Piece::Next(bytes)) => Some((Ok(bytes), Some(reading))),
        Some(Piece::End) => None,
        None => Some((Err(io::Error::other("the export was cut off")), None)),
    }
}

/// Hands on what was written since the last time.
async fn send(written: &Outlet, pieces: &mpsc::Sender<Piece>) -> Result<(), ExportError> {
    let piece = std::mem::take(&mut *written.0.lock().unwrap_or_else(PoisonError::into_inner));
    if piece.is_empty() {
        return Ok(());
    }
    pieces.send(Piece::Next(piece.into())).await.map_err(|_| ExportError::HungUp)
}

impl Write for Outlet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    #[tokio::test]
    async fn half_an_archive_does_not_look_like_a_whole_one() {
        let (mut whole, body) = Archive::new();
        let writing = async {
            whole.add("note.txt", b"Milk.").await.unwrap();
            whole.finish().await.unwrap();
        };
        let ((), read) = tokio::join!(writing, to_bytes(body, usize::MAX));
        assert!(read.is_ok());

        let (mut half, body) = Archive::new();
        half.add("note.txt", b"Milk.").await.unwrap();
        drop(half);
        assert!(to_bytes(body, usize::MAX).await.is_err());
    }
}
