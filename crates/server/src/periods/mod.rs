//! Periods: opening a group's first one, moving credit when somebody joins or is removed in the middle of one, and moving
//! every group on when its period is over.
//!
//! What makes it necessary is decided elsewhere (the last seat was taken, the owner started, time went by); here it is
//! carried out, in one transaction, with everything that belongs to it: snapshot, credit, invoice, ledger.

mod bill;
mod crediting;
mod dunning;
mod error;
mod moving;
mod open;
mod roll_over;

pub use bill::party;
pub use crediting::credit;
pub use dunning::dun;
pub use error::OpenError;
pub use moving::{join, join_pool, remove};
pub use open::{open_first, plan_of};
pub use roll_over::{move_on, roll_over};
