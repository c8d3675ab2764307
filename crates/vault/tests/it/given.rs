//! The same people, places and random bytes in every test.

use uuid::Uuid;
use vault::{ContentKey, Nonce, Place, RecoveryCode, RefreshToken, Salt, seal};

pub(crate) const MEMBER: Uuid = Uuid::from_bytes([1; 16]);
pub(crate) const SESSION: Uuid = Uuid::from_bytes([4; 16]);
pub(crate) const SOMEBODY_ELSE: Uuid = Uuid::from_bytes([9; 16]);

pub(crate) const PLACE: Place =
    Place { member: MEMBER, conversation: Uuid::from_bytes([2; 16]), row: Uuid::from_bytes([3; 16]), field: "text" };

pub(crate) const NONCE: Nonce = counting(0xa0);
pub(crate) const SALT: Salt = counting(0x40);
pub(crate) const PASSWORD: &str = "correct horse battery staple";
pub(crate) const SECRET: &[u8] = b"a server's secret of 32 bytes...";

pub(crate) fn key() -> ContentKey {
    ContentKey::from_random(counting(0))
}

/// One that wraps [`key`] once it has taken its place.
pub(crate) fn newer_key() -> ContentKey {
    ContentKey::from_random(counting(0xc0))
}

pub(crate) fn recovery_code() -> RecoveryCode {
    RecoveryCode::from_random(counting(0x20))
}

pub(crate) fn refresh_token() -> RefreshToken {
    RefreshToken::from_random(counting(0x60))
}

/// Whether it is the content key of [`key`]. Keys show themselves to nobody, so compare what they do.
pub(crate) fn is_the_key(other: &ContentKey) -> bool {
    seal(other, &PLACE, NONCE, b"sample") == seal(&key(), &PLACE, NONCE, b"sample")
}

/// The bytes that lowercase hexadecimal text stands for.
pub(crate) fn hex(text: &str) -> Vec<u8> {
    assert!(text.len().is_multiple_of(2));
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// `first`, `first + 1`, and so on.
const fn counting<const N: usize>(first: u8) -> [u8; N] {
    let mut bytes = [first; N];
    let mut at = 1;
    while at < N {
        bytes[at] = bytes[at - 1] + 1;
        at += 1;
    }
    bytes
}
