//! The server's own keys, all derived from one secret, and its source of random bytes.

mod attempt;
mod invitation;

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use hmac::{Hmac, KeyInit};
use jsonwebtoken::{DecodingKey, EncodingKey};
use sha2::Sha256;
use vault::{TokenKey, derive_server_key};
use zeroize::Zeroizing;

use crate::config::Secret;

/// The shortest secret that is accepted.
const SECRET_CHARACTERS_MIN: usize = 32;

/// What is derived from `POTLUCK_SECRET`. Nodes that share the secret share all of it.
pub struct Keys {
    /// Signs access tokens.
    pub signing: EncodingKey,
    /// Checks access tokens.
    pub verifying: DecodingKey,
    /// Encrypts the content key inside access tokens.
    pub token: TokenKey,
    /// Makes and checks the codes in invitation links.
    pub invitation: Zeroizing<[u8; 32]>,
    /// Hides whose attempts are counted.
    attempts: Zeroizing<[u8; 32]>,
}

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The secret is too short to be one.
    #[error("POTLUCK_SECRET must have at least {SECRET_CHARACTERS_MIN} characters")]
    TooShort,
    /// The secret's file cannot be read or made.
    #[error("cannot keep the server's secret in the data directory: {0}")]
    File(#[from] std::io::Error),
}

impl Keys {
    /// Derives the keys from the configured secret, or from the one in the data directory, made when it is missing.
    pub fn load(configured: Option<&Secret>, data_dir: &Path) -> Result<Self, KeyError> {
        match configured {
            Some(secret) => Self::derive(secret.reveal()),
            None => Self::derive(&kept_secret(data_dir)?),
        }
    }

    fn derive(secret: &str) -> Result<Self, KeyError> {
        if secret.chars().count() < SECRET_CHARACTERS_MIN {
            return Err(KeyError::TooShort);
        }
        let signing = derive_server_key(secret.as_bytes(), "access token signature");
        Ok(Self {
            signing: EncodingKey::from_secret(&*signing),
            verifying: DecodingKey::from_secret(&*signing),
            token: TokenKey::from_secret(secret.as_bytes()),
            invitation: derive_server_key(secret.as_bytes(), "invitation link"),
            attempts: derive_server_key(secret.as_bytes(), "attempts"),
        })
    }
}

/// Random bytes from the operating system.
///
/// # Panics
///
/// When the operating system has none: nothing secret could be made then.
#[must_use]
#[expect(clippy::expect_used, reason = "without random bytes nothing safe can go on")]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system has random bytes");
    bytes
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
fn hmac(key: &[u8; 32]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("HMAC takes keys of any length")
}

/// The secret that was made at the first start; only its owner can read the file.
fn kept_secret(data_dir: &Path) -> Result<Zeroizing<String>, std::io::Error> {
    use base64::Engine;
    let path = data_dir.join("secret");
    match std::fs::read_to_string(&path) {
        Ok(secret) => return Ok(Zeroizing::new(secret)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    std::fs::create_dir_all(data_dir)?;
    let secret = Zeroizing::new(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(random::<32>()));
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
    file.write_all(secret.as_bytes())?;
    file.sync_all()?;
    Ok(secret)
}
