//! The browser for the end-to-end tests.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::checks::run::Log;
use crate::failure::{Failure, Outcome};
use crate::workspace;

/// Names a browser other than the usual ones.
pub(crate) const VARIABLE: &str = "POTLUCK_CHROMIUM";

/// The shell is Chromium without a window: the same engine for a third less time.
const USUAL_NAMES: [&str; 5] =
    ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const ADVICE: &str = "Chromium was not found. Install it (Debian: `apt-get install chromium-headless-shell` as root; elsewhere Chromium \
     or Google Chrome by the system's own means), or name one with POTLUCK_CHROMIUM.";

/// The browser, installed first when that is in our power: on Debian as root.
pub(crate) fn get(log: &Log) -> Outcome<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    if !is_debian() || !rustix::process::geteuid().is_root() {
        return Err(Failure(ADVICE.to_owned()));
    }
    let packages = ["install", "--yes", "--no-install-recommends", "chromium-headless-shell", "fonts-liberation"];
    for words in [&["update"][..], &packages[..]] {
        let mut apt = Command::new("apt-get");
        apt.args(words).env("DEBIAN_FRONTEND", "noninteractive");
        let (status, output) = log.run(&mut apt)?;
        if !status.success() {
            return Err(Failure(format!("{output}\n{ADVICE}")));
        }
    }
    find().ok_or_else(|| Failure(ADVICE.to_owned()))
}

fn find() -> Option<PathBuf> {
    if let Some(named) = workspace::variable(VARIABLE) {
        return Some(named.into());
    }
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .flat_map(|directory| USUAL_NAMES.map(|name| directory.join(name)))
        .find(|program| program.is_file())
}

/// Ubuntu's package of that name needs snap, so only Debian's own is installed unasked.
fn is_debian() -> bool {
    fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=debian"))
}
