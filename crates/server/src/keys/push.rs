//! The key by which push services know this server (VAPID, RFC 8292): whoever subscribed names it, and takes messages from it alone.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::Mac;
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use p256::SecretKey;
use p256::pkcs8::EncodePrivateKey;
use serde::Serialize;
use vault::derive_server_key;

use super::Keys;

/// How long a signature is good for; a day at most (RFC 8292 §2).
const GOOD_FOR_SECONDS: i64 = 12 * 3600;

/// A key on P-256 that stays the same for as long as the server's secret does.
pub struct PushKey {
    signing: EncodingKey,
    public: String,
}

#[derive(Serialize)]
struct Claims<'a> {
    /// The push service, as an origin.
    aud: &'a str,
    exp: i64,
    /// Whom the push service can ask about what is sent.
    sub: &'a str,
}

impl PushKey {
    #[expect(
        clippy::expect_used,
        reason = "one number in four billion is no key, and a key can always be written down"
    )]
    pub(super) fn derive(secret: &[u8]) -> Self {
        let numbered = |number: u8| {
            SecretKey::from_slice(derive_server_key(secret, &format!("push signatures {number}")).as_slice())
        };
        let key = (0..=u8::MAX).find_map(|number| numbered(number).ok()).expect("one of them is a key");
        let written = key.to_pkcs8_der().expect("it can be written down");
        Self {
            signing: EncodingKey::from_ec_der(written.as_bytes()),
            public: URL_SAFE_NO_PAD.encode(key.public_key().to_sec1_bytes()),
        }
    }

    /// The public key as browsers take it: an uncompressed point, in base64url.
    #[must_use]
    pub fn public(&self) -> &str {
        &self.public
    }

    /// What goes into the header `Authorization` of a message to this push service. `contact` is an address, `mailto:` or `https:`.
    pub fn authorization(
        &self,
        service: &str,
        contact: &str,
        now: Timestamp,
    ) -> Result<String, jsonwebtoken::errors::Error> {
        let claims = Claims { aud: service, exp: now.as_second() + GOOD_FOR_SECONDS, sub: contact };
        let token = jsonwebtoken::encode(&Header::new(Algorithm::ES256), &claims, &self.signing)?;
        Ok(format!("vapid t={token}, k={}", self.public))
    }
}

impl Keys {
    /// Tells one browser from another without keeping where it is.
    #[must_use]
    pub fn push_endpoint_hash(&self, endpoint: &str) -> [u8; 32] {
        super::hmac(&self.push_endpoint).chain_update(endpoint.as_bytes()).finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_the_same_at_every_start_and_another_for_another_secret() {
        let key = |secret: &str| Keys::derive(secret, None).unwrap().current.push.public;
        let (first, second) =
            ("a secret of more than thirty-two characters", "another secret of more than 32 characters");
        assert_eq!(key(first), key(first));
        assert_ne!(key(first), key(second));
        let point = URL_SAFE_NO_PAD.decode(key(first)).unwrap();
        assert_eq!((point.len(), point[0]), (65, 4), "an uncompressed point");
    }
}
