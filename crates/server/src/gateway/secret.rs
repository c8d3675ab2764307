//! A key's secret: 256 random bits, in a form that people and scanners for leaked secrets recognise.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::keys::random;

/// How every secret begins.
const PREFIX: &str = "potluck_";
/// Characters after the prefix: 32 bytes in base64.
const CODE_CHARS: usize = 43;
/// Characters of the code that its owner can recognise it by. All others, more than 230 bits, stay unknown.
const HINT_CHARS: usize = 4;

/// A secret. It is shown once and kept as its hash: with 256 random bits, a fast hash cannot be guessed backwards.
pub(super) struct KeySecret(Zeroizing<String>);

impl KeySecret {
    /// A new one.
    pub(super) fn make() -> Self {
        let bytes = Zeroizing::new(random::<32>());
        Self(Zeroizing::new(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(*bytes))))
    }

    /// What somebody sent, if it can be one at all.
    pub(super) fn read(text: &str) -> Option<Self> {
        let code = text.strip_prefix(PREFIX)?;
        let plain = code.len() == CODE_CHARS && code.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
        plain.then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// The secret itself, for the one answer that shows it.
    pub(super) fn expose(&self) -> &str {
        &self.0
    }

    /// How it is known from then on.
    pub(super) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }

    /// Its beginning.
    pub(super) fn hint(&self) -> &str {
        self.0.get(..PREFIX.len() + HINT_CHARS).unwrap_or(PREFIX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_recognised_by_its_form_and_known_by_its_hash() {
        let secret = KeySecret::make();
        let text = secret.expose().to_owned();
        assert_eq!((text.len(), secret.hint()), (51, &text[..12]));
        assert_eq!(KeySecret::read(&text).unwrap().hash(), secret.hash());
        assert_ne!(KeySecret::make().hash(), secret.hash());
        let spaced = format!("{} {}", &text[..20], &text[21..]);
        for other in ["", "potluck_", "sk-abc", &text[1..], &text[..50], &format!("{text}A"), spaced.as_str()] {
            assert!(KeySecret::read(other).is_none(), "{other}");
        }
    }
}
