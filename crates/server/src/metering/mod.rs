//! Credit: reserved before a turn, settled after it, in the use case's own transaction (MONEY.md §3, §4).
//!
//! Both lock the period's pool before anything else that a turn writes, so that no two of them wait for each other. What they
//! decide is noted in `changes`, and written together. A chat's turn has a transaction of its own; requests by API keys, which
//! come in large numbers, share theirs at the [`Till`].

mod changes;
mod correct;
mod patience;
mod reserve;
mod settle;
mod till;
mod warning;

use jiff::Timestamp;
use jiff::civil::Date;
use store::pools::PeriodPool;

pub use correct::correct;
pub use patience::patience;
pub use reserve::{Exhausted, ReserveError, Reserved, Wanted, reserve};
pub use settle::{OpenHold, SettleError, Used, give_back, lock, settle};
pub use till::{Admission, AdmitError, Admitted, Closing, Till};

/// The group's date, of which usage is.
fn today(period: &PeriodPool, now: Timestamp) -> Date {
    now.to_zoned(period.zone.clone()).date()
}
