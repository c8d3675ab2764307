//! `cargo xtask start`: from a fresh clone to a running Potluck.

use std::ffi::OsStr;
use std::iter;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::demo;
use crate::failure::{Context, Failure, Outcome};
use crate::node::{self, WebBuild};
use crate::workspace;

/// Installs, builds and serves what is not up to date. Further words are passed to `potluck serve`.
pub(crate) fn run(words: &[&str]) -> Outcome {
    let (demo, passed) = match words {
        ["--demo"] => (true, &[][..]),
        ["--demo", "--", passed @ ..] => (true, passed),
        ["--", passed @ ..] => (false, passed),
        [] => (false, &[][..]),
        _ => return Err(Failure("usage: cargo xtask start [--demo] [-- arguments of potluck serve]".to_owned())),
    };
    node::check()?;
    step("1/4 Front end packages", !node::is_installed(), || finish(&mut node::npm(&["ci"])))?;
    build_web("2/4 Web app")?;
    step("3/4 Server", true, || build_server(demo))?;
    println!("4/4 Potluck starts");
    if demo { demo::run(passed) } else { become_potluck(passed) }
}

/// Builds the web app when something that it is built from has changed.
fn build_web(name: &str) -> Outcome {
    let web = WebBuild::look()?;
    step(name, !web.is_fresh(), || {
        finish(&mut node::npm(&["run", "build", "--workspace", "web"]))?;
        web.remember()
    })
}

fn build_server(demo: bool) -> Outcome {
    let mut build = workspace::cargo();
    build.args(["build", "--package", "server", "--bin", "potluck"]);
    if demo {
        build.args(["--package", "simulator", "--bin", "simulator"]);
    }
    finish(&mut build)
}

/// Replaces this process, so that signals reach potluck itself and nobody stands between it and the shell.
fn become_potluck(passed: &[&str]) -> Outcome {
    let mut potluck = Command::new(workspace::program("potluck")?);
    potluck.arg("serve").args(passed).current_dir(workspace::root());
    // Only comes back when it failed.
    Err(Failure(format!("potluck cannot be run: {}", potluck.exec())))
}

/// Says what is done and how long it took; the work's own output comes in between.
fn step(name: &str, needed: bool, work: impl FnOnce() -> Outcome) -> Outcome {
    if !needed {
        println!("{name}: up to date");
        return Ok(());
    }
    println!("{name} ...");
    let started = Instant::now();
    work()?;
    println!("{name}: done in {:.1} s", started.elapsed().as_secs_f32());
    Ok(())
}

/// Runs a command whose output the person at the terminal sees.
fn finish(command: &mut Command) -> Outcome {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let words: Vec<_> = iter::once(program).chain(command.get_args()).map(OsStr::to_string_lossy).collect();
    let name = words.join(" ");
    let status = command.status().context(&name)?;
    if status.success() { Ok(()) } else { Err(Failure(format!("`{name}` failed ({status}); its output is above"))) }
}
