//! Accounts: signing up, in and out, and keeping a session alive. One file for each endpoint.

mod activity;
mod change_password;
mod me;
mod password;
mod reauthenticate;
mod refresh;
mod session;
mod sign_in;
mod sign_out;
mod sign_up;
mod sweep;

pub use activity::*;
pub use change_password::*;
pub use me::*;
pub use refresh::*;
pub use sign_in::*;
pub use sign_out::*;
pub use sign_up::*;
pub use sweep::sweep;
