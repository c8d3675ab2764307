//! Signing in by the server's `OpenID` Connect issuer: it says who somebody is, and their own password opens the chats, which the
//! issuer never sees (docs/decisions/0012). One file for each endpoint.

mod begin;
mod finish;
mod link;
mod passage;
mod sign_up;
mod unlock;

pub use begin::*;
pub use finish::*;
pub use link::*;
pub use sign_up::*;
pub use unlock::*;
