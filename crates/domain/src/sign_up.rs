//! Who may make an account.

use crate::words::words;

words! {
    /// What the operator allows.
    SignUpMode {
        /// Anybody.
        Open = "open",
        /// Whoever comes with an invitation to a group.
        Invitation = "invitation",
        /// Nobody new.
        Closed = "closed",
    }
}

/// Why somebody cannot make an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignUpRefused {
    /// Only with an invitation that is still open.
    #[error("an open invitation is needed to sign up here")]
    InvitationNeeded,
    /// Nobody new.
    #[error("nobody new can sign up here")]
    Closed,
}

impl SignUpMode {
    /// Whether somebody may sign up. A server needs its first account in every mode: it is the operator's.
    pub fn check(self, is_first: bool, is_invited: bool) -> Result<(), SignUpRefused> {
        match self {
            Self::Invitation if !is_first && !is_invited => Err(SignUpRefused::InvitationNeeded),
            Self::Closed if !is_first => Err(SignUpRefused::Closed),
            Self::Open | Self::Invitation | Self::Closed => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mode_lets_in_whom_it_says_and_the_operator() {
        use SignUpRefused::{Closed, InvitationNeeded};
        for (mode, is_first, is_invited, decision) in [
            (SignUpMode::Open, false, false, Ok(())),
            (SignUpMode::Invitation, false, true, Ok(())),
            (SignUpMode::Invitation, false, false, Err(InvitationNeeded)),
            (SignUpMode::Invitation, true, false, Ok(())),
            (SignUpMode::Closed, false, true, Err(Closed)),
            (SignUpMode::Closed, true, false, Ok(())),
        ] {
            assert_eq!(mode.check(is_first, is_invited), decision, "{mode} {is_first} {is_invited}");
        }
    }
}
