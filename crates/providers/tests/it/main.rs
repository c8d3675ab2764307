//! Every dialect over real HTTP, against a vendor that speaks the real wire formats.
#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

mod answers;
mod discovery;
mod faults;
mod support;
mod transport;
mod usage;
