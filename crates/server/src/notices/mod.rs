//! Mail, where an SMTP server is configured: what members are told (`telling`), and what concerns their accounts. Every mail of
//! Potluck's goes out through here.

mod account_mail;
mod invitation_mail;
mod mail;
mod mailing;
mod wording;

pub use account_mail::AccountMail;
pub use invitation_mail::InvitationMail;
pub use mailing::mail_due;
