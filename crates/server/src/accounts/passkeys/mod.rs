//! Passkeys: signing in by what a device holds and its owner unlocks, and opening the vault by what it gives. One file for each
//! endpoint.

mod add;
mod manage;
mod relying_party;
mod sign_in;
mod unlock;

pub use add::*;
pub use manage::*;
pub(super) use relying_party::origin;
pub use sign_in::*;
pub use unlock::*;
