//! As root in a namespace, as root without one, and as a plain user.
#![cfg(target_os = "linux")]

use std::env;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::Command;

use embedded_postgres::{Options, RunAs, StartError};

use crate::support::{ask, directory, options, start};

const NOBODY: u32 = 65534;

/// Names the directory to a copy of the test program that runs as a plain user.
const PLAIN: &str = "EMBEDDED_POSTGRES_TEST_PLAIN";

fn is_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

/// By a program of its own: a program file that this process has open for writing, which a fork on another thread
/// prolongs, cannot be run.
fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-r").arg(from).arg(to).status().unwrap().success());
}

/// Copies the binaries to where everybody may run them: a checkout may lie below root's home.
fn with_binaries_for_everybody(directory: &Path, mut options: Options) -> Options {
    let found = std::cell::RefCell::new(PathBuf::new());
    let probe = embedded_postgres::start(&options, &|step| {
        if let embedded_postgres::Step::Found { bin_dir, .. } = step {
            found.replace(bin_dir.clone());
        }
    });
    probe.unwrap().stop().unwrap();
    fs::remove_dir_all(&options.data_dir).unwrap();
    let bin_dir = found.into_inner();
    // Only npm's are complete in one directory; the system's are where everybody may run them already.
    if bin_dir.ends_with("native/bin") {
        let native = directory.join("native");
        copy(bin_dir.parent().unwrap(), &native);
        options.bin_dir = Some(native.join("bin"));
    } else {
        options.bin_dir = Some(bin_dir);
    }
    options
}

#[test]
fn root_keeps_its_files_in_a_namespace_and_gives_them_to_nobody_without() {
    if !is_root() {
        // The plain user's way is what every other test takes.
        let directory = directory();
        let mut options = options(directory.path());
        options.run_as = RunAs::Nobody;
        let error = embedded_postgres::start(&options, &|_| {}).unwrap_err();
        assert!(matches!(error, StartError::Unusable { .. }), "{error}");
        return;
    }
    let directory = directory();
    let mut options = with_binaries_for_everybody(directory.path(), options(directory.path()));
    let cluster = options.data_dir.join("cluster");
    let owner = |path: &Path| fs::metadata(path).unwrap().uid();

    options.run_as = RunAs::Nobody;
    start(&options).stop().unwrap();
    assert_eq!((owner(&options.data_dir), owner(&cluster), owner(&cluster.join("base"))), (0, NOBODY, NOBODY));

    // The same cluster where namespaces are allowed, and back.
    options.run_as = RunAs::Auto;
    let postgres = start(&options);
    assert_eq!(ask(postgres.socket_dir(), "SELECT 1").as_deref(), Some("1"));
    postgres.stop().unwrap();
    options.run_as = RunAs::Nobody;
    start(&options).stop().unwrap();

    fs::set_permissions(directory.path(), Permissions::from_mode(0o700)).unwrap();
    let error = embedded_postgres::start(&options, &|_| {}).unwrap_err();
    let message = error.to_string();
    assert!(message.contains("plain user") || message.contains("does not run here"), "{message}");
}

#[test]
fn a_plain_user_needs_nothing_special() {
    if let Some(directory) = env::var_os(PLAIN) {
        let directory = Path::new(&directory);
        let mut options = options(&directory.join("home"));
        options.bin_dir = fs::read_to_string(directory.join("bin_dir")).ok().map(PathBuf::from);
        let postgres = start(&options);
        assert_eq!(ask(postgres.socket_dir(), "SELECT 1").as_deref(), Some("1"));
        postgres.stop().unwrap();
        return;
    }
    let directory = directory();
    let home = directory.path().join("home");
    fs::create_dir(&home).unwrap();
    let program = directory.path().join("tests");
    copy(&env::current_exe().unwrap(), &program);
    let mut command = Command::new(&program);
    if is_root() {
        let everybodys = with_binaries_for_everybody(directory.path(), options(directory.path()));
        let bin_dir = everybodys.bin_dir.unwrap();
        fs::write(directory.path().join("bin_dir"), bin_dir.to_str().unwrap()).unwrap();
        chown(&home, Some(NOBODY), Some(NOBODY)).unwrap();
        command = Command::new("setpriv");
        command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups", "--"]).arg(&program);
    }
    let output = command
        .args(["--exact", "users::a_plain_user_needs_nothing_special"])
        .env(PLAIN, directory.path())
        .current_dir("/")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn root_leaves_a_plain_users_database_alone() {
    if !is_root() {
        return;
    }
    let directory = directory();
    let options = options(directory.path());
    fs::create_dir(&options.data_dir).unwrap();
    chown(&options.data_dir, Some(1234), Some(1234)).unwrap();
    let error = embedded_postgres::start(&options, &|_| {}).unwrap_err();
    assert!(matches!(error, StartError::BelongsToSomebody { uid: 1234, .. }), "{error}");
}
