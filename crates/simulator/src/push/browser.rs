//! A browser's side of an encrypted message (RFC 8291): written for itself, by the RFC and not by the server's code.

use aes_gcm::{
    Aes128Gcm, Nonce,
    aead::{Aead, KeyInit},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hkdf::Hkdf;
use p256::{PublicKey, SecretKey};
use sha2::{Digest, Sha256};

use super::Pushed;

/// A browser with its keys. They follow from its number: they protect nothing that matters.
pub(super) struct Browser {
    secret: SecretKey,
    auth: [u8; 16],
    server_key: String,
    pub(super) received: Vec<Pushed>,
}

impl Browser {
    #[expect(clippy::expect_used, reason = "tests only: one hash in four billion is no key")]
    pub(super) fn new(number: usize, server_key: &str) -> Self {
        let hash = |what: &str| Sha256::digest(format!("browser {number}: {what}"));
        let mut auth = [0; 16];
        auth.copy_from_slice(&hash("auth")[..16]);
        let secret = SecretKey::from_slice(&hash("key")).expect("a hash is a key");
        Self { secret, auth, server_key: server_key.to_owned(), received: Vec::new() }
    }

    pub(super) fn public_key(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.secret.public_key().to_sec1_bytes())
    }

    pub(super) fn auth(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.auth)
    }

    /// The key that it subscribed with.
    pub(super) fn server_key(&self) -> &str {
        &self.server_key
    }

    /// What a message says; `None`: it is not for this browser, or not of this form.
    pub(super) fn read(&self, message: &[u8]) -> Option<Vec<u8>> {
        let (salt, rest) = message.split_first_chunk::<16>()?;
        let (record_bytes, rest) = rest.split_first_chunk::<4>()?;
        let (&[key_bytes], rest) = rest.split_first_chunk::<1>()?;
        let (sender, sealed) = rest.split_at_checked(key_bytes.into())?;
        // One record only.
        if sealed.len() > usize::try_from(u32::from_be_bytes(*record_bytes)).ok()? {
            return None;
        }
        let shared = self.secret.diffie_hellman(&PublicKey::from_sec1_bytes(sender).ok()?);
        let mut info = b"WebPush: info\0".to_vec();
        info.extend_from_slice(&self.secret.public_key().to_sec1_bytes());
        info.extend_from_slice(sender);
        let (mut ikm, mut key, mut nonce) = ([0; 32], [0; 16], [0; 12]);
        Hkdf::<Sha256>::new(Some(&self.auth), shared.raw_secret_bytes()).expand(&info, &mut ikm).ok()?;
        let hkdf = Hkdf::<Sha256>::new(Some(salt), &ikm);
        hkdf.expand(b"Content-Encoding: aes128gcm\0", &mut key).ok()?;
        hkdf.expand(b"Content-Encoding: nonce\0", &mut nonce).ok()?;
        let mut text = Aes128Gcm::new(&key.into()).decrypt(&Nonce::from(nonce), sealed).ok()?;
        while text.last() == Some(&0) {
            text.pop();
        }
        // The last record ends with a 2.
        (text.pop() == Some(2)).then_some(text)
    }
}
