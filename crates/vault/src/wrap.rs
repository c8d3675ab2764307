//! Wraps: the content key, sealed by something that the member has or knows.
//!
//! A wrap is `version (1 byte) | kind (1) | cost (12, passwords only) | nonce (24) | ciphertext (32) | tag (16)`.
//! Everything before the nonce is authenticated together with the member's id.

use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    ContentKey, Nonce, OpenError, PasskeyOutput, PasswordError, RecoveryCode, RefreshToken, Salt, Scratch, aead,
    context::Context,
    derive::derive,
    stretch::{Cost, stretch},
};

const VERSION: u8 = 1;

/// What wraps. The numbers are stored.
#[derive(Clone, Copy)]
enum Kind {
    Password = 1,
    RecoveryCode = 2,
    RefreshToken = 3,
    Passkey = 4,
    ContentKey = 5,
}

/// Argon2's associated data: it keeps wrapping keys and login hashes apart.
const PASSWORD_PURPOSE: &[u8] = b"potluck vault v1 wrap";

/// A wrapped content key, as the database keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrapped(Vec<u8>);

impl Wrapped {
    /// Takes back what the database kept. Whether it is whole shows when it is unwrapped.
    #[must_use]
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// What the database keeps.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// What the database keeps, by value.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// What follows version and kind, when they are as expected.
    fn rest(&self, kind: Kind) -> Result<&[u8], OpenError> {
        self.0.strip_prefix(&[VERSION, kind as u8]).ok_or(OpenError::Malformed)
    }
}

/// Wraps a member's content key by their password. `salt` is the wrap's own, not that of the login hash.
///
/// Takes tens of milliseconds: run it off the async threads, and few at a time.
pub fn wrap_by_password(
    scratch: &mut Scratch,
    key: &ContentKey,
    member: Uuid,
    password: &str,
    salt: Salt,
    nonce: Nonce,
) -> Result<Wrapped, PasswordError> {
    let cost = Cost::CURRENT;
    let wrapping = stretch(scratch, password, &salt, cost, PASSWORD_PURPOSE)?;
    let cost = cost.to_bytes();
    Ok(wrap(key, &wrapping, Kind::Password, member, &cost, nonce))
}

/// Unwraps by the password, at the cost that is written in the wrap.
pub fn unwrap_by_password(
    scratch: &mut Scratch,
    member: Uuid,
    password: &str,
    salt: &Salt,
    wrapped: &Wrapped,
) -> Result<ContentKey, OpenError> {
    let (cost_bytes, encrypted) = wrapped.rest(Kind::Password)?.split_first_chunk().ok_or(OpenError::Malformed)?;
    let cost = Cost::from_bytes(*cost_bytes).ok_or(OpenError::Malformed)?;
    let wrapping = stretch(scratch, password, salt, cost, PASSWORD_PURPOSE).map_err(|_| OpenError::Refused)?;
    unwrap(&wrapping, Kind::Password, member, cost_bytes, encrypted)
}

/// Wraps a member's content key by their recovery code.
#[must_use]
pub fn wrap_by_recovery_code(key: &ContentKey, member: Uuid, code: &RecoveryCode, nonce: Nonce) -> Wrapped {
    let wrapping = by_recovery_code(code);
    wrap(key, &wrapping, Kind::RecoveryCode, member, &[], nonce)
}

/// Unwraps by the recovery code.
pub fn unwrap_by_recovery_code(member: Uuid, code: &RecoveryCode, wrapped: &Wrapped) -> Result<ContentKey, OpenError> {
    let encrypted = wrapped.rest(Kind::RecoveryCode)?;
    let wrapping = by_recovery_code(code);
    unwrap(&wrapping, Kind::RecoveryCode, member, &[], encrypted)
}

/// Wraps a member's content key by a session's refresh token. A rotated token needs a new wrap.
#[must_use]
pub fn wrap_by_refresh_token(key: &ContentKey, member: Uuid, token: &RefreshToken, nonce: Nonce) -> Wrapped {
    let wrapping = by_refresh_token(token);
    wrap(key, &wrapping, Kind::RefreshToken, member, &[], nonce)
}

/// Unwraps by the session's refresh token.
pub fn unwrap_by_refresh_token(member: Uuid, token: &RefreshToken, wrapped: &Wrapped) -> Result<ContentKey, OpenError> {
    let encrypted = wrapped.rest(Kind::RefreshToken)?;
    let wrapping = by_refresh_token(token);
    unwrap(&wrapping, Kind::RefreshToken, member, &[], encrypted)
}

/// Wraps an older content key of a member, which they have unlocked, by the one that they have now.
#[must_use]
pub fn wrap_by_content_key(older: &ContentKey, member: Uuid, key: &ContentKey, nonce: Nonce) -> Wrapped {
    let wrapping = by_content_key(key);
    wrap(older, &wrapping, Kind::ContentKey, member, &[], nonce)
}

/// Unwraps an older content key by the member's own.
pub fn unwrap_by_content_key(member: Uuid, key: &ContentKey, wrapped: &Wrapped) -> Result<ContentKey, OpenError> {
    let encrypted = wrapped.rest(Kind::ContentKey)?;
    let wrapping = by_content_key(key);
    unwrap(&wrapping, Kind::ContentKey, member, &[], encrypted)
}

/// Wraps a member's content key by the output of one of their passkeys.
#[must_use]
pub fn wrap_by_passkey(key: &ContentKey, member: Uuid, output: &PasskeyOutput, nonce: Nonce) -> Wrapped {
    wrap(key, &by_passkey(output), Kind::Passkey, member, &[], nonce)
}

/// Unwraps by the output of that passkey.
pub fn unwrap_by_passkey(member: Uuid, output: &PasskeyOutput, wrapped: &Wrapped) -> Result<ContentKey, OpenError> {
    let encrypted = wrapped.rest(Kind::Passkey)?;
    unwrap(&by_passkey(output), Kind::Passkey, member, &[], encrypted)
}

/// 160 random bits need no slow hash.
fn by_recovery_code(code: &RecoveryCode) -> Zeroizing<[u8; 32]> {
    derive(code.bytes(), &Context::new("wrap by recovery code"))
}

fn by_refresh_token(token: &RefreshToken) -> Zeroizing<[u8; 32]> {
    derive(token.bytes(), &Context::new("wrap by refresh token"))
}

/// A key that seals texts wraps nothing directly: what is derived from it does.
fn by_content_key(key: &ContentKey) -> Zeroizing<[u8; 32]> {
    derive(key.bytes(), &Context::new("wrap by content key"))
}

fn by_passkey(output: &PasskeyOutput) -> Zeroizing<[u8; 32]> {
    derive(output.bytes(), &Context::new("wrap by passkey"))
}

fn wrap(key: &ContentKey, wrapping: &[u8; 32], kind: Kind, member: Uuid, cost: &[u8], nonce: Nonce) -> Wrapped {
    let header = [&[VERSION, kind as u8], cost].concat();
    Wrapped(aead::encrypt(wrapping, &context(kind, member, cost), &nonce, &header, key.bytes()))
}

fn unwrap(
    wrapping: &[u8; 32],
    kind: Kind,
    member: Uuid,
    cost: &[u8],
    encrypted: &[u8],
) -> Result<ContentKey, OpenError> {
    let key = aead::decrypt(wrapping, &context(kind, member, cost), encrypted)?;
    ContentKey::from_opened(&key)
}

fn context(kind: Kind, member: Uuid, cost: &[u8]) -> Context {
    Context::new("wrap").with(&[kind as u8]).with_id(member).with(cost)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both are stored side by side; only different purposes keep them apart should the salts ever be the same.
    #[test]
    fn the_login_hash_does_not_open_the_wrap() {
        let (member, password, salt) = (Uuid::nil(), "correct horse battery staple", [5; 16]);
        let key = ContentKey::from_random([1; 32]);
        let wrapped = wrap_by_password(&mut Scratch::default(), &key, member, password, salt, [2; 24]).unwrap();
        let (cost, encrypted) = wrapped.rest(Kind::Password).unwrap().split_at(Cost::BYTES);
        let unwrap_by = |purpose| {
            let wrapping = stretch(&mut Scratch::default(), password, &salt, Cost::CURRENT, purpose).unwrap();
            unwrap(&wrapping, Kind::Password, member, cost, encrypted)
        };

        assert!(unwrap_by(PASSWORD_PURPOSE).is_ok());
        assert_eq!(unwrap_by(crate::password::PURPOSE).unwrap_err(), OpenError::Refused);
    }
}
