//! The templates that come with Potluck. One that is missing in a language fails the build.

use domain::language::Language;

use super::Template;

macro_rules! texts {
    ($folder:literal, $template:expr) => {
        match $template {
            Template::Invitation => include_str!(concat!("templates/", $folder, "/invitation.txt")),
            Template::PasswordReset => include_str!(concat!("templates/", $folder, "/password_reset.txt")),
            Template::EmailVerification => include_str!(concat!("templates/", $folder, "/email_verification.txt")),
            Template::PasswordChanged => include_str!(concat!("templates/", $folder, "/password_changed.txt")),
            Template::SignInCopied => include_str!(concat!("templates/", $folder, "/sign_in_copied.txt")),
            Template::ShareDue => include_str!(concat!("templates/", $folder, "/share_due.txt")),
            Template::SharePaid => include_str!(concat!("templates/", $folder, "/share_paid.txt")),
            Template::PaymentRejected => include_str!(concat!("templates/", $folder, "/payment_rejected.txt")),
            Template::ShareReminder => include_str!(concat!("templates/", $folder, "/share_reminder.txt")),
            Template::PaymentFailed => include_str!(concat!("templates/", $folder, "/payment_failed.txt")),
            Template::PaymentToConfirm => include_str!(concat!("templates/", $folder, "/payment_to_confirm.txt")),
            Template::ShareCovered => include_str!(concat!("templates/", $folder, "/share_covered.txt")),
            Template::Suspended => include_str!(concat!("templates/", $folder, "/suspended.txt")),
            Template::CoverBegun => include_str!(concat!("templates/", $folder, "/cover_begun.txt")),
            Template::PriceChanged => include_str!(concat!("templates/", $folder, "/price_changed.txt")),
            Template::SplitProposed => include_str!(concat!("templates/", $folder, "/split_proposed.txt")),
            Template::CreditLow => include_str!(concat!("templates/", $folder, "/credit_low.txt")),
            Template::CreditSpent => include_str!(concat!("templates/", $folder, "/credit_spent.txt")),
            Template::PushAnswer => include_str!(concat!("templates/", $folder, "/push_answer.txt")),
            Template::PushShare => include_str!(concat!("templates/", $folder, "/push_share.txt")),
        }
    };
}

/// A mail in a language.
pub(super) const fn text(language: Language, template: Template) -> &'static str {
    match language {
        Language::English => texts!("en", template),
        Language::Chinese => texts!("zh", template),
        Language::Spanish => texts!("es", template),
        Language::German => texts!("de", template),
        Language::French => texts!("fr", template),
        Language::Japanese => texts!("ja", template),
    }
}

/// The end of mails that can be switched off.
pub(super) const fn footer(language: Language) -> &'static str {
    match language {
        Language::English => include_str!("templates/en/footer.txt"),
        Language::Chinese => include_str!("templates/zh/footer.txt"),
        Language::Spanish => include_str!("templates/es/footer.txt"),
        Language::German => include_str!("templates/de/footer.txt"),
        Language::French => include_str!("templates/fr/footer.txt"),
        Language::Japanese => include_str!("templates/ja/footer.txt"),
    }
}
