//! The second factor: codes of an authenticator app (RFC 6238), and backup codes for when it is lost. One file for each endpoint.

mod backup_codes;
mod check;
mod disable;
mod enrol;
mod get;
mod secret;

pub use backup_codes::*;
pub(super) use check::check;
pub use disable::*;
pub use enrol::*;
pub use get::*;
