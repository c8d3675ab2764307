//! `cargo xtask pools`: many more random lives of a pool than a test run has time for.

use std::process::ExitCode;

use crate::failure::{Failure, Outcome};
use crate::workspace;

/// The property that `cargo xtask test` tries a few hundred times.
const PROPERTY: &str = "fair_share::whatever_happens_the_pool_stays_fair_and_exact";

/// Tries so many histories; the first that breaks a rule is told, as short as it can be made.
pub(crate) fn run(count: &str) -> Outcome<ExitCode> {
    let number = count.parse::<u32>().ok().filter(|number| *number > 0);
    let number = number.ok_or_else(|| Failure(format!("{count:?} is no number of histories")))?;
    let started = std::time::Instant::now();
    let status = workspace::cargo()
        .args(["test", "--quiet", "--profile", "measured", "--package", "domain", "--test", "it", PROPERTY])
        .env("PROPTEST_CASES", number.to_string())
        .status()?;
    let outcome = if status.success() { "each kept every rule" } else { "one broke a rule" };
    println!("{number} histories, {outcome}: {} s.", started.elapsed().as_secs());
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
