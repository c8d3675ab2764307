//! The vault from outside: fixed vectors, round trips, and everything that must be refused.
#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

mod given;
mod passwords;
mod sealing;
mod secrets;
mod vectors;
mod wraps;
