//! The postmaster's process, held by a thread of its own.
//!
//! The parent-death signal is bound to the thread that started the child, not to its process. A thread of a
//! pool may end at any time; this one lives exactly as long as the child.

use std::process::{Child, Command};
use std::sync::mpsc;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use std::{fmt, io};

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};

/// A running or ended child.
pub(crate) struct Process {
    pid: Pid,
    life: Arc<Life>,
}

#[derive(Default)]
struct Life {
    /// How the child ended, in words; `None` while it runs.
    exit: Mutex<Option<String>>,
    ended: Condvar,
}

impl Life {
    fn exit(&self) -> MutexGuard<'_, Option<String>> {
        self.exit.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Process {
    /// Starts the child on a thread of its own.
    pub(crate) fn spawn(mut command: Command) -> io::Result<Self> {
        let life = Arc::new(Life::default());
        let theirs = Arc::clone(&life);
        let (tell, told) = mpsc::sync_channel(1);
        thread::Builder::new().name("postgres".to_owned()).spawn(move || {
            match command.spawn() {
                Ok(child) => {
                    let pid = Pid::from_child(&child);
                    // The receiver waits for exactly this message.
                    let _ = tell.send(Ok(pid));
                    keep(child, pid, &theirs);
                }
                Err(error) => {
                    let _ = tell.send(Err(error));
                }
            }
        })?;
        let pid = told.recv().map_err(io::Error::other)??;
        Ok(Self { pid, life })
    }

    pub(crate) fn id(&self) -> u32 {
        self.pid.as_raw_nonzero().get().unsigned_abs()
    }

    /// How it ended, if it has.
    pub(crate) fn exit(&self) -> Option<String> {
        self.life.exit().clone()
    }

    /// Sends a signal, unless the child has ended.
    pub(crate) fn signal(&self, signal: Signal) {
        // The keeper reaps under this lock, so the number cannot have passed on to another process.
        let exit = self.life.exit();
        if exit.is_none() {
            // Not there any more means that it is just ending; the keeper will say so.
            let _ = kill_process(self.pid, signal);
        }
    }

    /// Waits until the child ends, at most `patience`.
    pub(crate) fn wait(&self, patience: Duration) -> Option<String> {
        let deadline = Instant::now() + patience;
        let mut exit = self.life.exit();
        while exit.is_none() {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            let waited = self.life.ended.wait_timeout(exit, left);
            exit = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        exit.clone()
    }
}

/// Waits for the end without reaping, then reaps and tells under one lock.
fn keep(mut child: Child, pid: Pid, life: &Life) {
    while let Err(rustix::io::Errno::INTR) = waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT) {}
    let mut exit = life.exit();
    *exit = Some(match child.wait() {
        Ok(status) => status.to_string(),
        Err(error) => error.to_string(),
    });
    life.ended.notify_all();
}

impl fmt::Debug for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Process").field("pid", &self.id()).field("exit", &self.exit()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_child_is_told_with_its_reason() {
        let mut command = Command::new("sh");
        command.args(["-c", "exit 7"]);
        let process = Process::spawn(command).unwrap();
        assert_eq!(process.wait(Duration::from_secs(10)).as_deref(), Some("exit status: 7"));
        process.signal(Signal::KILL);
        assert_eq!(process.exit().as_deref(), Some("exit status: 7"));
    }

    #[test]
    fn a_signalled_child_ends() {
        let mut command = Command::new("sleep");
        command.arg("60");
        let process = Process::spawn(command).unwrap();
        assert_eq!(process.wait(Duration::from_millis(1)), None);
        process.signal(Signal::TERM);
        let exit = process.wait(Duration::from_secs(10)).unwrap();
        assert!(exit.contains("signal: 15"), "{exit}");
    }

    #[test]
    fn a_missing_program_is_an_error_not_a_process() {
        assert!(Process::spawn(Command::new("/nowhere/postgres")).is_err());
    }
}
