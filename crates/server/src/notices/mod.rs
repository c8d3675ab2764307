//! Notices to people: by mail, where an SMTP server is configured.

mod invitation_mail;
mod mail;

pub use invitation_mail::InvitationMail;
