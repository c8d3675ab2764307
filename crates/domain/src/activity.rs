//! What happened to an account, as its member can read it.

use crate::words::words;

words! {
    /// One kind of thing that a member should be able to look up later: did I do this?
    Action {
        /// The account was made.
        SignedUp = "signed_up",
        /// Somebody came in with the right secrets.
        SignedIn = "signed_in",
        /// Somebody tried a wrong password.
        SignInFailed = "sign_in_failed",
        /// A browser said goodbye.
        SignedOut = "signed_out",
        /// Another device was signed out.
        SessionEnded = "session_ended",
        /// All other devices were signed out.
        OtherSessionsEnded = "other_sessions_ended",
        /// A refresh token came back long after its exchange: its session was ended, because somebody copied it.
        TokenReused = "token_reused",
        /// The password was changed by somebody who knew the old one.
        PasswordChanged = "password_changed",
        /// A link for a new password was asked for.
        PasswordResetAsked = "password_reset_asked",
        /// The password was replaced without knowing the old one.
        PasswordReset = "password_reset",
        /// There is a new recovery code, and the old one is dead.
        RecoveryCodeRenewed = "recovery_code_renewed",
        /// Sealed history was opened again with a recovery code.
        HistoryUnlocked = "history_unlocked",
        /// The text was sealed anew with another content key.
        ContentKeyRotated = "content_key_rotated",
        /// The address was shown to be the member's.
        EmailVerified = "email_verified",
        /// Codes are asked for at sign-in.
        SecondFactorAdded = "second_factor_added",
        /// Codes are not asked for any more.
        SecondFactorRemoved = "second_factor_removed",
        /// The password was right, and the code was not.
        SecondFactorFailed = "second_factor_failed",
        /// One of the one-time codes was used up.
        BackupCodeUsed = "backup_code_used",
        /// There are new one-time codes.
        BackupCodesRenewed = "backup_codes_renewed",
        /// A passkey can sign in.
        PasskeyAdded = "passkey_added",
        /// A passkey has another name.
        PasskeyRenamed = "passkey_renamed",
        /// A passkey cannot sign in any more.
        PasskeyRemoved = "passkey_removed",
        /// Another sign-in can say that it is the member.
        IssuerLinked = "issuer_linked",
        /// It cannot any more.
        IssuerUnlinked = "issuer_unlinked",
        /// Programs can use the member's credit with a new key.
        ApiKeyMade = "api_key_made",
        /// A program's key is dead.
        ApiKeyRevoked = "api_key_revoked",
        /// Everything of the member's was written into one archive.
        Exported = "exported",
        /// The member took a seat.
        GroupJoined = "group_joined",
        /// The member gave a seat back.
        GroupLeft = "group_left",
        /// The group's owner ended the membership.
        RemovedFromGroup = "removed_from_group",
    }
}
