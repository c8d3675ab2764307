//! The developer commands of Potluck. `cargo xtask help` lists them.
//!
//! Light on purpose: it depends on none of the crates that it builds and tests, apart from the embedded
//! PostgreSQL, so that it is there within seconds of the first command in a fresh clone.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line program talks to its terminal")]

mod dev_db;
mod failure;
mod sqlx;
mod test_cluster;
mod workspace;

use std::process::ExitCode;

use crate::failure::{Failure, Outcome};

const HELP: &str = "\
Usage: cargo xtask <command>

  sqlx [--check]    renew the committed query descriptions in .sqlx (or fail when they are stale)
  dev-db            keep a migrated throw-away database running and print its DATABASE_URL";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(message)) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Outcome {
    match words {
        ["sqlx"] => sqlx::renew(),
        ["sqlx", "--check"] => sqlx::check(),
        ["dev-db"] => dev_db::run(),
        [] | ["help" | "-h" | "--help"] => {
            println!("{HELP}");
            Ok(())
        }
        _ => Err(Failure(format!("unknown command: {}\n\n{HELP}", words.join(" ")))),
    }
}
