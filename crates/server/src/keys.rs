//! The server's own keys, all derived from one secret, and its source of random bytes.

mod attempt;
mod known_browser;
mod links;
mod push;
mod secrets;

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use hmac::{Hmac, KeyInit};
use sha2::Sha256;
use vault::derive_server_key;
use zeroize::Zeroizing;

pub use known_browser::SignedIn;
pub use push::PushKey;
pub use secrets::{SecretKeys, SigningKey};

use crate::config::{Secret, Settings};

/// The shortest secret that is accepted.
const SECRET_CHARACTERS_MIN: usize = 32;

/// What is derived from `POTLUCK_SECRET`. Nodes that share the secret share all of it.
pub struct Keys {
    /// Of the secret: they sign and encrypt.
    pub current: SecretKeys,
    /// Of the secret before it, while `POTLUCK_SECRET_PREVIOUS` names it: they only check and open.
    pub previous: Option<SecretKeys>,
    /// Makes and checks the codes in invitation links.
    pub invitation: Zeroizing<[u8; 32]>,
    /// Makes and checks the codes in links that go to an account's owner.
    account_link: Zeroizing<[u8; 32]>,
    /// Hides whose attempts are counted.
    attempts: Zeroizing<[u8; 32]>,
    /// Says which accounts were signed in to in a browser.
    known_browsers: Zeroizing<[u8; 32]>,
    /// Hides which browsers are pushed to.
    push_endpoint: Zeroizing<[u8; 32]>,
}

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// A secret is too short to be one.
    #[error("POTLUCK_SECRET and POTLUCK_SECRET_PREVIOUS must have at least {SECRET_CHARACTERS_MIN} characters")]
    TooShort,
    /// The secret's file cannot be read or made.
    #[error("cannot keep the server's secret in the data directory: {0}")]
    File(#[from] std::io::Error),
}

impl Keys {
    /// Derives the keys from the configured secret, or from the one in the data directory, made when it is missing.
    pub fn load(settings: &Settings) -> Result<Self, KeyError> {
        let kept;
        let secret = if let Some(secret) = &settings.secret {
            secret.reveal()
        } else {
            kept = kept_secret(&settings.data_dir)?;
            &kept
        };
        Self::derive(secret, settings.secret_previous.as_ref().map(Secret::reveal))
    }

    fn derive(secret: &str, previous: Option<&str>) -> Result<Self, KeyError> {
        if [Some(secret), previous].into_iter().flatten().any(|secret| secret.chars().count() < SECRET_CHARACTERS_MIN) {
            return Err(KeyError::TooShort);
        }
        Ok(Self {
            current: SecretKeys::derive(secret.as_bytes()),
            previous: previous.map(|secret| SecretKeys::derive(secret.as_bytes())),
            invitation: derive_server_key(secret.as_bytes(), "invitation link"),
            account_link: derive_server_key(secret.as_bytes(), "account link"),
            attempts: derive_server_key(secret.as_bytes(), "attempts"),
            known_browsers: derive_server_key(secret.as_bytes(), "known browsers"),
            push_endpoint: derive_server_key(secret.as_bytes(), "push endpoint"),
        })
    }

    /// The keys of the secret by that name, while it is accepted.
    #[must_use]
    pub fn of(&self, name: &str) -> Option<&SecretKeys> {
        [Some(&self.current), self.previous.as_ref()].into_iter().flatten().find(|keys| keys.name() == name)
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
