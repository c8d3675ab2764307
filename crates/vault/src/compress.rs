//! Text made shorter before it is sealed (raw deflate).
//!
//! The packed form is `0 | text`, or `1 | length (4 bytes, big-endian) | deflated text` when that is shorter.
//! It exists only inside the sealed part, so nobody without the key can forge either the mark or the length.

use miniz_oxide::{
    deflate::core::{CompressorOxide, TDEFLFlush, TDEFLStatus, compress, create_comp_flags_from_zip_params},
    inflate::decompress_slice_iter_to_slice,
};
use zeroize::Zeroizing;

use crate::OpenError;

/// The longest text that is compressed, and the most that opening ever inflates to, in bytes (16 MiB).
/// A longer text is sealed as it is, so that everything that was sealed can be opened.
pub const MAX_PLAINTEXT_BYTES: usize = 16 * 1024 * 1024;

const STORED: u8 = 0;
const DEFLATED: u8 = 1;
const LENGTH_BYTES: usize = size_of::<u32>();

/// The usual middle between speed and size.
const LEVEL: i32 = 6;
/// No zlib header and no checksum: the seal already authenticates every byte.
const RAW: i32 = 0;
const DEFAULT_STRATEGY: i32 = 0;

pub(crate) fn pack(text: &[u8]) -> Zeroizing<Vec<u8>> {
    deflated(text).unwrap_or_else(|| stored(text))
}

pub(crate) fn unpack(packed: Zeroizing<Vec<u8>>) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    match packed.split_first() {
        Some((&STORED, _)) => {
            let mut text = packed;
            text.drain(..1);
            Ok(text)
        }
        Some((&DEFLATED, rest)) => inflated(rest),
        _ => Err(OpenError::Malformed),
    }
}

fn stored(text: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut packed = Zeroizing::new(Vec::with_capacity(1 + text.len()));
    packed.push(STORED);
    packed.extend_from_slice(text);
    packed
}

/// The packed form with deflated text, or nothing when that would not be shorter.
fn deflated(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    if text.len() > MAX_PLAINTEXT_BYTES {
        return None;
    }
    let length = u32::try_from(text.len()).ok()?;
    let room = text.len().checked_sub(LENGTH_BYTES + 1)?;
    // Just as much room as a shorter result needs: what does not fit is not wanted, and nothing is reallocated.
    let mut packed = Zeroizing::new(vec![0; 1 + LENGTH_BYTES + room]);
    let (mark, rest) = packed.split_first_mut()?;
    *mark = DEFLATED;
    let (length_place, body) = rest.split_first_chunk_mut::<LENGTH_BYTES>()?;
    *length_place = length.to_be_bytes();
    let mut compressor = CompressorOxide::new(create_comp_flags_from_zip_params(LEVEL, RAW, DEFAULT_STRATEGY));
    let (status, _, written) = compress(&mut compressor, text, body, TDEFLFlush::Finish);
    if status != TDEFLStatus::Done {
        return None;
    }
    packed.truncate(1 + LENGTH_BYTES + written);
    Some(packed)
}

fn inflated(rest: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let (length, body) = rest.split_first_chunk::<LENGTH_BYTES>().ok_or(OpenError::Malformed)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| OpenError::TooLarge)?;
    if length > MAX_PLAINTEXT_BYTES {
        return Err(OpenError::TooLarge);
    }
    let mut text = Zeroizing::new(vec![0; length]);
    match decompress_slice_iter_to_slice(&mut text, std::iter::once(body), false, true) {
        Ok(written) if written == length => Ok(text),
        _ => Err(OpenError::Malformed),
    }
}
