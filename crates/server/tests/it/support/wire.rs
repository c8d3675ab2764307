use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// What whoever waits for the disk asks, the first time on a connection.
const WAIT_FOR_DISK: &[u8] = b"pg_logical_emit_message";

/// A way to a database whose disk can be made slow, and that can lose what the database answers to a commit: it is done, and the
/// connection is cut.
pub struct Wire {
    pub url: String,
    loses_commits: Arc<AtomicBool>,
    disk_stands_still: watch::Sender<bool>,
    _directory: TempDir,
    _connections: JoinSet<()>,
}

impl Wire {
    pub fn to(database_url: &str) -> Self {
        let options: PgConnectOptions = database_url.parse().unwrap();
        let name = format!(".s.PGSQL.{}", options.get_port());
        let database = options.get_socket().expect("the tests' cluster is on a socket").join(&name);
        let directory = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(directory.path().join(name)).unwrap();
        let loses_commits = Arc::new(AtomicBool::new(false));
        let (disk_stands_still, disk) = watch::channel(false);
        let mut connections = JoinSet::new();
        connections.spawn(accept(listener, database, Arc::clone(&loses_commits), disk));
        let url = options.socket(directory.path()).to_url_lossy().to_string();
        Self { url, loses_commits, disk_stands_still, _directory: directory, _connections: connections }
    }

    /// From now on whoever waits for the disk goes on waiting, or all go on.
    pub fn stop_disk(&self, stands_still: bool) {
        self.disk_stands_still.send_replace(stands_still);
    }

    /// From now on no answer to a commit arrives, or all do.
    pub fn lose_commits(&self, loses: bool) {
        self.loses_commits.store(loses, Ordering::SeqCst);
    }
}

async fn accept(
    listener: UnixListener,
    database: PathBuf,
    loses_commits: Arc<AtomicBool>,
    disk_stands_still: watch::Receiver<bool>,
) {
    let mut connections = JoinSet::new();
    loop {
        let (client, _) = listener.accept().await.unwrap();
        let server = UnixStream::connect(&database).await.unwrap();
        connections.spawn(carry(client, server, Arc::clone(&loses_commits), disk_stands_still.clone()));
    }
}

async fn carry(
    client: UnixStream,
    server: UnixStream,
    loses_commits: Arc<AtomicBool>,
    mut disk_stands_still: watch::Receiver<bool>,
) {
    let ((mut asked, mut told), (mut answered, mut ask)) = (client.into_split(), server.into_split());
    let is_lost = AtomicBool::new(false);
    let asking = async {
        let mut bytes = [0; 8192];
        while let Ok(many @ 1..) = asked.read(&mut bytes).await {
            let says = |what: &[u8]| bytes[..many].windows(what.len()).any(|part| part == what);
            let commits = says(b"COMMIT\0");
            is_lost.fetch_or(commits && loses_commits.load(Ordering::SeqCst), Ordering::SeqCst);
            if says(WAIT_FOR_DISK) && disk_stands_still.wait_for(|stands_still| !stands_still).await.is_err() {
                return;
            }
            if ask.write_all(&bytes[..many]).await.is_err() {
                return;
            }
        }
    };
    let answering = async {
        let mut bytes = [0; 8192];
        while let Ok(many @ 1..) = answered.read(&mut bytes).await {
            if is_lost.load(Ordering::SeqCst) || told.write_all(&bytes[..many]).await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        () = asking => {}
        () = answering => {}
    }
}
