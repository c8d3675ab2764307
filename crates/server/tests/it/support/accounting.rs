//! The books outside of the server: the program's own commands, and the tools of plain-text accounting.

use std::path::Path;
use std::process::{Command, Output};

use super::{TestServer, python};

/// The real thing, of a version that was seen to accept our books.
const BEANCOUNT: &str = "beancount==3.2.3";

impl TestServer {
    /// `potluck ledger ...` on the server's database.
    pub fn ledger(&self, words: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_potluck"))
            .arg("ledger")
            .args(words)
            .env("DATABASE_URL", &self.database_url)
            .env("RUST_LOG", "off")
            .output()
            .unwrap()
    }
}

pub fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Beancount's own check of a journal; what it finds wrong.
pub fn bean_check(journal: &Path) -> Result<(), String> {
    let program = python(&[BEANCOUNT]);
    let said = Command::new(program).args(["-m", "beancount.scripts.check"]).arg(journal).output().unwrap();
    let (out, err) = (text(&said.stdout), text(&said.stderr));
    if said.status.success() && err.is_empty() { Ok(()) } else { Err(format!("{out}{err}")) }
}

/// What one of the accounting tools says; `None`, and said so, where it is not installed.
pub fn tool(name: &str, words: &[&str]) -> Option<Output> {
    let found = std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|directory| Path::new(&directory).join(name).is_file()));
    if !found {
        #[expect(clippy::print_stderr, reason = "whoever runs the tests should know what they did not show")]
        {
            eprintln!("{name} is not installed: what it would say is not looked at");
        }
        return None;
    }
    // Its messages are read as UTF-8, whatever the machine speaks.
    Some(Command::new(name).args(words).env("LC_ALL", "C.UTF-8").output().unwrap())
}
