//! What can go wrong, each with what to do about it.

use std::io;
use std::path::{Path, PathBuf};

use crate::version::Version;

/// Why PostgreSQL is not running.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another process owns the data directory.
    #[error("{} is in use by {}. Stop it first, or use another data directory (POTLUCK_DATA_DIR).",
        data_dir.display(), owner(*pid))]
    AlreadyRunning {
        /// The data directory that both want.
        data_dir: PathBuf,
        /// The owner, when it already wrote its number down.
        pid: Option<u32>,
    },
    /// No usable binaries anywhere.
    #[error(
        "no PostgreSQL was found. Run `npm ci` in the checkout, or install it (Debian: `apt-get install postgresql`), \
        or name its directory with POTLUCK_POSTGRES_BIN, or use a running server with DATABASE_URL. \
        Looked in: {}",
        list(searched)
    )]
    NoBinaries {
        /// The directories that were searched, in order.
        searched: Vec<PathBuf>,
    },
    /// Binaries were found, but they do not run here.
    #[error("the PostgreSQL in {} does not run here:\n{}", bin_dir.display(), reasons.join("\n"))]
    Unusable {
        /// Their directory.
        bin_dir: PathBuf,
        /// One line for each way that was tried.
        reasons: Vec<String>,
    },
    /// Older than what the store's SQL needs.
    #[error("PostgreSQL {version} in {} is too old: {} or newer is needed", bin_dir.display(), Version::OLDEST_MAJOR)]
    TooOld {
        /// What was found.
        version: Version,
        /// Where.
        bin_dir: PathBuf,
    },
    /// The cluster was made by another major version than any that was found.
    #[error("{} was made by PostgreSQL {data}, but only {} can be found here. \
        Install PostgreSQL {data} or name its directory with POTLUCK_POSTGRES_BIN.",
        data_dir.display(), majors(found))]
    WrongVersion {
        /// The data directory.
        data_dir: PathBuf,
        /// The major version that made it.
        data: u32,
        /// The major versions at hand.
        found: Vec<u32>,
    },
    /// As root without user namespaces, PostgreSQL runs as nobody, who cannot get there.
    #[error("PostgreSQL must not run as root, user namespaces are refused here, and the user nobody (65534) \
        cannot enter {}. Run potluck as a plain user, or put its data directory where everybody may \
        enter, such as /var/lib/potluck.", path.display())]
    NobodyCannotEnter {
        /// The first directory that is closed.
        path: PathBuf,
    },
    /// Root was asked to run a plain user's database, which that user could not run any more afterwards.
    #[error("{} belongs to user {uid}. Run potluck as that user, or use another data directory \
        (POTLUCK_DATA_DIR).", path.display())]
    BelongsToSomebody {
        /// What belongs to them.
        path: PathBuf,
        /// Who they are.
        uid: u32,
    },
    /// A postmaster of an earlier life does not end.
    #[error("PostgreSQL is still running in {} from before (process {pid}) and does not stop. \
        End that process and start again.", data_dir.display())]
    PreviousStillRunning {
        /// The data directory.
        data_dir: PathBuf,
        /// One of the processes.
        pid: u32,
    },
    /// `initdb` refused.
    #[error("the database cluster could not be made: {output}")]
    Initdb {
        /// What `initdb` said.
        output: String,
    },
    /// The postmaster ended instead of becoming ready.
    #[error("PostgreSQL did not start ({exit}). The end of {}:\n{log}", log_file.display())]
    DidNotStart {
        /// How it ended.
        exit: String,
        /// Where its log is.
        log_file: PathBuf,
        /// The log's last lines.
        log: String,
    },
    /// The postmaster lives, but does not accept connections in the time allowed.
    #[error("PostgreSQL was not ready after {seconds} s. The end of {}:\n{log}", log_file.display())]
    NotReady {
        /// The time allowed.
        seconds: u64,
        /// Where its log is.
        log_file: PathBuf,
        /// The log's last lines.
        log: String,
    },
    /// A file or directory could not be used.
    #[error("cannot {action} {}: {source}", path.display())]
    File {
        /// What was tried, such as "create".
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

impl StartError {
    /// For `map_err`: what was tried, and on what.
    pub(crate) fn file(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { action, path, source }
    }
}

/// Why PostgreSQL did not stop cleanly. It is not running any more in either case.
#[derive(Debug, thiserror::Error)]
pub enum StopError {
    /// It did not end in time and was made to. Nothing committed is lost: it recovers at the next start.
    #[error("PostgreSQL did not shut down within {seconds} s and was ended; it recovers at the next start")]
    Forced {
        /// The time allowed.
        seconds: u64,
    },
    /// It had ended before, by itself or by another hand.
    #[error("PostgreSQL had already ended ({exit})")]
    AlreadyEnded {
        /// How it ended.
        exit: String,
    },
}

fn owner(pid: Option<u32>) -> String {
    match pid {
        Some(pid) => format!("another potluck (process {pid})"),
        None => "another potluck".to_owned(),
    }
}

fn list(paths: &[PathBuf]) -> String {
    let paths: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
    paths.join(", ")
}

fn majors(found: &[u32]) -> String {
    let found: Vec<_> = found.iter().map(u32::to_string).collect();
    found.join(", ")
}
