//! `cargo xtask openapi`: the committed document and the web's types, made from the server's handlers.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::checks::run::{Ending, Log};
use crate::failure::{Context, Failure, Outcome};
use crate::workspace::Build;
use crate::{node, workspace};

/// Writes `openapi.json` and the web's types anew.
pub(crate) fn renew() -> Outcome {
    let file = document();
    fs::write(&file, fresh(Build::Dev)?).context(file.display())?;
    let status = generate(&types()).status().context("npm")?;
    if status.success() { Ok(()) } else { Err(Failure("the web's types could not be generated".to_owned())) }
}

/// Fails when `openapi.json` is not what the server says of itself.
pub(crate) fn check(build: Build) -> Outcome {
    same(&document(), &fresh(build)?)
}

/// Fails when the web's types are not those of `openapi.json`.
pub(crate) fn check_types(log: &Log) -> Outcome<Ending> {
    let made = workspace::target_dir()?.join("xtask/schema.gen.ts");
    log.passes(&mut generate(&made))?;
    same(&types(), &fs::read_to_string(&made).context(made.display())?)?;
    Ok(Ending::Passed)
}

fn same(committed: &Path, fresh: &str) -> Outcome {
    let text = fs::read_to_string(committed).context(committed.display())?;
    if text == fresh {
        return Ok(());
    }
    Err(Failure(format!("{} is stale: run `cargo xtask openapi` and commit it", committed.display())))
}

fn document() -> PathBuf {
    workspace::root().join("openapi.json")
}

fn types() -> PathBuf {
    workspace::root().join("web/src/lib/api/schema.gen.ts")
}

fn fresh(build: Build) -> Outcome<String> {
    said(workspace::cargo().args(build.words()), "cargo")?;
    said(Command::new(build.program("potluck")?).arg("openapi"), "potluck openapi")
}

/// What a command prints that must succeed.
fn said(command: &mut Command, name: &str) -> Outcome<String> {
    let output = command.output().context(name)?;
    if output.status.success() {
        String::from_utf8(output.stdout).context(name)
    } else {
        Err(Failure(String::from_utf8_lossy(&output.stderr).into_owned()))
    }
}

fn generate(to: &Path) -> Command {
    let mut command = node::npm(&["exec", "--no", "--workspace", "web", "--", "openapi-typescript"]);
    command.arg(document()).arg("--output").arg(to);
    command
}
