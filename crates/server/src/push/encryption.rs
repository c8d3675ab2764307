//! Encrypting a message to a browser (RFC 8291, in the form of RFC 8188): only that browser reads it. Pure: randomness is an argument.

use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes128Gcm, Nonce};
use hkdf::Hkdf;
use p256::{PublicKey, SecretKey};
use sha2::Sha256;

use super::Subscription;

/// Random bytes of one message.
pub type Salt = [u8; 16];

/// What every push service takes at least (RFC 8030 §7.2), and no browser reads more of at once.
const RECORD_BYTES: u32 = 4096;
/// Salt, size of a record, and the sender's key with its length.
const HEADER_BYTES: usize = 16 + 4 + 1 + 65;
/// What the cipher adds.
const TAG_BYTES: usize = 16;
/// Ends the text of the last record; nothing but zeros follows it.
const LAST_RECORD: u8 = 2;
/// Messages are padded to a multiple of this many bytes, so that their length tells nothing of what they say.
const PADDED_TO_BYTES: usize = 1024;
/// The longest message.
const TEXT_BYTES_MAX: usize = 3 * PADDED_TO_BYTES - 1;

/// More than a browser takes.
#[derive(Debug, thiserror::Error)]
#[error("a push is too long")]
pub struct TooLong;

/// Encrypts `text` for the browser, with a key that is used for this one message.
pub fn encrypt(text: &[u8], to: &Subscription, one_time: &SecretKey, salt: &Salt) -> Result<Vec<u8>, TooLong> {
    if text.len() > TEXT_BYTES_MAX {
        return Err(TooLong);
    }
    let length = (text.len() + 1).next_multiple_of(PADDED_TO_BYTES);
    let mut record = text.to_vec();
    record.push(LAST_RECORD);
    record.resize(length, 0);
    seal(&record, to, one_time, salt)
}

/// The record with its header.
fn seal(record: &[u8], to: &Subscription, one_time: &SecretKey, salt: &Salt) -> Result<Vec<u8>, TooLong> {
    let sender = one_time.public_key().to_sec1_bytes();
    let shared = one_time.diffie_hellman(to.public_key());
    let (key, nonce) = key_and_nonce(shared.raw_secret_bytes(), to.auth(), to.public_key(), &sender, salt);
    let cipher = Aes128Gcm::new(&key.into());
    let sealed = cipher.encrypt(&Nonce::from(nonce), record).map_err(|_| TooLong)?;
    let mut body = Vec::with_capacity(HEADER_BYTES + record.len() + TAG_BYTES);
    body.extend_from_slice(salt);
    body.extend_from_slice(&RECORD_BYTES.to_be_bytes());
    body.push(65);
    body.extend_from_slice(&sender);
    body.extend_from_slice(&sealed);
    Ok(body)
}

/// RFC 8291 §3.4, for the first and only record.
#[expect(clippy::expect_used, reason = "HKDF with SHA-256 gives up to 8160 bytes")]
fn key_and_nonce(
    shared: &[u8],
    auth: &[u8; 16],
    receiver: &PublicKey,
    sender: &[u8],
    salt: &Salt,
) -> ([u8; 16], [u8; 12]) {
    let (mut ikm, mut key, mut nonce) = ([0; 32], [0; 16], [0; 12]);
    let info = [b"WebPush: info\0".as_slice(), &receiver.to_sec1_bytes(), sender].concat();
    Hkdf::<Sha256>::new(Some(auth), shared).expand(&info, &mut ikm).expect("32 bytes");
    let hkdf = Hkdf::<Sha256>::new(Some(salt), &ikm);
    hkdf.expand(b"Content-Encoding: aes128gcm\0", &mut key).expect("16 bytes");
    hkdf.expand(b"Content-Encoding: nonce\0", &mut nonce).expect("12 bytes");
    (key, nonce)
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    fn decoded(text: &str) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(text).unwrap()
    }

    fn browser() -> Subscription {
        Subscription::new(
            "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            "BTBZMqHH6r4Tts7J_aSIgg",
        )
        .unwrap()
    }

    fn one_time() -> SecretKey {
        SecretKey::from_slice(&decoded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")).unwrap()
    }

    fn salt() -> Salt {
        decoded("DGv6ra1nlYgDCS1FRnbzlw").try_into().unwrap()
    }

    /// RFC 8291, appendix A; its record ends without padding.
    #[test]
    fn the_example_of_the_rfc_comes_out() {
        let record = [b"When I grow up, I want to be a watermelon".as_slice(), &[LAST_RECORD]].concat();
        let body = seal(&record, &browser(), &one_time(), &salt()).unwrap();
        assert_eq!(
            URL_SAFE_NO_PAD.encode(body),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        );
    }

    #[test]
    fn short_messages_have_one_length_and_long_ones_are_refused() {
        let length =
            |bytes: usize| encrypt(&vec![b'a'; bytes], &browser(), &one_time(), &salt()).map(|body| body.len());
        let padded = HEADER_BYTES + PADDED_TO_BYTES + TAG_BYTES;
        assert_eq!([0, 1, 1023].map(|bytes| length(bytes).unwrap()), [padded; 3]);
        assert_eq!(length(1024).unwrap(), padded + PADDED_TO_BYTES);
        assert!(length(TEXT_BYTES_MAX).unwrap() <= 4096);
        assert!(length(TEXT_BYTES_MAX + 1).is_err());
    }
}
