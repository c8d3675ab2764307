//! Where things are in this checkout.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Context, Failure, Outcome};

/// The checkout's top directory.
pub(crate) fn root() -> PathBuf {
    // Two above this crate.
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).map(Path::to_owned).unwrap_or_default()
}

/// A variable of the environment. An empty one counts as not set, as it does for the server.
pub(crate) fn variable(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

/// The cargo that runs this command, in the checkout.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    // `cargo run` describes this crate to this process. Build scripts that watch those variables (ring's does)
    // would build everything above them again whenever cargo is called by hand in between.
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&*name);
        }
    }
    command
}

/// Where cargo puts what it builds, whichever way that is configured.
pub(crate) fn target_dir() -> Outcome<PathBuf> {
    let output = cargo()
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .output()
        .context("cannot run cargo metadata")?;
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)
        .map_err(|_| Failure(String::from_utf8_lossy(&output.stderr).into_owned()))?;
    let directory = metadata["target_directory"].as_str();
    directory.map(PathBuf::from).ok_or_else(|| Failure("cargo metadata names no target directory".to_owned()))
}

/// How programs are built: quickly, with the tests, or to be quick.
#[derive(Clone, Copy)]
pub(crate) enum Build {
    /// For development.
    Dev,
    /// As the tests have built them. These ask for more of the packages that both use, so that any other way would build half of all
    /// once more.
    Tested,
    /// As measurements need them.
    Measured,
}

impl Build {
    /// What cargo is told.
    pub(crate) fn words(self) -> &'static [&'static str] {
        match self {
            Self::Dev => &["build", "--quiet", "--package", "server", "--package", "simulator", "--bins"],
            Self::Tested => &["test", "--quiet", "--workspace", "--no-run"],
            Self::Measured => &[
                "build",
                "--quiet",
                "--package",
                "server",
                "--package",
                "simulator",
                "--bins",
                "--profile",
                "measured",
            ],
        }
    }

    /// The program of this name that was built so.
    pub(crate) fn program(self, name: &str) -> Outcome<PathBuf> {
        let directory = match self {
            Self::Dev | Self::Tested => "debug",
            Self::Measured => "measured",
        };
        Ok(target_dir()?.join(directory).join(name))
    }
}

/// The program of this name that was built for development.
pub(crate) fn program(name: &str) -> Outcome<PathBuf> {
    Build::Dev.program(name)
}

/// The migrations in the order in which they are applied: by file name.
pub(crate) fn migrations() -> Outcome<Vec<PathBuf>> {
    let directory = root().join("crates/store/migrations");
    let entries = fs::read_dir(&directory).context(directory.display())?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
        .collect();
    files.sort_unstable();
    Ok(files)
}
