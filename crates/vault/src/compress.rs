//! Text made shorter before it is sealed (raw deflate).
//!
//! The packed form is `0 | text`, or `1 | length (4 bytes, big-endian) | deflated text` when that is shorter and worth the work.
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

/// The shortest text that is compressed, in bytes. A shorter one would save less than the row around it has, and a compressor needs
/// 300 KB of cleared memory to begin with.
const MIN_COMPRESSED_BYTES: usize = 512;

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
    if !(MIN_COMPRESSED_BYTES..=MAX_PLAINTEXT_BYTES).contains(&text.len()) {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// `1 | length | deflated text` with any length that somebody might claim.
    fn claiming(length: usize, text: &[u8]) -> Zeroizing<Vec<u8>> {
        let mut packed = vec![DEFLATED];
        packed.extend_from_slice(&u32::try_from(length).unwrap().to_be_bytes());
        packed.extend_from_slice(&miniz_oxide::deflate::compress_to_vec(text, 9));
        Zeroizing::new(packed)
    }

    #[test]
    fn shorter_form_is_chosen() {
        assert_eq!(pack(b"").as_slice(), [STORED]);
        assert_eq!(pack(b"no repetition").len(), 1 + 13);
        let short = [b'a'; MIN_COMPRESSED_BYTES - 1];
        assert_eq!(pack(&short).len(), 1 + short.len());
        let repetitive = b"the same again and ".repeat(50);
        assert!(pack(&repetitive).len() < 60);
    }

    #[test]
    fn honest_length_opens() {
        let text = [b'a'; 5000];
        assert_eq!(unpack(claiming(5000, &text)).unwrap().as_slice(), text);
    }

    #[test]
    fn bombs_are_refused_before_they_inflate() {
        let zeros = vec![0; MAX_PLAINTEXT_BYTES + 1];
        assert_eq!(unpack(claiming(zeros.len(), &zeros)), Err(OpenError::TooLarge));
        // Claims little, and would inflate to 16 MiB: stops at what it claimed.
        assert_eq!(unpack(claiming(10, &zeros)), Err(OpenError::Malformed));
    }

    #[test]
    fn what_was_never_packed_is_refused() {
        let cut = {
            let mut packed = claiming(5000, &[b'a'; 5000]);
            packed.pop();
            packed
        };
        let cases = [
            Zeroizing::new(vec![]),
            Zeroizing::new(vec![2, 1, 2, 3]),
            Zeroizing::new(vec![DEFLATED, 0, 0]),
            claiming(5001, &[b'a'; 5000]),
            cut,
        ];
        for packed in cases {
            assert_eq!(unpack(packed), Err(OpenError::Malformed));
        }
    }
}
