//! One kind of failure: a sentence for the person at the terminal.

use std::error::Error;
use std::fmt::Display;

/// What a command could not do, and what to do about it.
#[derive(Debug)]
pub(crate) struct Failure(pub(crate) String);

/// A command's end.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

impl<E: Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// Says what was tried when it failed.
pub(crate) trait Context<T> {
    fn context(self, what: impl Display) -> Outcome<T>;
}

impl<T, E: Display> Context<T> for Result<T, E> {
    fn context(self, what: impl Display) -> Outcome<T> {
        self.map_err(|error| Failure(format!("{what}: {error}")))
    }
}
