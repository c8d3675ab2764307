//! Payments by card: begun in a transaction, sent to the vendor after it, and decided by whatever the vendor says, whenever and
//! however often it says it.
//!
//! The attempt's row is written before the call and its id is the key under which the vendor charges once. What became of it is
//! heard in four ways, and all of them end in [`hear::hear`]: the call's own answer, a webhook, the payer who comes back from
//! their bank, and the look that is taken later where no answer came.

mod automatic;
mod begin;
mod covering;
mod disputes;
mod error;
mod hear;
mod inbox;
mod look;
mod news;
mod refunds;
mod send;
mod setups;
mod sweep;

pub use automatic::charge_due;
pub use begin::{Begun, Occasion, begin};
pub use error::ChargingError;
pub use inbox::receive;
pub use look::{authenticate, look_again, refresh};
pub use news::announce_change;
pub use refunds::{begin_refund, send_refund};
pub use send::send;
pub use setups::{begin_setup, finish_setup, remove_card};
pub use sweep::sweep;
