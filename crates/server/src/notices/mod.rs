//! Notices to people: by mail, where an SMTP server is configured.

mod account_mail;
mod invitation_mail;
mod mail;

pub use account_mail::AccountMail;
pub use invitation_mail::InvitationMail;
