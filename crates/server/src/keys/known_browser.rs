//! What a browser shows to say that an account was signed in to there. It names no account.

use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::Keys;

impl Keys {
    /// The code that says so, for the browser with this number.
    #[must_use]
    pub fn known_browser_code(&self, number: &[u8; 16], address: &str) -> [u8; 32] {
        self.known_browser(number, address).finalize().into_bytes().into()
    }

    /// Whether it is that code; compared in constant time.
    #[must_use]
    pub fn is_known_browser(&self, number: &[u8; 16], address: &str, code: &[u8; 32]) -> bool {
        self.known_browser(number, address).verify_slice(code).is_ok()
    }

    fn known_browser(&self, number: &[u8; 16], address: &str) -> Hmac<Sha256> {
        let mut code = super::hmac(&self.known_browsers);
        code.update(number);
        code.update(address.as_bytes());
        code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_of_one_browser_and_one_address() {
        let keys = |secret| Keys::derive(secret, None).unwrap();
        let ours = keys("a secret of more than thirty-two characters");
        let theirs = keys("another one of more than thirty-two characters");
        let code = ours.known_browser_code(&[1; 16], "ann@example.org");
        assert!(ours.is_known_browser(&[1; 16], "ann@example.org", &code));
        assert!(!ours.is_known_browser(&[2; 16], "ann@example.org", &code));
        assert!(!ours.is_known_browser(&[1; 16], "bo@example.org", &code));
        assert!(!theirs.is_known_browser(&[1; 16], "ann@example.org", &code));
    }
}
