//! What an earlier life left behind: processes that still run, and files that name processes long gone.
//!
//! Called only by the owner of the lock, so nothing of this concerns a living potluck.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::cluster;
use crate::error::StartError;
use crate::options::Step;
use crate::socket;

/// How long an orphan may take to write its checkpoint.
const PATIENCE: Duration = Duration::from_mins(1);
const POLL: Duration = Duration::from_millis(10);

/// Ends what still runs on the cluster, then removes the files that would keep a new postmaster from
/// starting: it believes a left-over process number as soon as any process of the same user has it.
pub(crate) fn end(cluster: &Path, socket_dir: &Path, progress: &dyn Fn(&Step)) -> Result<(), StartError> {
    let recorded = cluster::recorded_pid(cluster);
    let deadline = Instant::now() + PATIENCE;
    let mut signalled = false;
    while let Some(&any) = running(cluster, recorded).first() {
        if !signalled {
            signalled = true;
            let postmaster = recorded.filter(|pid| running(cluster, recorded).contains(pid));
            progress(&Step::StoppingPrevious { pid: postmaster.unwrap_or(any) });
            // Without a postmaster its children notice and end by themselves.
            if let Some(pid) = postmaster.and_then(as_pid) {
                // Gone already is as good.
                let _ = kill_process(pid, Signal::INT);
            }
        }
        if Instant::now() > deadline {
            return Err(StartError::PreviousStillRunning { data_dir: cluster.to_owned(), pid: any });
        }
        thread::sleep(POLL);
    }
    for stale in [
        cluster.join(cluster::PID_FILE),
        socket_dir.join(socket::FILE_NAME),
        socket_dir.join(format!("{}.lock", socket::FILE_NAME)),
    ] {
        match fs::remove_file(&stale) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StartError::file("remove", &stale)(error));
            }
            _ => {}
        }
    }
    Ok(())
}

fn as_pid(pid: u32) -> Option<Pid> {
    Pid::from_raw(pid.try_into().ok()?)
}

/// The processes that work on the cluster: every process of PostgreSQL has the cluster as its working
/// directory. Where `/proc` does not exist, only the recorded postmaster can be looked at.
fn running(cluster: &Path, recorded: Option<u32>) -> Vec<u32> {
    let Ok(processes) = fs::read_dir("/proc/self").and_then(|_| fs::read_dir("/proc")) else {
        return recorded.filter(|&pid| is_named_postgres(pid)).into_iter().collect();
    };
    processes
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|pid: &u32| {
            let process = Path::new("/proc").join(pid.to_string());
            fs::read_link(process.join("cwd")).is_ok_and(|cwd| cwd == cluster)
                && fs::read_to_string(process.join("comm")).is_ok_and(|name| name.trim() == "postgres")
        })
        .collect()
}

fn is_named_postgres(pid: u32) -> bool {
    std::process::Command::new("ps")
        .args(["-o", "comm=", "-p", &pid.to_string()])
        .output()
        .is_ok_and(|output| String::from_utf8_lossy(&output.stdout).trim().ends_with("postgres"))
}
