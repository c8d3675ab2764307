use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use super::{Person, client};

/// How long a start may take on a busy machine; only a start that hangs is ended by it.
const PATIENCE: Duration = Duration::from_mins(2);

/// The real binary with its embedded database, in a process of its own, to be killed and looked into.
pub struct Process {
    pub url: String,
    pub log: PathBuf,
    child: Child,
}

impl Process {
    /// Starts `potluck serve` on a data directory and waits until it says where it is.
    pub fn start(data_dir: &Path, variables: &[(&str, &str)]) -> Self {
        let log = data_dir.join("potluck.log");
        std::fs::create_dir_all(data_dir).unwrap();
        let log_file = std::fs::OpenOptions::new().create(true).append(true).open(&log).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_potluck"))
            .arg("serve")
            .env_remove("DATABASE_URL")
            .env("POTLUCK_DATA_DIR", data_dir)
            .env("POTLUCK_LISTEN", "127.0.0.1:0")
            .env("OLLAMA_HOST", "127.0.0.1:9")
            .env("POTLUCK_AUTOMATIC_TITLES", "false")
            .env("RUST_LOG", "debug,sqlx=debug,hyper=debug")
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .stderr(log_file)
            .spawn()
            .unwrap();
        let (found, url) = mpsc::channel();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                if let Some(url) = line.strip_prefix("Potluck is ready: ") {
                    let _nobody_waits_any_more = found.send(url.to_owned());
                }
            }
        });
        let url = url.recv_timeout(PATIENCE).unwrap_or_else(|_| {
            let _already_gone = child.kill();
            panic!("potluck did not start:\n{}", std::fs::read_to_string(&log).unwrap())
        });
        Self { url, log, child }
    }

    /// Somebody who has not signed in.
    pub fn stranger(&self) -> Person {
        Person::new(format!("{}/api/v1", self.url), client())
    }

    /// Somebody new signs up.
    pub async fn sign_up(&self, name: &str) -> Person {
        self.stranger().sign_up(name).await
    }

    /// `kill -9`
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM, and waits for the clean end.
    pub fn stop(mut self) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        let status = self.child.wait().unwrap();
        assert!(status.success(), "{status}:\n{}", std::fs::read_to_string(&self.log).unwrap());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // After `kill` and `stop` there is nothing left to end.
        let _already_gone = self.child.kill();
        let _status = self.child.wait();
    }
}
