//! Links to an account's owner: each works once, and not for long.

use jiff::{SignedDuration, Timestamp};

use crate::words::words;

words! {
    /// What a link is for.
    LinkPurpose {
        /// Setting a new password without the old one.
        PasswordReset = "password_reset",
        /// Showing that mail to the account's address arrives.
        EmailVerification = "email_verification",
    }
}

/// Why a link does nothing any more. One answer for all reasons: whoever holds an old link needs no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this link was used before, or has expired")]
pub struct LinkOver;

impl LinkPurpose {
    /// How long a link works.
    #[must_use]
    pub const fn life(self) -> SignedDuration {
        match self {
            Self::PasswordReset => SignedDuration::from_hours(1),
            Self::EmailVerification => SignedDuration::from_hours(3 * 24),
        }
    }
}

/// Whether a link can be used now.
pub fn check(expires_at: Timestamp, used_at: Option<Timestamp>, now: Timestamp) -> Result<(), LinkOver> {
    if used_at.is_none() && now < expires_at { Ok(()) } else { Err(LinkOver) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_works_once_and_until_its_time() {
        let at = |second| Timestamp::from_second(second).unwrap();
        for (expires, used, now, decision) in [
            (100, None, 99, Ok(())),
            (100, None, 100, Err(LinkOver)),
            (100, Some(98), 99, Err(LinkOver)),
            (100, Some(99), 99, Err(LinkOver)),
        ] {
            assert_eq!(check(at(expires), used.map(at), at(now)), decision);
        }
    }
}
