//! `cargo xtask test`: every check and test there is, in an order that tells quick failures first.

mod chromium;
mod counts;
pub(crate) mod run;

use std::process::{Command, ExitCode};

use crate::checks::counts::Counts;
use crate::checks::run::{Ending, Log, Run};
use crate::failure::{Failure, Outcome};
use crate::node::{self, WebBuild};
use crate::test_cluster::TestCluster;
use crate::workspace::Profile;
use crate::{openapi, workspace};

/// Carries out all, or one area with filters for its test program.
pub(crate) fn run(words: &[&str]) -> Outcome<ExitCode> {
    let mut run = Run::new()?;
    match words {
        [] => everything(&mut run),
        ["lint"] => {
            if front_end_packages(&mut run) {
                web_build(&mut run);
                front_end_lints(&mut run);
            }
            rust_lints(&mut run);
        }
        ["rust", filters @ ..] => rust_tests(&mut run, filters),
        ["web", filters @ ..] => {
            if front_end_packages(&mut run) {
                web_tests(&mut run, filters);
            }
        }
        ["e2e", filters @ ..] => {
            if front_end_packages(&mut run) && web_build(&mut run) {
                in_the_browser(&mut run, "End-to-end tests", "e2e", filters);
            }
        }
        _ => return Err(Failure("usage: cargo xtask test [lint | rust | web | e2e] [filters]".to_owned())),
    }
    Ok(run.close())
}

/// `cargo xtask main-job`: the main job on real input, and members' programs on the same. Apart from the tests, because it downloads an inference
/// server the first time.
pub(crate) fn main_job(filters: &[&str]) -> Outcome<ExitCode> {
    let mut run = Run::new()?;
    if filters.is_empty() {
        run.check("The official SDKs on llama.cpp", |log| {
            let cluster = TestCluster::start()?;
            let mut command = workspace::cargo();
            command
                .args(["test", "--package", "server", "--test", "it", "llama::", "--", "--ignored"])
                .env("POTLUCK_TEST_POSTGRES", cluster.url("postgres"));
            log.counts(&mut command, Counts::from_cargo_test)
        });
    }
    if front_end_packages(&mut run) && web_build(&mut run) {
        in_the_browser(&mut run, "Main job", "main-job", filters);
    }
    Ok(run.close())
}

/// `cargo xtask pictures`: the main pages as README.md shows them. Apart from the tests, because it writes into `docs`.
pub(crate) fn pictures() -> Outcome<ExitCode> {
    let mut run = Run::new()?;
    if front_end_packages(&mut run) && web_build(&mut run) {
        in_the_browser(&mut run, "Pictures", "pictures", &[]);
    }
    Ok(run.close())
}

/// `cargo xtask numbers`: what people wait for, measured. Apart from the tests, because a busy machine says nothing.
pub(crate) fn numbers() -> Outcome<ExitCode> {
    let mut run = Run::new()?;
    run.check("200,000 messages on the server", |log| {
        let cluster = TestCluster::start()?;
        let mut command = workspace::cargo();
        command
            .args([
                "test",
                "--profile",
                "measured",
                "--package",
                "server",
                "--test",
                "it",
                "numbers::",
                "--",
                "--ignored",
                "--nocapture",
            ])
            .env("POTLUCK_TEST_POSTGRES", cluster.url("postgres"));
        log.counts(&mut command, Counts::from_cargo_test)
    });
    if front_end_packages(&mut run) && web_build(&mut run) {
        browse(&mut run, "2,000 messages and first visits in the browser", Profile::Measured, "numbers", &[]);
    }
    Ok(run.close())
}

fn everything(run: &mut Run) {
    rust_format(run);
    let packages = front_end_packages(run);
    let mut built = false;
    if packages {
        front_end_lints(run);
        web_tests(run, &[]);
        // Before anything that compiles the server, which carries the web app.
        built = web_build(run);
    }
    rust_lints(run);
    rust_tests(run, &[]);
    run.check("Rust documentation tests", |log| {
        // There may be none; what counts is that the examples that there are compile and hold.
        log.passes(workspace::cargo().args(["test", "--workspace", "--doc", "--no-fail-fast"]))
    });
    if built {
        in_the_browser(run, "End-to-end tests", "e2e", &[]);
    }
}

fn front_end_packages(run: &mut Run) -> bool {
    run.check("Node and npm", |_| node::check().map(|()| Ending::Passed))
        && run.check("Front end packages", |log| {
            if node::is_installed() { Ok(Ending::Passed) } else { log.passes(&mut node::npm(&["ci"])) }
        })
}

fn front_end_lints(run: &mut Run) {
    run.check("Biome", |log| log.passes(&mut node::npm(&["run", "lint", "--workspaces"])));
    run.check("TypeScript", |log| log.passes(&mut node::npm(&["run", "typecheck", "--workspaces"])));
    run.check("Knip", |log| log.passes(&mut node::npm(&["run", "knip", "--workspace", "web"])));
    run.check("Generated API types", openapi::check_types);
}

fn web_tests(run: &mut Run, filters: &[&str]) {
    run.check("Web tests", |log| {
        let report = workspace::target_dir()?.join("xtask/vitest.json");
        if report.exists() {
            std::fs::remove_file(&report)?;
        }
        let mut command = node::npm(&["test", "--workspace", "web", "--", "--reporter=default", "--reporter=json"]);
        command.arg(format!("--outputFile.json={}", report.display())).args(filters);
        log.counts(&mut command, |_| Counts::from_vitest(&std::fs::read(report).ok()?))
    });
}

fn web_build(run: &mut Run) -> bool {
    run.check("Web build", |log| {
        let web = WebBuild::look()?;
        if !web.is_fresh() {
            log.passes(&mut node::npm(&["run", "build", "--workspace", "web"]))?;
            web.remember()?;
        }
        Ok(Ending::Passed)
    })
}

fn rust_format(run: &mut Run) {
    run.check("Rust format", |log| log.passes(workspace::cargo().args(["fmt", "--all", "--check"])));
}

fn rust_lints(run: &mut Run) {
    run.check("Clippy", |log| {
        let words = ["clippy", "--workspace", "--all-targets", "--quiet", "--", "--deny", "warnings"];
        log.passes(workspace::cargo().args(words))
    });
    run.check("Query descriptions", |log| log.passes(ourselves()?.args(["sqlx", "--check"])));
    run.check("OpenAPI document", |log| log.passes(ourselves()?.args(["openapi", "--check"])));
    run.check("Licences and sources", |log| {
        // Advisories need the network; they are the business of whoever updates dependencies.
        tool(log, "cargo-deny", &["deny", "--offline", "check", "bans", "licenses", "sources"])
    });
    run.check("Unused dependencies", |log| tool(log, "cargo-machete", &["machete"]));
}

/// This program again, as a check of its own with its own output.
fn ourselves() -> Outcome<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.current_dir(workspace::root());
    Ok(command)
}

fn tool(log: &Log, name: &str, words: &[&str]) -> Outcome<Ending> {
    if !is_installed(name) {
        return Ok(Ending::Skipped(format!("not installed: `cargo install --locked {name}`")));
    }
    log.passes(workspace::cargo().args(words))
}

fn is_installed(program: &str) -> bool {
    node::said(Command::new(program).arg("--version")).is_ok()
}

fn rust_tests(run: &mut Run, filters: &[&str]) {
    run.check("Rust tests", |log| {
        let cluster = TestCluster::start()?;
        let nextest = is_installed("cargo-nextest");
        let mut command = workspace::cargo();
        if nextest {
            command.args(["nextest", "run", "--profile", "ci", "--color", "never"]);
        } else {
            command.args(["test", "--all-targets", "--no-fail-fast", "--color", "never"]);
        }
        if !filters.iter().any(|word| word.starts_with("-p") || word.starts_with("--package")) {
            command.arg("--workspace");
        }
        command
            .args(filters)
            .env("POTLUCK_TEST_POSTGRES", cluster.url("postgres"))
            // A changed snapshot fails; it is never rewritten by a check.
            .env("INSTA_UPDATE", "no");
        log.counts(&mut command, if nextest { Counts::from_nextest } else { Counts::from_cargo_test })
    });
}

/// Runs one project of `e2e` against the programs as they are built now.
fn in_the_browser(run: &mut Run, name: &str, project: &str, filters: &[&str]) {
    browse(run, name, Profile::Dev, project, filters);
}

fn browse(run: &mut Run, name: &str, profile: Profile, project: &str, filters: &[&str]) {
    run.check(name, |log| {
        let chromium = chromium::get(log)?;
        let words = ["build", "--quiet", "--package", "server", "--package", "simulator", "--bins"];
        log.passes(workspace::cargo().args(words).args(["--profile", profile.name()]))?;
        let mut command = node::npm(&["test", "--workspace", "e2e", "--", "--project", project]);
        command
            .args(filters)
            .env(chromium::VARIABLE, chromium)
            .env("POTLUCK_BIN", profile.program("potluck")?)
            .env("SIMULATOR_BIN", profile.program("simulator")?);
        log.counts(&mut command, Counts::from_closing_line)
    });
}
