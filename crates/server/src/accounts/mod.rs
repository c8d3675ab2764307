//! Accounts: signing up, in and out, keeping a session alive, and seeing and ending one's sessions. One file for each endpoint.

mod activity;
mod change_password;
mod close_account;
mod export;
mod me;
mod password;
mod proof;
mod reauthenticate;
mod refresh;
mod second_factor;
mod security_notices;
mod session;
mod sessions;
mod sign_in;
mod sign_out;
mod sign_up;
mod sweep;
mod update_me;

pub use activity::*;
pub use change_password::*;
pub use close_account::*;
pub use export::*;
pub use me::*;
pub use proof::Proof;
pub use refresh::*;
pub use second_factor::*;
pub use security_notices::*;
pub use sessions::*;
pub use sign_in::*;
pub use sign_out::*;
pub use sign_up::*;
pub use sweep::sweep;
pub use update_me::*;
