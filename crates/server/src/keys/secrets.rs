//! What one secret gives: a signing key for each day, and the keys that encrypt what the server itself has to open.
//!
//! Keys are named, and the names stand in the tokens (`kid`): another day or another secret is another key. Nothing has to be
//! handed around between nodes, and a key that got known is worth nothing after its day.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use vault::{ServerSeal, TokenKey, derive_server_key};
use zeroize::Zeroizing;

use super::PushKey;

const DAY_SECONDS: i64 = 86_400;
/// Bytes of a secret's name: enough to tell two secrets apart, and nothing to work back from.
const NAME_BYTES: usize = 6;

/// The keys of one secret.
pub struct SecretKeys {
    name: String,
    signing: Zeroizing<[u8; 32]>,
    /// Encrypts the content key inside access tokens.
    pub token: TokenKey,
    /// Encrypts what the server has to open before a member has signed in: secrets of second factors.
    pub second_factor: ServerSeal,
    /// Makes the hashes of backup codes.
    pub backup_code: Zeroizing<[u8; 32]>,
    /// Encrypts where browsers are pushed to.
    pub push_device: ServerSeal,
    /// Signs what is pushed there.
    pub push: PushKey,
}

/// Signs and checks the access tokens of one day.
pub struct SigningKey {
    /// The day, counted from 1970 in UTC.
    pub day: i64,
    /// For HMAC-SHA256.
    pub key: Zeroizing<[u8; 32]>,
}

impl SecretKeys {
    pub(super) fn derive(secret: &[u8]) -> Self {
        let name = derive_server_key(secret, "name of the secret");
        Self {
            name: URL_SAFE_NO_PAD.encode(&name[..NAME_BYTES]),
            signing: derive_server_key(secret, "access token signatures"),
            token: TokenKey::from_secret(secret),
            second_factor: ServerSeal::from_secret(secret, "second factor"),
            backup_code: derive_server_key(secret, "backup code"),
            push_device: ServerSeal::from_secret(secret, "push device"),
            push: PushKey::derive(secret),
        }
    }

    /// Tells this secret's keys from another's.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key of the day that this second lies in.
    #[must_use]
    pub fn signing_key_at(&self, second: i64) -> SigningKey {
        let day = second.div_euclid(DAY_SECONDS);
        SigningKey { day, key: derive_server_key(self.signing.as_slice(), &day.to_string()) }
    }

    /// A signing key's name, for the header of what it signs.
    #[must_use]
    pub fn key_id(&self, key: &SigningKey) -> String {
        format!("{}.{}", key.day, self.name)
    }
}

impl super::Keys {
    /// The signing key by this name, with the keys of its secret. `None`: no key of ours has that name.
    #[must_use]
    pub fn signing_key(&self, key_id: &str) -> Option<(&SecretKeys, SigningKey)> {
        let (day, name) = key_id.split_once('.')?;
        let keys = self.of(name)?;
        let key = keys.signing_key_at(day.parse::<i64>().ok()?.checked_mul(DAY_SECONDS)?);
        // One name for each key: neither `+1` nor `01`.
        (keys.key_id(&key) == key_id).then_some((keys, key))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Keys;

    const SECRET: &str = "a secret of more than thirty-two characters";
    const OTHER: &str = "another secret of more than thirty-two characters";
    const NOON: i64 = 20_000 * 86_400 + 43_200;

    #[test]
    fn every_day_and_every_secret_has_a_key_of_its_own() {
        let keys = Keys::derive(SECRET, None).unwrap();
        let other = Keys::derive(OTHER, None).unwrap();
        let today = keys.current.signing_key_at(NOON);
        assert_eq!(today.key, keys.current.signing_key_at(NOON - 43_200).key);
        for another in [keys.current.signing_key_at(NOON + 43_200), keys.current.signing_key_at(NOON - 43_201)] {
            assert_ne!(another.key, today.key);
        }
        assert_ne!(other.current.signing_key_at(NOON).key, today.key);
        assert_ne!(other.current.name(), keys.current.name());
    }

    #[test]
    fn a_key_is_found_by_its_name_alone_while_its_secret_is_accepted() {
        let before = Keys::derive(OTHER, None).unwrap();
        let after = Keys::derive(SECRET, Some(OTHER)).unwrap();
        let later = Keys::derive(SECRET, None).unwrap();
        let key = before.current.signing_key_at(NOON);
        let name = before.current.key_id(&key);
        assert_eq!(after.signing_key(&name).unwrap().1.key, key.key);
        assert!(later.signing_key(&name).is_none());
        let secret = before.current.name();
        for made_up in ["", "20000", &format!("+20000.{secret}"), &format!("020000.{secret}"), &format!("x.{secret}")] {
            assert!(before.signing_key(made_up).is_none(), "{made_up}");
        }
        assert!(before.signing_key(&format!("{}.{secret}", i64::MAX)).is_none());
    }
}
