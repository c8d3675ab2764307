//! The developer commands of Potluck. `cargo xtask help` lists them.
//!
//! Light on purpose: it depends on none of the crates that it builds and tests, apart from the embedded
//! PostgreSQL, so that it is there within seconds of the first command in a fresh clone.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line program talks to its terminal")]

mod checks;
mod demo;
mod dev_db;
mod failure;
mod histories;
mod measurement;
mod node;
mod openapi;
mod pools;
mod sqlx;
mod start;
mod test_cluster;
mod workspace;

use std::process::ExitCode;

use crate::failure::{Failure, Outcome};

const HELP: &str = "\
Usage: cargo xtask <command>

  start [--demo] [-- arguments]     install, build and serve; --demo: with a simulated vendor and a made-up group
  test [lint|rust|web|e2e] [filters]  every check and test, or those of one area; filters go to its test program
  sqlx [--check]                    renew the query descriptions in .sqlx, or fail when they are stale
  openapi [--check]                 renew openapi.json and the web's types, or fail when the document is stale
  main-job [filters]                the main job in three browsers, and the official SDKs, on a real inference server
  pictures                          the main pages as README.md shows them, in docs/pictures
  numbers                           what people wait for, measured; on a machine that does nothing else
  close-month [--groups N]          how long it takes to close and bill the month of N groups of five; 10000
  usage-history [--turns N]         what reserving credit costs with the usage of N turns; 10000000
  amount-pages [--groups N]         how long every page of amounts takes with N groups in the database; 100000
  histories [--count N] [--seed N]  random group histories against every rule about money and credit; 1000000 from seed 1
  pools [count]                     random lives of one pool of credit, with crashes and period ends; a million unless told
  dev-db                            keep a migrated throw-away database running and print its DATABASE_URL";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(code) => code,
        Err(Failure(message)) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Outcome<ExitCode> {
    match words {
        ["start", words @ ..] => start::run(words)?,
        ["test", words @ ..] => return checks::run(words),
        ["main-job", words @ ..] => return checks::main_job(words),
        ["pictures"] => return checks::pictures(),
        ["numbers"] => return checks::numbers(),
        ["close-month", words @ ..] => measurement::run("close_month", words)?,
        ["usage-history", words @ ..] => measurement::run("usage_history", words)?,
        ["amount-pages", words @ ..] => measurement::run("amount_pages", words)?,
        ["histories", words @ ..] => histories::run(words)?,
        ["pools"] => return pools::run("1000000"),
        ["pools", count] => return pools::run(count),
        ["sqlx"] => sqlx::renew()?,
        ["sqlx", "--check"] => sqlx::check()?,
        ["openapi"] => openapi::renew()?,
        ["openapi", "--check"] => openapi::check(workspace::Build::Dev)?,
        ["dev-db"] => dev_db::run()?,
        [] | ["help" | "-h" | "--help"] => println!("{HELP}"),
        _ => return Err(Failure(format!("unknown command: {}\n\n{HELP}", words.join(" ")))),
    }
    Ok(ExitCode::SUCCESS)
}
