//! `cargo xtask close-month`: how long the end of a month takes for many groups on the embedded database.

use crate::failure::{Context, Failure, Outcome};
use crate::workspace;

/// Builds the measurement, optimised, and runs it; `words` are its own.
pub(crate) fn run(words: &[&str]) -> Outcome {
    let ran = workspace::cargo()
        .args(["run", "--quiet", "--release", "--package", "server", "--example", "close_month", "--"])
        .args(words)
        .status()
        .context("cannot run cargo")?;
    if ran.success() { Ok(()) } else { Err(Failure("the month was not closed as it should be; see above".to_owned())) }
}
