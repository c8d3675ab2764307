//! What can go wrong, as small closed enums. None of them carries a part of a secret.

use thiserror::Error;

use crate::MAX_PASSWORD_BYTES;

/// Why something sealed, wrapped or encrypted for a token was not opened.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum OpenError {
    /// Not something that this version writes: too short, or an unknown version, kind or encoding.
    #[error("not in a format that this version can open")]
    Malformed,
    /// The secret, the place or the bytes are not those that it was sealed with.
    #[error("sealed with another secret, for another place, or changed since")]
    Refused,
    /// It claims to inflate to more than [`crate::MAX_PLAINTEXT_BYTES`].
    #[error("inflates to more than is allowed")]
    TooLarge,
}

/// Why a typed or transmitted secret could not be read.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum ParseError {
    /// Too few or too many characters.
    #[error("has too few or too many characters")]
    Length,
    /// A character that never occurs in such a secret.
    #[error("has a character that does not belong there")]
    Character,
}

/// Why a password could not be hashed or made into a wrap.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum PasswordError {
    /// Longer than [`MAX_PASSWORD_BYTES`].
    #[error("longer than {MAX_PASSWORD_BYTES} bytes")]
    TooLong,
    /// Argon2id itself refused its input.
    #[error("could not be hashed")]
    Argon2(#[source] argon2::Error),
}
