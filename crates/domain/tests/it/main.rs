//! What random histories must never break.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod fair_share;
mod histories;
mod ledger;
mod period;
mod price;
mod split;
