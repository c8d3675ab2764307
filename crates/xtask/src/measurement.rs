//! `cargo xtask close-month`, `amount-pages` and `usage-history`: how long something takes with many groups on the embedded database.

use crate::failure::{Context, Failure, Outcome};
use crate::workspace;

/// Builds an example of the server's as measurements need them, and runs it; `words` are its own.
pub(crate) fn run(example: &str, words: &[&str]) -> Outcome {
    let ran = workspace::cargo()
        .args(["run", "--quiet", "--profile", "measured", "--package", "server", "--example", example, "--"])
        .args(words)
        .status()
        .context("cannot run cargo")?;
    if ran.success() { Ok(()) } else { Err(Failure(format!("{example} did not go as it should; see above"))) }
}
