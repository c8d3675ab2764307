//! Directories, options and questions that the tests share, and processes that can be killed.

use std::env;
use std::ffi::OsStr;
use std::fs::Permissions;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use embedded_postgres::{Durability, Options, Postgres, client};
use tempfile::TempDir;

/// Names the data directory to a copy of the test program that plays the owner.
const OWNS: &str = "EMBEDDED_POSTGRES_TEST_OWNS";

/// A directory that the user nobody may pass, for places where that is whom PostgreSQL runs as.
pub(crate) fn directory() -> TempDir {
    tempfile::Builder::new().permissions(Permissions::from_mode(0o755)).tempdir().unwrap()
}

/// A throw-away cluster below `directory`.
pub(crate) fn options(directory: &Path) -> Options {
    let mut options = Options::new(directory.join("postgres"));
    options.search_roots = vec![workspace()];
    options.bin_dir = env::var_os("POTLUCK_POSTGRES_BIN").filter(|named| !named.is_empty()).map(PathBuf::from);
    options.durability = Durability::ForTests;
    options
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}

pub(crate) fn start(options: &Options) -> Postgres {
    embedded_postgres::start(options, &|_| {}).unwrap()
}

/// The first value of the last statement's first row.
pub(crate) fn ask(socket_dir: &Path, sql: &str) -> Option<String> {
    client::run(socket_dir, "postgres", sql).unwrap().first()?.first()?.clone()
}

/// A process that owns a data directory, to be killed.
pub(crate) struct Owner {
    child: Child,
    pub(crate) postmaster: String,
}

impl Owner {
    /// Runs the calling test again in a process of its own, in which [`play_owner`] takes over. `path` is
    /// where that process finds programs.
    pub(crate) fn start(test: &str, home: &Path, path: &OsStr) -> Self {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", test, "--nocapture"])
            .env(OWNS, home)
            .env("PATH", path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let postmaster = lines.find_map(|line| Some(line.unwrap().split_once("postmaster=")?.1.to_owned())).unwrap();
        Self { child, postmaster }
    }

    /// `kill -9`.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// In the process of an [`Owner`]: starts the database, says so, and stays until killed. Elsewhere: nothing.
#[expect(clippy::print_stdout, reason = "the process that started this one reads it")]
pub(crate) fn play_owner() {
    let Some(home) = env::var_os(OWNS) else { return };
    let postgres = start(&options(Path::new(&home)));
    // The harness has begun a line of its own.
    println!("\npostmaster={}", postgres.pid());
    loop {
        std::thread::park();
    }
}
