/// A mail or a push that Potluck sends. Each has a file in every language, and knows certain facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Template {
    /// Somebody offers a seat.
    Invitation,
    /// The link by which a forgotten password is set anew.
    PasswordReset,
    /// The link that shows that mail arrives.
    EmailVerification,
    /// The password was set: whoever did not do that must know.
    PasswordChanged,
    /// A copy of a sign-in was used, and the session ended.
    SignInCopied,
    /// A share is to be paid.
    ShareDue,
    /// A payment arrived; the receipt comes along.
    SharePaid,
    /// A payment did not arrive.
    PaymentRejected,
    /// A share is not paid yet.
    ShareReminder,
    /// A card was not charged.
    PaymentFailed,
    /// A bank wants to be asked about a charge.
    PaymentToConfirm,
    /// Somebody else paid.
    ShareCovered,
    /// A share was not paid in time.
    Suspended,
    /// A standing cover began.
    CoverBegun,
    /// The plan's price changes.
    PriceChanged,
    /// A split waits for approval.
    SplitProposed,
    /// Little credit is left.
    CreditLow,
    /// No credit is left.
    CreditSpent,
    /// A push: an answer is complete.
    PushAnswer,
    /// A push: a share is to be paid.
    PushShare,
}

impl Template {
    /// Every one.
    pub const ALL: &'static [Self] = &[
        Self::Invitation,
        Self::PasswordReset,
        Self::EmailVerification,
        Self::PasswordChanged,
        Self::SignInCopied,
        Self::ShareDue,
        Self::SharePaid,
        Self::PaymentRejected,
        Self::ShareReminder,
        Self::PaymentFailed,
        Self::PaymentToConfirm,
        Self::ShareCovered,
        Self::Suspended,
        Self::CoverBegun,
        Self::PriceChanged,
        Self::SplitProposed,
        Self::CreditLow,
        Self::CreditSpent,
        Self::PushAnswer,
        Self::PushShare,
    ];

    /// Facts that can be empty.
    pub(super) const OPTIONAL: [&'static str; 3] = ["covered", "estimated", "again"];

    /// The name of its file, in the folder of each language.
    #[must_use]
    pub const fn file(self) -> &'static str {
        match self {
            Self::Invitation => "invitation.txt",
            Self::PasswordReset => "password_reset.txt",
            Self::EmailVerification => "email_verification.txt",
            Self::PasswordChanged => "password_changed.txt",
            Self::SignInCopied => "sign_in_copied.txt",
            Self::ShareDue => "share_due.txt",
            Self::SharePaid => "share_paid.txt",
            Self::PaymentRejected => "payment_rejected.txt",
            Self::ShareReminder => "share_reminder.txt",
            Self::PaymentFailed => "payment_failed.txt",
            Self::PaymentToConfirm => "payment_to_confirm.txt",
            Self::ShareCovered => "share_covered.txt",
            Self::Suspended => "suspended.txt",
            Self::CoverBegun => "cover_begun.txt",
            Self::PriceChanged => "price_changed.txt",
            Self::SplitProposed => "split_proposed.txt",
            Self::CreditLow => "credit_low.txt",
            Self::CreditSpent => "credit_spent.txt",
            Self::PushAnswer => "push_answer.txt",
            Self::PushShare => "push_share.txt",
        }
    }

    /// What it knows.
    #[must_use]
    pub const fn facts(self) -> &'static [&'static str] {
        match self {
            Self::Invitation => &["inviter", "group", "url", "until"],
            Self::PasswordReset | Self::EmailVerification => &["url", "until"],
            Self::PasswordChanged | Self::SignInCopied => &["url"],
            Self::ShareDue | Self::ShareReminder => {
                &["name", "group", "invoice", "amount", "pay_by", "url", "choose_url"]
            }
            Self::SharePaid => &["name", "group", "invoice", "amount", "covered", "url", "choose_url"],
            Self::PaymentRejected => &["name", "group", "invoice", "amount", "reason", "url", "choose_url"],
            Self::PaymentFailed => &["name", "group", "invoice", "amount", "again", "url", "choose_url"],
            Self::PaymentToConfirm => &["name", "group", "invoice", "amount", "until", "url", "choose_url"],
            Self::ShareCovered => &["name", "group", "invoice", "amount", "by", "url", "choose_url"],
            Self::Suspended => &["name", "group", "invoice", "amount", "url", "choose_url"],
            Self::CoverBegun => &["name", "group", "invoice", "amount", "member", "url", "choose_url"],
            Self::PriceChanged => &["name", "group", "plan", "before", "after", "from", "url", "choose_url"],
            Self::SplitProposed => &["name", "group", "by", "before", "after", "estimated", "url", "choose_url"],
            Self::CreditLow => &["name", "group", "left", "ends", "url", "choose_url"],
            Self::CreditSpent => &["name", "group", "ends", "url", "choose_url"],
            Self::PushAnswer => &[],
            Self::PushShare => &["group", "amount", "pay_by"],
        }
    }
}
