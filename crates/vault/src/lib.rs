//! Content keys, their wraps, sealing and opening.
//!
//! Every member has one random [`ContentKey`]. What they write is [sealed](seal()) with it for one [`Place`] in
//! the database and opens nowhere else. The key itself is stored only wrapped: by the password
//! ([`wrap_by_password`]), by the [`RecoveryCode`], by the [`PasskeyOutput`] of a passkey and by the [`RefreshToken`] of each
//! live session; while a
//! member is being served it travels in the access token, encrypted to the server's [`TokenKey`].
//!
//! The crate is pure: no I/O, no clock, no randomness. Salts, nonces and keys are arguments, and must come from
//! the operating system's random source. Secrets are wiped from memory when dropped, and print as `secret`.
//! `docs/privacy.md` says what each attacker can and cannot see.
//!
//! ```
//! use vault::{ContentKey, OpenError, Place, open, seal};
//! # use uuid::Uuid;
//! # let random = |byte| [byte; 32];
//!
//! let key = ContentKey::from_random(random(1));
//! let place = Place {
//!     member: Uuid::from_u128(1),
//!     conversation: Uuid::from_u128(2),
//!     row: Uuid::from_u128(3),
//!     field: "text",
//! };
//! let sealed = seal(&key, &place, [7; 24], b"Where shall we eat?");
//! assert_eq!(open(&key, &place, &sealed)?.as_slice(), b"Where shall we eat?");
//!
//! // The same bytes, moved to another row, are refused.
//! let other_row = Place { row: Uuid::from_u128(4), ..place };
//! assert_eq!(open(&key, &other_row, &sealed), Err(OpenError::Refused));
//! # Ok::<(), OpenError>(())
//! ```

mod aead;
mod base64url;
mod compress;
mod context;
mod derive;
mod error;
mod key;
mod passkey_output;
pub mod password;
mod pieces;
mod recovery_code;
mod refresh_token;
mod scratch;
mod seal;
mod secret;
mod server_seal;
mod stretch;
mod token_key;
mod wrap;

pub use compress::MAX_PLAINTEXT_BYTES;
pub use derive::derive_server_key;
pub use error::{OpenError, ParseError, PasswordError};
pub use key::ContentKey;
pub use passkey_output::PasskeyOutput;
pub use pieces::{Piece, SEALED_PIECE_OVERHEAD, open_piece, seal_piece};
pub use recovery_code::RecoveryCode;
pub use refresh_token::RefreshToken;
pub use scratch::Scratch;
pub use seal::{Place, open, reseal, seal};
pub use server_seal::ServerSeal;
pub use stretch::MAX_PASSWORD_BYTES;
pub use token_key::{TokenKey, decrypt_from_token, encrypt_for_token};
pub use wrap::{
    Wrapped, unwrap_by_content_key, unwrap_by_passkey, unwrap_by_password, unwrap_by_recovery_code,
    unwrap_by_refresh_token, wrap_by_content_key, wrap_by_passkey, wrap_by_password, wrap_by_recovery_code,
    wrap_by_refresh_token,
};

/// 24 random bytes, new for every call that takes one; 192 bits are enough to draw them at random for ever.
pub type Nonce = [u8; 24];

/// 16 random bytes, new for every password that is hashed or used as a wrap.
pub type Salt = [u8; 16];
