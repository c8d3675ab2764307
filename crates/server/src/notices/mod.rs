//! What leaves the app: mail, where an SMTP server is configured, and pushes to devices that want them. What members are told
//! (`telling`), and what concerns their accounts. Every mail and every push of Potluck's goes out through here.

mod account_mail;
mod again;
mod failure;
mod invitation_mail;
mod mail;
mod mailing;
mod pushing;
mod wording;

pub use account_mail::AccountMail;
pub use invitation_mail::InvitationMail;
pub use mailing::mail_due;
pub use pushing::{open_device, push_due, seal_device};
