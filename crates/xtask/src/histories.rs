//! `cargo xtask histories`: the long run of the random histories in `crates/domain/tests/it/histories`.

use crate::failure::{Context, Failure, Outcome};
use crate::workspace;

const COUNT: u64 = 1_000_000;

/// Plays so many histories from a seed on, optimised, on one core. It says how many a second, or tells the shortest history
/// that breaks a rule.
pub(crate) fn run(words: &[&str]) -> Outcome {
    let (mut count, mut seed) = (COUNT, 1);
    let mut words = words;
    while let [name, value, rest @ ..] = words {
        let number = || value.parse::<u64>().map_err(|_| Failure(format!("{name} takes a whole number, not {value}")));
        match *name {
            "--count" => count = number()?,
            "--seed" => seed = number()?,
            _ => return Err(usage()),
        }
        words = rest;
    }
    if !words.is_empty() {
        return Err(usage());
    }
    let held = workspace::cargo()
        .args(["test", "--quiet", "--profile", "measured", "--package", "domain", "--test", "it", "--"])
        .args(["--exact", "histories::random_histories_break_no_rule", "--nocapture"])
        .env("POTLUCK_HISTORIES", count.to_string())
        .env("POTLUCK_HISTORIES_SEED", seed.to_string())
        .status()
        .context("cannot run cargo")?;
    if held.success() { Ok(()) } else { Err(Failure("a history breaks a rule; see above".to_owned())) }
}

fn usage() -> Failure {
    Failure("usage: cargo xtask histories [--count N] [--seed N]".to_owned())
}
