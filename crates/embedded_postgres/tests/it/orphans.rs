//! The owner is killed with `kill -9`, or the machine was.
#![cfg(target_os = "linux")]

use std::env;
use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::time::Duration;

use embedded_postgres::{Options, Step};

use crate::support::{Owner, ask, directory, options, play_owner, start};

fn socket_dir(options: &Options) -> PathBuf {
    options.data_dir.join("socket")
}

/// A session that is open and says nothing.
fn open_session(options: &Options) -> UnixStream {
    let mut stream = UnixStream::connect(socket_dir(options).join(".s.PGSQL.5432")).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    // The protocol's version 3.0, and as whom.
    let body = b"\0\x03\0\0user\0postgres\0\0";
    let length = u32::try_from(body.len() + 4).unwrap();
    stream.write_all(&[&length.to_be_bytes()[..], body].concat()).unwrap();
    let mut answer = [0];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(answer, [b'R'], "the session is accepted");
    stream
}

#[test]
fn postgresql_ends_with_its_owner() {
    play_owner();
    let directory = directory();
    let options = options(directory.path());
    let owner =
        Owner::start("orphans::postgresql_ends_with_its_owner", directory.path(), &env::var_os("PATH").unwrap());
    let mut session = open_session(&options);
    owner.kill();
    // The server ends the session: the end of the stream, not a time-out.
    session.read_to_end(&mut Vec::new()).unwrap();
}

#[test]
fn what_was_committed_survives_the_kill() {
    play_owner();
    let directory = directory();
    let options = options(directory.path());
    let owner =
        Owner::start("orphans::what_was_committed_survives_the_kill", directory.path(), &env::var_os("PATH").unwrap());
    ask(&socket_dir(&options), "CREATE TABLE kept AS SELECT 7 AS number");
    owner.kill();
    // At once, while the old server may still be shutting down.
    let postgres = start(&options);
    assert_eq!(ask(postgres.socket_dir(), "SELECT number FROM kept").as_deref(), Some("7"));
    postgres.stop().unwrap();
}

#[test]
fn a_server_that_outlived_its_owner_is_stopped_first() {
    play_owner();
    let directory = directory();
    let options = options(directory.path());
    // Without setpriv nothing tells PostgreSQL that its owner is gone.
    let programs = directory.path().join("programs");
    fs::create_dir(&programs).unwrap();
    let unshare =
        env::split_paths(&env::var_os("PATH").unwrap()).map(|path| path.join("unshare")).find(|path| path.exists());
    symlink(unshare.unwrap(), programs.join("unshare")).unwrap();
    let owner = Owner::start(
        "orphans::a_server_that_outlived_its_owner_is_stopped_first",
        directory.path(),
        programs.as_os_str(),
    );
    ask(&socket_dir(&options), "CREATE TABLE kept AS SELECT 7 AS number");
    let orphan = owner.postmaster.clone();
    owner.kill();
    assert_eq!(ask(&socket_dir(&options), "SELECT number FROM kept").as_deref(), Some("7"));

    let stopping = std::cell::Cell::new(None);
    let postgres = embedded_postgres::start(&options, &|step| {
        if let Step::StoppingPrevious { pid } = step {
            stopping.set(Some(*pid));
        }
    })
    .unwrap();
    assert_eq!(stopping.get().map(|pid| pid.to_string()), Some(orphan));
    assert_eq!(ask(postgres.socket_dir(), "SELECT number FROM kept").as_deref(), Some("7"));
    postgres.stop().unwrap();
}

#[test]
fn a_left_over_pid_file_that_names_a_living_stranger_is_no_obstacle() {
    let directory = directory();
    let options = options(directory.path());
    start(&options).stop().unwrap();
    let stranger = std::process::id();
    let left_over = format!("{stranger}\n{}\n1\n5432\n", options.data_dir.join("cluster").display());
    fs::write(options.data_dir.join("cluster/postmaster.pid"), &left_over).unwrap();
    fs::write(socket_dir(&options).join(".s.PGSQL.5432.lock"), &left_over).unwrap();
    let postgres = start(&options);
    assert_eq!(ask(postgres.socket_dir(), "SELECT 1").as_deref(), Some("1"));
    postgres.stop().unwrap();
}
