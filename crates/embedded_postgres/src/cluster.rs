//! The cluster's files: made once, described by a few settings, watched through `postmaster.pid`.

use std::fs;
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, lchown};
use std::path::{Path, PathBuf};

use crate::binaries::Binaries;
use crate::error::StartError;
use crate::options::Durability;
use crate::run_as;

pub(crate) const PID_FILE: &str = "postmaster.pid";

/// A cluster under construction has this prefix and its maker's process number.
const UNFINISHED: &str = "cluster.new-";

/// The log is moved aside at a start when it has grown beyond this many bytes.
const LOG_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// How much of the log an error message carries.
const LOG_LINES_IN_ERRORS: usize = 20;

/// The major version that made the cluster; `None` when there is no cluster yet.
pub(crate) fn major(cluster: &Path) -> Option<u32> {
    fs::read_to_string(cluster.join("PG_VERSION")).ok()?.trim().parse().ok()
}

/// Makes the cluster under a passing name and moves it into place when it is complete, so that being
/// killed in between leaves nothing that looks like a cluster.
pub(crate) fn create(
    home: &Path,
    cluster: &Path,
    binaries: &Binaries,
    durability: Durability,
) -> Result<(), StartError> {
    remove_unfinished(home)?;
    let fresh = home.join(format!("{UNFINISHED}{}", std::process::id()));
    fs::DirBuilder::new().mode(0o700).create(&fresh).map_err(StartError::file("create", &fresh))?;
    own(&fresh, binaries.launcher.owner())?;

    let mut command = binaries.launcher.command(&binaries.program("initdb"));
    command.current_dir(home).arg("-D").arg(&fresh);
    command.args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-instructions"]);
    if binaries.version.major >= 17 {
        command.args(["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]);
    } else if cfg!(target_os = "linux") {
        command.arg("--lc-ctype=C.UTF-8");
    }
    if durability == Durability::ForTests {
        command.arg("--no-sync");
    }
    let initdb = |output: String| StartError::Initdb { output };
    let output = command.output().map_err(|error| initdb(error.to_string()))?;
    if !output.status.success() {
        return Err(initdb(String::from_utf8_lossy(&output.stderr).trim().to_owned()));
    }
    fs::rename(&fresh, cluster).map_err(StartError::file("move into place", &fresh))?;
    let directory = fs::File::open(home).map_err(StartError::file("open", home))?;
    directory.sync_all().map_err(StartError::file("sync", home))
}

fn remove_unfinished(home: &Path) -> Result<(), StartError> {
    let entries = fs::read_dir(home).map_err(StartError::file("list", home))?;
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            fs::remove_dir_all(entry.path()).map_err(StartError::file("remove", &entry.path()))?;
        }
    }
    Ok(())
}

/// Gives the tree to the user that PostgreSQL runs as. Only between root and nobody, who take turns where
/// namespaces come and go; a plain user's files stay that user's.
pub(crate) fn own(tree: &Path, owner: Option<u32>) -> Result<(), StartError> {
    let Some(owner) = owner else { return Ok(()) };
    let found = fs::symlink_metadata(tree).map_err(StartError::file("look at", tree))?;
    if found.uid() == owner {
        return Ok(());
    }
    run_as::check_not_somebodys(tree, &found)?;
    if found.is_dir() {
        for entry in fs::read_dir(tree).map_err(StartError::file("list", tree))?.flatten() {
            own(&entry.path(), Some(owner))?;
        }
    }
    // The directory itself last: an interrupted change is taken up again.
    lchown(tree, Some(owner), Some(owner)).map_err(StartError::file("change the owner of", tree))
}

/// The settings that are Potluck's and not the operator's: where to listen, and what never to log.
/// `postgresql.conf` in the cluster holds all others.
pub(crate) fn settings(socket_dir: &Path, durability: Durability) -> Vec<String> {
    // A list, so a comma or a space in the path needs the quotes.
    let directory = socket_dir.display().to_string().replace('"', "\"\"");
    let mut settings = vec![
        "listen_addresses=".to_owned(),
        "port=5432".to_owned(),
        format!("unix_socket_directories=\"{directory}\""),
        "unix_socket_permissions=0700".to_owned(),
        "cluster_name=potluck".to_owned(),
        "timezone=UTC".to_owned(),
        "log_timezone=UTC".to_owned(),
        "lc_messages=C".to_owned(),
        "logging_collector=off".to_owned(),
        "log_destination=stderr".to_owned(),
        // Errors and their details quote statements and values, which are the members'. The server reports
        // its own errors; here only PostgreSQL's own life is written: start, stop, crash, recovery.
        "log_min_messages=log".to_owned(),
        "log_min_error_statement=panic".to_owned(),
        "log_error_verbosity=terse".to_owned(),
        "log_statement=none".to_owned(),
        "log_min_duration_statement=-1".to_owned(),
        "log_min_duration_sample=-1".to_owned(),
        "log_transaction_sample_rate=0".to_owned(),
        "log_parameter_max_length=0".to_owned(),
        "log_parameter_max_length_on_error=0".to_owned(),
        "log_checkpoints=off".to_owned(),
        // A deadlock's and a lock wait's line quote the statements of others.
        "log_lock_waits=off".to_owned(),
        // Nobody looks at the processes; renaming them costs a little with each statement.
        "update_process_title=off".to_owned(),
        // A new server's tables grow from nothing within minutes; plans should know of it sooner than in one.
        "autovacuum_naptime=15s".to_owned(),
    ];
    if durability == Durability::ForTests {
        settings.extend(
            ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=400"].map(str::to_owned),
        );
    }
    settings
}

/// The postmaster that the cluster's file names, whether or not it runs.
pub(crate) fn recorded_pid(cluster: &Path) -> Option<u32> {
    pid_file_line(cluster, 0)?.parse().ok()
}

/// Whether the postmaster `pid` says that it accepts connections.
pub(crate) fn is_ready(cluster: &Path, pid: u32) -> bool {
    recorded_pid(cluster) == Some(pid) && pid_file_line(cluster, 7).as_deref() == Some("ready")
}

fn pid_file_line(cluster: &Path, index: usize) -> Option<String> {
    let text = fs::read_to_string(cluster.join(PID_FILE)).ok()?;
    Some(text.lines().nth(index)?.trim().to_owned())
}

/// The log of this start: the file, and where this start's part begins.
#[derive(Debug)]
pub(crate) struct Log {
    pub(crate) path: PathBuf,
    from: u64,
}

impl Log {
    /// Opens the log for appending, moving a large one aside.
    pub(crate) fn open(home: &Path) -> Result<(Self, fs::File), StartError> {
        let path = home.join("postgres.log");
        if fs::metadata(&path).is_ok_and(|found| found.len() > LOG_BYTES_MAX) {
            let old = home.join("postgres.log.old");
            fs::rename(&path, &old).map_err(StartError::file("move aside", &path))?;
        }
        let mut options = fs::OpenOptions::new();
        let file = options.create(true).append(true).open(&path);
        let file = file.map_err(StartError::file("open", &path))?;
        let from = file.metadata().map_err(StartError::file("look at", &path))?.len();
        Ok((Self { path, from }, file))
    }

    /// The last lines that this start wrote.
    pub(crate) fn tail(&self) -> String {
        let mut text = String::new();
        let read = fs::File::open(&self.path).and_then(|mut file| {
            file.seek(SeekFrom::Start(self.from))?;
            file.read_to_string(&mut text)
        });
        if let Err(error) = read {
            return format!("(the log cannot be read: {error})");
        }
        let lines: Vec<_> = text.lines().collect();
        lines[lines.len().saturating_sub(LOG_LINES_IN_ERRORS)..].join("\n")
    }
}
