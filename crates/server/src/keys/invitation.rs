//! Invitation links: an invitation's id and a code over it. Nothing of a link is stored; whoever has it may use it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::id::InvitationId;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use uuid::Uuid;

use super::Keys;

/// Bytes of an id in a token.
const ID_BYTES: usize = 16;
/// Bytes of the code in a token: the first half of the HMAC, as RFC 2104 §5 allows.
const CODE_BYTES: usize = 16;

impl Keys {
    /// The token in an invitation's link.
    #[must_use]
    pub fn invitation_token(&self, id: InvitationId) -> String {
        let code = self.invitation_code(id).finalize().into_bytes();
        let mut token = [0; ID_BYTES + CODE_BYTES];
        token[..ID_BYTES].copy_from_slice(id.uuid().as_bytes());
        token[ID_BYTES..].copy_from_slice(&code[..CODE_BYTES]);
        URL_SAFE_NO_PAD.encode(token)
    }

    /// The invitation that a token is for; `None` when this server did not make it. Compares in constant time.
    #[must_use]
    pub fn invitation_of(&self, token: &str) -> Option<InvitationId> {
        let token: [u8; ID_BYTES + CODE_BYTES] = URL_SAFE_NO_PAD.decode(token).ok()?.try_into().ok()?;
        let (id, code) = token.split_at(ID_BYTES);
        let id = InvitationId::from_uuid(Uuid::from_slice(id).ok()?);
        self.invitation_code(id).verify_truncated_left(code).ok()?;
        Some(id)
    }

    fn invitation_code(&self, id: InvitationId) -> Hmac<Sha256> {
        let mut code = super::hmac(&self.invitation);
        code.update(b"invitation");
        code.update(id.uuid().as_bytes());
        code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_its_invitation_only_here_and_only_untouched() {
        let keys = Keys::derive("a secret of more than thirty-two characters", None).unwrap();
        let elsewhere = Keys::derive("another secret of more than thirty-two characters", None).unwrap();
        let id = InvitationId::from_uuid(Uuid::from_u128(0x0193_578c_6a8e_7c3e_9d2b_3f5a_6b7c_8d9e));
        let token = keys.invitation_token(id);
        assert_eq!(token.len(), 43);
        assert_eq!(keys.invitation_of(&token), Some(id));
        assert_eq!(elsewhere.invitation_of(&token), None);
        for at in 0..token.len() {
            let other = if token.as_bytes()[at] == b'A' { "B" } else { "A" };
            let mut tampered = token.clone();
            tampered.replace_range(at..=at, other);
            assert_eq!(keys.invitation_of(&tampered), None, "{tampered}");
        }
        for malformed in ["", "AAAA", &token[1..], &format!("{token}A"), &format!("{token}="), "ü"] {
            assert_eq!(keys.invitation_of(malformed), None, "{malformed}");
        }
    }
}
