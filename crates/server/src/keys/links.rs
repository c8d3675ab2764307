//! The tokens of links: an id and a code over it, made with the server's secret. Nothing of a token is stored, so neither a backup
//! nor the queue of mails holds a link that works.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::id::{AccountLinkId, InvitationId};
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
        token(&self.invitation, b"invitation", id.uuid())
    }

    /// The invitation that a token is for; `None` when this server did not make it.
    #[must_use]
    pub fn invitation_of(&self, token: &str) -> Option<InvitationId> {
        id_of(&self.invitation, b"invitation", token).map(InvitationId::from_uuid)
    }

    /// The token in a link that goes to an account's owner.
    #[must_use]
    pub fn account_link_token(&self, id: AccountLinkId) -> String {
        token(&self.account_link, b"account link", id.uuid())
    }

    /// The link that a token is of; `None` when this server did not make it.
    #[must_use]
    pub fn account_link_of(&self, token: &str) -> Option<AccountLinkId> {
        id_of(&self.account_link, b"account link", token).map(AccountLinkId::from_uuid)
    }
}

fn token(key: &[u8; 32], purpose: &[u8], id: Uuid) -> String {
    let code = code(key, purpose, id).finalize().into_bytes();
    let mut token = [0; ID_BYTES + CODE_BYTES];
    token[..ID_BYTES].copy_from_slice(id.as_bytes());
    token[ID_BYTES..].copy_from_slice(&code[..CODE_BYTES]);
    URL_SAFE_NO_PAD.encode(token)
}

/// Compares in constant time.
fn id_of(key: &[u8; 32], purpose: &[u8], token: &str) -> Option<Uuid> {
    let token: [u8; ID_BYTES + CODE_BYTES] = URL_SAFE_NO_PAD.decode(token).ok()?.try_into().ok()?;
    let (id, shown) = token.split_at(ID_BYTES);
    let id = Uuid::from_slice(id).ok()?;
    code(key, purpose, id).verify_truncated_left(shown).ok()?;
    Some(id)
}

fn code(key: &[u8; 32], purpose: &[u8], id: Uuid) -> Hmac<Sha256> {
    let mut code = super::hmac(key);
    code.update(purpose);
    code.update(id.as_bytes());
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_its_invitation_only_here_and_only_untouched() {
        let keys = Keys::derive("a secret of more than thirty-two characters", None).unwrap();
        let elsewhere = Keys::derive("another secret of more than thirty-two characters", None).unwrap();
        let id = Uuid::from_u128(0x0193_578c_6a8e_7c3e_9d2b_3f5a_6b7c_8d9e);
        let token = keys.invitation_token(id.into());
        assert_eq!(token.len(), 43);
        assert_eq!(keys.invitation_of(&token), Some(id.into()));
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

    #[test]
    fn one_kind_of_link_is_no_other() {
        let keys = Keys::derive("a secret of more than thirty-two characters", None).unwrap();
        let id = Uuid::from_u128(7);
        let link = keys.account_link_token(id.into());
        assert_eq!(keys.account_link_of(&link), Some(id.into()));
        assert_eq!(keys.invitation_of(&link), None);
        assert_eq!(keys.account_link_of(&keys.invitation_token(id.into())), None);
    }
}
