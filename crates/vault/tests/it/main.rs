//! The vault from outside: fixed vectors, round trips, and everything that must be refused.
#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

mod anything;
mod given;
mod hostile;
mod passwords;
mod sealing;
mod secrets;
mod vectors;
mod wraps;
