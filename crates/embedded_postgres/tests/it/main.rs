//! A real PostgreSQL, started and stopped in every way that happens.
#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

mod lifecycle;
mod orphans;
mod refusals;
mod support;
mod users;
