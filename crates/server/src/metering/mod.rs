//! Credit: reserved before a turn, settled after it (MONEY.md §3, §4).
//!
//! The pools are locked before anything else that a turn writes, so that no two of them wait for each other. What is decided is
//! noted in `changes`, and written together. Turns of chats, requests by API keys and the calls besides come in large numbers, and
//! share their transactions at the [`Till`]. What comes late has one of its own: [`correct`] and [`give_back`].

mod changes;
mod correct;
mod patience;
mod reserve;
mod settle;
mod till;
mod warning;

pub use correct::correct;
pub use patience::patience;
pub use reserve::{Exhausted, ReserveError, Reserved, Wanted};
pub use settle::{OpenHold, SettleError, Used, give_back, lock};
pub use till::{Admission, AdmitError, Admitted, BeginError, Begun, Call, Closing, Ends, Till, TurnAdmission};
