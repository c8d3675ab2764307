use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};
use tokio::task::JoinSet;

/// A way to a database that can lose what the database answers to a commit: it is done, and the connection is cut.
pub struct Wire {
    pub url: String,
    loses_commits: Arc<AtomicBool>,
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
        let mut connections = JoinSet::new();
        connections.spawn(accept(listener, database, Arc::clone(&loses_commits)));
        let url = options.socket(directory.path()).to_url_lossy().to_string();
        Self { url, loses_commits, _directory: directory, _connections: connections }
    }

    /// From now on no answer to a commit arrives, or all do.
    pub fn lose_commits(&self, loses: bool) {
        self.loses_commits.store(loses, Ordering::SeqCst);
    }
}

async fn accept(listener: UnixListener, database: PathBuf, loses_commits: Arc<AtomicBool>) {
    let mut connections = JoinSet::new();
    loop {
        let (client, _) = listener.accept().await.unwrap();
        let server = UnixStream::connect(&database).await.unwrap();
        connections.spawn(carry(client, server, Arc::clone(&loses_commits)));
    }
}

async fn carry(client: UnixStream, server: UnixStream, loses_commits: Arc<AtomicBool>) {
    let ((mut asked, mut told), (mut answered, mut ask)) = (client.into_split(), server.into_split());
    let is_lost = AtomicBool::new(false);
    let asking = async {
        let mut bytes = [0; 8192];
        while let Ok(many @ 1..) = asked.read(&mut bytes).await {
            let commits = bytes[..many].windows(7).any(|part| part == b"COMMIT\0");
            is_lost.fetch_or(commits && loses_commits.load(Ordering::SeqCst), Ordering::SeqCst);
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
