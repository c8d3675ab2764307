//! What a browser shows to say that an account was signed in to there. It names no account.

use domain::id::UserId;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::Keys;

/// A sign-in, as its browser tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// In which era of the account's browsers.
    pub era: i32,
    /// When, in seconds.
    pub at: i64,
}

impl Keys {
    /// The code that shows that the browser with this number tells the truth.
    #[must_use]
    pub fn known_browser_code(&self, number: &[u8; 16], user: UserId, signed_in: SignedIn) -> [u8; 32] {
        self.known_browser(number, user, signed_in).finalize().into_bytes().into()
    }

    /// Whether it is that code; compared in constant time.
    #[must_use]
    pub fn is_known_browser(&self, number: &[u8; 16], user: UserId, signed_in: SignedIn, code: &[u8; 32]) -> bool {
        self.known_browser(number, user, signed_in).verify_slice(code).is_ok()
    }

    fn known_browser(&self, number: &[u8; 16], user: UserId, signed_in: SignedIn) -> Hmac<Sha256> {
        let mut code = super::hmac(&self.known_browsers);
        code.update(number);
        code.update(user.uuid().as_bytes());
        code.update(&signed_in.era.to_be_bytes());
        code.update(&signed_in.at.to_be_bytes());
        code
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_code_is_of_one_browser_one_account_and_one_sign_in() {
        let keys = |secret| Keys::derive(secret, None).unwrap();
        let ours = keys("a secret of more than thirty-two characters");
        let theirs = keys("another one of more than thirty-two characters");
        let [ann, bo] = [1, 2].map(|number| UserId::from_uuid(Uuid::from_u128(number)));
        let signed_in = SignedIn { era: 3, at: 1_700_000_000 };
        let code = ours.known_browser_code(&[1; 16], ann, signed_in);
        assert!(ours.is_known_browser(&[1; 16], ann, signed_in, &code));
        assert!(!ours.is_known_browser(&[2; 16], ann, signed_in, &code));
        assert!(!ours.is_known_browser(&[1; 16], bo, signed_in, &code));
        assert!(!ours.is_known_browser(&[1; 16], ann, SignedIn { era: 4, ..signed_in }, &code));
        assert!(!ours.is_known_browser(&[1; 16], ann, SignedIn { at: 1_700_000_001, ..signed_in }, &code));
        assert!(!theirs.is_known_browser(&[1; 16], ann, signed_in, &code));
    }
}
