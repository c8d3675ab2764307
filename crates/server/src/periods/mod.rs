//! Periods: opening a group's first one, moving credit and money when somebody joins or is removed in the middle of one or the
//! group takes a larger plan, and moving every group on when its period is over or a share is not paid.
//!
//! What makes it necessary is decided elsewhere (the last seat was taken, the owner started, time went by); here it is
//! carried out, in one transaction, with everything that belongs to it: snapshot, credit, invoice, ledger.

mod bill;
mod catching_up;
mod covering;
mod crediting;
mod dunning;
mod error;
mod moving;
mod open;
mod passing_on;
mod plans;
mod prices;
mod reminding;
mod roll_over;
mod topping_up;
mod upgrading;
mod when_paid;

pub use bill::party;
pub use catching_up::{Happened, Leaping, advance, catch_up_sandboxes};
pub use covering::{pays_by_card, who_covers};
pub use crediting::issue;
pub use dunning::{dun, suspend_for_lost};
pub use error::OpenError;
pub use moving::{join, join_pool, price_of, remove, what_follows};
pub use open::open_first;
pub use passing_on::pass_on_paid;
pub use plans::{next_plan, plan_of, take_plan, told_price};
pub use prices::{record_prices, tell_prices};
pub use roll_over::{Moved, move_on, roll_over};
pub use topping_up::{lapse, order_top_up, take_back_refunded};
pub use upgrading::upgrade;
pub use when_paid::when_paid;
