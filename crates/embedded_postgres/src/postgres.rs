//! From a data directory to a database that answers, and back.

use std::fs::{self, DirBuilder};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::binaries::{self, Binaries};
use crate::error::{StartError, StopError};
use crate::lock::Lock;
use crate::options::{Options, Step};
use crate::process::Process;
use crate::run_as::{self, Launcher};
use crate::version::Version;
use crate::{cluster, previous, socket};

/// How long a shutdown may take: it writes everything that is still only in memory.
const STOP_PATIENCE: Duration = Duration::from_mins(1);
/// How long an immediate shutdown may take before the kernel ends it.
const FORCE_PATIENCE: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_millis(5);

/// A PostgreSQL that runs as long as this value lives.
#[derive(Debug)]
pub struct Postgres {
    process: Process,
    version: Version,
    socket_dir: PathBuf,
    stopped: bool,
    // Last, so that the lock is let go when everything has ended.
    _lock: Lock,
}

/// Starts PostgreSQL on the data directory, making the cluster when there is none, and waits until it accepts
/// connections. `progress` is told each step.
pub fn start(options: &Options, progress: &dyn Fn(&Step)) -> Result<Postgres, StartError> {
    let home = open_home(&options.data_dir)?;
    let lock = Lock::take(&home)?;
    let cluster = home.join("cluster");
    let major = cluster::major(&cluster);
    let binaries = binaries::find(options, major)?;
    progress(&Step::Found { version: binaries.version, bin_dir: binaries.bin_dir.clone() });

    let owner = binaries.launcher.owner();
    let_in(&home, binaries.launcher)?;
    let socket_dir = socket::directory(&home, owner)?;
    previous::end(&cluster, &socket_dir, progress)?;
    if major.is_none() {
        progress(&Step::Creating);
        cluster::create(&home, &cluster, &binaries, options.durability)?;
    }
    cluster::own(&cluster, owner)?;

    progress(&Step::Starting);
    let process = launch(&home, &cluster, &socket_dir, &binaries, options)?;
    progress(&Step::Ready);
    Ok(Postgres { process, version: binaries.version, socket_dir, stopped: false, _lock: lock })
}

/// Makes the home, for its owner only, and names it absolutely: PostgreSQL changes its directory.
fn open_home(data_dir: &Path) -> Result<PathBuf, StartError> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(data_dir);
    made.map_err(StartError::file("create", data_dir))?;
    fs::canonicalize(data_dir).map_err(StartError::file("open", data_dir))
}

/// Root's PostgreSQL has none of root's rights: it must be able to pass through the home to the cluster inside,
/// which stays closed to others.
fn let_in(home: &Path, launcher: Launcher) -> Result<(), StartError> {
    if launcher.owner().is_some() {
        let found = fs::metadata(home).map_err(StartError::file("look at", home))?;
        run_as::check_not_somebodys(home, &found)?;
    }
    if launcher != Launcher::Nobody {
        return Ok(());
    }
    fs::set_permissions(home, fs::Permissions::from_mode(0o711)).map_err(StartError::file("open up", home))?;
    run_as::check_nobody_enters(home)
}

fn launch(
    home: &Path,
    cluster: &Path,
    socket_dir: &Path,
    binaries: &Binaries,
    options: &Options,
) -> Result<Process, StartError> {
    let (log, file) = cluster::Log::open(home)?;
    let mut command = binaries.launcher.command(&binaries.program("postgres"));
    command.arg("-D").arg(cluster).current_dir(cluster).stdin(Stdio::null());
    for setting in cluster::settings(socket_dir, options.durability) {
        command.arg("-c").arg(setting);
    }
    let same = file.try_clone().map_err(StartError::file("open", &log.path))?;
    command.stdout(same).stderr(file);
    // Ctrl-C in a terminal reaches every process of the foreground group. The owner decides when the database
    // stops: after its last transaction.
    command.process_group(0);
    let process = Process::spawn(command).map_err(StartError::file("run", &binaries.bin_dir))?;

    let deadline = Instant::now() + options.start_timeout;
    while !cluster::is_ready(cluster, process.id()) {
        if let Some(exit) = process.wait(POLL) {
            return Err(StartError::DidNotStart { exit, log: log.tail(), log_file: log.path });
        }
        if Instant::now() > deadline {
            end(&process, Duration::ZERO);
            return Err(StartError::NotReady {
                seconds: options.start_timeout.as_secs(),
                log: log.tail(),
                log_file: log.path,
            });
        }
    }
    Ok(process)
}

impl Postgres {
    /// The address of a database, for any client that knows Unix sockets.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        let directory = percent_encode(&self.socket_dir.to_string_lossy());
        format!("postgres://postgres@localhost/{}?host={directory}", percent_encode(database))
    }

    /// The directory that holds the socket.
    #[must_use]
    pub fn socket_dir(&self) -> &Path {
        &self.socket_dir
    }

    /// The server's version.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// The postmaster's process number.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// Waits until the server ends without being stopped, at most `patience`, and tells how it ended; `None`
    /// while it runs.
    #[must_use]
    pub fn wait(&self, patience: Duration) -> Option<String> {
        self.process.wait(patience)
    }

    /// Ends all connections, writes everything and waits for the end. Takes up to a minute when there is
    /// much to write; then PostgreSQL is made to end.
    pub fn stop(mut self) -> Result<(), StopError> {
        self.shut_down()
    }

    fn shut_down(&mut self) -> Result<(), StopError> {
        self.stopped = true;
        if let Some(exit) = self.process.exit() {
            return Err(StopError::AlreadyEnded { exit });
        }
        if end(&self.process, STOP_PATIENCE) {
            Ok(())
        } else {
            Err(StopError::Forced { seconds: STOP_PATIENCE.as_secs() })
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if !self.stopped {
            // Nobody is left to be told; the next start recovers.
            let _ = self.shut_down();
        }
    }
}

/// Ends the postmaster: in order, at once, by the kernel. True when the first sufficed.
fn end(process: &Process, patience: Duration) -> bool {
    process.signal(Signal::INT);
    if process.wait(patience).is_some() {
        return true;
    }
    process.signal(Signal::QUIT);
    if process.wait(FORCE_PATIENCE).is_none() {
        process.signal(Signal::KILL);
        process.wait(FORCE_PATIENCE);
    }
    false
}

/// For a URL's path or query; slashes stay, for they need no escape in either place where this is used.
fn percent_encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            byte if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_survives_in_a_url() {
        assert_eq!(percent_encode("/a b/ü&?"), "/a%20b/%C3%BC%26%3F");
    }
}
