//! A throw-away PostgreSQL: in memory where there is room, fast, and gone afterwards.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use embedded_postgres::{Durability, Options, Postgres, client};

use crate::failure::{Context, Outcome};
use crate::workspace;

/// A run's clusters are named by this and the process that owns them.
const PREFIX: &str = "potluck-test-";

/// A cluster and its databases need about this much room: a template and a copy for each test.
const ROOM_BYTES_MIN: u64 = 2 * 1024 * 1024 * 1024;

/// A running throw-away cluster. Stopped and removed when dropped.
pub(crate) struct TestCluster {
    // Taken out when dropped: the server stops before its files go.
    postgres: Option<Postgres>,
    directory: PathBuf,
    socket_dir: PathBuf,
}

impl TestCluster {
    /// Starts it, first removing what killed runs left behind.
    pub(crate) fn start() -> Outcome<Self> {
        let parent = parent();
        sweep(&parent);
        let directory = parent.join(format!("{PREFIX}{}", std::process::id()));
        let mut options = Options::new(&directory);
        options.search_roots.insert(0, workspace::root());
        options.bin_dir = workspace::variable("POTLUCK_POSTGRES_BIN").map(PathBuf::from);
        options.durability = Durability::ForTests;
        let postgres = embedded_postgres::start(&options, &|_| {})?;
        let socket_dir = postgres.socket_dir().to_owned();
        Ok(Self { postgres: Some(postgres), directory, socket_dir })
    }

    /// The address of one of its databases.
    pub(crate) fn url(&self, database: &str) -> String {
        self.postgres.as_ref().map(|postgres| postgres.url(database)).unwrap_or_default()
    }

    /// Makes a database and applies all migrations to it.
    pub(crate) fn create_migrated(&self, database: &str) -> Outcome {
        let create = format!("CREATE DATABASE {}", client::quote_name(database));
        client::run(&self.socket_dir, "postgres", &create)?;
        for file in workspace::migrations()? {
            let sql = fs::read_to_string(&file).context(file.display())?;
            client::run(&self.socket_dir, database, &sql).context(file.display())?;
        }
        Ok(())
    }
}

impl Drop for TestCluster {
    fn drop(&mut self) {
        drop(self.postgres.take());
        // What stays is swept by the next run.
        let _ = fs::remove_dir_all(&self.directory);
    }
}

/// Memory, if it is there and roomy (containers often have 64 MB), else the disk.
fn parent() -> PathBuf {
    let memory = Path::new("/dev/shm");
    let room = rustix::fs::statvfs(memory).map_or(0, |found| found.f_bavail * found.f_frsize);
    if room >= ROOM_BYTES_MIN && rustix::fs::access(memory, rustix::fs::Access::WRITE_OK).is_ok() {
        memory.to_owned()
    } else {
        env::temp_dir()
    }
}

/// Removes clusters whose process is gone. Only where `/proc` can tell.
fn sweep(parent: &Path) {
    if !Path::new("/proc/self").exists() {
        return;
    }
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let owner: Option<u32> = name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.parse().ok());
        if owner.is_some_and(|pid| !Path::new("/proc").join(pid.to_string()).exists()) {
            // Another user's cannot be removed, and need not be.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
