//! What random histories must never break.
#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

mod fair_share;
mod ledger;
mod period;
mod price;
mod split;
