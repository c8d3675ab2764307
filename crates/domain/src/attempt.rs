//! How often something that can be guessed or abused may be tried before one has to wait.
//!
//! Attempts are counted in windows that begin with the first of them. A refused attempt counts too, but never makes the
//! window longer: whoever waits as long as they were told gets in. A place that is given back is free at once, however many were
//! refused meanwhile.

use jiff::{SignedDuration, Timestamp};

use crate::words::words;

words! {
    /// What is tried, and by what it is counted.
    Attempt {
        /// A password for one account from one address.
        SignInHere = "sign_in_here",
        /// A password for one account, from anywhere.
        SignInToAccount = "sign_in_to_account",
        /// A password for one account in a browser in which it was signed in to rightly before.
        SignInInKnownBrowser = "sign_in_in_known_browser",
        /// Passwords in such browsers, from one address.
        KnownBrowsersFromAddress = "known_browsers_from_address",
        /// Passwords for one account in all browsers in which it was signed in to rightly before.
        KnownBrowsersOfAccount = "known_browsers_of_account",
        /// Passwords and passkeys for any account, from one address.
        SignInFromAddress = "sign_in_from_address",
        /// New accounts from one address.
        SignUpFromAddress = "sign_up_from_address",
        /// The password of somebody who is signed in, asked for once more before something delicate.
        Reauthentication = "reauthentication",
        /// Mails for a forgotten password, to one account.
        ResetOfAccount = "reset_of_account",
        /// Mails for forgotten passwords, from one address.
        ResetFromAddress = "reset_from_address",
        /// Links and recovery codes that are tried from one address.
        RecoveryFromAddress = "recovery_from_address",
        /// Recovery codes and old passwords that are tried for one account.
        RecoveryOfAccount = "recovery_of_account",
        /// Mails that verify one account's address.
        VerificationMail = "verification_mail",
        /// Invitations that are mailed in the name of somebody whose own address is not confirmed.
        UnverifiedInvitation = "unverified_invitation",
        /// Orders of credit, by one member of a group.
        TopUpOrder = "top_up_order",
        /// Links that are none, from one address.
        WrongLinkFromAddress = "wrong_link_from_address",
    }
}

/// How much is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// So many attempts,
    pub attempts: u32,
    /// in this time.
    pub window: SignedDuration,
}

/// Too many: wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many attempts; the next one is in {seconds} s")]
pub struct Wait {
    /// How long, rounded up, at least one.
    pub seconds: u64,
}

impl Attempt {
    /// How often it may be tried. A person who mistypes never sees these limits; one who guesses gets nowhere: with the common
    /// passwords refused, even the widest of them is years away from a password.
    #[must_use]
    pub const fn allowance(self) -> Allowance {
        let (attempts, minutes) = match self {
            Self::SignInHere | Self::SignInInKnownBrowser | Self::Reauthentication => (20, 15),
            Self::SignInToAccount | Self::KnownBrowsersOfAccount => (300, 60),
            // Of these the right ones are not given back. They bound not only guesses but what one address can make the server do: each
            // password is a derivation and a right one a session too, and whoever has an account may type the right one for ever.
            Self::SignInFromAddress | Self::KnownBrowsersFromAddress => (200, 15),
            Self::ResetOfAccount | Self::VerificationMail => (5, 60),
            Self::SignUpFromAddress | Self::ResetFromAddress | Self::WrongLinkFromAddress => (30, 60),
            Self::RecoveryFromAddress => (60, 60),
            Self::UnverifiedInvitation => (5, 24 * 60),
            Self::RecoveryOfAccount => (20, 60),
            Self::TopUpOrder => (20, 24 * 60),
        };
        Allowance { attempts, window: SignedDuration::from_mins(minutes) }
    }

    /// Whether the `counted`th attempt of a window that ends at `ends_at` may go on.
    pub fn decide(self, counted: u64, ends_at: Timestamp, now: Timestamp) -> Result<(), Wait> {
        if counted <= u64::from(self.allowance().attempts) {
            return Ok(());
        }
        let left = ends_at.duration_since(now).as_millis();
        let seconds = u64::try_from(left).unwrap_or(0).div_ceil(1000);
        Err(Wait { seconds: seconds.max(1) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_allowed_attempt_goes_on_and_the_next_waits_until_the_window_ends() {
        let now = Timestamp::UNIX_EPOCH;
        for (counted, left_millis, decision) in [
            (1, 900_000, Ok(())),
            (20, 1, Ok(())),
            (21, 900_000, Err(Wait { seconds: 900 })),
            (21, 1_001, Err(Wait { seconds: 2 })),
            (u64::MAX, 0, Err(Wait { seconds: 1 })),
            // The clock of the row that was read may be a little behind.
            (21, -5_000, Err(Wait { seconds: 1 })),
        ] {
            let ends_at = now + SignedDuration::from_millis(left_millis);
            assert_eq!(Attempt::SignInHere.decide(counted, ends_at, now), decision, "{counted} {left_millis}");
        }
    }

    #[test]
    fn every_attempt_is_allowed_at_least_once_and_has_an_end() {
        for attempt in Attempt::ALL {
            let Allowance { attempts, window } = attempt.allowance();
            assert!(attempts > 0 && window.is_positive(), "{attempt}");
        }
    }
}
