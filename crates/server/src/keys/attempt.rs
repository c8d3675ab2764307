//! What attempts are counted under: whoever reads the table learns neither who was tried nor from where.

use domain::attempt::Attempt;
use hmac::Mac;

use super::Keys;

impl Keys {
    /// The key of the attempts on `subject`.
    #[must_use]
    pub fn attempt_key(&self, attempt: Attempt, subject: &str) -> [u8; 32] {
        let mut code = super::hmac(&self.attempts);
        code.update(attempt.as_str().as_bytes());
        code.update(&[0]);
        code.update(subject.as_bytes());
        code.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_attempt_and_subject_has_a_key_of_its_own() {
        let keys = Keys::derive("a secret of more than thirty-two characters", None).unwrap();
        let key = |attempt, subject| keys.attempt_key(attempt, subject);
        assert_eq!(key(Attempt::SignInToAccount, "ann"), key(Attempt::SignInToAccount, "ann"));
        assert_ne!(key(Attempt::SignInToAccount, "ann"), key(Attempt::SignInToAccount, "bo"));
        assert_ne!(key(Attempt::SignInToAccount, "ann"), key(Attempt::Reauthentication, "ann"));
    }
}
