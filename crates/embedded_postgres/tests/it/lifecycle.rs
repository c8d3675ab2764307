//! Starting, answering, stopping, starting again.

use std::cell::RefCell;
use std::fs;
use std::time::Duration;

use embedded_postgres::{StopError, client};
use rustix::process::{Pid, Signal, kill_process};

use crate::support::{ask, directory, options, start};

#[test]
fn what_was_written_is_there_after_a_restart() {
    let directory = directory();
    let options = options(directory.path());
    let steps = RefCell::new(Vec::new());
    let progress = |step: &embedded_postgres::Step| steps.borrow_mut().push(step.to_string());

    let first = embedded_postgres::start(&options, &progress).unwrap();
    assert!(first.version().major >= 15);
    ask(first.socket_dir(), "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('Gemüse')");
    let first_pid = first.pid();
    first.stop().unwrap();
    assert_eq!(steps.take()[1..], ["creating the database cluster", "starting PostgreSQL", "PostgreSQL is ready"]);

    let second = embedded_postgres::start(&options, &progress).unwrap();
    assert_eq!(ask(second.socket_dir(), "SELECT upper(word) FROM kept").as_deref(), Some("GEMÜSE"));
    assert_ne!(second.pid(), first_pid);
    assert_eq!(steps.take()[1..], ["starting PostgreSQL", "PostgreSQL is ready"]);
    second.stop().unwrap();
}

#[test]
fn stopping_is_complete_and_dropping_is_stopping() {
    let directory = directory();
    let options = options(directory.path());
    let pid_file = options.data_dir.join("cluster/postmaster.pid");

    let postgres = start(&options);
    assert!(pid_file.exists());
    postgres.stop().unwrap();
    assert!(!pid_file.exists());

    drop(start(&options));
    assert!(!pid_file.exists());
}

#[test]
fn an_end_by_another_hand_is_told() {
    let directory = directory();
    let postgres = start(&options(directory.path()));
    assert_eq!(postgres.wait(Duration::ZERO), None);
    let pid = Pid::from_raw(postgres.pid().try_into().unwrap()).unwrap();
    kill_process(pid, Signal::INT).unwrap();
    assert_eq!(postgres.wait(Duration::from_secs(30)).as_deref(), Some("exit status: 0"));
    assert!(matches!(postgres.stop(), Err(StopError::AlreadyEnded { .. })));
}

#[test]
fn only_the_socket_listens_and_its_path_may_hold_anything() {
    let directory = directory();
    let odd = directory.path().join("it's \"a\", b ü");
    fs::create_dir(&odd).unwrap();
    let postgres = start(&options(&odd));
    assert_eq!(ask(postgres.socket_dir(), "SHOW listen_addresses").as_deref(), Some(""));
    assert!(postgres.socket_dir().starts_with(fs::canonicalize(&odd).unwrap()));
    let url = postgres.url("postgres");
    assert!(url.starts_with("postgres://postgres@localhost/postgres?host=/"), "{url}");
    assert!(url.ends_with("it%27s%20%22a%22%2C%20b%20%C3%BC/postgres/socket"), "{url}");
}

#[test]
fn a_long_path_gets_its_socket_elsewhere() {
    let directory = directory();
    let long = directory.path().join("long".repeat(30));
    fs::create_dir(&long).unwrap();
    let postgres = start(&options(&long));
    assert_eq!(ask(postgres.socket_dir(), "SELECT 1").as_deref(), Some("1"));
    assert!(!postgres.socket_dir().starts_with(&long));
    let socket_dir = postgres.socket_dir().to_owned();
    postgres.stop().unwrap();
    fs::remove_dir_all(socket_dir).unwrap();
}

#[test]
fn a_cluster_that_was_never_finished_is_made_anew() {
    let directory = directory();
    let options = options(directory.path());
    let unfinished = options.data_dir.join("cluster.new-1");
    fs::create_dir_all(&unfinished).unwrap();
    fs::write(unfinished.join("PG_VERSION"), "18").unwrap();
    let postgres = start(&options);
    assert_eq!(ask(postgres.socket_dir(), "SELECT 1").as_deref(), Some("1"));
    assert!(!unfinished.exists());
}

#[test]
fn the_log_holds_no_statements_and_no_values() {
    let directory = directory();
    let options = options(directory.path());
    let postgres = start(&options);
    let run = |sql: &str| client::run(postgres.socket_dir(), "postgres", sql);
    run("CREATE TABLE secrets (word text UNIQUE); INSERT INTO secrets VALUES ('canary')").unwrap();
    assert!(run("INSERT INTO secrets VALUES ('canary')").is_err());
    assert!(run("SELECT 'canary'::int").is_err());
    assert!(run("DO $$ BEGIN RAISE WARNING 'canary'; END $$").is_ok());
    postgres.stop().unwrap();
    let log = fs::read_to_string(options.data_dir.join("postgres.log")).unwrap();
    assert!(log.contains("database system is ready"), "{log}");
    assert!(!log.contains("canary"), "{log}");
}
