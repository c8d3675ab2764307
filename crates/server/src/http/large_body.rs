//! Bodies that are too large to be read without asking whether there is room for them.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use http::{HeaderMap, header};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

use super::body::is_too_large;
use crate::app::{App, LARGE_BODY_UNIT_BYTES};

/// A body, and its room beside all others: to be kept for as long as it, or what it became, is there.
pub struct LargeBody {
    /// What came.
    pub bytes: Bytes,
    /// Its room.
    pub room: OwnedSemaphorePermit,
}

/// Why a body was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// Larger than allowed.
    TooLarge,
    /// There is no room for it now.
    Busy,
    /// It did not arrive whole.
    Cut,
    /// It did not arrive in time.
    Late,
}

/// Reads a body of at most `bytes_max`, which may take as long as `patience`: it keeps others waiting.
pub async fn read_large(
    app: &App,
    headers: &HeaderMap,
    sent: Body,
    bytes_max: usize,
    patience: Duration,
) -> Result<LargeBody, Unread> {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    let length = length.unwrap_or(bytes_max);
    if length > bytes_max {
        return Err(Unread::TooLarge);
    }
    let room = timeout(patience, Arc::clone(&app.large_bodies).acquire_many_owned(units(length).max(1))).await;
    let room = room.map_err(|_| Unread::Busy)?.map_err(|_| Unread::Busy)?;
    let read = timeout(patience, to_bytes(sent, length)).await.map_err(|_| Unread::Late)?;
    let bytes = read.map_err(|error| if is_too_large(&error) { Unread::TooLarge } else { Unread::Cut })?;
    Ok(LargeBody { bytes, room })
}

/// Room for so many bytes more, if there is any now.
#[must_use]
pub fn room_for(app: &App, bytes: usize) -> Option<OwnedSemaphorePermit> {
    Arc::clone(&app.large_bodies).try_acquire_many_owned(units(bytes)).ok()
}

fn units(bytes: usize) -> u32 {
    u32::try_from(bytes.div_ceil(LARGE_BODY_UNIT_BYTES)).unwrap_or(u32::MAX)
}
